// The shipped schemas of sources, profiles and imports, beside a small template whose records say where they are from.
#pragma once

#include <string>

#include "tests/support/asset.h"

namespace kedang {

inline std::string SchemasWithSources() {
  std::string set = R"({"version":1,"schemas":[{"id":7,"key":"customer","version":1,"label":{"zh":"客户","en":"Customers"},"title":"name",
    "groups":[{"key":"main","label":{"zh":"主","en":"Main"}}],
    "fields":[{"id":1,"key":"name","label":{"zh":"客户名称","en":"Name"},"type":"text","group":"main","required":true,"synonyms":["公司名称"]},
     {"id":2,"key":"uscc","label":{"zh":"信用代码","en":"Credit code"},"type":"uscc","group":"main","unique":"block","synonyms":["税号"]},
     {"id":3,"key":"email","label":{"zh":"邮箱","en":"E-mail"},"type":"email","group":"main"},
     {"id":4,"key":"note","label":{"zh":"备注","en":"Note"},"type":"long_text","group":"main"},
     {"id":5,"key":"origin","label":{"zh":"数据来源","en":"Data source"},"type":"reference","target":"source","group":"main"}]})";
  for (const char* name : {"source", "import_profile", "import_run"}) set += "," + ReadAsset("assets/schemas/" + std::string(name) + ".json");
  return set + "]}";
}

}  // namespace kedang
