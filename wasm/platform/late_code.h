// The part of the client that the sign-in page does without, in a file of its own: kedang.late.wasm (wasm/late_code.txt
// says what is in it). Calling one of its functions before it is loaded works, but stops the page until it is fetched.
#pragma once

#include <functional>

namespace kedang {

// Fetches it once; calls back between frames, at once when it is there. False: it could not be fetched now, ask again.
void LoadLateCode(std::function<void(bool is_loaded)> done);

}  // namespace kedang
