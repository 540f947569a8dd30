// SqliteStore: what replicas hold.
#include "server/sqlite_store.h"
#include "shared/base/hash.h"

namespace kedang {
namespace {

constexpr std::string_view kFindView =
    "SELECT permissions, visibility, projection, is_part, review, review_schema, review_row, cap, floor_sequence, floor_row"
    " FROM held WHERE replica = ? AND view = ?";
constexpr std::string_view kAddView =
    "INSERT INTO held (permissions, visibility, projection, is_part, review, review_schema, review_row, cap, floor_sequence,"
    " floor_row, replica, view, base, rows_other) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
// All but the last so many of a kind.
constexpr std::string_view kDropOlder =
    "DELETE FROM held WHERE replica = ?1 AND is_part = ?2 AND view <= (SELECT view FROM held WHERE replica = ?1"
    " AND is_part = ?2 ORDER BY view DESC LIMIT 1 OFFSET ?3)";
constexpr std::string_view kDropBases =
    "DELETE FROM held_base WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.base = held_base.row)";

}  // namespace

Result<std::optional<HeldView>> SqliteStore::FindView(Id replica, std::uint64_t number) {
  const std::string key = FormatId(replica);
  KEDANG_ASSIGN(Statement find, connection_.Prepare(kFindView));
  find.Bind(1, key).Bind(2, number);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return std::optional<HeldView>();
  HeldView view;
  view.number = number;
  view.permissions = static_cast<std::uint64_t>(find.Integer(0));
  view.visibility = find.Text(1);
  view.projection = find.Text(2);
  view.is_part = find.Integer(3) != 0;
  view.review = static_cast<std::uint64_t>(find.Integer(4));
  view.review_schema = static_cast<SchemaId>(find.Integer(5));
  view.review_row = static_cast<RowNumber>(find.Integer(6));
  view.cap = static_cast<std::uint32_t>(find.Integer(7));
  view.floor = ChangeMark{static_cast<std::uint64_t>(find.Integer(8)), static_cast<RowNumber>(find.Integer(9))};
  return std::optional<HeldView>(std::move(view));
}

Status SqliteStore::ReadRows(Id replica, HeldView& view) {
  const std::string key = FormatId(replica);
  KEDANG_ASSIGN(Statement find,
                connection_.Prepare("SELECT held_base.rows, rows_other FROM held LEFT JOIN held_base ON held_base.row = held.base"
                                    " WHERE replica = ? AND view = ?"));
  find.Bind(1, key).Bind(2, view.number);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return Status(ErrorCode::kCorrupt, "database: what a replica holds is gone");
  std::shared_ptr<const Bytes> base;
  if (!find.IsNull(0)) base = std::make_shared<const Bytes>(find.Blob(0).begin(), find.Blob(0).end());
  KEDANG_ASSIGN(view.rows, HeldRows::Read(std::move(base), find.Blob(1)));
  return {};
}

Result<std::int64_t> SqliteStore::HeldBaseRow(const Bytes& rows) {
  const Hash128 hash = HashOf(rows);
  {
    KEDANG_ASSIGN(Statement find, connection_.Prepare("SELECT row FROM held_base WHERE hash = ?"));
    find.BindBlob(1, hash);
    KEDANG_ASSIGN(const bool has_row, find.Step());
    if (has_row) return find.Integer(0);
  }
  KEDANG_RETURN_IF_ERROR(connection_.Execute(std::string(kDropBases)));
  KEDANG_ASSIGN(Statement insert, connection_.Prepare("INSERT INTO held_base (hash, rows) VALUES (?, ?)"));
  KEDANG_RETURN_IF_ERROR(insert.BindBlob(1, hash).BindBlob(2, rows).Run());
  return connection_.last_row();
}

Result<std::uint64_t> SqliteStore::AddView(Id replica, const HeldView& view) {
  const std::string key = FormatId(replica);
  std::int64_t base = 0;
  if (view.rows.base()) {
    KEDANG_ASSIGN(base, HeldBaseRow(*view.rows.base()));
  }
  std::uint64_t number = 0;
  {
    KEDANG_ASSIGN(Statement last, connection_.Prepare("SELECT coalesce(max(view), 0) FROM held WHERE replica = ?"));
    KEDANG_RETURN_IF_ERROR(last.Bind(1, key).Step());
    number = static_cast<std::uint64_t>(last.Integer(0)) + 1;
  }
  if (number == 1) {
    // Views of its that were dropped are not to be mistaken for new ones.
    KEDANG_ASSIGN(const std::uint64_t sequence, LastSequence());
    number += sequence;
  }
  const Bytes other = view.rows.Other();
  KEDANG_ASSIGN(Statement insert, connection_.Prepare(kAddView));
  insert.Bind(1, view.permissions).Bind(2, view.visibility).Bind(3, view.projection).Bind(4, view.is_part);
  insert.Bind(5, view.review).Bind(6, view.review_schema).Bind(7, view.review_row).Bind(8, view.cap);
  insert.Bind(9, view.floor.sequence).Bind(10, view.floor.row).Bind(11, key).Bind(12, number);
  base != 0 ? insert.Bind(13, base) : insert.BindNull(13);
  KEDANG_RETURN_IF_ERROR(insert.BindBlob(14, other).Run());
  KEDANG_ASSIGN(Statement drop, connection_.Prepare(kDropOlder));
  drop.Bind(1, key).Bind(2, view.is_part).Bind(3, static_cast<std::int64_t>(kKeptViews));
  KEDANG_RETURN_IF_ERROR(drop.Run());
  return number;
}

Status SqliteStore::DropViews(TimeMs before) {
  KEDANG_ASSIGN(Statement drop,
                connection_.Prepare("DELETE FROM held WHERE replica IN (SELECT id FROM replica WHERE seen_ms < ?)"));
  return drop.Bind(1, before).Run();
}

}  // namespace kedang
