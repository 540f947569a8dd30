// Any bytes as a query: a tree whose text gives that tree again, problems inside the text, and a filter that ends.
#include <cstdlib>

#include "shared/base/bytes.h"
#include "shared/base/utf8.h"
#include "shared/query/query_completion.h"
#include "shared/query/query_parser.h"
#include "shared/query/query_writer.h"
#include "shared/query/record_filter.h"
#include "tests/support/query_world.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kedang;
  static const QueryWorldForTests world;
  const std::string_view text = AsText(ByteSpan(data, size));
  for (const bool is_english : {false, true}) {
    const QueryScope scope = world.Scope("customer", is_english);
    const ParsedQuery parsed = ParseQuery(text, scope);
    if (!(ParseQuery(WriteQuery(parsed.query, scope), scope).query == parsed.query)) std::abort();
    for (const QueryProblem& problem : parsed.problems) {
      if (IsValidUtf8(text) && problem.offset + problem.length > size) std::abort();
    }
    const Record record(scope.schema->id, Id{1, 1});
    RecordFilter filter(parsed.query, scope, *MakeDate(2026, 11, 22));
    filter.Holds(record, EvaluationContext());
    if (IsValidUtf8(text)) CompleteQuery(text, size, scope, nullptr, 20);
  }
  return 0;
}
