// Workspace: what one signed-in person has at hand in this browser: the replica with its sync client, the search index
// over it, and look-ups by unique value and by name. No drawing and no browser calls, so it runs natively in tests.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "shared/check/record_check.h"
#include "shared/check/rule_book.h"
#include "shared/facet/facet_index.h"
#include "shared/query/query_run.h"
#include "shared/query/row_journal.h"
#include "shared/search/search_run.h"
#include "shared/sync/client.h"
#include "shared/sync/store_lookup.h"
#include "wasm/app/record_orders.h"

namespace kedang {

class Workspace final : public ClientObserver, public UniqueLookup, public NameLookup, private ConditionIndex {
 public:
  // All are kept by reference. `on_change` is called when anything shown may look different.
  Workspace(ClientStorage& storage, Clock& clock, Random& random, const Lexicon& lexicon, std::string build,
            std::function<void()> on_change);

  SyncClient& client() { return client_; }
  const SyncClient& client() const { return client_; }
  const MemoryStore& records() const { return client_.records(); }
  const SchemaSet& schemas() const { return client_.schemas(); }
  const Lexicon& lexicon() const { return lexicon_; }
  Clock& clock() { return clock_; }
  const SearchIndex& index() const { return index_; }
  RecordOrders& orders() { return orders_; }
  // What a QueryRun looks at; good until something changes.
  QueryWorld Asking(bool is_english = false);
  const FacetIndex& facets() const { return facets_; }
  // Computed facets change with the day and with other records: works on them until `is_over`; true when they are up to date.
  // Whoever shows them calls it every frame.
  bool FacetStep(SchemaId schema, const std::function<bool()>& is_over);
  // Rises whenever FacetStep changed what facets say.
  std::uint64_t facet_revision() const { return facet_revision_; }
  // Whether the column of the field says what the records say now.
  bool IsFacetCurrent(SchemaId schema, FieldId field) const;

  // Rises whenever a record looks different: lists made at an older revision are stale.
  std::uint64_t revision() const { return revision_; }

  // Rows that hold records of the program's own schemas, deleted ones and a few that no longer do among them; and a number
  // that rises when any of them, or what those schemas are, may be others.
  const std::vector<Row>& SystemRows() const;
  std::uint64_t system_revision() const;

  // Indexes up to `max_rows` more rows after a first load; true when all are indexed. Searching before that finds only
  // what is indexed.
  bool IndexStep(std::size_t max_rows);
  bool is_indexed() const { return !is_indexing_; }
  // Brings the search index into its quick form, about `max_rows` rows of work at a time; true when there is nothing to do.
  // What is found stays the same.
  bool MaintainIndex(std::size_t max_rows) { return index_.Maintain(max_rows); }

  FormatContext Format(bool is_english) const;
  // Good until the next call, and as long as nothing changes.
  CheckContext Check();
  // Who works here: me() of rules.
  void set_user(Id user) { user_ = user; }
  // The calendar day here, `offset_minutes` east of UTC as the browser says.
  Date Today() const;
  void set_zone_minutes(int offset_minutes) { zone_minutes_ = offset_minutes; }
  int zone_minutes() const { return zone_minutes_; }

  // The value of any field of a record as this browser has it, stored or computed. Remembered until a record changes.
  // What is computed of other records is null until all rows are indexed.
  Value ValueOf(const Record& record, FieldId field) const;
  // The same of a record that is not saved: what refers to it and what it refers to see it as it is typed. `stamp` is another
  // one whenever it looks different, over all drafts.
  Value ValueOfDraft(const Record& draft, FieldId field, std::uint64_t stamp) const;
  // What a field is shown, compared and exported as; itself unless it is computed.
  const Field& ShownField(SchemaId schema, const Field& field) const { return Book().computed().Shown(schema, field); }
  // Whether the value follows from the record alone, whatever the day and whoever asks.
  bool IsOwnOf(SchemaId schema, const Field& field) const;
  // Computed values that can be found by words: those of nothing but the record itself.
  bool IsIndexed(SchemaId schema, const Field& field) const;
  // Fills what is empty in a new record by its schema's default values; the fields filled.
  std::vector<FieldId> FillDefaults(Record& record, const std::vector<FieldId>& except, Issues& issues);

  // The text that names a record; its id when it has none.
  std::string TitleOf(const Record& record) const;

