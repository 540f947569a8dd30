// DeviceRoutes: the server's end of what browsers keep (ARCHITECTURE, Data in the browser).
//   POST /auth/device {"device","wiped"}   → {"mode","days","until_ms","server_ms","cache","unsent","lease"}: the policy, and
//                                             for sealing 32 bytes each in hexadecimal; 401 signed_out, 410 wipe
//   POST /auth/device/wiped {"device"}      the browser did as it was told: 204. Needs no session: the id is the secret
//   GET  /auth/devices                      → [{"id","agent","created_ms","seen_ms","is_open","wiped_ms","told_ms"}], one's own
//   POST /auth/devices/wipe {"device"}      wipes one of one's own: 204, or 404 not_found
#pragma once

#include "server/auth.h"

namespace kedang {

// Whether the browser that sent this says that it is a device (header X-Kedang-Device, or "device=" of the query where no
// header can be sent) which is to be wiped. Asked before who is signed in: a wipe ends the sessions.
bool IsFromWipedDevice(Instance& instance, const HttpRequest& request);

class DeviceRoutes {
 public:
  // All outlive this.
  DeviceRoutes(Instance& instance, Auth& auth, WakeHub& wake) : instance_(instance), auth_(auth), wake_(wake) {}

  void AddRoutes(HttpRouter& router);

 private:
  HttpResponse Open(const HttpRequest& request);
  HttpResponse NoteWiped(const HttpRequest& request);
  HttpResponse List(const HttpRequest& request);
  HttpResponse Wipe(const HttpRequest& request);

  Instance& instance_;
  Auth& auth_;
  WakeHub& wake_;
};

}  // namespace kedang
