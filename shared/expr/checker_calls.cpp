// The calls of an expression: arguments against signatures, and the functions with a form of their own.
#include "shared/expr/checker.h"
#include "shared/expr/nearest.h"

namespace kedang {
namespace {

ExpressionType ScalarOf(ExpressionKind kind) { return {kind, false, nullptr, nullptr}; }

ExpressionType ElementOf(ExpressionType list) {
  list.is_list = false;
  return list;
}

bool IsOrdered(ExpressionKind kind) {
  return kind == ExpressionKind::kNull || kind == ExpressionKind::kNumber || kind == ExpressionKind::kDate ||
         kind == ExpressionKind::kText;
}

}  // namespace

bool Checker::FailCount(NodeIndex index, const FunctionRow& row, std::size_t found) {
  const Signature signature = ReadSignature(row);
  std::string expected = std::to_string(signature.least);
  if (signature.most > 100) expected += "+";
  else if (signature.most != signature.least) expected += "-" + std::to_string(signature.most);
  Fail(ExpressionCode::kWrongCount, tree_[index].name_offset, tree_[index].name_length);
  error_.details = {{"function", tree_[index].text}, {"expected", expected}, {"found", std::to_string(found)}};
  return false;
}

bool Checker::CheckCall(NodeIndex index) {
  const auto function = FindFunction(tree_[index].text);
  if (!function.has_value()) {
    Fail(ExpressionCode::kUnknownFunction, tree_[index].name_offset, tree_[index].name_length);
    error_.details.emplace_back("name", tree_[index].text);
    std::vector<std::string> names;
    for (const FunctionRow* row : FunctionTable()) {
      names.emplace_back(row->zh);
      names.emplace_back(row->name);
    }
    error_.suggestion = NearestWord(tree_[index].text, names);
    return false;
  }
  const FunctionRow& row = *FunctionTable()[*function];
  tree_[index].meaning = Meaning::kFunction;
  tree_[index].function = *function;
  const std::size_t count = tree_.ChildrenOf(index).size();
  const Signature signature = ReadSignature(row);
  if (count < signature.least || count > signature.most) return FailCount(index, row, count);
  switch (row.form) {
    case FunctionForm::kPlain: return CheckPlainCall(index, row);
    case FunctionForm::kIf: return CheckIf(index);
    case FunctionForm::kCoalesce: {
      const std::vector<NodeIndex> values = tree_.ChildrenOf(index);
      for (const NodeIndex value : values) {
        if (!CheckNode(value, Hint::kValue)) return false;
      }
      return CheckSame(values, tree_[index].type);
    }
    case FunctionForm::kNumbers:
    case FunctionForm::kOrdered:
    case FunctionForm::kList:
    case FunctionForm::kAny:
    case FunctionForm::kAll:
    case FunctionForm::kFilter:
    case FunctionForm::kLatest: return CheckListCall(index, row);
    case FunctionForm::kStage:
    case FunctionForm::kOwner:
    case FunctionForm::kSource:
    case FunctionForm::kMe:
    case FunctionForm::kLabel: return CheckRecordCall(index, row);
  }
  return true;
}

bool Checker::CheckPlainCall(NodeIndex index, const FunctionRow& row) {
  const Signature signature = ReadSignature(row);
  const std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
  ExpressionType unified, first_list;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const char letter = signature.parameters[std::min(i, signature.parameters.size() - 1)].letter;
    const bool is_list = letter == 'L' || letter == 'T' || letter == 'R';
    if (!CheckNode(arguments[i], is_list ? Hint::kList : Hint::kValue)) return false;
    if (!CheckParameter(arguments[i], letter, first_list, unified)) return false;
    if (is_list && i == 0) first_list = tree_[arguments[i]].type;
  }
  ExpressionType& type = tree_[index].type;
  switch (signature.result) {
    case 'b': type = ScalarOf(ExpressionKind::kBoolean); break;
    case 'n': type = ScalarOf(ExpressionKind::kNumber); break;
    case 'd': type = ScalarOf(ExpressionKind::kDate); break;
    default: type = ScalarOf(ExpressionKind::kText); break;
  }
  return true;
}

