// What stands beside an import of earlier, and taking one back: on the import page and on that of sources.
#pragma once

#include <string_view>

#include "wasm/app/app.h"
#include "wasm/app/past_imports.h"

namespace kedang {

// 正在撤销, 已撤销 …; empty where there is nothing to say.
std::string_view PastWords(PastState state);
// Puts it into the outbox, and says so.
void TakeImportBack(App& app, const ImportRun& run);
// Who imported it: 林悦, or the server itself.
std::string ImportedBy(App& app, const ImportRun& run);

}  // namespace kedang
