// The usual form of XML told to a handler, several times as fast as a general parser does it: elements, attributes, text, the
// five entities and references to characters, in UTF-8. It never judges: it stops before whatever it does not know to be
// well-formed, and a general parser goes on from there, which gets the start tags of the elements that are open and the rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/intake/xml_reader.h"

namespace kedang {

class XmlScanner {
 public:
  // `handler` must outlive the scanner.
  explicit XmlScanner(XmlHandler& handler) : handler_(handler) {}

  // False where it stopped, for good.
  bool Feed(std::string_view piece, bool is_last);

  // ---- when it has stopped ----
  // What brings a general parser to the same state: start tags, an empty root when it is over, or nothing.
  std::string Opening() const;
  std::string_view rest() const { return std::string_view(buffer_).substr(at_); }
  // Where the rest begins: lines before it, and characters before it in its line.
  std::uint64_t line() const { return line_; }
  std::uint64_t column() const { return column_; }

 private:
  enum class Step : std::uint8_t { kTaken, kMore, kStop };
  Step Take();
  Step TakeBeginning();
  Step TakeTag();
  Step TakeStart();
  Step TakeEnd();
  Step TakeText();
  Step TakeReference();
  bool TakeAttribute(std::size_t& at);
  static constexpr std::size_t kCutOff = ~std::size_t{0};
  std::size_t SkipCharacters(std::size_t at) const;
  void CountTaken();

  XmlHandler& handler_;
  std::string buffer_;
  std::size_t at_ = 0;       // in the buffer: what is before has been told
  std::size_t counted_ = 0;  // in the buffer: what is before is in line_ and column_
  std::uint64_t line_ = 0;
  std::uint64_t column_ = 0;
  std::string open_;                 // qualified names of open elements, one after the other
  std::vector<std::size_t> begins_;  // of each
  std::string root_;                 // its name, when it is over
  std::vector<XmlAttribute> attributes_;
  bool is_behind_return_ = false;  // what is counted
  bool is_last_ = false;
  bool has_begun_ = false;
  bool has_ended_ = false;  // its root
};

// The part of a qualified name behind its prefix.
std::string_view LocalXmlName(std::string_view name);

}  // namespace kedang
