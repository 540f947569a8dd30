// Workspace: what one signed-in person has at hand in this browser: the replica with its sync client, the search index
// over it, and look-ups by unique value and by name. No drawing and no browser calls, so it runs natively in tests.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "shared/check/record_check.h"
#include "shared/check/rule_book.h"
#include "shared/facet/facet_index.h"
#include "shared/query/query_run.h"
#include "shared/query/row_journal.h"
#include "shared/search/search_run.h"
#include "shared/sync/client.h"
#include "wasm/app/computed_readers.h"
#include "wasm/app/indexed_fields.h"
#include "wasm/app/linked_records.h"
#include "wasm/app/record_orders.h"
#include "wasm/app/stale_facets.h"

namespace kedang {

class Workspace final : public ClientObserver, public UniqueLookup, public NameLookup, private ConditionIndex, private QueryPeople {
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
  QueryWorld Asking(bool is_english = false);  // what a QueryRun looks at; good until something changes
  const FacetIndex& facets() const { return facets_; }
  // Computed facets change with the day and with other records: works on them until `is_over`; true when they are up to date.
  bool FacetStep(SchemaId schema, const std::function<bool()>& is_over);
  std::uint64_t facet_revision() const { return facet_revision_; }  // rises whenever FacetStep changed what facets say
  bool IsFacetCurrent(SchemaId schema, FieldId field) const;  // whether its column says what the records say now

  // Rises whenever a record looks different: lists made at an older revision are stale.
  std::uint64_t revision() const { return revision_; }
  // Rises when all records were fetched anew: rows kept from before belong to other records.
  std::uint64_t base_count() const { return base_count_; }

  // Rows that hold records of the program's own schemas, deleted ones and a few that no longer do among them; and a number
  // that rises when any of them, or what those schemas are, may be others.
  const std::vector<Row>& SystemRows() const;
  std::uint64_t system_revision() const;

  // Indexes up to `max_rows` more rows after a first load, by words first; true when all are. Searching before that finds only
  // those, as soon as all are searchable everything; then come links and facets, which others look through records for.
  bool IndexStep(std::size_t max_rows);
  bool is_searchable() const { return !is_indexing_ || next_unsearched_ >= records().row_limit(); }
  bool is_indexed() const { return !is_indexing_; }
  // Brings the search index into its quick form, some `max_rows` rows at a time; true when it is. What is found stays the same.
  bool MaintainIndex(std::size_t max_rows) { return index_.Maintain(max_rows); }

  FormatContext Format(bool is_english) const;
  CheckContext Check();  // good until the next call, and as long as nothing changes
  void set_user(Id user) { user_ = user; }  // who works here: me() of rules
  // The calendar day here, `offset_minutes` east of UTC as the browser says.
  Date Today() const;
  void set_zone_minutes(int offset_minutes) { zone_minutes_ = offset_minutes; }
  int zone_minutes() const { return zone_minutes_; }

  // The value of any field of a record as this browser has it, stored or computed. Remembered until a record changes.
  // What is computed of other records is null until all rows are indexed.
  Value ValueOf(const Record& record, FieldId field) const;
  // The same of a record that is not saved, as the others see it while it is typed. `stamp`: another one whenever it looks
  // different, over all drafts.
  Value ValueOfDraft(const Record& draft, FieldId field, std::uint64_t stamp) const;
  // What a field is shown, compared and exported as; itself unless it is computed.
  const Field& ShownField(SchemaId schema, const Field& field) const { return Book().computed().Shown(schema, field); }
  // Whether the value follows from the record alone, whatever the day and whoever asks.
  bool IsOwnOf(SchemaId schema, const Field& field) const;
  // Computed values that can be found by words: those of nothing but the record itself.
  bool IsIndexed(SchemaId schema, const Field& field) const;
  // Fills what is empty in a new record by its schema's default values; the fields filled.
  std::vector<FieldId> FillDefaults(Record& record, const std::vector<FieldId>& except, Issues& issues);

  std::string TitleOf(const Record& record) const;  // its id when it has none

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
  // ClientObserver
  void OnRecordsChanged(std::span<const Id> records) override;
  void OnBaseReplaced() override;
  void OnSyncStatusChanged() override;

  std::vector<std::pair<Id, std::string>> Users() const override;  // QueryPeople
  // ConditionIndex, by the facets' columns.
  bool RowsWith(SchemaId schema, FieldId field, std::span<const std::string> values, RowSet& rows) override;
  bool RowsWithout(SchemaId schema, FieldId field, RowSet& rows) override;

  const RuleBook& Book() const;
  CheckContext World() const;
  bool IsSystemRow(Row row) const;
  void NoteSystemRow(Row row);
  const IndexedFields& FieldsToIndex(const Schema& schema);
  const Schema* SchemaToIndex(Row row) const;
  void IndexRow(Row row);
  void IndexWords(Row row);
  void IndexLinks(Row row);
  void IndexReferring(Id target, std::set<SchemaId>& schemas);  // again: rows that say its title
  void IndexFacets(Row row, const Record& record);
  // Computed facets that a change of other records, or of the day, may have changed.
  void NoteFacetsStale(SchemaId changed);
  void MakeFacetsStale(SchemaId schema);

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
  std::map<SchemaId, StaleFacets> stale_facets_;
  Date facet_day_;  // the others were made on
  std::uint64_t facet_revision_ = 0;
  RowLinks links_;
  Row next_unindexed_ = 0, next_unsearched_ = 0;
  std::map<SchemaId, IndexedFields> indexed_fields_;
  std::uint32_t indexed_version_ = 0;
  std::vector<std::string> texts_;  // of the row being indexed
  std::vector<FieldText> words_;
  bool is_indexing_ = false;
  std::uint64_t revision_ = 1, base_count_ = 0;
  mutable std::vector<Row> system_rows_;
  mutable std::uint32_t system_version_ = 0;  // of the schemas they are of; another one: all headers are looked through
  std::uint64_t system_changes_ = 1;
  int zone_minutes_ = 8 * 60;
  Id user_;
  LinkedRecords lookup_{client_, links_, next_unindexed_};
  // Of schemas(), made anew when that is another version. What is computed is not part of what the workspace is.
  mutable std::unique_ptr<RuleBook> rules_;
  mutable std::unique_ptr<RuleJudge> judge_;
  mutable std::unique_ptr<ComputedReaders> readers_;
  mutable LinkedRecords computed_lookup_{client_, links_, next_unindexed_};
  mutable std::uint64_t computed_revision_ = 0, drafted_revision_ = 0, drafted_stamp_ = 0;
  mutable Date computed_day_;
};

}  // namespace kedang
