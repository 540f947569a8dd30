#include "shared/intake/xlsx_writer.h"

#include <array>
#include <cstdio>

#include "shared/base/date.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::uint64_t kMostRows = 1'048'576;
constexpr std::size_t kMostCharacters = 32'767;
constexpr std::size_t kMostNameCharacters = 31;
constexpr std::size_t kFlushBytes = 1 << 16;
constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/";

enum Style : int { kPlain = 0, kBold = 1, kDateStyle = 2, kDateTimeStyle = 3 };

void AppendXml(std::string_view text, std::string& out) {
  std::array<char, 8> escape;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else if (byte >= 0x20 || c == '\n' || c == '\t') out += c;
    else {
      std::snprintf(escape.data(), escape.size(), "_x%04X_", byte);
      out += escape.data();
    }
  }
}

// An "_x" that would be read as an escape is written as one.
std::string EscapeEscapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i] == '_' && i + 1 < text.size() && text[i + 1] == 'x' ? "_x005F_" : std::string(1, text[i]);
  }
  return out;
}

std::string SheetName(std::string_view wanted) {
  std::string name;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < wanted.size() && characters < kMostNameCharacters;) {
    const char32_t c = DecodeUtf8(wanted, i);
    if (c < 0x20 || std::u32string_view(U"\\/?*[]:'").find(c) != std::u32string_view::npos) continue;
    AppendUtf8(c, name);
    ++characters;
  }
  return name.empty() ? "Sheet1" : name;
}

bool IsDecimal(std::string_view text) {
  std::size_t digits = 0, points = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= '0' && text[i] <= '9') ++digits;
    else if (text[i] == '.') ++points;
    else if (text[i] != '-' || i > 0) return false;
  }
  // Excel keeps 15 digits; longer codes stay texts, and so do those with zeros before them.
  const bool has_zeros = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return digits > 0 && digits <= 15 && points <= 1 && !has_zeros && text.back() != '.' && text.front() != '.';
}

// The day number of "2026-11-22", with its time; nothing for days that Excel does not know.
std::string DayNumber(std::string_view text) {
  const auto date = ParseIsoDate(text.substr(0, 10));
  const auto base = MakeDate(1899, 12, 30), first = MakeDate(1900, 3, 1);
  if (!date || *date < *first) return {};
  std::string number = std::to_string(date->days - base->days);
  if (text.size() == 10) return number;
  if (text.size() < 19 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return {};
  int parts[3] = {};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 2; ++j) {
      const char c = text[static_cast<std::size_t>(11 + i * 3 + j)];
      if (c < '0' || c > '9') return {};
      parts[i] = parts[i] * 10 + (c - '0');
    }
  }
  const double day = (parts[0] * 3600 + parts[1] * 60 + parts[2]) / 86400.0;
  std::array<char, 32> fraction;
  std::snprintf(fraction.data(), fraction.size(), "%.10f", day);
  return number + (fraction.data() + 1);
}

}  // namespace

XlsxWriter::XlsxWriter(std::string_view sheet) : sheet_(SheetName(sheet)) {}

