// What opens the rows of storage.h that are sealed (vault.js says how). Questions and answers are JSON objects; an answer
// with "failure" is an error. In the order of the calls, together with those of storage.h; the storage must be open.
//   facts {"device"}         → {"device","mode","days","waiting","isSealed","hasPin","left","until","lost","lostAt","canSeal"};
//                              the device given is taken by a database that has none yet
//   open  the server's answer to /auth/device → {"isCacheNew","hasPin","until"}
//   unlock {"pin","grant"?}  → {"isOpen","until"} or {"left","lost"}
//   pin   the server's answer with "pin" → {"until"}
//   wipe {}, forget {}       → {}       sweep {} → {"hasMore"}
#pragma once

#include <functional>
#include <string_view>

namespace kedang {

using VaultCallback = std::function<void(std::string_view answer)>;

void AskVault(std::string_view question, std::string_view given, VaultCallback done);

}  // namespace kedang
