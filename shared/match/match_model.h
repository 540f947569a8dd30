// Judges whether two records are the same, after Fellegi and Sunter (1969): each field's level of agreement weighs
// log2(m / u), how much likelier it is between records of one thing than between candidates that are two. Weights start from
// what is known of each kind of field and are fitted to the pool (model_training.h). On top: values that many share weigh
// less (term frequency), fields that tell the same twice are damped, and rules stand above the sum: different credit codes
// or identity numbers are different, equal ones the same, parent and branch related.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/match/match_table.h"

namespace kedang {

enum class MatchVerdict { kSame, kRelated, kPossible, kDifferent };

// "same", "related", "possible", "different".
std::string_view MatchVerdictName(MatchVerdict verdict);

inline constexpr std::size_t kMostLevels = 6;

struct FieldModel {
  MatchField field;
  std::array<double, kMostLevels> m{};       // of the levels among records of one thing; sums to 1
  std::array<double, kMostLevels> u{};       // among candidates that are not
  std::array<double, kMostLevels> weight{};  // log2(m / u), kept within bounds
};

// One field's part of a judgement, in bits.
struct MatchPart {
  std::size_t field = 0;
  int level = -1;           // -1: missing in one of the two
  double level_weight = 0;  // of the level
  double frequency = 0;     // less because many share the value
  double damping = 0;       // less because other fields say the same
};

struct MatchScore {
  double weight = 0;       // bits of evidence, prior included: log2 of the odds
  double probability = 0;  // 2^weight / (1 + 2^weight)
  MatchVerdict verdict = MatchVerdict::kDifferent;
  bool is_ruled = false;  // a rule has decided
};

// Levels of the fields of one pair.
struct PairLevels {
  std::array<std::int8_t, 250> level;
  std::array<std::uint32_t, 250> holders;
  bool is_related = false;
  bool is_other = false;  // names of two firms
};

class MatchModel {
 public:
  MatchModel() = default;
  // What is known before any record is seen.
  explicit MatchModel(std::vector<MatchField> fields);

  // Of two rows of one table with the model's fields. Symmetric. `parts` (when not null) get one entry a field.
  MatchScore Score(const MatchTable& table, MatchRow a, MatchRow b, std::vector<MatchPart>* parts = nullptr) const;
  void Compare(const MatchTable& table, MatchRow a, MatchRow b, PairLevels& levels) const;
  // The sum of the levels alone, with damping; what training sees. `levels` has one entry a field.
  double WeightOfLevels(const std::int8_t* levels) const;

  // {"threshold":0.5,"prior":…,"fields":[{"name","kind","columns":[…],"m":[…],"u":[…]},…]}
  std::string ToJson() const;
  // The same; "m" and "u" of a field may be missing. kInvalidArgument says what is wrong.
  static Result<MatchModel> FromJson(std::string_view json);

  std::vector<FieldModel>& fields() { return fields_; }
  const std::vector<FieldModel>& fields() const { return fields_; }
  double prior() const { return prior_; }  // share of candidates that are the same
  void set_prior(double prior) { prior_ = prior; }
  double threshold() const { return threshold_; }
  void set_threshold(double threshold) { threshold_ = threshold; }
  // Sets a field's m and u, and weights from them: rising with the level, within bounds around what is known of the kind.
  void SetLevels(std::size_t field, const std::array<double, kMostLevels>& m, const std::array<double, kMostLevels>& u);

 private:
  double Damp(const double* weights, const std::int8_t* levels, double* damping) const;

  std::vector<FieldModel> fields_;
  double prior_ = 0.1;
  double threshold_ = 0.5;
};

// m and u of a kind before anything is seen.
void PriorLevels(MatchKind kind, std::array<double, kMostLevels>& m, std::array<double, kMostLevels>& u);

}  // namespace kedang
