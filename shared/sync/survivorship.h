// Survivorship: which value of several records of one thing the kept one has in the end. A rule for every field, each said in
// the result so that people see why; where a rule leaves several, the later value. Pure.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "shared/model/record.h"

namespace kedang {

enum class SurvivorRule : std::uint8_t {
  kKept,          // what the kept record says; where it says nothing, the latest of the others
  kTrusted,       // of the most trusted source
  kLatest,        // written last
  kLongest,       // the most complete one
  kMostFrequent,  // what most of them say
  kAll,           // everything: lists
  kByHand,        // somebody chose
};
// "kept", "trusted", "latest", "longest", "most_frequent", "all", "by_hand".
std::string_view SurvivorRuleName(SurvivorRule rule);

// What a field does when nobody says otherwise: lists keep everything, names and texts the most complete, stage, owner and
// level what the kept record says, everything else what most say.
SurvivorRule DefaultRule(const Schema& schema, const Field& field);
// Whether records of the schema can be merged in this field: it is written by people or programs, and not retired.
bool IsMerged(const Field& field);

struct GoldenField {
  FieldId field = 0;
  Value value;
  SurvivorRule rule = SurvivorRule::kKept;
  std::size_t from = 0;  // which of the records; of kAll the kept one
  bool differs = false;  // they do not all say the same, empty ones aside
};

struct SurvivorChoice {
  std::size_t kept = 0;                     // which of the records stays
  std::map<FieldId, SurvivorRule> rules;    // instead of DefaultRule
  std::map<FieldId, std::size_t> by_hand;   // the record whose value somebody chose
  std::set<std::pair<FieldId, std::size_t>> left_out;  // of lists: records whose items somebody did not want
  // How far the source of a record's value is trusted; none: all alike. Where it differs it decides, unless `rules` say otherwise or
  // the field keeps or joins (DefaultRule).
  std::function<int(std::size_t record, FieldId field)> trust;
};

// One for every merged field of which any record has a value, in form order.
std::vector<GoldenField> GoldenRecord(const Schema& schema, const std::vector<Record>& records, const SurvivorChoice& choice);

// Which should stay: the one with the most values, of those the oldest.
std::size_t BestKept(const Schema& schema, const std::vector<Record>& records);

}  // namespace kedang
