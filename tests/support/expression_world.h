// A small company for expressions to be about: schemas with every type of field, a customer with contracts and payments.
// The examples of the function table are written over it.
#pragma once

#include <deque>

#include "shared/expr/evaluator.h"
#include "shared/expr/expression.h"

namespace kedang {

inline const char* const kExpressionSchemas = R"json({"version": 1, "schemas": [
{"id": 1, "key": "customer", "version": 1, "label": {"zh": "客户", "en": "Customers"}, "icon": "users", "title": "name",
 "stage": "stage", "owner": "owner", "groups": [{"key": "basic", "label": {"zh": "基本", "en": "Basics"}}], "fields": [
 {"id": 1, "key": "name", "label": {"zh": "客户名称", "en": "Name"}, "type": "text", "group": "basic", "synonyms": ["企业名称"]},
 {"id": 2, "key": "short_name", "label": {"zh": "简称", "en": "Short name"}, "type": "text", "group": "basic"},
 {"id": 3, "key": "amount", "label": {"zh": "合同金额", "en": "Contract amount"}, "type": "decimal", "group": "basic"},
 {"id": 4, "key": "stage", "label": {"zh": "客户阶段", "en": "Stage"}, "type": "choice", "group": "basic", "synonyms": ["阶段", "状态"],
  "choices": [{"key": "lead", "label": {"zh": "线索", "en": "Lead"}}, {"key": "proposal", "label": {"zh": "方案", "en": "Proposal"}},
   {"key": "negotiation", "label": {"zh": "谈判", "en": "Negotiation"}, "synonyms": ["商务谈判"]},
   {"key": "won", "label": {"zh": "成交", "en": "Won"}}]},
 {"id": 5, "key": "tags", "label": {"zh": "客户标签", "en": "Tags"}, "type": "tags", "group": "basic"},
 {"id": 6, "key": "region", "label": {"zh": "地区", "en": "Region"}, "type": "region", "group": "basic"},
 {"id": 7, "key": "industry", "label": {"zh": "所属行业", "en": "Industry"}, "type": "industry", "group": "basic"},
 {"id": 8, "key": "founded_on", "label": {"zh": "成立日期", "en": "Founded"}, "type": "date", "group": "basic"},
 {"id": 9, "key": "last_contact_on", "label": {"zh": "最近跟进", "en": "Last contact"}, "type": "date", "group": "basic"},
 {"id": 10, "key": "mobile", "label": {"zh": "手机", "en": "Mobile"}, "type": "phone", "group": "basic"},
 {"id": 11, "key": "owner", "label": {"zh": "负责人", "en": "Owner"}, "type": "user", "group": "basic"},
 {"id": 12, "key": "is_key", "label": {"zh": "重点", "en": "Key"}, "type": "boolean", "group": "basic"},
 {"id": 13, "key": "services", "label": {"zh": "服务", "en": "Services"}, "type": "multiple_choice", "group": "basic",
  "choices": [{"key": "build", "label": {"zh": "施工", "en": "Building"}}, {"key": "advice", "label": {"zh": "咨询", "en": "Advice"}},
   {"key": "care", "label": {"zh": "维护", "en": "Care"}}]},
 {"id": 14, "key": "parent", "label": {"zh": "上级客户", "en": "Parent"}, "type": "reference", "group": "basic", "target": "customer"},
 {"id": 15, "key": "postcode", "label": {"zh": "邮编", "en": "Postcode"}, "type": "text", "group": "basic"},
 {"id": 16, "key": "staff", "label": {"zh": "员工数", "en": "Staff"}, "type": "integer", "group": "basic"},
 {"id": 17, "key": "payment_note", "label": {"zh": "付款 (备注)", "en": "Payment note"}, "type": "long_text", "group": "basic"}]},
{"id": 2, "key": "contract", "version": 1, "label": {"zh": "合同", "en": "Contracts"}, "icon": "file", "title": "name",
 "owner": "owner", "groups": [{"key": "basic", "label": {"zh": "基本", "en": "Basics"}}], "fields": [
 {"id": 1, "key": "name", "label": {"zh": "合同名称", "en": "Name"}, "type": "text", "group": "basic"},
 {"id": 2, "key": "customer", "label": {"zh": "客户", "en": "Customer"}, "type": "reference", "group": "basic", "target": "customer"},
 {"id": 3, "key": "amount", "label": {"zh": "金额", "en": "Amount"}, "type": "decimal", "group": "basic"},
 {"id": 4, "key": "signed_on", "label": {"zh": "签订日期", "en": "Signed"}, "type": "date", "group": "basic"},
 {"id": 5, "key": "status", "label": {"zh": "状态", "en": "Status"}, "type": "choice", "group": "basic",
  "choices": [{"key": "draft", "label": {"zh": "草稿", "en": "Draft"}}, {"key": "signed", "label": {"zh": "已签", "en": "Signed"}},
   {"key": "done", "label": {"zh": "完成", "en": "Done"}}]},
 {"id": 6, "key": "tags", "label": {"zh": "标签", "en": "Tags"}, "type": "tags", "group": "basic"},
 {"id": 7, "key": "owner", "label": {"zh": "负责人", "en": "Owner"}, "type": "user", "group": "basic"}]},
{"id": 3, "key": "payment", "version": 1, "label": {"zh": "回款", "en": "Payments"}, "icon": "coins", "title": "note",
 "groups": [{"key": "basic", "label": {"zh": "基本", "en": "Basics"}}], "fields": [
 {"id": 1, "key": "note", "label": {"zh": "说明", "en": "Note"}, "type": "text", "group": "basic"},
 {"id": 2, "key": "contract", "label": {"zh": "合同", "en": "Contract"}, "type": "reference", "group": "basic", "target": "contract"},
 {"id": 3, "key": "amount", "label": {"zh": "金额", "en": "Amount"}, "type": "decimal", "group": "basic"},
 {"id": 4, "key": "is_late", "label": {"zh": "逾期", "en": "Late"}, "type": "boolean", "group": "basic"}]}]})json";

