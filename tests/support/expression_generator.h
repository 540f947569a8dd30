// Expressions that are right by construction, over the schemas of expression_world.h, and records to try them on.
#pragma once

#include "tests/support/expression_world.h"
#include "tests/support/random.h"

namespace kedang {

class ExpressionGenerator {
 public:
  explicit ExpressionGenerator(SeededRandom& random) : random_(random) {}

  // frame: 0 customer, 1 contract, 2 payment.
  std::string Boolean(int depth, int frame = 0) {
    if (depth <= 0) return Pick({"true", "否", "null", frame == 0 ? "重点" : "真", frame == 2 ? "逾期" : "1=1"});
    const auto sub = [&] { return Boolean(depth - 1, frame); };
    switch (random_.Below(15)) {
      case 0: return "(" + sub() + " and " + sub() + ")";
      case 1: return "（" + sub() + " 或 " + sub() + "）";
      case 2: return "not " + Paren(sub());
      case 3: return Paren(Number(depth - 1, frame)) + Order() + Paren(Number(depth - 1, frame));
      case 4: return Paren(Date(depth - 1, frame)) + Order() + Paren(Date(depth - 1, frame));
      case 5: return Paren(Text(depth - 1, frame)) + Order() + Paren(Text(depth - 1, frame));
      case 6: return Paren(Text(depth - 1, frame)) + Pick({" contains ", " 不包含 "}) + Paren(Text(depth - 1, frame));
      case 7: return Paren(Number(depth - 1, frame)) + " in " + Numbers(depth - 1, frame);
      case 8: return Pick({"any", "all"}) + "(" + Condition(depth - 1, frame) + ")";
      case 9: return "is_empty(" + Pick({Number(depth - 1, frame), Text(depth - 1, frame), Texts(depth - 1, frame)}) + ")";
      case 10: return Pick({"starts_with(", "ends_with("}) + Text(depth - 1, frame) + "," + Text(depth - 1, frame) + ")";
      case 11: return "matches(" + Text(depth - 1, frame) + "," + Pattern() + ")";
      case 12:
        if (frame == 0) {
          return Pick({"客户阶段 >= \"方案\"", "阶段 in [\"谈判\",\"Won\"]", "服务 包含 \"咨询\"", "地区 属于 \"330000\"",
                       "地区 = \"330108\"", "负责人 = me()", "上级客户 = 空", "上级客户 = \"云锦集团\"", "stage() < \"won\"",
                       "成立日期 > \"2015-06-17\"", "最近跟进 in [\"2026-11-10\",\"2020/1/1\"]"});
        }
        return frame == 1 ? Pick({"状态 = \"已签\"", "status > \"draft\"", "客户 = null", "客户.重点"}) : "逾期";
      case 13: return "has(" + Texts(depth - 1, frame) + "," + Text(depth - 1, frame) + ")";
      default: return Texts(depth - 1, frame) + Pick({" = ", " <> "}) + Texts(depth - 1, frame);
    }
  }

  std::string Number(int depth, int frame = 0) {
    if (depth <= 0) {
      const std::string own = frame == 0 ? Pick({"合同金额", "amount", "员工数"}) : "金额";
      return Pick({own, own, "null", "0", "1", "7", "0.1", "3.75", "5%", "10万", "2亿", "9223372036854775807", "0.000000001",
                   "123456789.987654321", std::to_string(random_.Below(2000)) + "." + std::to_string(random_.Below(100))});
    }
    const auto sub = [&] { return Number(depth - 1, frame); };
    switch (random_.Below(17)) {
      case 14: return "count(" + Condition(depth - 1, frame) + ")";
      case 15: return "latest(" + Condition(depth - 1, frame) + ").金额";
      case 16: {
        if (frame == 2) return sub();
        const std::string records = frame == 0 ? "合同" : "回款";
        const std::string key = frame == 0 ? Pick({Date(depth - 1, 1), Number(depth - 1, 1)}) : Number(depth - 1, 2);
        if (random_.OneIn(2)) return "latest(" + records + "," + key + ").金额";
        return Pick({"sum(", "max(", "average(", "last("}) + records + ".金额," + Boolean(depth - 1, frame + 1) + ")";
      }
      case 0: return Paren(sub()) + " + " + Paren(sub());
      case 1: return Paren(sub()) + "－" + Paren(sub());
      case 2: return Paren(sub()) + " * " + Paren(sub());
      case 3: return Paren(sub()) + " ÷ " + Paren(sub());
      case 4: return "-" + Paren(sub());
      case 5: return Pick({"abs(", "round(", "floor(", "向上取整("}) + sub() + ")";
      case 6: return Pick({"round(", "floor(", "ceil("}) + sub() + "," + Pick({"2", "0", "-3", "9", "0.5", sub()}) + ")";
      case 7: return "mod(" + sub() + "," + sub() + ")";
      case 8: return Pick({"sum(", "average(", "min(", "max("}) + sub() + "," + sub() + "," + sub() + ")";
      case 9: return Pick({"sum(", "average(", "min(", "max(", "count(", "first(", "last(", "latest("}) + Numbers(depth - 1, frame) + ")";
      case 10: return "length(" + Text(depth - 1, frame) + ")";
      case 11: return Pick({"year(", "month(", "day(", "weekday(", "quarter(", "days_since(", "days_until("}) + Date(depth - 1, frame) + ")";
      case 12: return Paren(Date(depth - 1, frame)) + " - " + Paren(Date(depth - 1, frame));
      default: return "if(" + Boolean(depth - 1, frame) + "," + sub() + "," + sub() + ")";
    }
  }

