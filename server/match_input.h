// Reads one or two CSV files into an index for matching: columns named by the first row, typed by name and content, those of
// the second file found by the names of the first (by their places when no name agrees).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/match/match_index.h"
#include "shared/match/match_model.h"

namespace kedang {

struct MatchInputOptions {
  std::string file;
  std::string other_file;            // empty: duplicates within the first
  std::string id_column;             // empty: found by name, else rows count from 1
  std::vector<std::string> ignored;  // column names
  std::string config;                // JSON of MatchModel; its fields name columns
};

struct MatchInput {
  std::unique_ptr<MatchIndex> index;
  MatchModel model;
  bool is_fitted = false;  // the configuration brought the weights
  MatchRow split = 0;      // rows of the first file when there are two

  // The id of a row as its file writes it.
  std::string_view IdOf(MatchRow row) const {
    return std::string_view(id_text).substr(id_begins[row], id_begins[row + 1] - id_begins[row]);
  }

  std::string id_text;
  std::vector<std::uint64_t> id_begins{0};
};

// `lexicon` must outlive the index. kInvalidArgument for columns that do not exist; the message lists those that do.
Result<MatchInput> ReadMatchInput(const MatchInputOptions& options, const Lexicon& lexicon);

}  // namespace kedang
