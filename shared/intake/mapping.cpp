#include "shared/intake/mapping.h"

#include <algorithm>
#include <array>
#include <optional>

#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/intake/field_feed.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::uint8_t kExactScore = 100, kPartScore = 95, kContainsScore = 80, kContentScore = 60;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The form in which headers and names are compared.
std::string NameKey(std::string_view text) {
  const std::string folded = Fold(text);
  std::string plain;
  int depth = 0;
  for (const char c : folded) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0 && std::string_view(" _-*:.#/\\\"'!?)]").find(c) == std::string_view::npos) plain.push_back(c);
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  for (const std::string_view mark : {"【必填】", "【选填】", "必填", "选填"}) {
    const std::size_t at = plain.find(mark);
    if (at != std::string::npos && plain.size() > mark.size()) plain.erase(at, mark.size());
  }
  return plain.empty() ? folded : plain;
}

struct FieldNames {
  const Field* field = nullptr;
  std::vector<std::string> names;
};

bool IsMappable(const Field& field) {
  const FieldTraits& traits = TraitsOf(field.type);
  return !field.is_retired && !traits.is_assigned && traits.editor != EditorKind::kFile;  // a table holds no files
}

std::vector<FieldNames> NamesOf(const Schema& schema) {
  std::vector<FieldNames> all;
  for (const Field& field : schema.fields) {
    if (!IsMappable(field)) continue;
    FieldNames entry;
    entry.field = &field;
    const auto add = [&](std::string_view name) {
      std::string key = NameKey(name);
      if (!key.empty()) entry.names.push_back(std::move(key));
    };
    add(field.key);
    add(field.label.zh);
    add(field.label.en);
    for (const std::string& synonym : field.synonyms) add(synonym);
    all.push_back(std::move(entry));
  }
  return all;
}

struct RegionWord {
  std::string_view word;
  std::uint8_t part;  // 1 province, 2 city, 3 district
};

constexpr std::array<RegionWord, 21> kRegionWords = {{
    {"省", 1},   {"省份", 1}, {"省市", 1}, {"省自治区", 1}, {"直辖市", 1}, {"province", 1}, {"state", 1},
    {"市", 2},   {"城市", 2}, {"地市", 2}, {"地级市", 2},   {"地区", 2},   {"city", 2},     {"town", 2},
    {"区", 3},   {"县", 3},   {"区县", 3}, {"县区", 3},     {"市区", 3},   {"district", 3}, {"county", 3},
}};

// Which part of a region a header names; 0 when none.
std::uint8_t RegionPart(std::string_view name) {
  for (const std::string_view prefix : {"所在", "所属", "注册", "公司", "企业", "客户"}) {
    if (name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix) name.remove_prefix(prefix.size());
  }
  for (const RegionWord& entry : kRegionWords) {
    if (entry.word == name) return entry.part;
  }
  return 0;
}

// A name of one Chinese character or two letters is part of too many words to say anything.
bool IsTelling(std::string_view name) {
  const std::size_t characters = CountCodePoints(name);
  return name.size() > characters ? characters >= 2 : characters >= 4;
}

// 0 when neither contains the other; more when they share more.
std::uint8_t ContainsScore(const std::string& header, const std::string& name) {
  const bool is_shorter = name.size() <= header.size();
  const std::string& part = is_shorter ? name : header;
  const std::string& whole = is_shorter ? header : name;
  if (!IsTelling(part)) return 0;
  const std::size_t at = whole.find(part);
  if (at == std::string::npos) return 0;
  // The last word of a Chinese or English name is its noun: 联系人电话 is a telephone, not a person.
  const std::size_t bonus = at + part.size() == whole.size() ? 15 : 0;
  return static_cast<std::uint8_t>(45 + bonus + part.size() * 20 / whole.size());
}

bool IsCompanyName(std::string_view value) {
  for (const std::string_view ending : {"公司", "厂", "中心", "事务所", "商行", "经营部", "学校", "医院", "合作社"}) {
    if (value.size() > ending.size() && value.substr(value.size() - ending.size()) == ending) return true;
  }
  return false;
}

// Share (0..100) of the filled sample cells of a column that `test` accepts; 0 when there are none.
template <typename Test>
std::size_t Share(SampleRows sample, std::size_t column, const Test& test) {
  std::size_t filled = 0, accepted = 0;
  for (const std::vector<std::string>& row : sample) {
    if (column >= row.size() || row[column].empty()) continue;
    ++filled;
    if (test(std::string_view(row[column]))) ++accepted;
  }
  return filled == 0 ? 0 : accepted * 100 / filled;
}