  // UniqueLookup
  std::optional<Id> FindOther(SchemaId schema, FieldId field, std::string_view normal_form, Id except) override;
  // NameLookup
  std::string UserName(Id user) const override;
  std::string RecordTitle(std::string_view target, Id record) const override;
  std::vector<Id> UsersNamed(std::string_view name) const override;
  std::vector<Id> RecordsTitled(std::string_view target, std::string_view title) const override;

  // Live records of `schema` whose reference field points to `target`.
  std::vector<Id> ReferencesTo(const Schema& schema, Id target) const;

 private:
  // What rules see of other records: by the index of references.
  class Lookup final : public HeldLookup {
   public:
    explicit Lookup(const Workspace& workspace) : workspace_(workspace) {}

   private:
    Result<std::optional<Record>> Load(Id id) override { return workspace_.records().FindRecord(id); }
    Status LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override;

    const Workspace& workspace_;
  };

  // ClientObserver
  void OnRecordsChanged(std::span<const Id> records) override;
  void OnBaseReplaced() override;
  void OnSyncStatusChanged() override;

  // ConditionIndex, by the facets' columns.
  bool RowsWith(SchemaId schema, FieldId field, std::span<const std::string> values, RowSet& rows) override;
  bool RowsWithout(SchemaId schema, FieldId field, RowSet& rows) override;

  // The compiled expressions of schemas(), made anew when that is another version.
  const RuleBook& Book() const;
  CheckContext World() const;
  bool IsSystemRow(Row row) const;
  void NoteSystemRow(Row row);
  void IndexRow(Row row);
  // Rows that say the title of the record in a reference, to be indexed again.
  void IndexReferring(Id target, std::set<SchemaId>& schemas);
  void IndexFacets(Row row, const Record& record);
  // Computed facets that a change of other records, or of the day, may have changed.
  void NoteFacetsStale(SchemaId changed);
  void MakeFacetsStale(SchemaId schema);
  template <typename Index, typename Key>
  void AddEntry(Index& index, const Key& key, Row row);
  void AddKey(const Record& record, FieldId field, std::string_view normal_form, Row row);
  std::vector<Row> RowsWithKey(SchemaId schema, FieldId field, std::string_view normal_form) const;

  Clock& clock_;
  const Lexicon& lexicon_;
  std::function<void()> on_change_;
  SyncClient client_;
  SearchIndex index_;
  FacetIndex facets_;
  RecordOrders orders_{*this};
  RowJournal journal_;
  ConditionMemory conditions_;
  std::string user_text_;  // of user_, for what is asked
  // Rows whose computed facets are to be made anew, from the row `next` on.
  struct StaleFacets {
    RowSet rows;
    Row next = 0;
  };
  std::map<SchemaId, StaleFacets> stale_facets_;
  Date facet_day_;  // the others were made on
  std::uint64_t facet_revision_ = 0;
  // Hash of (schema, field, normal form) → rows that had it. Entries may be stale: a look-up compares the row itself.
  std::unordered_multimap<std::uint64_t, Row> keys_;
  // Who points to whom, the same way.
  std::unordered_multimap<Id, Row> references_;
  std::vector<bool> was_indexed_;  // by row: whether it may have entries in these two
  Row next_unindexed_ = 0;
  bool is_indexing_ = false;
  std::uint64_t revision_ = 1;
  mutable std::vector<Row> system_rows_;
  mutable std::uint32_t system_version_ = 0;  // of the schemas they are of; another one: all headers are looked through
  std::uint64_t system_changes_ = 1;
  int zone_minutes_ = 8 * 60;
  Id user_;
  Lookup lookup_{*this};
  // Of schemas(), made anew when that is another version. What is computed is not part of what the workspace is.
  mutable std::unique_ptr<RuleBook> rules_;
  mutable std::unique_ptr<RuleJudge> judge_;
  mutable Lookup computed_lookup_{*this};
  mutable std::unique_ptr<ComputedReader> computed_;  // of saved records
  mutable std::uint64_t computed_revision_ = 0;
  mutable Date computed_day_;
  mutable std::unique_ptr<ComputedReader> drafted_;   // of one draft
  mutable std::uint64_t drafted_revision_ = 0;
  mutable std::uint64_t drafted_stamp_ = 0;
  mutable std::unique_ptr<ComputedReader> indexed_;   // of the row being indexed
  mutable std::unique_ptr<ComputedReader> faceted_;   // of the row whose facets are made
  mutable std::unique_ptr<ComputedReader> asked_;     // of the rows a query looks at
};

}  // namespace kedang
