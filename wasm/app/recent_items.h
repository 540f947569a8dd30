// RecentItems: the records somebody opened last, and what they searched for, newest first, as two short texts that the
// browser keeps. Ids only: what a record says is looked up when it is shown, and gone when it may not be seen any more.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/id.h"

namespace kedang {

class RecentItems {
 public:
  static constexpr std::size_t kMostRecords = 12;
  static constexpr std::size_t kMostSearches = 8;

  // Anything unreadable is passed over.
  void Read(std::string_view records, std::string_view searches);
  std::string RecordsText() const;   // ids, one a line
  std::string SearchesText() const;  // words, one search a line

  // It is the newest now. False: it was already.
  bool NoteRecord(Id record);
  bool NoteSearch(std::string_view words);
  void ForgetSearches() { searches_.clear(); }

  const std::vector<Id>& records() const { return records_; }
  const std::vector<std::string>& searches() const { return searches_; }

 private:
  std::vector<Id> records_;
  std::vector<std::string> searches_;
};

}  // namespace kedang
