#include "shared/quality/quality_meter.h"

#include <algorithm>

#include "shared/check/rule_set.h"
#include "shared/check/stage_progress.h"
#include "shared/expr/expression.h"
#include "shared/field/uscc.h"
#include "shared/model/template_form.h"
#include "shared/model/withheld.h"
#include "shared/quality/contact_decay.h"
#include "shared/quality/stored_form.h"

namespace kedang {
namespace {

constexpr double kInfoPenalty = 0.1, kWarnPenalty = 0.4, kBlockPenalty = 1;
// What is hardly older than new is nothing to mend.
constexpr double kStaleBelow = 0.9;

double PenaltyOf(Severity severity) {
  return severity == Severity::kBlock ? kBlockPenalty : severity == Severity::kWarn ? kWarnPenalty : kInfoPenalty;
}

bool IsOfRegion(std::string_view code) { return code == "phone_area_region" || code == "postcode_region" || code == "address_region"; }

}  // namespace

// One part made of findings: 1 / (1 + penalties), so that each finding costs something however many there are.
class QualityMeter::Penalties {
 public:
  explicit Penalties(QualityPart part) : part_(part) {}

  void Add(double penalty, QualityReason reason) {
    reason.part = part_;
    reason.gain = penalty;
    sum_ += penalty;
    found_.push_back(std::move(reason));
  }
  void Finish(QualityScore& score) {
    score.parts[static_cast<std::size_t>(part_)] = 1 / (1 + sum_);
    for (QualityReason& reason : found_) {
      reason.gain = 1 / (1 + sum_ - reason.gain) - 1 / (1 + sum_);
      score.reasons.push_back(std::move(reason));
    }
  }

 private:
  QualityPart part_;
  double sum_ = 0;
  std::vector<QualityReason> found_;
};

QualityMeter::QualityMeter(const SchemaSet& schemas, const Schema& schema, QualityPolicy policy, const Lexicon& lexicon)
    : schema_(schema), policy_(std::move(policy)) {
  ExpressionScope scope;
  scope.schemas = &schemas;
  scope.schema = schemas.Find(schema.id);
  scope.lexicon = &lexicon;
  for (const Rule& rule : schema_.rules) {
    if (rule.is_off || scope.schema == nullptr) continue;
    const Compilation compiled = CompileExpression(rule.holds, scope, kConditionGoal);
    if (!compiled.ok()) continue;
    const std::vector<FieldRead>& reads = compiled.program.reads();
    const auto is_further = [&reads](const FieldRead& read) { return !(read == reads.front()); };
    if (std::any_of(reads.begin(), reads.end(), is_further)) several_.push_back(std::string(kRuleCode) + rule.key);
  }
  std::sort(several_.begin(), several_.end());
  for (const Field& field : schema_.fields) {
    const auto said = policy_.fields.find(field.id);
    weights_.push_back(said == policy_.fields.end() ? 0 : said->second);
    if (field.is_retired) continue;
    if (field.type == FieldType::kRegion && region_ == 0) region_ = field.id;
    if (field.type == FieldType::kUscc && uscc_ == 0) uscc_ = field.id;
    has_unique_ = has_unique_ || field.is_unique;
  }
}

bool QualityMeter::IsOverSeveral(const std::string& code) const { return std::binary_search(several_.begin(), several_.end(), code); }

QualityScore QualityMeter::Measure(const Record& record, const CheckContext& context, double duplicate) const {
  QualityScore score;
  MeasureComplete(record, score);
  MeasureTimely(record, context, score);
  MeasureFindings(record, context, duplicate, score);
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    const double weight = score.counts[i] ? policy_.weights[i] : 0;
    sum += weight * score.parts[i];
    all += weight;
  }
  score.score = all > 0 ? 100 * sum / all : 100;
  for (QualityReason& reason : score.reasons) {
    reason.gain *= all > 0 && score.counts[static_cast<std::size_t>(reason.part)] ? 100 * Weight(reason.part) / all : 0;
  }
  // What counts nowhere is nothing to mend.
  score.reasons.erase(std::remove_if(score.reasons.begin(), score.reasons.end(), [](const QualityReason& reason) { return reason.gain <= 0; }),
                      score.reasons.end());
  std::stable_sort(score.reasons.begin(), score.reasons.end(), [](const QualityReason& a, const QualityReason& b) { return a.gain > b.gain; });
  return score;
}