bool Checker::CheckParameter(NodeIndex argument, char letter, const ExpressionType& first_list,
                             ExpressionType& unified) {
  const auto scalar = [&](ExpressionKind kind, std::string_view word) {
    const ExpressionType& type = tree_[argument].type;
    if (!type.is_list && (type.is_null() || type.kind == kind)) return true;
    return FailType(argument, word);
  };
  switch (letter) {
    case 'b':
    case 'c': return scalar(ExpressionKind::kBoolean, "boolean");
    case 'n': return scalar(ExpressionKind::kNumber, "number");
    case 'd':
      if (!Adapt(argument, ScalarOf(ExpressionKind::kDate))) return false;
      return scalar(ExpressionKind::kDate, "date");
    case 't':
      ToTitle(argument);
      return scalar(ExpressionKind::kText, "text");
    case 's':
      ToTitle(argument);
      if (tree_[argument].type.is_list) return FailType(argument, "scalar");
      return true;
    case 'E':
      if (!Adapt(argument, ElementOf(first_list))) return false;
      if (first_list.kind == ExpressionKind::kText) ToTitle(argument);
      if (!tree_[argument].type.is_list && AreCompatible(tree_[argument].type, ElementOf(first_list))) return true;
      return FailType(argument, TypeName(ElementOf(first_list)));
    case 'L':
      if (tree_[argument].type.is_list || tree_[argument].type.is_null()) return true;
      return FailType(argument, "list");
    case 'T':
      if (tree_[argument].type.is_null() ||
          (tree_[argument].type.is_list && tree_[argument].type.kind != ExpressionKind::kRecord)) {
        return true;
      }
      return FailType(argument, "text_list");
    case 'C': {
      // A region or industry; as the second argument what it lies in.
      if (unified.field != nullptr && !Adapt(argument, unified, true)) return false;
      unified = tree_[argument].type;
      return scalar(ExpressionKind::kText, "text");
    }
    default: return true;
  }
}

bool Checker::CheckSame(const std::vector<NodeIndex>& values, ExpressionType& unified_out) {
  ExpressionType unified;
  NodeIndex typed = kNoNode;
  for (const NodeIndex value : values) {
    const ExpressionType& type = tree_[value].type;
    if (type.is_null()) continue;
    // What knows most decides: a date or choice over the texts that are to become one.
    const bool is_closed = unified.kind == ExpressionKind::kText &&
                           ((type.field != nullptr && unified.field == nullptr) || type.kind == ExpressionKind::kDate);
    if (typed == kNoNode || is_closed) {
      unified = type;
      typed = value;
    }
  }
  for (const NodeIndex value : values) {
    if (!Adapt(value, unified)) return false;
    const ExpressionType& type = tree_[value].type;
    if (!AreCompatible(type, unified)) return FailType(value, TypeName(unified));
    // Values of different fields, or free texts among them, are just texts.
    if (!type.is_null() && type.field != unified.field) unified.field = nullptr;
  }
  unified_out = unified;
  return true;
}

bool Checker::CheckIf(NodeIndex index) {
  const std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
  std::vector<NodeIndex> values;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!CheckNode(arguments[i], Hint::kValue)) return false;
    const bool is_condition = i % 2 == 0 && i + 1 < arguments.size();
    if (!is_condition) values.push_back(arguments[i]);
    else if (!RequireCondition(arguments[i])) return false;
  }
  ExpressionType unified;
  if (!CheckSame(values, unified)) return false;
  tree_[index].type = unified;
  return true;
}

bool Checker::CheckCondition(NodeIndex base, NodeIndex condition, bool is_key) {
  if (frames_.size() > kMaxExpressionFrames) {
    Fail(ExpressionCode::kTooDeep, tree_[condition].offset, tree_[condition].length);
    error_.details.emplace_back("limit", std::to_string(kMaxExpressionFrames));
    return false;
  }
  frames_.push_back(tree_[base].type.schema);
  const bool ok = CheckNode(condition, Hint::kValue);
  frames_.pop_back();
  if (!ok) return false;
  const ExpressionType& type = tree_[condition].type;
  if (is_key && !type.is_list && IsOrdered(type.kind)) return true;
  return RequireCondition(condition);
}

NodeIndex Checker::MakeFilter(NodeIndex base, NodeIndex condition) {
  SyntaxNode node;
  node.kind = NodeKind::kCall;
  node.meaning = Meaning::kFilter;
  node.offset = tree_[base].offset;
  node.length = tree_[condition].offset + tree_[condition].length - node.offset;
  node.first = base;
  node.type = tree_[base].type;
  tree_[base].next = condition;
  tree_[condition].next = kNoNode;
  tree_.nodes.push_back(std::move(node));
  return static_cast<NodeIndex>(tree_.nodes.size() - 1);
}

