#include "shared/intake/xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace kedang {
namespace {

constexpr std::size_t kMaxDepth = 256;
constexpr std::size_t kMaxFeedBytes = std::size_t{1} << 30;  // expat counts in int

std::string_view LocalName(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? std::string_view(name) : std::string_view(colon + 1);
}

}  // namespace

struct XmlReader::State {
  XML_Parser parser = nullptr;
  XmlHandler* handler = nullptr;
  std::size_t depth = 0;
  const char* refused = nullptr;  // why the reading was stopped from within
  std::vector<XmlAttribute> attributes;

  void Refuse(const char* reason) {
    refused = reason;
    XML_StopParser(parser, XML_FALSE);
  }

  static void Start(void* data, const char* name, const char** pairs) {
    auto& state = *static_cast<State*>(data);
    if (++state.depth > kMaxDepth) return state.Refuse("elements are nested too deeply");
    state.attributes.clear();
    for (; *pairs != nullptr; pairs += 2) state.attributes.push_back({LocalName(pairs[0]), pairs[1]});
    state.handler->OnStart(LocalName(name), state.attributes);
  }
  static void End(void* data, const char* name) {
    auto& state = *static_cast<State*>(data);
    --state.depth;
    state.handler->OnEnd(LocalName(name));
  }
  static void Text(void* data, const char* text, int size) {
    static_cast<State*>(data)->handler->OnText(std::string_view(text, static_cast<std::size_t>(size)));
  }
  static void Doctype(void* data, const char*, const char*, const char*, int) {
    static_cast<State*>(data)->Refuse("it declares a document type");
  }
};

XmlReader::XmlReader(XmlHandler& handler) : state_(std::make_unique<State>()) {
  state_->handler = &handler;
  state_->parser = XML_ParserCreate(nullptr);
  if (state_->parser == nullptr) return;
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, State::Start, State::End);
  XML_SetCharacterDataHandler(state_->parser, State::Text);
  XML_SetStartDoctypeDeclHandler(state_->parser, State::Doctype);
}

XmlReader::~XmlReader() {
  if (state_->parser != nullptr) XML_ParserFree(state_->parser);
}

Status XmlReader::Feed(std::string_view piece, bool is_last) {
  State& state = *state_;
  if (state.parser == nullptr) return Status(ErrorCode::kResourceExhausted, "no memory to read XML");
  do {
    const std::string_view part = piece.substr(0, kMaxFeedBytes);
    piece.remove_prefix(part.size());
    const bool is_end = is_last && piece.empty();
    if (XML_Parse(state.parser, part.data(), static_cast<int>(part.size()), is_end ? 1 : 0) == XML_STATUS_ERROR) {
      const std::string where = "line " + std::to_string(XML_GetCurrentLineNumber(state.parser)) + ", column " +
                                std::to_string(XML_GetCurrentColumnNumber(state.parser) + 1);
      const char* reason = state.refused != nullptr ? state.refused : XML_ErrorString(XML_GetErrorCode(state.parser));
      return Status(ErrorCode::kCorrupt, where + ": " + (reason == nullptr ? "no XML" : reason));
    }
  } while (!piece.empty());
  return {};
}

std::string_view FindAttribute(std::span<const XmlAttribute> attributes, std::string_view name) {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [name](const XmlAttribute& one) { return one.name == name; });
  return found == attributes.end() ? std::string_view() : found->value;
}

Status ReadXml(std::string_view text, XmlHandler& handler) { return XmlReader(handler).Feed(text, true); }

}  // namespace kedang
