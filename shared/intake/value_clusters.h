// Groups the different texts of a column that may be one value written in several ways: 杭州市, 杭州, Hangzhou, 杭洲. The
// methods are OpenRefine's, for Chinese: key collision by fingerprint, by pairs of characters and by sound, and one slip of
// a typist. What comes out is a proposal: a person looks before anything is changed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/text/pinyin.h"

namespace kedang {

// Bits, to be joined.
enum ClusterMethod : unsigned {
  kByFingerprint = 1,  // width, case, punctuation, order of words
  kByPairs = 2,        // the same pairs of characters, also without blanks: "Han gzhou"
  kBySound = 4,        // pinyin; of places without 省, 市, 区, 县
  kBySlip = 8,         // one character more, less, changed or swapped; numbers must be equal
  kByAll = 15,
};

struct ValueCluster {
  struct Member {
    std::string text;
    std::uint32_t count = 0;  // rows
  };
  std::vector<Member> members;  // two or more, the most frequent first: what the others should be
  std::uint32_t rows = 0;
};

class ValueClusters {
 public:
  // `pinyin` may be null (then nothing is grouped by sound) and must outlive it.
  ValueClusters(unsigned methods, const PinyinTable* pinyin) : methods_(methods), pinyin_(pinyin) {}

  // A text of the column and its rows; every text once, empty ones left out. Most of the work is done here, so that
  // many texts can be added in slices.
  void Add(std::string text, std::uint32_t count);
  std::size_t size() const { return members_.size(); }

  // Groups that would change most rows first.
  std::vector<ValueCluster> Finish();

 private:
  struct Key {
    std::uint64_t hash;
    std::uint32_t member;
    bool operator<(const Key& other) const { return hash != other.hash ? hash < other.hash : member < other.member; }
  };

  std::uint32_t RootOf(std::uint32_t member);
  void Join(std::uint32_t a, std::uint32_t b);

  unsigned methods_;
  const PinyinTable* pinyin_;
  std::vector<ValueCluster::Member> members_;
  std::vector<std::u32string> folded_;  // for slips; empty where too short for one
  std::vector<Key> keys_;               // equal ones are the same value
  std::vector<Key> slips_;              // equal ones may be
  std::vector<std::uint32_t> parent_;
};

// The key of each method; empty: the text has none.
std::string FingerprintOf(std::string_view text);
std::string PairsOf(std::string_view text);
std::string SoundOf(std::string_view text, const PinyinTable& pinyin);

}  // namespace kedang
