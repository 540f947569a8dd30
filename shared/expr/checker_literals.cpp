// What stands next to a value of a closed set, a date or a text is made to fit it.
#include "shared/expr/checker.h"
#include "shared/expr/literal.h"

namespace kedang {

bool Checker::ToId(NodeIndex index, const ExpressionType& record) {
  SyntaxNode& node = tree_[index];
  const auto id = node.kind == NodeKind::kText ? ParseId(node.text) : std::nullopt;
  if (!id.has_value()) return false;
  node.text = FormatId(*id);
  node.type = {ExpressionKind::kRecord, false, record.schema, nullptr};
  return true;
}

void Checker::ToTitle(NodeIndex index) {
  if (!tree_[index].type.is_list) ToTitles(index);
}

void Checker::ToTitles(NodeIndex index) {
  SyntaxNode& node = tree_[index];
  if (node.type.kind != ExpressionKind::kRecord || node.type.schema == nullptr || node.type.schema->title == 0) return;
  node.conversion = Conversion::kTitle;
  node.conversion_schema = node.type.schema->id;
  node.conversion_field = node.type.schema->title;
  node.type = ExpressionType{ExpressionKind::kText, node.type.is_list, nullptr, nullptr};
}

bool Checker::Adapt(NodeIndex index, const ExpressionType& wanted_by_value, bool is_prefix) {
  const ExpressionType wanted = wanted_by_value;  // it may look into a node that changes below
  const bool is_literal = wanted.field != nullptr || wanted.kind == ExpressionKind::kDate;
  if (!is_literal || tree_[index].type.kind != ExpressionKind::kText) return true;
  switch (tree_[index].kind) {
    case NodeKind::kText: return AdaptText(index, wanted, is_prefix);
    case NodeKind::kList: {
      for (const NodeIndex item : tree_.ChildrenOf(index)) {
        if (!Adapt(item, wanted, is_prefix)) return false;
        const ExpressionType& type = tree_[item].type;
        if (!type.is_null() && type.kind != wanted.kind) return FailType(item, wanted.field != nullptr ? "text" : "date");
      }
      tree_[index].type = {wanted.kind, true, nullptr, wanted.field};
      return true;
    }
    case NodeKind::kCall: {
      // The values an if or a coalesce chooses from.
      if (tree_[index].meaning != Meaning::kFunction || tree_[index].type.field != nullptr) return true;
      const FunctionForm form = FunctionTable()[tree_[index].function]->form;
      if (form != FunctionForm::kIf && form != FunctionForm::kCoalesce) return true;
      const std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
      bool is_whole = true;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool is_value = form == FunctionForm::kCoalesce || i % 2 == 1 || i + 1 == arguments.size();
        if (!is_value) continue;
        if (!Adapt(arguments[i], wanted, is_prefix)) return false;
        const ExpressionType type = tree_[arguments[i]].type;
        if (!type.is_null() && (type.kind != wanted.kind || type.field != wanted.field)) is_whole = false;
      }
      if (is_whole) tree_[index].type = {wanted.kind, false, nullptr, wanted.field};
      else if (wanted.kind == ExpressionKind::kDate) return FailType(index, "date");
      return true;
    }
    default: return true;
  }
}

bool Checker::AdaptText(NodeIndex index, const ExpressionType& wanted, bool is_prefix) {
  SyntaxNode& node = tree_[index];
  if (wanted.kind == ExpressionKind::kDate) {
    const std::optional<Date> date = ReadDateLiteral(node.text);
    if (!date.has_value()) {
      Fail(ExpressionCode::kBadDate, node.offset, node.length);
      error_.details.emplace_back("text", node.text);
      return false;
    }
    node.kind = NodeKind::kDate;
    node.number = Decimal{date->days, 0};
    node.type = ExpressionType{ExpressionKind::kDate, false, nullptr, nullptr};
    return true;
  }
  // A literal that was made a key before ("raw" in if(…) adapted twice) is a key of the same field again.
  ExpressionError found;
  const auto value = ReadFieldLiteral(*wanted.field, node.text, is_prefix, scope_, found);
  if (!value.has_value()) {
    error_ = std::move(found);
    error_.offset = node.offset;
    error_.length = node.length;
    if (!error_.suggestion.empty()) error_.suggestion = "\"" + error_.suggestion + "\"";
    return false;
  }
  node.text = *value;
  node.type = {ExpressionKind::kText, false, nullptr, wanted.field};
  return true;
}

}  // namespace kedang