  std::string Date(int depth, int frame = 0) {
    if (depth <= 0) {
      const std::string own = frame == 0 ? Pick({"成立日期", "最近跟进"}) : frame == 1 ? "签订日期" : "today()";
      return Pick({own, own, "today()", "date(2024,2,29)", "date(9999,12,31)", "date(1,1,1)"});
    }
    switch (random_.Below(5)) {
      case 0: return Paren(Date(depth - 1, frame)) + " + " + Paren(Number(depth - 1, frame));
      case 1: return "add_months(" + Date(depth - 1, frame) + "," + Pick({"1", "-13", "25", Number(depth - 1, frame)}) + ")";
      case 2: return "add_days(" + Date(depth - 1, frame) + "," + Number(depth - 1, frame) + ")";
      case 3: return "coalesce(" + Date(depth - 1, frame) + "," + Date(depth - 1, frame) + ")";
      default: return "date(" + Pick({"2024", Number(depth - 1, frame)}) + "," + Pick({"2", "12", Number(depth - 1, frame)}) + "," +
                      Pick({"29", "31", Number(depth - 1, frame)}) + ")";
    }
  }

  std::string Text(int depth, int frame = 0) {
    if (depth <= 0) {
      const std::string own = frame == 0 ? Pick({"客户名称", "简称", "手机", "{付款 (备注)}"}) : frame == 1 ? "合同名称" : "说明";
      return Pick({own, own, "\"\"", "\"a\"", "\"云锦\"", "“Ab c”", "\"杭州云锦科技有限公司\"", "\"  x　\"", "\"a\"\"b\\\\\""});
    }
    const auto sub = [&] { return Text(depth - 1, frame); };
    switch (random_.Below(10)) {
      case 0: return Paren(sub()) + " & " + Paren(sub());
      case 1: return Paren(Number(depth - 1, frame)) + " & " + Paren(Date(depth - 1, frame));
      case 2: return Pick({"upper(", "lower(", "trim("}) + sub() + ")";
      case 3: return Pick({"left(", "right("}) + sub() + "," + Pick({"2", Number(depth - 1, frame)}) + ")";
      case 4: return "mid(" + sub() + "," + Pick({"2", Number(depth - 1, frame)}) + Pick({"", ",1", ",3"}) + ")";
      case 5: return "replace(" + sub() + "," + sub() + "," + sub() + ")";
      case 6: return "concat(" + sub() + "," + Number(depth - 1, frame) + "," + Boolean(depth - 1, frame) + ")";
      case 7: return "join(" + Texts(depth - 1, frame) + Pick({"", ",\"/\""}) + ")";
      case 8: return Pick({"first(", "last(", "max(", "min("}) + Texts(depth - 1, frame) + ")";
      default: return "if(" + Boolean(depth - 1, frame) + "," + sub() + "," + sub() + ")";
    }
  }

