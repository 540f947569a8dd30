#include "shared/match/match_model.h"

#include <algorithm>
#include <cmath>

#include "shared/field/identity_card.h"
#include "shared/field/uscc.h"
#include "shared/match/comparison.h"

namespace kedang {
namespace {

// Bits a fitted weight may leave the known one. What speaks against sameness may hardly weaken: a pool full of branches and
// of papers by the same authors would else teach that disagreement is normal.
constexpr double kStronger = 2, kWeaker = 4, kWeakerAgainst = 0.7, kLoose = 3;
constexpr double kRuledWeight = 20;    // bits of a rule
constexpr double kMostFrequency = 5;   // bits a common value may cost
constexpr double kMostOfWeight = 0.6;  // of its weight
constexpr double kPossible = 0.05;     // probability below which nobody need look
constexpr double kFewHolders = 3;      // as many cells share a value as one thing may have records

struct KindPrior {
  MatchKind kind;
  std::array<double, kMostLevels> m, u;
};

// From what such fields are like in lists of customers, people, places to eat and publications.
constexpr KindPrior kPriors[] = {
    {MatchKind::kCode, {.06, .03, .10, .81}, {.955, .03, .01, .005}},
    {MatchKind::kUscc, {.05, .03, .07, .85}, {.98, .01, .007, .003}},
    {MatchKind::kIdentityCard, {.05, .03, .07, .85}, {.98, .01, .007, .003}},
    {MatchKind::kPhone, {.18, .08, .09, .65}, {.95, .015, .015, .02}},
    {MatchKind::kEmail, {.15, .06, .08, .12, .59}, {.915, .06, .01, .005, .01}},
    {MatchKind::kUrl, {.25, .2, .55}, {.93, .05, .02}},
    {MatchKind::kBirthDate, {.10, .10, .15, .65}, {.88, .07, .035, .015}},
    {MatchKind::kDate, {.5, .05, .05, .4}, {.87, .05, .03, .05}},
    {MatchKind::kNumber, {.2, .12, .68}, {.75, .1, .15}},
    {MatchKind::kPersonName, {.03, .04, .06, .10, .22, .55}, {.55, .26, .12, .045, .015, .01}},
    {MatchKind::kCompanyName, {.03, .04, .06, .10, .22, .55}, {.55, .26, .12, .045, .015, .01}},
    {MatchKind::kAddress, {.03, .04, .07, .12, .27, .47}, {.70, .17, .08, .03, .01, .01}},
    {MatchKind::kPlace, {.15, .15, .70}, {.75, .05, .20}},
    {MatchKind::kPostcode, {.15, .10, .75}, {.84, .06, .10}},
    {MatchKind::kCategory, {.35, .12, .53}, {.65, .1, .25}},
    {MatchKind::kText, {.012, .02, .068, .2, .27, .43}, {.60, .26, .10, .03, .006, .004}},
    {MatchKind::kLongText, {.10, .12, .15, .2, .18, .25}, {.62, .25, .09, .03, .006, .004}},
    {MatchKind::kPeople, {.08, .12, .22, .58}, {.84, .10, .03, .03}},
};

// Fields that go together: who moves changes street, town and postcode at once.
int GroupOf(MatchKind kind) {
  switch (kind) {
    case MatchKind::kAddress:
    case MatchKind::kPlace:
    case MatchKind::kPostcode: return 1;
    case MatchKind::kPersonName:
    case MatchKind::kCompanyName: return 2;
    case MatchKind::kPhone: return 3;
    case MatchKind::kCategory:
    case MatchKind::kNumber:
    case MatchKind::kDate: return 4;
    default: return 0;
  }
}
constexpr int kGroups = 5;
constexpr int kPlaceGroup = 1;
constexpr double kOfNeighbours = 0.25;  // of what a shared place says about two firms' names
constexpr double kDamping = 0.5;        // of each further field of a group

double ProbabilityOf(double weight) { return 1 / (1 + std::exp2(-weight)); }

// A valid code both have: 1 the same, -1 different, 0 no answer.
int RuleOf(MatchKind kind, std::string_view a, std::string_view b) {
  std::string x(a), y(b);
  for (std::string* code : {&x, &y}) {
    for (char& c : *code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const auto is_good = [&](const std::string& code) {
    return kind == MatchKind::kUscc ? IsGoodUscc(code)
                                    : code.size() == 18 && CheckIdentityCard(code, std::nullopt).ok();
  };
  if (!is_good(x) || !is_good(y)) return 0;
  return x == y ? 1 : -1;
}

}  // namespace

std::string_view MatchVerdictName(MatchVerdict verdict) {
  switch (verdict) {
    case MatchVerdict::kSame: return "same";
    case MatchVerdict::kRelated: return "related";
    case MatchVerdict::kPossible: return "possible";
    case MatchVerdict::kDifferent: return "different";
  }
  return {};
}

void PriorLevels(MatchKind kind, std::array<double, kMostLevels>& m, std::array<double, kMostLevels>& u) {
  m = {};
  u = {};
  for (const KindPrior& prior : kPriors) {
    if (prior.kind != kind) continue;
    m = prior.m;
    u = prior.u;
  }
}

MatchModel::MatchModel(std::vector<MatchField> fields) {
  for (MatchField& field : fields) {
    FieldModel model;
    model.field = std::move(field);
    fields_.push_back(std::move(model));
    std::array<double, kMostLevels> m{}, u{};
    PriorLevels(fields_.back().field.kind, m, u);
    SetLevels(fields_.size() - 1, m, u);
  }
}

void MatchModel::SetLevels(std::size_t field, const std::array<double, kMostLevels>& m,
                           const std::array<double, kMostLevels>& u) {
  FieldModel& model = fields_[field];
  model.m = m;
  model.u = u;
  std::array<double, kMostLevels> known_m{}, known_u{};
  PriorLevels(model.field.kind, known_m, known_u);
  const auto levels = static_cast<std::size_t>(LevelCount(model.field.kind));
  for (std::size_t level = 0; level < levels; ++level) {
    const double known = std::log2(known_m[level] / known_u[level]);
    double weight = std::log2(std::max(m[level], 1e-6) / std::max(u[level], 1e-6));
    const bool is_loose = model.field.kind == MatchKind::kCategory || model.field.kind == MatchKind::kNumber ||
                          model.field.kind == MatchKind::kDate || model.field.kind == MatchKind::kLongText;
    if (is_loose)
      weight = std::clamp(weight, known - kLoose, known + kLoose);
    else if (known < 0)
      weight = std::clamp(weight, known - kStronger, known + kWeakerAgainst);
    else
      weight = std::clamp(weight, known - kWeaker, known + kStronger);
    // Agreement is never against, disagreement never for; more agreement never weighs less.
    if (level == 0) weight = std::min(weight, 0.0);
    if (level + 1 == levels) weight = std::max(weight, 0.0);
    model.weight[level] = level == 0 ? weight : std::max(weight, model.weight[level - 1]);
  }
}

void MatchModel::Compare(const MatchTable& table, MatchRow a, MatchRow b, PairLevels& levels) const {
  levels.is_related = false;
  levels.is_other = false;
  for (std::size_t field = 0; field < fields_.size(); ++field) {
    const Compared compared = CompareCells(table, field, table.Cell(a, field), table.Cell(b, field));
    levels.level[field] = compared.level;
    levels.holders[field] = compared.holders;
    levels.is_related = levels.is_related || compared.is_related;
    levels.is_other = levels.is_other || compared.is_other;
  }
}

// In each group the strongest word counts in full, each further one half of the one before; for and against apart.
double MatchModel::Damp(const double* weights, const std::int8_t* levels, double* damping) const {
  double sum = 0;
  std::array<std::array<double, 16>, kGroups * 2> grouped;
  std::array<std::array<std::size_t, 16>, kGroups * 2> places;
  std::array<std::size_t, kGroups * 2> counts{};
  for (std::size_t field = 0; field < fields_.size(); ++field) {
    if (damping != nullptr) damping[field] = 0;
    if (levels[field] < 0) continue;
    const auto group =
        static_cast<std::size_t>(GroupOf(fields_[field].field.kind)) * 2 + (weights[field] < 0 ? 1U : 0U);
    if (group < 2 || counts[group] == 16) {
      sum += weights[field];
      continue;
    }
    grouped[group][counts[group]] = weights[field];
    places[group][counts[group]++] = field;
  }
  for (std::size_t group = 2; group < kGroups * 2; ++group) {
    // Insertion sort by size: groups are small.
    for (std::size_t i = 1; i < counts[group]; ++i) {
      for (std::size_t j = i; j > 0 && std::fabs(grouped[group][j]) > std::fabs(grouped[group][j - 1]); --j) {
        std::swap(grouped[group][j], grouped[group][j - 1]);
        std::swap(places[group][j], places[group][j - 1]);
      }
    }
    double factor = 1;
    for (std::size_t i = 0; i < counts[group]; ++i, factor *= kDamping) {
      sum += grouped[group][i] * factor;
      if (damping != nullptr) damping[places[group][i]] = grouped[group][i] * (factor - 1);
    }
  }
  return sum;
}

double MatchModel::WeightOfLevels(const std::int8_t* levels) const {
  std::array<double, 250> weights{};
  for (std::size_t field = 0; field < fields_.size(); ++field) {
    weights[field] = levels[field] < 0 ? 0 : fields_[field].weight[static_cast<std::size_t>(levels[field])];
  }
  return std::log2(prior_ / (1 - prior_)) + Damp(weights.data(), levels, nullptr);
}

MatchScore MatchModel::Score(const MatchTable& table, MatchRow a, MatchRow b, std::vector<MatchPart>* parts) const {
  PairLevels levels;
  Compare(table, a, b, levels);
  std::array<double, 250> weights{};
  std::array<double, 250> damping;
  if (parts != nullptr) parts->assign(fields_.size(), MatchPart());
  int rule = 0;
  for (std::size_t field = 0; field < fields_.size(); ++field) {
    const int level = levels.level[field];
    weights[field] = 0;
    if (parts != nullptr) {
      (*parts)[field].field = field;
      (*parts)[field].level = level;
    }
    if (level < 0) continue;
    const MatchKind kind = fields_[field].field.kind;
    const double weight = fields_[field].weight[static_cast<std::size_t>(level)];
    double frequency = 0;
    if (weight > 0 && levels.holders[field] > 0) {
      const double holders = levels.holders[field], filled = std::max(1U, table.FilledCount(field));
      const bool is_coarse = kind == MatchKind::kPlace || kind == MatchKind::kCategory ||
                             kind == MatchKind::kPostcode || kind == MatchKind::kNumber;
      // Coarse fields: rarer than the model thinks is more, commoner less. Others: each doubling of those who share costs.
      if (is_coarse) {
        const double known = std::max(fields_[field].u[static_cast<std::size_t>(level)], 1e-4);
        frequency = std::clamp(0.5 * std::log2(known / std::max(holders / filled, 1e-4)), -2.0, 2.0);
      } else {
        frequency = -std::min(kMostFrequency, 0.5 * std::log2(std::max(1.0, (holders - 1) / kFewHolders)));
      }
      // However many share each of them: who agrees in name, number and street is the same.
      frequency = std::max(frequency, -kMostOfWeight * weight);
    }
    weights[field] = weight + frequency;
    // Firms in one building, or of one village.
    if (levels.is_other && weights[field] > 0 && GroupOf(kind) == kPlaceGroup) weights[field] *= kOfNeighbours;
    if (parts != nullptr) {
      (*parts)[field].level_weight = weight;
      (*parts)[field].frequency = weights[field] - weight;
    }
    if (kind == MatchKind::kUscc || kind == MatchKind::kIdentityCard) {
      const int one =
          RuleOf(kind, WholeText(table.words(), table.Cell(a, field)), WholeText(table.words(), table.Cell(b, field)));
      rule = rule < 0 || one < 0 ? -1 : std::max(rule, one);
    }
  }
  MatchScore score;
  score.weight = std::log2(prior_ / (1 - prior_)) + Damp(weights.data(), levels.level.data(), damping.data());
  if (parts != nullptr) {
    for (std::size_t field = 0; field < fields_.size(); ++field) (*parts)[field].damping = damping[field];
  }
  score.is_ruled = rule != 0 || levels.is_related;
  if (rule > 0)
    score.weight = kRuledWeight;
  else if (rule < 0 || levels.is_related)
    score.weight = -kRuledWeight;
  score.probability = ProbabilityOf(score.weight);
  if (levels.is_related && rule <= 0)
    score.verdict = MatchVerdict::kRelated;
  else if (score.probability >= threshold_)
    score.verdict = MatchVerdict::kSame;
  else
    score.verdict =
        score.probability >= std::min(kPossible, threshold_) ? MatchVerdict::kPossible : MatchVerdict::kDifferent;
  return score;
}

}  // namespace kedang
