#include "shared/match/latin_words.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace kedang {
namespace {

using WordSet = std::unordered_set<std::string_view>;
using WordMap = std::unordered_map<std::string_view, std::string_view>;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLatinLetter(char c) { return c >= 'a' && c <= 'z'; }
// Letters without a table (Thai, Khmer …) are letters too.
bool IsWordByte(char c) { return IsDigit(c) || IsLatinLetter(c) || static_cast<unsigned char>(c) >= 0x80; }

// Several words that are one legal form: joined by blanks, the longest first.
struct Phrase {
  std::string_view words;
  std::string_view form;
};
constexpr Phrase kPhrases[] = {{"obshchestvo s ogranichennoi otvetstvennostyu", "llc"},
                               {"tovarystvo z obmezhenoiu vidpovidalnistiu", "llc"},
                               {"societatea cu raspundere limitata", "llc"},
                               {"gesellschaft mit beschrankter haftung", "llc"},
                               {"societa a responsabilita limitata", "llc"},
                               {"sociedad de responsabilidad limitada", "llc"},
                               {"societe a responsabilite limitee", "llc"},
                               {"otkrytoe aktsionernoe obshchestvo", "jsc"},
                               {"zakrytoe aktsionernoe obshchestvo", "jsc"},
                               {"publichnoe aktsionernoe obshchestvo", "jsc"},
                               {"societe par actions simplifiee", "jsc"},
                               {"societate pe actiuni", "jsc"},
                               {"public joint stock company", "jsc"},
                               {"closed joint stock company", "jsc"},
                               {"open joint stock company", "jsc"},
                               {"joynt stock company", "jsc"},
                               {"limited liability partnership", "llp"},
                               {"limited liability company", "llc"},
                               {"aktsionernoe obshchestvo", "jsc"},
                               {"joint stock company", "jsc"},
                               {"limited partnership", "lp"},
                               {"public limited company", "plc"},
                               {"naamloze vennootschap", "nv"},
                               {"besloten vennootschap", "llc"},
                               {"sociedad anonima", "jsc"},
                               {"sociedad limitada", "llc"},
                               {"societe anonyme", "jsc"},
                               {"societa per azioni", "jsc"},
                               {"anonim sirketi", "jsc"},
                               {"limited sirketi", "llc"},
                               {"kabushiki kaisha", "jsc"},
                               {"private limited", "llc"},
                               {"sp z o o", "llc"},
                               {"sp zoo", "llc"},
                               {"spolka akcyjna", "jsc"},
                               {"z o o", "llc"},
                               {"s r o", "llc"},
                               {"d o o", "llc"},
                               {"e v", "ev"},
                               {"s a", "jsc"},
                               {"s l", "llc"},
                               {"a s", "jsc"},
                               {"o o o", "llc"}};

const WordMap& Forms() {
  static const WordMap forms = {{"ltd", "llc"},
                                {"limited", "llc"},
                                {"llc", "llc"},
                                {"inc", "inc"},
                                {"incorporated", "inc"},
                                {"corp", "inc"},
                                {"corporation", "inc"},
                                {"co", "co"},
                                {"company", "co"},
                                {"companies", "co"},
                                {"cie", "co"},
                                {"gmbh", "llc"},
                                {"mbh", "llc"},
                                {"ag", "jsc"},
                                {"akg", "jsc"},
                                {"aktiengesellschaft", "jsc"},
                                {"aktiengeselschaft", "jsc"},
                                {"kg", "kg"},
                                {"kgaa", "kg"},
                                {"ohg", "kg"},
                                {"se", "jsc"},
                                {"sa", "jsc"},
                                {"sarl", "llc"},
                                {"sas", "jsc"},
                                {"spa", "jsc"},
                                {"srl", "llc"},
                                {"sl", "llc"},
                                {"slu", "llc"},
                                {"sau", "jsc"},
                                {"bv", "llc"},
                                {"nv", "jsc"},
                                {"bvba", "llc"},
                                {"ab", "jsc"},
                                {"as", "jsc"},
                                {"asa", "jsc"},
                                {"aps", "llc"},
                                {"oy", "llc"},
                                {"oyj", "jsc"},
                                {"plc", "plc"},
                                {"llp", "llp"},
                                {"lp", "lp"},
                                {"pte", "llc"},
                                {"pty", "llc"},
                                {"pvt", "llc"},
                                {"kk", "jsc"},
                                {"doo", "llc"},
                                {"dd", "jsc"},
                                {"sro", "llc"},
                                {"kft", "llc"},
                                {"zrt", "jsc"},
                                {"nyrt", "jsc"},
                                {"ood", "llc"},
                                {"ead", "jsc"},
                                {"eood", "llc"},
                                {"ooo", "llc"},
                                {"oao", "jsc"},
                                {"zao", "jsc"},
                                {"ao", "jsc"},
                                {"pao", "jsc"},
                                {"jsc", "jsc"},
                                {"ojsc", "jsc"},
                                {"pjsc", "jsc"},
                                {"cjsc", "jsc"},
                                {"tov", "llc"},
                                {"tbk", "jsc"},
                                {"bhd", "jsc"},
                                {"sdn", "llc"},
                                {"ltda", "llc"},
                                {"lda", "llc"},
                                {"eirl", "llc"},
                                {"cv", "jsc"},
                                {"sicav", "jsc"},
                                {"uab", "llc"},
                                {"ou", "llc"},
                                {"sia", "llc"},
                                {"dac", "llc"},
                                {"unlimited", "llc"}};
  return forms;
}

const WordSet& Titles() {
  static const WordSet titles = {
      "mr",     "mrs",      "ms",     "miss",   "dr",      "prof",      "professor", "sir",        "lord",
      "dame",   "monsieur", "madame", "herr",   "frau",    "president", "prasident", "presidente", "haji",
      "hajji",  "hadji",    "sheikh", "shaikh", "shaykh",  "mullah",    "mawlawi",   "maulvi",     "qari",
      "sayyed", "sayyid",   "sayed",  "gen",    "general", "col",       "colonel",   "jr",         "sr",
      "rev",    "senor",    "senora", "don",    "na",      "esq",       "phd"};
  return titles;
}

// Those that begin no company's name ("General Electric", "President Hotel" do).
const WordSet& CivilTitles() {
  static const WordSet titles = {"mr",     "mrs",  "ms",   "dr",        "prof",  "monsieur",
                                 "madame", "herr", "frau", "prasident", "senor", "senora"};
  return titles;
}

const WordSet& Particles() {
  static const WordSet particles = {
      "the", "of",  "and", "for", "in",  "at",  "on",   "a",   "an",  "de",  "la",  "le", "les",  "el", "al",  "du",
      "des", "del", "di",  "da",  "do",  "dos", "das",  "der", "die", "das", "und", "et", "y",    "e",  "van", "von",
      "den", "ter", "ten", "bin", "ben", "ibn", "bint", "ul",  "ur",  "ud",  "dal", "to", "with", "by"};
  return particles;
}

const WordMap& StreetWords() {
  static const WordMap words = {
      {"street", "st"},    {"str", "st"},         {"sts", "st"},         {"avenue", "ave"},    {"av", "ave"},
      {"aves", "ave"},     {"boulevard", "blvd"}, {"blv", "blvd"},       {"boul", "blvd"},     {"road", "rd"},
      {"drive", "dr"},     {"lane", "ln"},        {"court", "ct"},       {"place", "pl"},      {"square", "sq"},
      {"highway", "hwy"},  {"parkway", "pkwy"},   {"terrace", "ter"},    {"circle", "cir"},    {"crescent", "cres"},
      {"crt", "ct"},       {"close", "cl"},       {"plaza", "plz"},      {"centre", "center"}, {"ctr", "center"},
      {"north", "n"},      {"south", "s"},        {"east", "e"},         {"west", "w"},        {"northeast", "ne"},
      {"northwest", "nw"}, {"southeast", "se"},   {"southwest", "sw"},   {"saint", "st"},      {"mount", "mt"},
      {"fort", "ft"},      {"first", "1st"},      {"second", "2nd"},     {"third", "3rd"},     {"fourth", "4th"},
      {"fifth", "5th"},    {"sixth", "6th"},      {"seventh", "7th"},    {"eighth", "8th"},    {"ninth", "9th"},
      {"tenth", "10th"},   {"apartment", "apt"},  {"suite", "ste"},      {"floor", "fl"},      {"building", "bldg"},
      {"number", "no"},    {"martin", "martin"},  {"expressway", "expy"}};
  return words;
}
// What says little of where something is.
const WordSet& StreetKinds() {
  static const WordSet kinds = {"st",     "ave", "blvd",    "rd",      "dr",  "ln",    "ct",  "pl",      "sq",  "hwy",
                                "pkwy",   "ter", "cir",     "cres",    "cl",  "plz",   "n",   "s",       "e",   "w",
                                "ne",     "nw",  "se",      "sw",      "apt", "ste",   "fl",  "bldg",    "no",  "unit",
                                "room",   "rm",  "near",    "between", "and", "at",    "of",  "the",     "in",  "off",
                                "corner", "ofc", "strasse", "rue",     "via", "calle", "way", "circuit", "expy"};
  return kinds;
}

const WordMap& Numbers() {
  static const WordMap numbers = {
      {"first", "1"}, {"1st", "1"},   {"second", "2"}, {"2nd", "2"},  {"third", "3"}, {"3rd", "3"},   {"one", "1"},
      {"two", "2"},   {"three", "3"}, {"four", "4"},   {"five", "5"}, {"six", "6"},   {"seven", "7"}, {"eight", "8"},
      {"nine", "9"},  {"ten", "10"},  {"ii", "2"},     {"iii", "3"},  {"iv", "4"},    {"v", "5"},     {"vi", "6"},
      {"vii", "7"},   {"viii", "8"},  {"ix", "9"},     {"xi", "11"},  {"xii", "12"},  {"xiii", "13"}, {"xiv", "14"},
      {"xv", "15"},   {"xvi", "16"},  {"xx", "20"}};
  return numbers;
}

bool HasDigit(std::string_view word) { return std::any_of(word.begin(), word.end(), IsDigit); }

Part PartOf(std::string& word, LatinText text, bool is_first) {
  if (text == LatinText::kAddress) {
    const auto street = StreetWords().find(word);
    if (street != StreetWords().end()) word = street->second;
    if (IsDigit(word[0])) return Part::kNumber;
    return StreetKinds().count(word) != 0 ? Part::kParticle : Part::kWord;
  }
  if (text != LatinText::kPerson) {
    const auto number = Numbers().find(word);
    if (number != Numbers().end() && !(is_first && word == "v")) {
      word = number->second;
      return Part::kNumber;
    }
    // "2nd" and "52nd" are numbers, "a4" and "i9or" are words that hold one.
    if (IsDigit(word[0]) || (text == LatinText::kText && HasDigit(word))) return Part::kNumber;
  }
  const auto form = text == LatinText::kText ? Forms().end() : Forms().find(word);
  if (form != Forms().end() && !is_first) {
    word = form->second;
    return Part::kForm;
  }
  if (form != Forms().end() && (form->second == "llc" || form->second == "jsc")) {
    word = form->second;
    return Part::kForm;
  }
  if (text == LatinText::kPerson && Titles().count(word) != 0) return Part::kTitle;
  if (text == LatinText::kCompany && is_first && CivilTitles().count(word) != 0) return Part::kTitle;
  if (Particles().count(word) != 0) return Part::kParticle;
  return word.size() == 1 ? Part::kInitial : Part::kWord;
}

// Puts legal forms of several words into one.
void JoinForms(std::vector<std::string>& words) {
  for (const Phrase& phrase : kPhrases) {
    const std::size_t count = static_cast<std::size_t>(std::count(phrase.words.begin(), phrase.words.end(), ' ')) + 1;
    for (std::size_t i = 0; i + count <= words.size(); ++i) {
      std::string_view rest = phrase.words;
      bool is_same = true;
      for (std::size_t j = 0; j < count && is_same; ++j) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        is_same = words[i + j] == rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      // Single letters are a form at the ends only: "h s a bank" has initials.
      if (!is_same || (phrase.words.size() <= 5 && i != 0 && i + count != words.size())) continue;
      if (count == words.size()) continue;
      words[i] = std::string(phrase.form);
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                  words.begin() + static_cast<std::ptrdiff_t>(i + count));
    }
  }
}

}  // namespace

