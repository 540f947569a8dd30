// What an XmlReader tells of a text, as text; and that it tells the same of it whichever of its two parsers reads.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "shared/intake/xml_reader.h"

namespace kedang {

class XmlEvents final : public XmlHandler {
 public:
  void OnStart(std::string_view name, std::span<const XmlAttribute> attributes) override {
    text += "<" + std::string(name);
    for (const XmlAttribute& one : attributes)
      text += " " + std::string(one.name) + "=[" + std::string(one.value) + "]";
    text += ">";
    is_in_text_ = false;
  }
  void OnEnd(std::string_view name) override {
    text += "</" + std::string(name) + ">";
    is_in_text_ = false;
  }
  void OnText(std::string_view piece) override {
    if (piece.empty()) return;
    if (!is_in_text_) {
      text_begin_ = text.size();
      text += "|";
    }
    is_in_text_ = true;
    text += piece;
  }

  // Without a text that may not have been whole.
  std::string Whole() const { return is_in_text_ ? text.substr(0, text_begin_) : text; }

  std::string text;

 private:
  bool is_in_text_ = false;
  std::size_t text_begin_ = 0;
};

inline constexpr char kXmlError[] = "\x01!";  // in no text that is XML

inline std::string WithoutError(const std::string& told) { return told.substr(0, told.find(kXmlError)); }

// `xml` in pieces of so many bytes: what was told, and the error that ended it.
inline std::string TellXml(std::string_view xml, std::size_t piece) {
  XmlEvents events;
  XmlReader reader(events);
  for (std::size_t at = 0;; at += piece) {
    const bool is_last = at + piece >= xml.size();
    const Status status = reader.Feed(xml.substr(std::min(at, xml.size()), piece), is_last);
    if (!status.ok()) return events.Whole() + kXmlError + status.error().message;
    if (is_last) return events.text;
  }
}

// Before the root of `xml` stands nothing that a scanner takes, or something of the same size that it does not.
inline std::string TellScanned(std::string_view xml, std::size_t piece) {
  return TellXml("<?xml version=\"1.0\"?>       " + std::string(xml), piece);
}
inline std::string TellGeneral(std::string_view xml, std::size_t piece) {
  return TellXml("<?xml version=\"1.0\"?><!---->" + std::string(xml), piece);
}

}  // namespace kedang
