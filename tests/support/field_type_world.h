// A handful of people and records that field types may name in tests; two share a name.
#pragma once

#include <string>
#include <vector>

#include "shared/field/check_context.h"
#include "shared/text/fold.h"

namespace kedang {

class FieldTypeWorld final : public NameLookup {
 public:
  static Id IdOf(std::uint64_t number) { return Id{0x0198000000000000U + number, 0x8000000000000001U + number}; }

  std::string UserName(Id user) const override { return NameIn(kUsers, user); }
  std::string RecordTitle(std::string_view, Id record) const override { return NameIn(kRecords, record); }
  std::vector<Id> UsersNamed(std::string_view name) const override { return IdsIn(kUsers, name); }
  std::vector<Id> RecordsTitled(std::string_view, std::string_view title) const override { return IdsIn(kRecords, title); }

 private:
  static constexpr std::string_view kUsers[] = {"王芳", "李敏", "重名", "重名"};
  static constexpr std::string_view kRecords[] = {"华测检测", "甲、乙事务所", "重名公司", "重名公司"};

  static std::string NameIn(const std::string_view (&names)[4], Id id) {
    for (std::size_t i = 0; i < 4; ++i) {
      if (IdOf(i) == id) return std::string(names[i]);
    }
    return {};
  }
  static std::vector<Id> IdsIn(const std::string_view (&names)[4], std::string_view name) {
    std::vector<Id> found;
    for (std::size_t i = 0; i < 4; ++i) {
      if (Fold(names[i]) == Fold(name)) found.push_back(IdOf(i));
    }
    return found;
  }
};

}  // namespace kedang
