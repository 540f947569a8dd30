// kedang serve: the server, until SIGTERM or SIGINT.
#pragma once

#include <string>
#include <vector>

#include "server/command.h"

namespace kedang {

struct ServeOptions {
  std::string host = "127.0.0.1";  // the address to listen on
  int port = 8080;                 // 0: a free one
  std::vector<std::string> allowed_hosts;  // further names this server is reached by
  std::string tls_certificate;     // PEM files, both or none
  std::string tls_key;
  bool allow_plain_http = false;   // on an address other than loopback, without TLS
  bool is_demo = false;            // sample data when the instance has no records
  int max_connections_per_address = 512;
  int max_requests_per_address = 32;
  std::vector<std::string> trusted_proxies;  // addresses behind which there are many people
  std::string import_folder;       // files laid in there are imported (import_folder.h), empty: none
  std::string import_as;           // on behalf of this user
  int import_every = 30;           // seconds between two looks
  int quality_every = 600;         // seconds between two looks whether the day's quality was measured; 0: never
  std::string sign_in_link_file;   // the administrator's link is also written here, readable by the owner alone
};

// Prints the address and, while the administrator has no password, a fresh one-time link to sign in; nothing else goes to
// stdout. On the signal it stops accepting, answers what has arrived, brings the database to rest and gives kDone.
int RunServe(const CommonOptions& common, const ServeOptions& options);

}  // namespace kedang
