// Laws of the query language: what is written reads back the same in both languages; any text gives a tree whose text gives
// that tree again, and problems that lie within it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "shared/base/utf8.h"
#include "shared/query/query_completion.h"
#include "shared/query/query_parser.h"
#include "shared/query/query_writer.h"
#include "tests/support/query_generator.h"

namespace kedang {
namespace {

const QueryWorldForTests& World() {
  static const auto* const world = new QueryWorldForTests();
  return *world;
}

const std::string& SchemaKey(std::uint64_t seed) {
  const auto& schemas = World().schemas().schemas;
  return schemas[seed % schemas.size()].key;
}

RC_GTEST_PROP(QueryProperty, WhatIsWrittenReadsBackTheSame, (std::uint64_t seed)) {
  const QueryScope chinese = World().Scope(SchemaKey(seed)), english = World().Scope(SchemaKey(seed), true);
  QueryGenerator generator(chinese, seed);
  const Query query = generator.Tree();
  for (const QueryScope* scope : {&chinese, &english}) {
    const std::string text = WriteQuery(query, *scope);
    const ParsedQuery again = ParseQuery(text, *scope);
    RC_LOG() << text << "\n" << WriteQuery(again.query, *scope) << "\n";
    RC_ASSERT(again.query == query);
    // Words of another language are understood, too.
    RC_ASSERT(ParseQuery(text, scope == &chinese ? english : chinese).query == query);
  }
}

RC_GTEST_PROP(QueryProperty, AnyTextGivesATreeThatStays, (std::uint64_t seed)) {
  const QueryScope scope = World().Scope(SchemaKey(seed));
  QueryGenerator generator(scope, seed);
  const std::string text = generator.Text();
  const ParsedQuery parsed = ParseQuery(text, scope);
  const std::string written = WriteQuery(parsed.query, scope);
  RC_LOG() << text << "\n" << written << "\n";
  RC_ASSERT(ParseQuery(written, scope).query == parsed.query);
  for (const QueryProblem& problem : parsed.problems) {
    if (IsValidUtf8(text)) RC_ASSERT(problem.offset + problem.length <= text.size());
  }
  Query normal = parsed.query;
  Normalize(normal);
  RC_ASSERT(normal == parsed.query);
  // Whatever is completed replaces a part of the text.
  if (!IsValidUtf8(text)) return;
  for (std::size_t caret = 0; caret <= text.size(); ++caret) {
    if (caret < text.size() && (static_cast<unsigned char>(text[caret]) & 0xC0) == 0x80) continue;
    for (const QueryCompletion& completion : CompleteQuery(text, caret, scope, nullptr, 5)) {
      RC_ASSERT(completion.begin <= caret && caret <= completion.end && completion.end <= text.size());
    }
  }
}

}  // namespace
}  // namespace kedang
