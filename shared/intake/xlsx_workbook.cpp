#include "shared/intake/xlsx_workbook.h"

#include <charconv>
#include <map>
#include <optional>

#include "shared/intake/xlsx_text.h"
#include "shared/intake/xml_reader.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxSheets = 4096;
constexpr std::size_t kMaxStyles = 1 << 16;  // what a spreadsheet can hold
constexpr std::size_t kMaxSharedTexts = 64'000'000;

std::optional<std::uint32_t> Number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool IsTrue(std::string_view text) { return text == "1" || text == "true"; }

// "xl/workbook.xml" and "worksheets/sheet1.xml" → "xl/worksheets/sheet1.xml".
std::string ResolvePart(std::string_view base, std::string_view target) {
  std::string path;
  if (!target.starts_with('/')) {
    const std::size_t slash = base.rfind('/');
    path = slash == std::string_view::npos ? std::string() : std::string(base.substr(0, slash + 1));
  }
  path += target.starts_with('/') ? target.substr(1) : target;
  std::string out;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view step = std::string_view(path).substr(begin, end - begin);
    begin = end + 1;
    if (step == "..") {
      const std::size_t slash = out.rfind('/');
      out.erase(slash == std::string::npos ? 0 : slash);
    } else if (!step.empty() && step != ".") {
      if (!out.empty()) out += '/';
      out += step;
    }
  }
  return out;
}

std::string RelationsOf(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  return std::string(part.substr(0, name)) + "_rels/" + std::string(part.substr(name)) + ".rels";
}

struct Relation {
  std::string kind;  // the last word of its type: "worksheet", "sharedStrings", …
  std::string target;
};

class RelationHandler final : public XmlHandler {
 public:
  explicit RelationHandler(std::string_view base) : base_(base) {}
  void OnStart(std::string_view name, std::span<const XmlAttribute> attributes) override {
    if (name != "Relationship" || FindAttribute(attributes, "TargetMode") == "External") return;
    const std::string_view type = FindAttribute(attributes, "Type");
    relations[std::string(FindAttribute(attributes, "Id"))] = {
        std::string(type.substr(type.rfind('/') + 1)), ResolvePart(base_, FindAttribute(attributes, "Target"))};
  }
  void OnEnd(std::string_view) override {}
  void OnText(std::string_view) override {}

  std::map<std::string, Relation> relations;

 private:
  std::string base_;
};

class SheetListHandler final : public XmlHandler {
 public:
  struct Entry {
    XlsxSheet sheet;
    std::string relation;
  };
  void OnStart(std::string_view name, std::span<const XmlAttribute> attributes) override {
    // Extensions have an element of the same name, without the attribute.
    if (name == "workbookPr") is_1904 = is_1904 || IsTrue(FindAttribute(attributes, "date1904"));
    if (name != "sheet") return;
    has_more = entries.size() >= kMaxSheets;
    if (has_more) return;
    Entry entry;
    entry.sheet.name = FindAttribute(attributes, "name");
    const std::string_view state = FindAttribute(attributes, "state");
    if (state == "hidden") entry.sheet.state = SheetState::kHidden;
    if (state == "veryHidden") entry.sheet.state = SheetState::kVeryHidden;
    entry.relation = FindAttribute(attributes, "id");
    entries.push_back(std::move(entry));
  }
  void OnEnd(std::string_view) override {}
  void OnText(std::string_view) override {}

  bool is_1904 = false;
  bool has_more = false;  // than kMaxSheets
  std::vector<Entry> entries;
};

class SharedTextHandler final : public XmlHandler {
 public:
  explicit SharedTextHandler(TextPool& texts) : texts_(texts) {}
  void OnStart(std::string_view name, std::span<const XmlAttribute>) override {
    if (name == "si") text_.Clear();
    text_.OnStart(name);
  }
  void OnEnd(std::string_view name) override {
    text_.OnEnd(name);
    if (name != "si" || texts_.size() >= kMaxSharedTexts) return;
    texts_.Append(text_.Finish());
    texts_.EndText();
  }
  void OnText(std::string_view text) override { text_.OnText(text); }

 private:
  TextPool& texts_;
  XlsxText text_;
};

// Number formats and the styles of cells that refer to them.
class StyleHandler final : public XmlHandler {
 public:
  void OnStart(std::string_view name, std::span<const XmlAttribute> attributes) override {
    if (name == "numFmt") {
      if (const auto id = Number(FindAttribute(attributes, "numFmtId"))) {
        formats_[*id] = KindOfFormat(FindAttribute(attributes, "formatCode"));
      }
    } else if (name == "cellXfs") {
      is_in_cells_ = true;
    } else if (name == "xf" && is_in_cells_ && kinds.size() < kMaxStyles) {
      const std::uint32_t id = Number(FindAttribute(attributes, "numFmtId")).value_or(0);
      const auto own = formats_.find(id);
      kinds.push_back(own != formats_.end() ? own->second : KindOfBuiltInFormat(id));
    }
  }
  void OnEnd(std::string_view name) override {
    if (name == "cellXfs") is_in_cells_ = false;
  }
  void OnText(std::string_view) override {}

  std::vector<CellKind> kinds;

 private:
  std::map<std::uint32_t, CellKind> formats_;
  bool is_in_cells_ = false;
};

Error AtPart(const std::string& part, const Error& error) { return Error{error.code, part + ": " + error.message}; }

bool BeginsWith(ByteSpan bytes, std::string_view magic) { return AsText(bytes).starts_with(magic); }