struct Candidate {
  std::uint32_t column = 0;
  const Field* field = nullptr;
  ColumnTarget target;
};

void AddNameCandidates(const std::vector<FieldNames>& fields, const std::string& header, std::uint32_t column,
                       std::vector<Candidate>& out) {
  if (header.empty()) return;
  for (const FieldNames& entry : fields) {
    ColumnTarget target{entry.field->id, MappingBasis::kNone, 0, 0};
    for (const std::string& name : entry.names) {
      const bool is_same = name == header;
      const std::uint8_t score = is_same ? kExactScore : std::min(kContainsScore, ContainsScore(header, name));
      if (score <= target.confidence) continue;
      target.confidence = score;
      target.kind = is_same ? MappingBasis::kExact : MappingBasis::kContains;
    }
    if (entry.field->type == FieldType::kRegion) {
      target.part = RegionPart(header);
      if (target.part != 0 && target.confidence < kPartScore) {
        target.confidence = kPartScore;
        target.kind = MappingBasis::kExact;
      }
    }
    if (target.confidence > 0) out.push_back(Candidate{column, entry.field, target});
  }
}

void AddContentCandidates(const Schema& schema, SampleRows sample, std::uint32_t column, std::vector<Candidate>& out) {
  for (const Field& field : schema.fields) {
    if (!IsMappable(field)) continue;
    std::size_t share = Share(sample, column, [&](std::string_view value) { return LooksLike(field.type, value); });
    if (field.format == "company_name") share = std::max(share, Share(sample, column, IsCompanyName));
    if (share < 70) continue;
    out.push_back(Candidate{column, &field, ColumnTarget{field.id, MappingBasis::kContent, kContentScore, 0}});
  }
}

void SumUp(ColumnMapping& mapping) {
  std::size_t sum = 0;
  for (const ColumnTarget& target : mapping.columns) sum += target.confidence;
  mapping.confidence = mapping.columns.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(sum / mapping.columns.size());
}

}  // namespace

bool ColumnMapping::HasField(FieldId field) const {
  return std::any_of(columns.begin(), columns.end(), [&](const ColumnTarget& target) { return target.field == field; }) ||
         std::any_of(made.begin(), made.end(), [&](const MadeTarget& one) { return one.target.field == field; });
}

std::vector<std::uint32_t> ColumnMapping::ColumnsOf(FieldId field) const {
  return FieldFeed(*this, field).columns();
}

std::vector<FieldId> ColumnMapping::FieldsOf(std::uint32_t column) const {
  std::vector<FieldId> fields;
  if (column < columns.size() && columns[column].field != 0) fields.push_back(columns[column].field);
  for (const MadeTarget& one : made) {
    const bool is_of = std::any_of(one.column.pieces.begin(), one.column.pieces.end(),
                                   [column](const MadeColumn::Piece& piece) { return piece.column == column; });
    if (is_of && one.target.field != 0) fields.push_back(one.target.field);
  }
  return fields;
}

std::vector<std::uint32_t> ColumnMapping::Unmapped() const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < columns.size(); ++i) {
    if (FieldsOf(i).empty()) found.push_back(i);
  }
  return found;
}

ColumnMapping MapColumns(const Schema& schema, std::span<const std::string> headers, SampleRows sample) {
  ColumnMapping mapping;
  std::size_t width = headers.size();
  if (headers.empty() && !sample.empty()) width = sample[0].size();
  mapping.columns.resize(width);
  const std::vector<FieldNames> fields = NamesOf(schema);
  std::vector<Candidate> candidates;
  for (std::uint32_t column = 0; column < width; ++column) {
    if (column < headers.size()) AddNameCandidates(fields, NameKey(headers[column]), column, candidates);
    AddContentCandidates(schema, sample, column, candidates);
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.target.confidence > b.target.confidence; });
  for (const Candidate& candidate : candidates) {
    ColumnTarget& target = mapping.columns[candidate.column];
    if (target.field != 0) continue;
    const bool is_joined = TraitsOf(candidate.field->type).joins_columns && candidate.target.kind == MappingBasis::kExact;
    if (mapping.HasField(candidate.field->id) && !is_joined) continue;
    target = candidate.target;
  }
  SumUp(mapping);
  return mapping;
}

