// What is said about the part of the records that only the server has.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/app/server_hits.h"

namespace kedang {

// Asks over the app's connection.
ServerHits::Ask ServerAsk(App& app);
// 本机 12 条 · 服务器另有 340 条; empty when the device holds everything. `found` of `searched` own records are shown.
std::string ServerWords(const ServerHits& server, std::size_t found, std::size_t searched);

}  // namespace kedang