constexpr std::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

}  // namespace

std::string_view SheetStateName(SheetState state) {
  constexpr std::string_view kNames[] = {"visible", "hidden", "veryHidden"};
  return kNames[static_cast<std::size_t>(state)];
}

bool LooksLikeWorkbook(ByteSpan bytes) {
  return BeginsWith(bytes, "PK\x03\x04") || BeginsWith(bytes, "PK\x05\x06") || BeginsWith(bytes, kCompoundFile);
}

Result<XlsxWorkbook> XlsxWorkbook::Open(ByteSpan bytes, XlsxLimits limits) {
  if (BeginsWith(bytes, kCompoundFile)) {
    // An encrypted workbook and one of Excel 97 to 2003 are both compound files; the stream's name is in UTF-16.
    const std::string_view encrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
    if (AsText(bytes).find(encrypted) != std::string_view::npos) {
      return Error{ErrorCode::kUnsupported, "the workbook is protected by a password: open it, remove the password and save it"};
    }
    return Error{ErrorCode::kUnsupported, "this is a file of Excel 97 to 2003 (.xls): save it as .xlsx or CSV"};
  }
  KEDANG_ASSIGN(ZipArchive archive, ZipArchive::Open(bytes, limits.zip));
  XlsxWorkbook workbook(std::move(archive), limits);
  std::string part = "xl/workbook.xml";
  // The office document is what the package says it is; without such a word it is where it always is.
  if (const auto text = workbook.archive_.ReadPart("_rels/.rels", limits.small_part_bytes); text.ok()) {
    RelationHandler handler("");
    if (ReadXml(*text, handler).ok()) {
      for (const auto& [id, relation] : handler.relations) {
        if (relation.kind == "officeDocument" && workbook.archive_.Has(relation.target)) part = relation.target;
      }
    }
  }
  if (!workbook.archive_.Has(part)) {
    return Error{ErrorCode::kCorrupt, "a ZIP file, but no workbook: " + part + " is missing"};
  }
  std::string shared_part, style_part;
  KEDANG_RETURN_IF_ERROR(workbook.ReadSheets(part, shared_part, style_part));
  workbook.ReadStyles(style_part);
  workbook.ReadSharedTexts(shared_part);
  return workbook;
}

Status XlsxWorkbook::ReadSheets(const std::string& part, std::string& shared_part, std::string& style_part) {
  KEDANG_ASSIGN(const std::string text, archive_.ReadPart(part, limits_.small_part_bytes));
  SheetListHandler list;
  if (const Status read = ReadXml(text, list); !read.ok()) return AtPart(part, read.error());
  is_1904_ = list.is_1904;
  RelationHandler handler(part);
  const std::string relations = RelationsOf(part);
  if (const auto related = archive_.ReadPart(relations, limits_.small_part_bytes); related.ok()) {
    if (const Status read = ReadXml(*related, handler); !read.ok()) return AtPart(relations, read.error());
  }
  for (const auto& [id, relation] : handler.relations) {
    if (relation.kind == "sharedStrings") shared_part = relation.target;
    if (relation.kind == "styles") style_part = relation.target;
  }
  for (SheetListHandler::Entry& entry : list.entries) {
    const auto found = handler.relations.find(entry.relation);
    if (found != handler.relations.end()) {
      if (found->second.kind != "worksheet") continue;
      entry.sheet.part = found->second.target;
    }
    if (!archive_.Has(entry.sheet.part)) {
      AddIssue("sheet_missing", "sheet \"" + entry.sheet.name + "\" has no part in the file");
      entry.sheet.part.clear();
    }
    sheets_.push_back(std::move(entry.sheet));
  }
  if (list.has_more) AddIssue("too_many_sheets", "only the first " + std::to_string(kMaxSheets) + " sheets are read");
  if (sheets_.empty()) return Status(ErrorCode::kCorrupt, "the workbook has no sheet with cells");
  return {};
}

void XlsxWorkbook::ReadStyles(const std::string& part) {
  if (part.empty() || !archive_.Has(part)) return;
  StyleHandler handler;
  const auto text = archive_.ReadPart(part, limits_.small_part_bytes);
  const Status read = text.ok() ? ReadXml(*text, handler) : Status(text.error());
  if (!read.ok()) AddIssue("styles_damaged", part + ": " + read.error().message + "; dates may show as numbers");
  styles_ = std::move(handler.kinds);
}

void XlsxWorkbook::ReadSharedTexts(const std::string& part) {
  if (part.empty() || !archive_.Has(part)) return;
  const auto read = [&]() -> Status {
    KEDANG_ASSIGN(ZipPart source, archive_.OpenPart(part));
    SharedTextHandler handler(shared_texts_);
    XmlReader reader(handler);
    for (;;) {
      KEDANG_ASSIGN(const std::string_view piece, source.Read());
      if (shared_texts_.bytes() > limits_.shared_text_bytes) {
        return Status(ErrorCode::kTooLarge, "texts of more than " + std::to_string(limits_.shared_text_bytes) + " bytes");
      }
      KEDANG_RETURN_IF_ERROR(reader.Feed(piece, piece.empty()));
      if (piece.empty()) return {};
    }
  }();
  if (!read.ok()) AddIssue("shared_texts_damaged", part + ": " + read.error().message + "; the texts behind are missing");
}

void XlsxWorkbook::AddIssue(std::string code, std::string message) {
  issues_.push_back({0, 0, Severity::kWarn, std::move(code), std::move(message)});
}

}  // namespace kedang
