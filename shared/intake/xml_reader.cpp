#include "shared/intake/xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <vector>

#include "shared/intake/xml_scanner.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxDepth = 256;
constexpr std::size_t kMaxFeedBytes = std::size_t{1} << 30;  // expat counts in int
// Expat looks at a tag or comment that is not whole again with every piece.
constexpr std::size_t kMaxTokenBytes = 4 << 20;

}  // namespace

struct XmlReader::State {
  explicit State(XmlHandler& its_handler) : handler(its_handler), scanner(its_handler) {}

  XmlHandler& handler;
  XmlScanner scanner;
  XML_Parser parser = nullptr;  // since the scanner stopped
  std::size_t opening = 0;      // bytes it was given before the rest
  bool is_opening = false;      // what is read has been told already
  std::size_t depth = 0;
  std::size_t quiet_bytes = 0;  // fed since something was told
  const char* refused = nullptr;  // why the reading was stopped from within
  std::vector<XmlAttribute> attributes;

  void Refuse(const char* reason) {
    refused = reason;
    XML_StopParser(parser, XML_FALSE);
  }

  Status Parse(std::string_view piece, bool is_last) {
    quiet_bytes += piece.size();
    if (quiet_bytes > std::max(kMaxTokenBytes, piece.size())) return Status(ErrorCode::kCorrupt, "a tag or comment of more than 4 MB");
    do {
      const std::string_view part = piece.substr(0, kMaxFeedBytes);
      piece.remove_prefix(part.size());
      const bool is_end = is_last && piece.empty();
      if (XML_Parse(parser, part.data(), static_cast<int>(part.size()), is_end ? 1 : 0) == XML_STATUS_ERROR) return Damage();
    } while (!piece.empty());
    return {};
  }

  Status Damage() const {
    const std::uint64_t line = XML_GetCurrentLineNumber(parser);
    std::uint64_t column = XML_GetCurrentColumnNumber(parser) + 1;
    if (line == 1) column += scanner.column() - opening;
    const char* reason = refused != nullptr ? refused : XML_ErrorString(XML_GetErrorCode(parser));
    return Status(ErrorCode::kCorrupt, "line " + std::to_string(scanner.line() + line) + ", column " + std::to_string(column) + ": " +
                                           (reason == nullptr ? "no XML" : reason));
  }

  static void Start(void* data, const char* name, const char** pairs) {
    auto& state = *static_cast<State*>(data);
    state.quiet_bytes = 0;
    if (++state.depth > kMaxDepth) return state.Refuse("elements are nested too deeply");
    if (state.is_opening) return;
    state.attributes.clear();
    for (; *pairs != nullptr; pairs += 2) state.attributes.push_back({LocalXmlName(pairs[0]), pairs[1]});
    state.handler.OnStart(LocalXmlName(name), state.attributes);
  }
  static void End(void* data, const char* name) {
    auto& state = *static_cast<State*>(data);
    state.quiet_bytes = 0;
    --state.depth;
    if (!state.is_opening) state.handler.OnEnd(LocalXmlName(name));
  }
  static void Text(void* data, const char* text, int size) {
    auto& state = *static_cast<State*>(data);
    state.quiet_bytes = 0;
    if (!state.is_opening) state.handler.OnText(std::string_view(text, static_cast<std::size_t>(size)));
  }
  static void Doctype(void* data, const char*, const char*, const char*, int) {
    static_cast<State*>(data)->Refuse("it declares a document type");
  }
};

XmlReader::XmlReader(XmlHandler& handler) : state_(std::make_unique<State>(handler)) {}

XmlReader::~XmlReader() {
  if (state_->parser != nullptr) XML_ParserFree(state_->parser);
}

Status XmlReader::Feed(std::string_view piece, bool is_last) {
  State& state = *state_;
  if (state.parser != nullptr) return state.Parse(piece, is_last);
  if (state.scanner.Feed(piece, is_last)) return {};
  state.parser = XML_ParserCreate(nullptr);
  if (state.parser == nullptr) return Status(ErrorCode::kResourceExhausted, "no memory to read XML");
  XML_SetUserData(state.parser, &state);
  XML_SetElementHandler(state.parser, State::Start, State::End);
  XML_SetCharacterDataHandler(state.parser, State::Text);
  XML_SetStartDoctypeDeclHandler(state.parser, State::Doctype);
  const std::string opening = state.scanner.Opening();
  state.opening = opening.size();
  state.is_opening = true;
  KEDANG_RETURN_IF_ERROR(state.Parse(opening, false));
  state.is_opening = false;
  return state.Parse(state.scanner.rest(), is_last);
}

std::string_view FindAttribute(std::span<const XmlAttribute> attributes, std::string_view name) {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [name](const XmlAttribute& one) { return one.name == name; });
  return found == attributes.end() ? std::string_view() : found->value;
}

Status ReadXml(std::string_view text, XmlHandler& handler) { return XmlReader(handler).Feed(text, true); }

}  // namespace kedang
