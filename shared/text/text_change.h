// TextChange: what a normaliser did to a text to make the stored value of it. Whoever normalises notes it where he does it, and
// only when somebody asks: a null pointer costs a comparison. Names are the keys "change.<name>" of the locales.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kedang {

#define KEDANG_TEXT_CHANGES(X) \
  X(Spaces, spaces)            /* blanks at the ends, twice, inside Chinese */ \
  X(Width, width)              /* wide digits, letters and signs */ \
  X(Invisible, invisible)      /* control and zero-width characters, line breaks of a line */ \
  X(Signs, signs)              /* look-alikes: dashes, quotes, dots, composed letters */ \
  X(Brackets, brackets)        /* of company names */ \
  X(Case, case) \
  X(Label, label)              /* 电话： before a number */ \
  X(Marks, marks)              /* what stands between the digits of a number */ \
  X(CountryCode, country_code) \
  X(Extension, extension) \
  X(Honorific, honorific)      /* 先生 behind a name */ \
  X(Date, date)                /* another way to write the day */ \
  X(Grouping, grouping)        /* 1,234 */ \
  X(Unit, unit)                /* 万, 亿: multiplied out */ \
  X(Currency, currency)        /* its sign or name */ \
  X(Sign, sign)                /* (1,200) for minus */ \
  X(Region, region)            /* a division by its full name */ \
  X(Word, word)                /* another word for one of a closed list */ \
  X(Form, form)                /* anything else: another way to write the same */

enum class TextChange : std::uint8_t {
#define KEDANG_TEXT_CHANGE(Name, name) k##Name,
  KEDANG_TEXT_CHANGES(KEDANG_TEXT_CHANGE)
#undef KEDANG_TEXT_CHANGE
};

inline constexpr std::array kTextChangeNames = {
#define KEDANG_TEXT_CHANGE(Name, name) std::string_view(#name),
    KEDANG_TEXT_CHANGES(KEDANG_TEXT_CHANGE)
#undef KEDANG_TEXT_CHANGE
};
inline constexpr std::size_t kTextChangeCount = kTextChangeNames.size();

inline std::string_view NameOf(TextChange change) { return kTextChangeNames[static_cast<std::size_t>(change)]; }

// A set of them.
class TextChanges {
 public:
  void Add(TextChange change) { bits_ |= BitOf(change); }
  void Clear() { bits_ = 0; }
  bool Has(TextChange change) const { return (bits_ & BitOf(change)) != 0; }
  bool empty() const { return bits_ == 0; }
  bool operator==(const TextChanges&) const = default;

 private:
  static_assert(kTextChangeCount <= 32);
  static std::uint32_t BitOf(TextChange change) { return std::uint32_t{1} << static_cast<unsigned>(change); }
  std::uint32_t bits_ = 0;
};

// Where nobody asks, `changes` is null.
inline void Note(TextChanges* changes, TextChange change, bool is_so = true) {
  if (changes != nullptr && is_so) changes->Add(change);
}

}  // namespace kedang