  std::string Numbers(int depth, int frame = 0) {
    if (depth <= 0 || frame == 2) return "[" + Number(0, frame) + "," + Number(0, frame) + ",7]";
    switch (random_.Below(4)) {
      case 0: return "[" + Number(depth - 1, frame) + "," + Number(depth - 1, frame) + "]";
      case 1: return "unique(" + Numbers(depth - 1, frame) + ")";
      case 2: return "filter(" + Condition(depth - 1, frame) + ").金额";
      default: return frame == 0 ? Pick({"合同.金额", "合同.回款.金额", "filter(合同.回款, 逾期).金额"}) : "回款.金额";
    }
  }

  std::string Texts(int depth, int frame = 0) {
    if (depth <= 0 || frame == 2) return frame == 0 ? "客户标签" : frame == 1 ? "标签" : "[\"a\"]";
    switch (random_.Below(4)) {
      case 0: return "[" + Text(depth - 1, frame) + "," + Text(depth - 1, frame) + ",\"高意向\"]";
      case 1: return "unique(" + Texts(depth - 1, frame) + ")";
      case 2: return frame == 0 ? Pick({"合同.标签", "合同.合同名称", "合同.客户.客户标签"}) : "回款.说明";
      default: return frame == 0 ? "客户标签" : "标签";
    }
  }

 private:
  // Related records of the frame, a comma and a condition over them.
  std::string Condition(int depth, int frame) {
    if (frame >= 2) return "合同.回款, 逾期";
    return (frame == 0 ? std::string("合同") : std::string("回款")) + "," + Boolean(depth, frame + 1);
  }
  std::string Pick(std::initializer_list<std::string> options) { return *(options.begin() + random_.Below(options.size())); }
  std::string Order() { return Pick({" = ", " <> ", " < ", "<=", "＞", " ≥ ", " 大于 "}); }
  std::string Pattern() { return Pick({"\"*\"", "\"?a*\"", "\"*云*司\"", "\"[a-c云]*\"", "\"[!0-9]*b\\\\\"", "\"1[3-9]*0?0\"", "\"*a*a*\"", "\"[\""}); }
  static std::string Paren(const std::string& inner) { return "(" + inner + ")"; }

  SeededRandom& random_;
};

// Gives every cell of every record but the references another value, or none.
inline void Scramble(ExpressionWorld& world, SeededRandom& random) {
  static const char* const kTexts[] = {"云锦", "a", "Ab c", "aab", "13800138000", "杭州云锦科技有限公司", "𠮷野", " x\t", "a\"b\\"};
  for (Record& record : world.records) {
    for (const Field& field : world.schemas.Find(record.schema)->fields) {
      if (field.type == FieldType::kReference) continue;
      Value value;
      switch (random.OneIn(4) ? Value::Kind::kNull : KindOf(field.type)) {
        case Value::Kind::kNull: break;
        case Value::Kind::kBoolean: value = Value::Boolean(random.OneIn(2)); break;
        case Value::Kind::kInteger: value = Value::Integer(static_cast<std::int64_t>(random.Below(5000)) - 1000); break;
        case Value::Kind::kDecimal: {
          const auto units = static_cast<std::int64_t>(random.Below(std::size_t{1} << random.Below(31)));
          const auto scale = static_cast<std::int32_t>(random.Below(10));
          value = Value::Of(*NormalizeDecimal({random.OneIn(3) ? -units : units * (random.OneIn(5) ? 4'000'000'000 : 1), scale}));
          break;
        }
        case Value::Kind::kDate:
          value = Value::Of(Date{static_cast<std::int32_t>(random.OneIn(9) ? random.Below(4'000'000) : random.Below(30'000))});
          break;
        case Value::Kind::kText:
          if (!field.choices.empty()) value = Value::Text(field.choices[random.Below(field.choices.size())].key);
          else if (field.type == FieldType::kRegion) value = Value::Text(random.OneIn(2) ? "330108" : "320100");
          else if (field.type == FieldType::kUser) value = Value::Text(random.OneIn(2) ? world.user : FormatId({9, 2}));
          else value = Value::Text(kTexts[random.Below(std::size(kTexts))]);
          break;
        case Value::Kind::kList:
          if (!field.choices.empty()) value = Value::List({field.choices[random.Below(field.choices.size())].key});
          else value = Value::List({kTexts[random.Below(std::size(kTexts))], kTexts[random.Below(std::size(kTexts))]});
          break;
      }
      record.Set(field.id, std::move(value));
    }
  }
}

}  // namespace kedang
