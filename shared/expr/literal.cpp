#include "shared/expr/literal.h"

#include "shared/base/utf8.h"
#include "shared/expr/nearest.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int NumberOf(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::optional<std::string> ReadChoice(const Field& field, std::string_view text, ExpressionError& error) {
  for (const Choice& choice : field.choices) {
    if (choice.key == text) return choice.key;
  }
  const std::string folded = Fold(text);
  for (const Choice& choice : field.choices) {
    if (Fold(choice.key) == folded || Fold(choice.label.zh) == folded || Fold(choice.label.en) == folded) {
      return choice.key;
    }
  }
  std::vector<std::string> names;
  for (const Choice& choice : field.choices) {
    names.push_back(choice.label.zh);
    names.push_back(choice.label.en);
    names.push_back(choice.key);
    for (const std::string& synonym : choice.synonyms) {
      if (Fold(synonym) == folded) return choice.key;
      names.push_back(synonym);
    }
  }
  error.suggestion = NearestWord(text, names);
  return std::nullopt;
}

std::optional<std::string> ReadRegion(std::string_view text, bool is_prefix, const Lexicon* lexicon,
                                      ExpressionError& error) {
  if (lexicon == nullptr) {
    if (!IsDigits(text) || text.size() > 6 || text.size() % 2 != 0) return std::nullopt;
    std::string code(text);
    code.resize(6, '0');
    return is_prefix ? std::string(CodePrefix(code)) : code;
  }
  const RegionTree& regions = lexicon->regions();
  const Region* region = regions.FindText(text);
  if (region == nullptr) {
    const RegionMatch match = regions.Resolve(text);
    if (match.length == text.size() && match.codes.size() > 1) {
      error.code = ExpressionCode::kAmbiguousChoice;
      error.suggestion = regions.PathName(match.codes.front());
      return std::nullopt;
    }
    if (match.length == text.size() && match.is_certain()) region = regions.Find(match.codes.front());
  }
  if (region == nullptr) {
    std::vector<std::string> names;
    for (const Region& candidate : regions.All()) {
      if (candidate.level != RegionLevel::kDistrict && !candidate.is_retired) names.push_back(candidate.name);
    }
    error.suggestion = NearestWord(text, names);
    return std::nullopt;
  }
  const std::string code = std::to_string(region->code);
  return is_prefix ? std::string(CodePrefix(code)) : code;
}

std::optional<std::string> ReadIndustry(std::string_view text, const Lexicon* lexicon, ExpressionError& error) {
  if (lexicon == nullptr) {
    const bool is_code = !text.empty() && text[0] >= 'A' && text[0] <= 'T' && text.size() <= 3;
    return is_code ? std::optional<std::string>(text) : std::nullopt;
  }
  const auto found = lexicon->industries().Resolve(text);
  if (found.size() == 1) return found.front()->code;
  // A section and its only division often share a name: the wider one is meant.
  for (const Industry* industry : found) {
    if (industry->parent.empty() && Fold(industry->name) == Fold(text)) return industry->code;
  }
  if (!found.empty()) {
    error.code = ExpressionCode::kAmbiguousChoice;
    error.suggestion = found.front()->name;
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const Industry& industry : lexicon->industries().All()) names.push_back(industry.name);
  error.suggestion = NearestWord(text, names);
  return std::nullopt;
}

std::optional<std::string> ReadUser(std::string_view text, const UserDirectory* users, ExpressionError& error) {
  if (const auto id = ParseId(text)) return FormatId(*id);
  if (users == nullptr) return std::nullopt;
  const std::vector<Id> found = users->UsersNamed(text);
  if (found.size() == 1) return FormatId(found.front());
  if (!found.empty()) error.code = ExpressionCode::kAmbiguousChoice;
  return std::nullopt;
}

}  // namespace

std::optional<Date> ReadDateLiteral(std::string_view text) {
  const std::string folded = Fold(text);
  if (folded.size() == 8 && IsDigits(folded)) {
    return MakeDate(NumberOf(folded.substr(0, 4)), static_cast<unsigned>(NumberOf(folded.substr(4, 2))),
                    static_cast<unsigned>(NumberOf(folded.substr(6, 2))));
  }
  int parts[3] = {0, 0, 0};
  std::size_t part = 0, digits = 0;
  char separator = 0;
  for (std::size_t i = 0; i < folded.size();) {
    const char32_t c = DecodeUtf8(folded, i);
    if (c >= '0' && c <= '9') {
      if (part > 2 || ++digits > 4) return std::nullopt;
      parts[part] = parts[part] * 10 + static_cast<int>(c - '0');
      continue;
    }
    if (digits == 0 || (part == 0 && digits != 4)) return std::nullopt;
    const bool is_word = (part == 0 && c == U'年') || (part == 1 && c == U'月') || (part == 2 && (c == U'日' || c == U'号'));
    const char sign = is_word ? 'w' : c == '-' || c == '/' || c == '.' ? static_cast<char>(c) : '\0';
    if (sign == '\0' || (separator != 0 && sign != separator) || (sign != 'w' && part == 2)) return std::nullopt;
    separator = sign;
    ++part;
    digits = 0;
  }
  const bool is_whole = part == 3 ? digits == 0 : part == 2 && digits > 0 && digits <= 2 && separator != 'w';
  if (!is_whole) return std::nullopt;
  return MakeDate(parts[0], static_cast<unsigned>(parts[1]), static_cast<unsigned>(parts[2]));
}

std::optional<std::string> ReadFieldLiteral(const Field& field, std::string_view text, bool is_prefix,
                                            const ExpressionScope& scope, ExpressionError& error) {
  error.code = ExpressionCode::kUnknownChoice;
  error.suggestion.clear();
  std::optional<std::string> value;
  switch (field.type) {
    case FieldType::kRegion: value = ReadRegion(text, is_prefix, scope.lexicon, error); break;
    case FieldType::kIndustry: value = ReadIndustry(text, scope.lexicon, error); break;
    case FieldType::kUser: value = ReadUser(text, scope.users, error); break;
    default: value = ReadChoice(field, text, error); break;
  }
  if (value.has_value()) {
    error = ExpressionError();
    return value;
  }
  error.details = {{"text", std::string(text)}, {"field", field.label.zh}};
  return value;
}

std::string_view CodePrefix(std::string_view code) {
  if (code.size() == 6 && IsDigits(code)) {
    while (code.size() > 2 && code.ends_with("00")) code.remove_suffix(2);
  }
  return code;
}

}  // namespace kedang