void QualityMeter::MeasureComplete(const Record& record, QualityScore& score) const {
  const TemplateForm form(schema_, record);
  const std::vector<FieldId> demanded = DemandedOf(schema_, record);
  double filled = 0, all = 0;
  const std::size_t first = score.reasons.size();
  for (std::size_t i = 0; i < schema_.fields.size(); ++i) {
    const Field& field = schema_.fields[i];
    const bool is_demanded = std::find(demanded.begin(), demanded.end(), field.id) != demanded.end();
    const int weight = is_demanded ? std::max(weights_[i], QualityPolicy::kDemanded) : weights_[i];
    if (weight == 0 || !form.Shows(field)) continue;
    all += weight;
    if (!record.Get(field.id).is_null()) {
      filled += weight;
      continue;
    }
    QualityReason reason;
    reason.field = field.id;
    reason.code = "missing";
    reason.gain = weight;
    score.reasons.push_back(std::move(reason));
  }
  score.counts[static_cast<std::size_t>(QualityPart::kComplete)] = all > 0;
  if (all <= 0) return;
  score.parts[static_cast<std::size_t>(QualityPart::kComplete)] = filled / all;
  for (std::size_t i = first; i < score.reasons.size(); ++i) score.reasons[i].gain /= all;
}

void QualityMeter::MeasureTimely(const Record& record, const CheckContext& context, QualityScore& score) const {
  if ((policy_.verified == 0 && policy_.contacted == 0) || !context.today) return;
  const auto place = static_cast<std::size_t>(QualityPart::kTimely);
  score.counts[place] = true;
  const std::vector<ContactState> states = ContactStates(policy_, record, *context.today, context.offset_minutes);
  const int days = context.today->days - KnownOn(policy_, record, *context.today, context.offset_minutes).days;
  double sum = 0;
  for (const ContactState& state : states) sum += state.likely;
  const double timely = states.empty() ? LikelyAfter(days, policy_.half_life) : sum / static_cast<double>(states.size());
  score.parts[place] = timely;
  if (timely >= kStaleBelow) return;
  // Whoever verifies a record verifies all of it: one reason.
  QualityReason reason;
  reason.part = QualityPart::kTimely;
  reason.field = policy_.verified != 0 ? policy_.verified : policy_.contacted;
  reason.code = "stale";
  reason.gain = 1 - timely;
  reason.issue.details.push_back({"days", std::to_string(days)});
  score.reasons.push_back(std::move(reason));
}

void QualityMeter::MeasureFindings(const Record& record, const CheckContext& context, double duplicate, QualityScore& score) const {
  Penalties valid(QualityPart::kValid), unique(QualityPart::kUnique), consistent(QualityPart::kConsistent);
  for (Issue& issue : CheckRecord(schema_, record, context)) {
    // What is empty is said by complete, and what could not be judged by nobody.
    if (issue.code == "required" || issue.code == "stage_needs" || issue.code == "rule_unjudged") continue;
    const double penalty = PenaltyOf(issue.severity);
    Penalties& part = issue.code == "unique_taken" ? unique : IsOfRegion(issue.code) || IsOverSeveral(issue.code) ? consistent : valid;
    QualityReason reason;
    reason.field = issue.field;
    reason.code = issue.code;
    reason.issue = std::move(issue);
    part.Add(penalty, std::move(reason));
  }
  for (const Cell& cell : record.cells()) {
    if (cell.value.kind() != Value::Kind::kText) continue;
    const Field* field = schema_.Find(cell.field);
    if (field == nullptr || field->is_retired) continue;
    const auto other = OtherStoredForm(*field, cell.value, context);
    if (!other) continue;
    QualityReason reason;
    reason.field = field->id;
    reason.code = "not_normal";
    reason.issue.suggestion = other->text();
    consistent.Add(kInfoPenalty, std::move(reason));
  }
  // Firms move, but most that are registered elsewhere were put into the wrong place. 10 is the national register.
  const std::string &code = record.Get(uscc_).text(), &region = record.Get(region_).text();
  if (code.size() == 18 && region.size() >= 2 && IsGoodUscc(code) && code.compare(2, 2, "10") != 0 && code.compare(2, 2, region, 0, 2) != 0) {
    QualityReason reason;
    reason.field = region_;
    reason.code = "uscc_region";
    consistent.Add(kInfoPenalty, std::move(reason));
  }
  if (duplicate > 0) {
    QualityReason reason;
    reason.code = "likely_duplicate";
    unique.Add(std::min(duplicate, 1.0), std::move(reason));
  }
  score.counts[static_cast<std::size_t>(QualityPart::kValid)] = true;
  score.counts[static_cast<std::size_t>(QualityPart::kConsistent)] = true;
  score.counts[static_cast<std::size_t>(QualityPart::kUnique)] = has_unique_ || duplicate > 0;
  valid.Finish(score);
  unique.Finish(score);
  consistent.Finish(score);
}

}  // namespace kedang
