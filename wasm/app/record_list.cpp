#include "wasm/app/record_list.h"

#include <algorithm>

#include "wasm/app/record_orders.h"

namespace kedang {
void RecordList::ShowSchema(SchemaId schema) {
  if (schema == schema_) return;
  schema_ = schema;
  is_listed_ = true;
  rows_.clear();
  found_ = RowSet();
  parsed_for_ = 0;
  Restart();
}

void RecordList::SetQuery(std::string_view text, bool is_english) {
  if (text == text_ && is_english == is_english_) return;
  text_ = text;
  is_english_ = is_english;
  parsed_for_ = 0;
}

// What the text means follows from the schemas, too.
void RecordList::Parse() {
  const std::uint32_t version = workspace_.schemas().version;
  if (parsed_for_ == version) return;
  parsed_for_ = version;
  QueryScope scope = workspace_.Asking(is_english_).scope;
  scope.schema = workspace_.schemas().Find(schema_);
  if (scope.schema != nullptr) {
    ParsedQuery parsed = ParseQuery(text_, scope);
    const bool is_same = parsed.query == parsed_.query && is_started_;
    parsed_ = std::move(parsed);
    words_ = WordsOf(parsed_.query);
    is_asked_ = !parsed_.query.is_empty();
    if (is_same) return;
  } else {
    ParsedQueries parsed = ParseQueries(text_, scope);
    queries_ = std::move(parsed.queries);
    parsed_ = {{}, std::move(parsed.problems)};
    words_ = queries_.empty() ? SearchWords() : WordsOf(queries_.front().query);
    is_asked_ = !text_.empty();
  }
  Restart();
}

void RecordList::SetSort(FieldId field, bool is_descending) {
  if (field == sort_field_ && is_descending == is_descending_) return;
  sort_field_ = field;
  is_descending_ = is_descending;
  Restart();
}

void RecordList::Restart() {
  is_settled_ = false;
  is_started_ = false;
}

std::size_t RecordList::IndexOf(Row row) const {
  if (!is_listed_) return hits_.IndexOf(row);
  if (!found_.Has(row)) return rows_.size();
  return static_cast<std::size_t>(std::find(rows_.begin(), rows_.end(), row) - rows_.begin());
}

bool RecordList::Step(const IsOver& is_over) {
  Parse();
  if (is_settled_ && revision_ == workspace_.revision()) return true;
  if (!is_started_ || revision_ != workspace_.revision()) {
    revision_ = workspace_.revision();
    is_started_ = true;
    is_settled_ = false;
    phase_ = Phase::kSearch;
    if (is_asked_ && schema_ != 0) run_.Start(workspace_.Asking(is_english_), parsed_.query, schema_);
    if (is_asked_ && schema_ == 0) run_.Start(workspace_.Asking(is_english_), queries_);
  }
  if (phase_ == Phase::kSearch) {
    if (is_asked_ && !run_.Step(workspace_.Asking(is_english_), is_over)) return false;
    phase_ = Phase::kOrder;
  }
  const bool is_sorted = !has_query() || sort_field_ != 0;
  if (phase_ == Phase::kOrder && is_sorted) {
    RecordOrders& orders = workspace_.orders();
    if (!orders.Step(schema_, sort_field_, is_over)) return false;
    const SortOrder& order = orders.Of(schema_, sort_field_);
    if (is_asked_) {
      finding_ = run_.found();
    } else {
      finding_.Reset(workspace_.records().row_limit());
      for (const Row row : order.rows()) finding_.Add(row);
    }
    order_revision_ = order.revision();
    listed_.clear();
    listed_.reserve(finding_.Count());
    listing_.Start(order, finding_, is_descending_ && sort_field_ != 0);
    phase_ = Phase::kList;
  }
  if (phase_ == Phase::kList) {
    // Another list may have let the order catch up meanwhile.
    if (order_revision_ != workspace_.orders().Of(schema_, sort_field_).revision()) {
      phase_ = Phase::kOrder;
      return false;
    }
    if (!listing_.Step(is_over, listed_)) return false;
  }
  Settle();
  return true;
}

void RecordList::Settle() {
  is_listed_ = phase_ == Phase::kList;
  if (is_listed_) {
    rows_.swap(listed_);
    std::swap(found_, finding_);
    hits_ = HitList();
  } else {
    hits_ = run_.Hits();
    found_ = run_.found();
    std::vector<Row>().swap(rows_);
  }
  total_ = schema_ != 0 ? workspace_.records().LiveCount(schema_) : workspace_.records().size();
  is_settled_ = true;
  ++settled_count_;
}

}  // namespace kedang
