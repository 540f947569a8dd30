// The client's files over HTTP, from memory: precompressed, with an ETag, for ever where the address names the content.
#pragma once

#include "server/http_message.h"

namespace kedang {

// 404 when no embedded file is served under the request's path.
HttpResponse ServeAsset(const HttpRequest& request);

}  // namespace kedang