namespace {

// The column that `header` of a --map option names.
std::optional<std::size_t> FindColumn(std::span<const std::string> headers, std::size_t width, const std::string& header) {
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (headers[i] == header) return i;
  }
  if (header[0] == '#' && header.size() > 1 && header.size() < 7 && std::all_of(header.begin() + 1, header.end(), IsDigit)) {
    std::size_t number = 0;
    for (const char c : header.substr(1)) number = number * 10 + static_cast<std::size_t>(c - '0');
    if (number >= 1 && number <= width) return number - 1;
    return std::nullopt;
  }
  const std::string key = NameKey(header);
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (NameKey(headers[i]) == key) return i;
  }
  return std::nullopt;
}

// The field that a key or label names; 0 when none does.
FieldId FindField(const Schema& schema, const std::string& name) {
  const std::string key = NameKey(name);
  FieldId found = 0;
  for (const Field& field : schema.fields) {
    if (!IsMappable(field)) continue;
    if (field.key == name) return field.id;
    if (found == 0 && (NameKey(field.label.zh) == key || NameKey(field.label.en) == key)) found = field.id;
  }
  return found;
}

Status WrongMap(const std::string& what) { return Status(ErrorCode::kInvalidArgument, "--map: " + what); }

std::string ListOf(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

Status ApplyMapping(const Schema& schema, std::span<const std::string> headers, std::string_view text,
                    ColumnMapping& mapping) {
  struct Chosen {
    std::optional<std::size_t> column;  // nothing: made
    MadeColumn made;
    FieldId field = 0;
    bool is_as_typed = false;
  };
  std::vector<Chosen> chosen;
  const auto find = [&](const std::string& header) -> std::optional<std::uint32_t> {
    const auto column = FindColumn(headers, mapping.columns.size(), header);
    return column && *column < mapping.columns.size() ? std::optional(static_cast<std::uint32_t>(*column)) : std::nullopt;
  };
  while (!text.empty()) {
    const std::size_t comma = MappingPartSize(text);
    const std::string part(text.substr(0, comma));
    text.remove_prefix(std::min(text.size(), comma + 1));
    if (part.empty()) continue;
    const std::size_t equals = part.rfind('=');
    if (equals == std::string::npos || equals == 0) return WrongMap("'" + part + "' is not of the form Header=field");
    const std::string header = part.substr(0, equals);
    std::string name = part.substr(equals + 1);
    Chosen choice;
    choice.is_as_typed = name.ends_with('!');
    if (choice.is_as_typed) name.pop_back();
    // A column of exactly this name is meant by it, whatever signs are in it.
    const bool is_name = std::find(headers.begin(), headers.end(), header) != headers.end();
    const auto made = is_name ? Result<std::optional<MadeColumn>>(std::nullopt) : ParseMadeColumn(header, find);
    if (made.ok() && made->has_value()) {
      choice.made = **made;
    } else {
      // A sign of that form may also be one of a name that is written a little otherwise: R&D; but a part that is none is a slip.
      choice.column = header.ends_with(']') && !made.ok() ? std::nullopt : std::optional<std::size_t>(find(header));
      const std::string reason = made.ok() ? "the file has no column '" + header + "'" : made.error().message;
      if (!choice.column.has_value()) return WrongMap(reason + "; it has: " + ListOf(headers));
    }
    const FieldId field = name.empty() ? 0 : FindField(schema, name);
    if (field == 0 && !name.empty()) {
      std::vector<std::string> keys;
      for (const Field& each : schema.fields) {
        if (IsMappable(each)) keys.push_back(each.key);
      }
      return WrongMap("'" + schema.key + "' has no field '" + name + "'; it has: " + ListOf(keys));
    }
    choice.field = field;
    chosen.push_back(std::move(choice));
  }
  // What was chosen replaces what was guessed for the same field.
  for (const Chosen& choice : chosen) {
    for (ColumnTarget& target : mapping.columns) {
      if (target.field == choice.field) target = ColumnTarget{};
    }
    for (const MadeColumn::Piece& piece : choice.made.pieces) mapping.columns[piece.column] = ColumnTarget{};
    std::erase_if(mapping.made, [&](const MadeTarget& one) { return one.target.field == choice.field; });
  }
  std::uint8_t order = 0;
  for (Chosen& choice : chosen) {
    const ColumnTarget target{choice.field, MappingBasis::kChosen, kExactScore, order, choice.is_as_typed};
    if (order < 255) ++order;
    if (choice.column.has_value()) {
      mapping.columns[*choice.column] = target;
    } else if (choice.field != 0) {
      mapping.made.push_back({std::move(choice.made), target});
    }
  }
  SumUp(mapping);
  return Status();
}

}  // namespace kedang
