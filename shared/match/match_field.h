// What a field of records holds, for matching: each kind is read (cell_reader.h) and compared (comparison.h) in its own way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kedang {

enum class MatchKind : std::uint8_t {
  kIgnored,
  kCode,          // an identifier given by somebody: tax number, social security number, licence
  kUscc,          // 统一社会信用代码
  kIdentityCard,  // 公民身份号码
  kPhone,
  kEmail,
  kUrl,
  kBirthDate,    // a date that belongs to who it is about
  kDate,         // any other date
  kNumber,       // an amount, a year, a count
  kPersonName,   // given and family names may stand in two columns
  kCompanyName,  // also names of products, places to eat, schools: what a thing is called
  kAddress,
  kPlace,  // town, state, country
  kPostcode,
  kCategory,  // one of few words
  kText,      // titles
  kLongText,  // descriptions: two of one thing may be worded in quite different ways
  kPeople,    // several people: authors
};

// "company_name" …; stable, used in configurations.
std::string_view MatchKindName(MatchKind kind);
std::optional<MatchKind> ParseMatchKind(std::string_view name);

// How many levels of agreement a kind has: 0 is none, the last is equal.
int LevelCount(MatchKind kind);

// Columns that are compared as one field.
struct MatchField {
  std::string name;
  MatchKind kind = MatchKind::kIgnored;
  std::vector<std::size_t> columns;  // in the order they are read together
};

}  // namespace kedang
