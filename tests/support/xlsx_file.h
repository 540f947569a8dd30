// Workbooks made from parts, also from parts that no spreadsheet program would write.
#pragma once

#include <string>
#include <string_view>

#include "shared/intake/zip_writer.h"

namespace kedang {

struct XlsxParts {
  std::string sheet_data = {};  // within <sheetData>
  std::string shared = {};      // within <sst>; empty: no such part
  std::string formats = {};     // within <numFmts>
  std::string cell_styles = {}; // within <cellXfs>
  std::string workbook = "<workbookPr/><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets>";
};

inline Bytes MakeXlsx(const XlsxParts& parts) {
  ZipWriter zip;
  const auto add = [&zip](const std::string& name, const std::string& text) {
    if (!zip.Begin(name).ok() || !zip.Write(text).ok()) std::abort();
  };
  const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string main = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  add("_rels/.rels", "<Relationships><Relationship Id=\"rId1\" Type=\"" + relations + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
  add("xl/workbook.xml", "<workbook" + main + " xmlns:r=\"" + relations + "\">" + parts.workbook + "</workbook>");
  add("xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id=\"rId1\" Type=\"" + relations + "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
      "<Relationship Id=\"rId2\" Type=\"" + relations + "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
      "<Relationship Id=\"rId3\" Type=\"" + relations + "/styles\" Target=\"styles.xml\"/></Relationships>");
  if (!parts.shared.empty()) add("xl/sharedStrings.xml", "<sst" + main + ">" + parts.shared + "</sst>");
  if (!parts.cell_styles.empty()) {
    add("xl/styles.xml", "<styleSheet" + main + "><numFmts>" + parts.formats + "</numFmts><cellXfs>" + parts.cell_styles + "</cellXfs></styleSheet>");
  }
  add("xl/worksheets/sheet1.xml", "<worksheet" + main + "><sheetData>" + parts.sheet_data + "</sheetData></worksheet>");
  return zip.Finish().value();
}

}  // namespace kedang
