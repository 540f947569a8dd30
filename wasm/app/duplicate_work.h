// DuplicateWork: the duplicate desk of this tab: its scan runs between frames and goes on while another page is shown; what it
// found is given back when nobody has looked for a quarter of an hour. How many groups waited last time is kept for the badge.
#pragma once

#include <map>
#include <string>

#include "wasm/app/background_work.h"
#include "wasm/app/duplicate_desk.h"

namespace kedang {

class DuplicateWork {
 public:
  // The one of this tab, which has one workspace and one user.
  static DuplicateWork& Of(Workspace& workspace, Id user);

  DuplicateWork(Workspace& workspace, Id user);
  DuplicateWork(const DuplicateWork&) = delete;
  DuplicateWork& operator=(const DuplicateWork&) = delete;

  // Whoever shows it calls this every frame.
  DuplicateDesk& desk();
  void Choose(const Schema& schema);
  // Scans the chosen template; nothing while a scan runs or rows are still being indexed.
  void Scan();
  void Stop() { desk_.StopScan(); }
  bool can_scan() const { return workspace_.is_indexed(); }
  // So many records are scanned in a moment, without being asked to.
  static constexpr std::size_t kScannedUnasked = 20'000;

  // Of the last scan on this device, perhaps before this visit.
  const ScanFacts& LastScan(const Schema& schema);
  // Groups that wait, of all templates, as far as this device knows.
  int Waiting();

 private:
  struct Known {
    ScanFacts facts;
    std::size_t waiting = 0;
  };

  void Remember();
  void Write();
  void Forget();

  Workspace& workspace_;
  std::string setting_;
  DuplicateDesk desk_;
  BackgroundWork work_;
  std::map<std::string, Known> known_;  // by the template's key
  double used_ms_ = 0, counted_ms_ = 0;
  bool is_watched_ = false;
};

}  // namespace kedang
