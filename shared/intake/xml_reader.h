// XML as the parts of office files hold it, read in pieces: a handler hears of elements and text in their order. Names come
// without the prefix of their namespace. Document types are refused: office files have none, and bombs begin with one.
// Elements may be nested 256 deep. What is usual is read by XmlScanner, the rest, and every error, by expat: this is its only
// door.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace kedang {

struct XmlAttribute {
  std::string_view name;
  std::string_view value;
};

// What is shown lives until the call returns.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void OnStart(std::string_view name, std::span<const XmlAttribute> attributes) = 0;
  virtual void OnEnd(std::string_view name) = 0;
  virtual void OnText(std::string_view text) = 0;  // in any number of pieces
};

class XmlReader {
 public:
  // `handler` must outlive the reader.
  explicit XmlReader(XmlHandler& handler);
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;
  ~XmlReader();

  // kCorrupt, with line and column, for what is no well-formed XML.
  Status Feed(std::string_view piece, bool is_last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The value of an attribute, empty without it.
std::string_view FindAttribute(std::span<const XmlAttribute> attributes, std::string_view name);

// All of a text at once.
Status ReadXml(std::string_view text, XmlHandler& handler);

}  // namespace kedang
