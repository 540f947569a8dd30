#include "shared/model/filled_cells.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

TEST(FilledCellsTest, FindsWhatHasAValue) {
  Record record(1, Id{0, 1});
  for (const FieldId field : {1U, 63U, 64U, 200U, 511U, 512U, 70'000U}) record.Set(field, Value::Integer(field));
  record.Set(64, Value(), Version{1, 2});  // emptied: the cell stays for its version
  record.Set(70'000, Value(), Version{1, 2});
  const FilledCells cells(record);
  for (FieldId field = 0; field <= 70'001; ++field) {
    const Value& value = record.Get(field);
    const Value* const found = cells.Find(field);
    ASSERT_EQ(found == nullptr, value.is_null()) << field;
    if (found != nullptr) {
      EXPECT_EQ(found, &value) << field;
    }
  }
  EXPECT_EQ(cells.Find(64), nullptr);
  EXPECT_EQ(cells.Find(512)->integer(), 512);
}

TEST(FilledCellsTest, ARecordWithoutCellsHasNone) {
  const Record record;
  const FilledCells cells(record);
  for (FieldId field = 0; field < 1000; ++field) EXPECT_EQ(cells.Find(field), nullptr);
}

}  // namespace
}  // namespace kedang