class ExpressionWorld final : public RelatedRecords, public UserDirectory {
 public:
  ExpressionWorld() : schemas(ParseSchemaSet(kExpressionSchemas).value()) {
    const Id own{1, 100};
    Record& customer = Add(1, own);
    customer.created_ms = 1'790'784'000'000;  // 2026-10-01 in China
    customer.changed_ms = 1'795'104'000'000;  // 2026-11-20
    customer.Set(1, Value::Text("杭州云锦科技有限公司"));
    customer.Set(3, Value::Integer(150'000));
    customer.Set(4, Value::Text("negotiation"));
    customer.Set(5, Value::List({"重点客户", "高意向"}));
    customer.Set(6, Value::Text("330108"));
    customer.Set(7, Value::Text("I65"));
    customer.Set(8, Value::Of(*MakeDate(2015, 6, 18)));
    customer.Set(9, Value::Of(*MakeDate(2026, 11, 10)));
    customer.Set(10, Value::Text("13800138000"));
    customer.Set(11, Value::Text(user));
    customer.Set(12, Value::Boolean(true));
    customer.Set(13, Value::List({"build", "care"}));
    customer.Set(14, Value::Text(FormatId({1, 101})));
    customer.Set(15, Value::Text("310000"));
    customer.Set(16, Value::Integer(48));
    Add(1, {1, 101}).Set(1, Value::Text("云锦集团"));
    AddContract({1, 200}, own, "一期", Value::Integer(120'000), *MakeDate(2026, 1, 10), "signed");
    AddContract({1, 201}, own, "二期", Value::Integer(50'000), *MakeDate(2025, 5, 5), "signed");
    AddContract({1, 202}, own, "三期", Value::Of(Decimal{2'000'005, 1}), *MakeDate(2026, 11, 1), "draft");
    AddPayment({1, 300}, {1, 200}, "首付", 30'000, false);
    AddPayment({1, 301}, {1, 200}, "尾款", 60'000, true);
    AddPayment({1, 302}, {1, 202}, "定金", 10'000, false);
  }

  // `lexicon` may be null. The texts looked into live as long as the world.
  EvaluationContext Context(const Lexicon* lexicon = nullptr) {
    EvaluationContext context;
    context.record = &records.front();
    context.related = this;
    context.lexicon = lexicon;
    context.today = *MakeDate(2026, 11, 22);
    context.user = user;
    context.source = "manual";
    return context;
  }
  ExpressionScope Scope(const Lexicon* lexicon = nullptr) const {
    return {&schemas, &schemas.schemas.front(), lexicon, this};
  }

  const Record* FindRecord(Id id) override {
    for (const Record& record : records) {
      if (record.id == id) return &record;
    }
    return nullptr;
  }
  void FindReferring(SchemaId schema, FieldId field, Id target, std::size_t limit,
                     std::vector<const Record*>& found) override {
    const std::string id = FormatId(target);
    for (const Record& record : records) {
      if (found.size() < limit && record.schema == schema && record.Get(field).text() == id) found.push_back(&record);
    }
  }
  std::vector<Id> UsersNamed(std::string_view name) const override {
    if (name == "王芳") return {*ParseId(user)};
    if (name == "李伟") return {Id{9, 2}, Id{9, 3}};
    return {};
  }

  Record& Add(SchemaId schema, Id id) { return records.emplace_back(schema, id); }

  SchemaSet schemas;
  std::deque<Record> records;  // the first is the one expressions are about
  std::string user = FormatId({9, 1});

 private:
  void AddContract(Id id, Id customer, const char* name, Value amount, Date signed_on, const char* status) {
    Record& record = Add(2, id);
    record.Set(1, Value::Text(name));
    record.Set(2, Value::Text(FormatId(customer)));
    record.Set(3, std::move(amount));
    record.Set(4, Value::Of(signed_on));
    record.Set(5, Value::Text(status));
    record.Set(6, Value::List({name, "年度"}));
  }
  void AddPayment(Id id, Id contract, const char* note, std::int64_t amount, bool is_late) {
    Record& record = Add(3, id);
    record.Set(1, Value::Text(note));
    record.Set(2, Value::Text(FormatId(contract)));
    record.Set(3, Value::Integer(amount));
    record.Set(4, Value::Boolean(is_late));
  }
};

}  // namespace kedang