std::vector<std::string> SplitLatinWords(std::string_view latin) {
  std::vector<std::string> words;
  std::string word;
  bool was_dotted = false;  // the word so far is single letters with dots
  for (std::size_t i = 0; i <= latin.size(); ++i) {
    const char c = i < latin.size() ? latin[i] : ' ';
    if (IsWordByte(c)) {
      if (was_dotted) {
        // "s.a" goes on; "j. smith" and "st.louis" do not.
        const bool is_single = i + 1 >= latin.size() || !IsWordByte(latin[i + 1]);
        if (!is_single) {
          words.push_back(std::move(word));
          word.clear();
          was_dotted = false;
        }
      }
      word.push_back(c);
      continue;
    }
    const bool is_letter_dot = c == '.' && !word.empty() && (was_dotted || word.size() == 1) &&
                               IsLatinLetter(word.back()) && i + 1 < latin.size() && IsLatinLetter(latin[i + 1]);
    if (is_letter_dot) {
      was_dotted = true;
      continue;
    }
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
    was_dotted = false;
    if (c == '&') words.emplace_back("and");
    if (c == '%') words.emplace_back("percent");
  }
  return words;
}

void ReadLatinWords(std::string_view latin, LatinText text, CellWords& out) {
  std::vector<std::string> words = SplitLatinWords(latin);
  if (text == LatinText::kCompany || text == LatinText::kPerson) JoinForms(words);
  const std::size_t begin = out.words.size();
  bool has_content = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Part part = PartOf(words[i], text, i == 0);
    has_content = has_content || part == Part::kWord || part == Part::kInitial || part == Part::kNumber;
    out.Add(part, std::move(words[i]));
  }
  if (has_content) return;
  for (std::size_t i = begin; i < out.words.size(); ++i) out.words[i].first = Part::kWord;
}

}  // namespace kedang
