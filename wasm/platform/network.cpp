#include "wasm/platform/network.h"

#include <utility>

#include <emscripten.h>

#include "wasm/platform/frame.h"
#include "wasm/platform/pending.h"

extern "C" {
void kedang_network_send(uint32_t number, const char* method, size_t method_size, const char* path,
                         size_t path_size, const char* type, size_t type_size, const uint8_t* body,
                         size_t body_size, double timeout_ms);
void kedang_network_abort(uint32_t number);
int kedang_network_is_online();
void kedang_network_watch();
}

namespace kedang {
namespace {

struct NetworkCall {
  ResponseCallback done;
  bool is_quiet = false;
};

Pending<NetworkCall>& Calls() {
  static Pending<NetworkCall> calls;
  return calls;
}

std::function<void(bool)>& OnlineHandler() {
  static std::function<void(bool)> handler;
  return handler;
}

}  // namespace

uint32_t SendRequest(HttpRequest request, ResponseCallback done) {
  const uint32_t number = Calls().Add({std::move(done), request.is_quiet});
  kedang_network_send(number, request.method.data(), request.method.size(), request.path.data(),
                      request.path.size(), request.content_type.data(), request.content_type.size(),
                      request.body.data(), request.body.size(), request.timeout_ms);
  return number;
}

uint32_t PostFrame(std::string_view path, Bytes frame, ResponseCallback done) {
  HttpRequest request;
  request.path = path;
  request.body = std::move(frame);
  return SendRequest(std::move(request), std::move(done));
}

uint32_t PostJson(std::string_view path, std::string_view json, ResponseCallback done) {
  HttpRequest request;
  request.path = path;
  request.content_type = "application/json";
  request.body.assign(json.begin(), json.end());
  return SendRequest(std::move(request), std::move(done));
}

uint32_t Get(std::string_view path, ResponseCallback done) {
  HttpRequest request;
  request.method = "GET";
  request.path = path;
  return SendRequest(std::move(request), std::move(done));
}

void AbortRequest(uint32_t request) { kedang_network_abort(request); }

bool IsBrowserOnline() { return kedang_network_is_online() != 0; }

void OnBrowserOnlineChanged(std::function<void(bool)> handler) {
  const bool is_first = !OnlineHandler();
  OnlineHandler() = std::move(handler);
  if (is_first) kedang_network_watch();
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_network_answer(uint32_t number, int failure, int status, double retry_after_s,
                                                const uint8_t* body, size_t size) {
  const kedang::NetworkCall call = kedang::Calls().Take(number);
  if (!call.done) return;
  kedang::HttpResponse response;
  response.failure = static_cast<kedang::HttpResponse::Failure>(failure);
  response.status = status;
  response.retry_after_s = retry_after_s;
  response.body.assign(body, body + size);
  call.done(response);
  if (!call.is_quiet) kedang::RequestFrame();
}

EMSCRIPTEN_KEEPALIVE void kedang_network_online(int is_online) {
  if (kedang::OnlineHandler()) kedang::OnlineHandler()(is_online != 0);
  kedang::RequestFrame();
}

}  // extern "C"
