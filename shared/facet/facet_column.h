// FacetColumn: one field of few values over all rows, as a small code a row. A code stands for the whole set of values a
// row has (one choice, four tags, a district with its city and province), so several values cost no more than one, and
// counting is one histogram whatever the field. Codes take one byte a row, two or four once there are more sets.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/search/row_set.h"
#include "shared/text/lexicon.h"

namespace kedang {

// What lies above a value and is counted with it.
enum class FacetTree : std::uint8_t {
  kFlat,
  kRegions,     // 滨江区 counts for 杭州市 and 浙江省: 330108, 330100, 330000
  kIndustries,  // I65 counts for I
};

struct FacetCount {
  std::string_view key;    // as the cell holds it, "true"/"false" for booleans; "" for rows without a value. Good until a change
  std::uint32_t rows = 0;  // at least 1
};

class FacetColumn {
 public:
  // More different values than this are no classes: the column gives itself up and stays empty.
  static constexpr std::size_t kMostValues = 20'000;

  // The lexicon must outlive it.
  FacetColumn(FacetTree tree, const Lexicon& lexicon) : tree_(tree), lexicon_(&lexicon) {}

  // Any number of values; empty and double ones are passed over.
  void Set(Row row, std::span<const std::string_view> values);
  void Remove(Row row);
  void Clear();

  // False once there were too many different values.
  bool is_usable() const { return !is_given_up_; }
  std::size_t memory_bytes() const;

  // Values of the rows in `rows`, each row counted once a value, in no particular order. `members` are all rows of the column
  // (what is missing of most of them is faster to count).
  std::vector<FacetCount> Count(const RowSet& rows, const RowSet& members) const;
  // Adds what else the column has that folds to the same as one of the keys: VIP, vip.
  void AddAlike(std::vector<std::string_view>& keys) const;
  // Rows that have one of the values, or a value below one; "" stands for rows that have none.
  RowSet RowsWith(std::span<const std::string_view> keys) const;

 private:
  using Code = std::uint32_t;   // 0: the row is not here; 1: it has no value
  using Node = std::uint32_t;   // a value or what lies above values
  using Block = std::unique_ptr<std::uint8_t[]>;

  struct Group {
    std::uint32_t begin = 0;  // into members_: its own values in order, then what lies above them
    std::uint32_t own = 0;
    std::uint32_t all = 0;
    std::uint32_t rows = 0;   // that have this code
  };

  // Where the key is in slots_, or would be.
  std::size_t SlotOf(std::string_view key) const;
  Node NodeOf(std::string_view key);
  // Its own values, and with those above them.
  std::span<const Node> OwnOf(const Group& group) const { return std::span(group_nodes_).subspan(group.begin, group.own); }
  std::span<const Node> AllOf(const Group& group) const { return std::span(group_nodes_).subspan(group.begin, group.all); }
  Code CodeOf(std::span<const Node> own);
  Code NewCode(std::span<const Node> own, std::uint64_t hash);
  void AddAbove(Node node, std::vector<Node>& all);
  Code At(Row row) const;
  void Write(Row row, Code code);
  void Widen(int width);
  // Leaves out sets and values that no row has any more.
  void Compact();
  void GiveUp();
  void Histogram(const RowSet& rows, const RowSet* but_of, std::vector<std::uint32_t>& counts) const;

  FacetTree tree_;
  const Lexicon* lexicon_;
  bool is_given_up_ = false;
  int width_ = 1;              // bytes a row
  std::vector<Block> blocks_;  // of kBlockRows rows; null: nobody is there
  std::vector<std::string> keys_;                  // by node
  std::vector<Code> alone_;                        // by node: the code of the set of it alone; 0: none yet
  std::vector<Node> slots_ = std::vector<Node>(16);  // hash table of the keys: node + 1, 0 where there is none
  std::vector<Group> groups_ = std::vector<Group>(2);  // by code
  std::vector<Node> group_nodes_;
  std::unordered_multimap<std::uint64_t, Code> codes_;  // of sets of several values, by their hash
  std::size_t dead_groups_ = 0;
};

}  // namespace kedang