Status XlsxWriter::Begin() {
  is_begun_ = true;
  const auto part = [this](const std::string& name, const std::string& text) -> Status {
    KEDANG_RETURN_IF_ERROR(zip_.Begin(name));
    return zip_.Write(std::string(kXmlHead) + text);
  };
  const std::string package(kPackage), relations(kRelations), main(kMain);
  constexpr std::string_view kType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const std::string type(kType);
  KEDANG_RETURN_IF_ERROR(part("[Content_Types].xml",
      "<Types xmlns=\"" + package + "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + type + "sheet.main+xml\"/>"
      "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + type + "worksheet+xml\"/>"
      "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + type + "styles+xml\"/></Types>"));
  KEDANG_RETURN_IF_ERROR(part("_rels/.rels",
      "<Relationships xmlns=\"" + package + "relationships\"><Relationship Id=\"rId1\" Type=\"" + relations + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
  std::string name;
  AppendXml(sheet_, name);
  KEDANG_RETURN_IF_ERROR(part("xl/workbook.xml",
      "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relations + "\"><sheets><sheet name=\"" + name + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"));
  KEDANG_RETURN_IF_ERROR(part("xl/_rels/workbook.xml.rels",
      "<Relationships xmlns=\"" + package + "relationships\"><Relationship Id=\"rId1\" Type=\"" + relations + "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
      "<Relationship Id=\"rId2\" Type=\"" + relations + "/styles\" Target=\"styles.xml\"/></Relationships>"));
  KEDANG_RETURN_IF_ERROR(part("xl/styles.xml",
      "<styleSheet xmlns=\"" + main + "\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>"
      "<fonts count=\"2\"><font><sz val=\"11\"/></font><font><b/><sz val=\"11\"/></font></fonts>"
      "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
      "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
      "<cellXfs count=\"4\"><xf/><xf fontId=\"1\" applyFont=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"));
  KEDANG_RETURN_IF_ERROR(zip_.Begin("xl/worksheets/sheet1.xml"));
  buffer_ = std::string(kXmlHead) + "<worksheet xmlns=\"" + main + "\">";
  if (has_header_) {
    buffer_ += "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";
  }
  if (!widths_.empty()) {
    buffer_ += "<cols>";
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const std::string column = std::to_string(i + 1);
      buffer_ += "<col min=\"" + column + "\" max=\"" + column + "\" width=\"" + std::to_string(widths_[i]) + "\" customWidth=\"1\"/>";
    }
    buffer_ += "</cols>";
  }
  buffer_ += "<sheetData>";
  return {};
}

Status XlsxWriter::WriteHeader(std::span<const std::string_view> titles) {
  has_header_ = true;
  // Rows are not known yet: wide enough for the title and for what such a column usually holds.
  for (const std::string_view title : titles) {
    unsigned width = 6;
    for (std::size_t i = 0; i < title.size();) width += DecodeUtf8(title, i) < 0x80 ? 1 : 2;
    widths_.push_back(std::min(std::max(width, 14u), 60u));
  }
  KEDANG_RETURN_IF_ERROR(Begin());
  buffer_ += "<row>";
  for (const std::string_view title : titles) AppendText(title, kBold);
  buffer_ += "</row>";
  ++row_;
  return Flush();
}

void XlsxWriter::AppendText(std::string_view text, int style) {
  std::size_t characters = 0, end = 0;
  for (; end < text.size() && characters < kMostCharacters; ++characters) (void)DecodeUtf8(text, end);
  if (end < text.size()) {
    ++cut_texts_;
    text = text.substr(0, end);
  }
  buffer_ += "<c t=\"inlineStr\"" + (style == kPlain ? std::string() : " s=\"" + std::to_string(style) + "\"") + "><is><t xml:space=\"preserve\">";
  text.find("_x") == std::string_view::npos ? AppendXml(text, buffer_) : AppendXml(EscapeEscapes(text), buffer_);
  buffer_ += "</t></is></c>";
}

Status XlsxWriter::WriteRow(std::span<const XlsxWriterCell> cells) {
  if (!is_begun_) KEDANG_RETURN_IF_ERROR(Begin());
  if (row_ >= kMostRows) return Status(ErrorCode::kTooLarge, "a sheet holds 1,048,576 rows; choose fewer, or CSV");
  ++row_;
  buffer_ += "<row>";
  for (const XlsxWriterCell& cell : cells) {
    if (cell.text.empty()) {
      buffer_ += "<c/>";
      continue;
    }
    if (cell.kind == XlsxCellKind::kNumber && IsDecimal(cell.text)) {
      buffer_ += "<c><v>" + std::string(cell.text) + "</v></c>";
      continue;
    }
    const bool is_date = cell.kind == XlsxCellKind::kDate || cell.kind == XlsxCellKind::kDateTime;
    const std::string day = is_date ? DayNumber(cell.text) : std::string();
    if (day.empty()) {
      AppendText(cell.text, kPlain);
    } else {
      const int style = day.find('.') == std::string::npos && cell.kind == XlsxCellKind::kDate ? kDateStyle : kDateTimeStyle;
      buffer_ += "<c s=\"" + std::to_string(style) + "\"><v>" + day + "</v></c>";
    }
  }
  buffer_ += "</row>";
  return buffer_.size() > kFlushBytes ? Flush() : Status();
}

Status XlsxWriter::Flush() {
  const Status written = zip_.Write(buffer_);
  buffer_.clear();
  return written;
}

Result<Bytes> XlsxWriter::Finish() {
  if (!is_begun_) KEDANG_RETURN_IF_ERROR(Begin());
  buffer_ += "</sheetData></worksheet>";
  KEDANG_RETURN_IF_ERROR(Flush());
  return zip_.Finish();
}

}  // namespace kedang
