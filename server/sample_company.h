// Invented companies and people, the same for the same seed: for --demo, benchmarks and tests. Names are made of common
// words in the way Chinese companies are named; codes have a right check character but are of nobody; telephone numbers
// are plainly made up. Any likeness is chance.
#pragma once

#include <cstdint>
#include <string>

namespace kedang {

// A small generator whose numbers are the same on every machine.
class SampleRandom {
 public:
  explicit SampleRandom(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  // 0 .. limit-1. Precondition: limit > 0.
  std::uint32_t Below(std::uint32_t limit);
  // True in `percent` of 100 calls.
  bool Chance(std::uint32_t percent) { return Below(100) < percent; }

 private:
  std::uint64_t state_;
};

struct SampleCompany {
  std::string name;
  std::string short_name;
  std::string type;           // key of the customer's type
  std::string uscc;
  std::string founded_on;     // ISO
  std::string industry;       // GB/T 4754 code
  std::string industry_name;
  std::string size;           // key
  std::string region;         // GB/T 2260 code
  std::string region_name;    // province and city
  std::string address;
  std::string contact;
  std::string mobile;
  std::string phone;
  std::string email;
  std::string website;
};

SampleCompany MakeSampleCompany(SampleRandom& random);
std::string MakeSamplePersonName(SampleRandom& random);
// 199 0000 and four digits: well-formed and plainly made up.
std::string MakeSampleMobile(SampleRandom& random);
// The same company as somebody else would have typed it: brackets, 有限责任公司, a space, a missing city, another contact.
SampleCompany MakeNearDuplicate(const SampleCompany& company, SampleRandom& random);

}  // namespace kedang
