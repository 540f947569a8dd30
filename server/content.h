// Content: what an instance is made of before anybody entered anything: the tables of its database, the shipped schemas
// and the reference data. The program takes it from its embedded assets; tests may bring their own.
#pragma once

#include <string_view>
#include <vector>

namespace kedang {

struct Content {
  std::vector<std::string_view> migrations;  // SQL scripts; the first is number 1
  std::vector<std::string_view> schemas;  // JSON texts in navigation order; used when a database is new
  std::string_view views;                 // JSON texts of the saved views that come with it; see AddDefaultViews
  std::string_view pinyin;                // texts of Lexicon::Parse
  std::string_view regions;
  std::string_view industries;
};

// What is embedded in this binary.
Content EmbeddedContent();

}  // namespace kedang
