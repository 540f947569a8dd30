// The designer's rules: the list of those that point at a field, one of them opened to be written, tried on all records and
// on single ones, with the functions of the language beside it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shared/check/rule_book.h"
#include "shared/expr/token.h"
#include "wasm/app/background_work.h"
#include "wasm/app/expression_words.h"
#include "wasm/app/schema_trial.h"
#include "wasm/ui/rect.h"
#include "wasm/views/designer_form.h"
#include "wasm/views/designer_functions.h"
#include "wasm/views/designer_state.h"

namespace kedang {

// An expression being written: the text with its error underlined, what could come next, what it says in plain words.
class ExpressionEditor {
 public:
  explicit ExpressionEditor(DesignerState& state) : state_(state) {}

  struct Options {
    std::string_view id = {};
    std::string_view label = {};
    std::string_view placeholder = {};
    std::string_view problem = {};   // what the check of the schemas says besides
    ExpressionGoal goal = {};
    int lines = 3;
    bool takes_focus = false;
    bool has_functions = false;      // a link to their documentation below
    // Of another schema than the one that is open (the condition of a roll-up); null: the open one.
    const Schema* schema = nullptr;
  };
  // Returns whether `source` changed.
  bool Draw(DesignerForm& form, std::string& source, const Options& options);
  bool was_wrong() const { return was_wrong_; }

 private:
  struct Piece {  // of the source, in one colour
    std::size_t begin = 0;
    std::size_t length = 0;
    TokenKind kind = TokenKind::kEnd;
    bool is_function = false;
  };
  struct Read {
    std::string source;
    std::uint64_t revision = 0;
    bool is_english = false;
    ExpressionError error;
    std::string words;
    std::vector<Piece> pieces;
  };
  const Read& ReadOf(std::string_view id, const std::string& source, const Options& options);
  void DrawResting(ui::Rect box, const std::string& source, const Read& read);
  void Underline(ui::Rect box, const std::string& source, const ExpressionError& error);
  const Completions& CompletionsOf(const std::string& source, std::size_t cursor, const ExpressionScope& scope);
  bool DrawCompletions(std::string_view id, ui::Rect box, std::string& source, int cursor, const ExpressionScope& scope);

  DesignerState& state_;
  std::map<std::string, Read> reads_;
  Completions completions_;      // of what is written, made when it changes
  std::string completions_for_;
  std::string writing_;          // which of them is written, where the cursor was, and until when its list waits for a tap
  int cursor_ = -1;
  double lingers_until_ms_ = 0;
  int completion_ = 0;
  std::string closed_for_;   // Esc closed the list at this text
  int refocus_ = 0;          // frames until the field has the keys again
  std::string refocus_id_;
  bool was_wrong_ = false;
};

class DesignerRules {
 public:
  explicit DesignerRules(DesignerState& state) : state_(state), editor_(state) {}

  // Into the inspector's form: the rules of the selected field, or all when none is selected.
  void Draw(DesignerForm& form);
  // How many there are for the tab.
  std::size_t Count() const;
  // The sheet of failing records and the functions.
  void DrawLayers();
  // Runs over all records with the whole draft: for publishing.
  static std::string CountWords(DesignerState& state, SchemaId schema, const TrialCount& count);

 private:
  bool Belongs(const Rule& rule) const;
  void DrawClosed(DesignerForm& form, const Rule& rule);
  void DrawOpen(DesignerForm& form, const Rule& rule);
  void DrawWhen(DesignerForm& form, const Rule& rule);
  void DrawMessage(DesignerForm& form, const Rule& rule);
  void DrawPoints(DesignerForm& form, const Rule& rule);
  void DrawTrial(DesignerForm& form, const Rule& rule);
  void Try(const Rule& rule);
  void DrawBench(DesignerForm& form, const Rule& rule);
  void EditRule(std::string_view tag, const std::function<void(Rule&)>& change);

  DesignerState& state_;
  ExpressionEditor editor_;
  std::shared_ptr<SchemaTrial> trial_;
  BackgroundWork work_;
  std::uint64_t trial_revision_ = 0;
  RuleId trial_rule_ = 0;
  std::string bench_words_;
  std::vector<Id> bench_;
  std::string bench_for_;
  std::unique_ptr<RuleBook> bench_book_;
  std::unique_ptr<RuleJudge> bench_judge_;
  std::uint64_t bench_revision_ = 0;
  RuleId bench_rule_ = 0;
  FunctionSheet functions_;
  std::vector<ui::Choice> choices_;
  std::vector<std::string> texts_;
};

// A trial of the draft's rules, or of one of them, that asks the server for what was saved last, too. Its steps are the
// caller's to do.
std::shared_ptr<SchemaTrial> StartTrial(DesignerState& state, SchemaId schema, RuleId rule);
// What it says about that; empty until it is known, and when nothing was saved yet.
std::string SavesWords(const SchemaTrial& trial);
// Draws progress and outcome of a trial.
void DrawTrialOutcome(DesignerState& state, DesignerForm& form, const SchemaTrial& trial);
// The list of failing records in a sheet at the right, with export.
class TrialSheet {
 public:
  static void Open(const SchemaTrial& trial, DesignerState& state);
  static void Draw(DesignerState& state);
};

}  // namespace kedang
