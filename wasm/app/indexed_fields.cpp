#include "wasm/app/indexed_fields.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"

namespace kedang {

IndexedFields::IndexedFields(const Schema& schema, const std::vector<FacetField>& facets,
                             const std::function<bool(const Field&)>& is_own) {
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    const Field& field = schema.fields[i];
    if (field.is_retired) continue;
    const bool is_title = field.id == schema.title;
    if (IsComputed(field.type)) {
      if ((field.search_weight > 0 || is_title) && is_own(field)) computed.push_back(i);
      continue;
    }
    if (field.id >= places.size()) places.resize(field.id + std::size_t{1});
    places[field.id] = i + 1;
    if (field.search_weight > 0) searched.push_back(field.id);
    const bool is_facet = std::any_of(facets.begin(), facets.end(), [&](const FacetField& facet) { return facet.field == field.id; });
    if (is_title || is_facet || field.is_unique || TraitsOf(field.type).has_target) linked.push_back(field.id);
  }
  std::sort(searched.begin(), searched.end());
  std::sort(linked.begin(), linked.end());
  has_computed_facets = std::any_of(facets.begin(), facets.end(), [](const FacetField& facet) { return facet.is_computed; });
}

}  // namespace kedang