// The list itself: of the kind the function can work with.
bool Checker::CheckListArgument(NodeIndex call, const FunctionRow& row, NodeIndex list) {
  const ExpressionType type = tree_[list].type;
  ExpressionType& result = tree_[call].type;
  const char letter = ReadSignature(row).result;
  switch (row.form) {
    case FunctionForm::kNumbers:
      result = ScalarOf(ExpressionKind::kNumber);
      if (type.kind == ExpressionKind::kNumber || type.kind == ExpressionKind::kNull) return true;
      return FailType(list, "number_list");
    case FunctionForm::kOrdered:
      result = ElementOf(type);
      return IsOrdered(type.kind) || FailType(list, "number_list");
    case FunctionForm::kLatest:
      result = ElementOf(type);
      return type.kind != ExpressionKind::kBoolean || FailType(list, "records");
    case FunctionForm::kAny:
    case FunctionForm::kAll:
      result = ScalarOf(ExpressionKind::kBoolean);
      return true;
    case FunctionForm::kFilter:
      result = type;
      return type.kind == ExpressionKind::kRecord || FailType(list, "records");
    default:
      result = letter == 'n' ? ScalarOf(ExpressionKind::kNumber) : letter == 'E' ? ElementOf(type) : type;
      return true;
  }
}

bool Checker::CheckListCall(NodeIndex index, const FunctionRow& row) {
  std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
  const NodeIndex list = arguments[0];
  if (!CheckNode(list, Hint::kList)) return false;
  const bool takes_scalars = row.form == FunctionForm::kNumbers || row.form == FunctionForm::kOrdered;
  if (takes_scalars && !tree_[list].type.is_list) {
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      if (!CheckNode(arguments[i], Hint::kValue)) return false;
    }
    ExpressionType unified;
    if (!CheckSame(arguments, unified)) return false;
    if (unified.is_list) return FailType(arguments[1], "scalar");
    const bool is_right = row.form == FunctionForm::kNumbers
                              ? unified.kind == ExpressionKind::kNumber || unified.is_null()
                              : IsOrdered(unified.kind);
    if (!is_right) return FailType(list, "number");
    tree_[index].type = row.form == FunctionForm::kNumbers ? ScalarOf(ExpressionKind::kNumber) : unified;
    return true;
  }
  if (!tree_[list].type.is_list && !tree_[list].type.is_null()) return FailType(list, "list");
  if (!CheckListArgument(index, row, list)) return false;
  if (arguments.size() == 1) return true;
  if (arguments.size() > 2) return FailCount(index, row, arguments.size());
  // A condition over the records: of 合同, or of the 合同 whose 金额 are the list.
  const bool is_member = tree_[list].type.kind != ExpressionKind::kRecord && tree_[list].kind == NodeKind::kMember;
  const NodeIndex base = is_member ? tree_[list].first : list;
  const ExpressionType records = tree_[base].type;
  if (records.kind != ExpressionKind::kRecord || !records.is_list) return FailType(list, "records");
  const bool is_latest = row.form == FunctionForm::kLatest && !is_member;
  if (!CheckCondition(base, arguments[1], is_latest)) return false;
  if (row.form == FunctionForm::kFilter) {
    tree_[index].meaning = Meaning::kFilter;
    return true;
  }
  const bool is_key = is_latest && tree_[arguments[1]].type.kind != ExpressionKind::kBoolean;
  const bool stays = row.form == FunctionForm::kAny || row.form == FunctionForm::kAll || is_key;
  if (stays && !is_member) return true;
  const NodeIndex filter = MakeFilter(base, arguments[1]);
  if (is_member) {
    tree_[list].first = filter;
    tree_[list].next = kNoNode;
  } else {
    tree_[index].first = filter;
  }
  return true;
}

bool Checker::CheckRecordCall(NodeIndex index, const FunctionRow& row) {
  SyntaxNode& node = tree_[index];
  if (row.form == FunctionForm::kSource) {
    node.type = {ExpressionKind::kText, false, nullptr, &SourceField()};
    return true;
  }
  if (row.form == FunctionForm::kMe) {
    // Of no field, so that it may be compared with every user field.
    node.type = ScalarOf(ExpressionKind::kText);
    return true;
  }
  if (row.form == FunctionForm::kLabel) {
    const NodeIndex argument = node.first;
    if (!CheckNode(argument, Hint::kValue)) return false;
    const ExpressionType type = tree_[argument].type;
    if (type.kind != ExpressionKind::kText || type.is_list || type.field == nullptr || type.field->choices.empty()) {
      return FailType(argument, "choice");
    }
    tree_[index].type = ScalarOf(ExpressionKind::kText);
    return true;
  }
  const Schema* schema = frames_.back();
  const FieldId id = schema == nullptr ? 0 : row.form == FunctionForm::kStage ? schema->stage : schema->owner;
  const Field* field = schema == nullptr ? nullptr : schema->Find(id);
  if (field == nullptr) return FailName(index, nullptr);
  node.kind = NodeKind::kName;
  node.frame = static_cast<std::uint8_t>(frames_.size() - 1);
  SetField(index, *schema, *field, false);
  return true;
}

}  // namespace kedang
