#include "shared/simulation/scene.h"

#include "shared/base/assert.h"

namespace kedang {
namespace {

std::string SchemasText(int version, std::string_view amount, bool has_extra, bool is_note_retired) {
  std::string text = R"({"version":)" + std::to_string(version) +
                     R"(,"schemas":[{"id":1,"key":"customer","version":1,"label":{"zh":"客户"},"title":"name",
    "groups":[{"key":"g","label":{"zh":"基本"}}],"fields":[
    {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","group":"g","required":true},
    {"id":2,"key":"note","label":{"zh":"备注"},"type":"text","group":"g")";
  if (is_note_retired) text += R"(,"retired":true)";
  text += R"(},
    {"id":3,"key":"tags","label":{"zh":"标签"},"type":"tags","group":"g","merge":"three_way"},
    {"id":4,"key":"code","label":{"zh":"代码"},"type":"text","group":"g","merge":"hold","unique":"block"},
    {"id":5,"key":"number","label":{"zh":"编号"},"type":"auto_number","group":"g","format":"K-{0000}"},
    {"id":6,"key":"amount","label":{"zh":"数量"},"type":")";
  text.append(amount).append(R"(","group":"g"})");
  if (has_extra) text += R"(,{"id":7,"key":"extra","label":{"zh":"补充"},"type":"text","group":"g"})";
  text += R"(]},
    {"id":2,"key":"page","version":1,"label":{"zh":"页"},"title":"title","owner":"owner","visibility":"visibility","team":"team",
    "groups":[{"key":"g","label":{"zh":"基本"}}],"fields":[
    {"id":1,"key":"title","label":{"zh":"标题"},"type":"text","group":"g","required":true},
    {"id":2,"key":"owner","label":{"zh":"所有者"},"type":"user","group":"g"},
    {"id":3,"key":"visibility","label":{"zh":"可见"},"type":"choice","group":"g","choices":[
      {"key":"private","label":{"zh":"私"}},{"key":"team","label":{"zh":"组"}},{"key":"everyone","label":{"zh":"众"}}]},
    {"id":4,"key":"team","label":{"zh":"部门"},"type":"department","group":"g"},
    {"id":5,"key":"text","label":{"zh":"正文"},"type":"text","group":"g"}]},
    {"id":3,"key":"department","version":1,"label":{"zh":"部门"},"title":"name",
    "groups":[{"key":"g","label":{"zh":"基本"}}],"fields":[
    {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","group":"g"}]}]})";
  return text;
}

SceneEdition Make(int version, std::string_view amount, bool has_extra, bool is_note_retired, std::vector<std::size_t> next) {
  SceneEdition edition;
  auto schemas = ParseSchemaSet(SchemasText(version, amount, has_extra, is_note_retired));
  KEDANG_CHECK(schemas.ok());
  edition.schemas = std::move(schemas).value();
  edition.text = FormatSchemaSet(edition.schemas);
  // Else a client would be given another set here than it reads in the product.
  KEDANG_CHECK(ParseSchemaSet(edition.text).ok() && FormatSchemaSet(*ParseSchemaSet(edition.text)) == edition.text);
  edition.rules = RuleBook(edition.schemas, SceneLexicon());
  edition.next = std::move(next);
  return edition;
}

std::vector<SceneEdition> MakeAll() {
  std::vector<SceneEdition> editions;
  editions.push_back(Make(1, "text", false, false, {1, 3}));
  // Two ways on from there: after a restore the same version number may stand for the other one.
  editions.push_back(Make(2, "integer", false, false, {2}));
  editions.push_back(Make(3, "text", true, false, {}));
  editions.push_back(Make(2, "text", true, false, {4}));
  editions.push_back(Make(3, "integer", true, true, {}));
  return editions;
}

}  // namespace

const Lexicon& SceneLexicon() {
  static const Lexicon lexicon;  // no field here needs reference data
  return lexicon;
}

Result<SchemaSet> ReadSceneSchemas(std::string_view json) {
  for (const SceneEdition& edition : SceneEditions()) {
    if (edition.text == json) return edition.schemas;
  }
  return ParseSchemaSet(json);
}

const std::vector<SceneEdition>& SceneEditions() {
  static const std::vector<SceneEdition> editions = MakeAll();
  return editions;
}

}  // namespace kedang
