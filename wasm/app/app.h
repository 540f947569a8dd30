// App: the client as a whole: starts up, keeps what views share, and draws the frame around them.
//   start: texts → who is signed in (or was, offline) → late code and reference data → the replica from IndexedDB → sync
// A replica belongs to one person: its database is named after the user, so a colleague who signs in at the same browser
// finds nothing of it and an outbox waits for its owner.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "wasm/app/browser_storage.h"
#include "wasm/app/connection.h"
#include "wasm/app/file_outbox.h"
#include "wasm/app/network_watch.h"
#include "wasm/app/offline_vault.h"
#include "wasm/app/presence.h"
#include "wasm/app/record_draft.h"
#include "wasm/app/record_list.h"
#include "wasm/app/refused_edit.h"
#include "wasm/app/replica_losses.h"
#include "wasm/app/route.h"
#include "wasm/app/search_input.h"
#include "wasm/app/session.h"
#include "wasm/app/workspace.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"
#include "wasm/views/view.h"

namespace kedang {

enum class AppPhase : std::uint8_t {
  kStarting,   // assets and the local replica are on their way
  kSignIn,     // nobody is signed in and nothing local may be shown
  kOtherTab,   // another tab of this browser leads
  kReady,
  kFailed,     // start failed: failure() says why
  kLocked,     // what is kept here is sealed and not open: the PIN, or the server
};

class App {
 public:
  App();
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  void Start();
  // Draws one frame; called by the platform.
  void Frame();

  AppPhase phase() const { return phase_; }
  const std::string& failure() const { return failure_; }
  bool is_english() const;

  // Only while kReady.
  Workspace& workspace() { return *workspace_; }
  Connection& connection() { return *connection_; }
  FileOutbox& files() { return *files_; }
  Presence& presence() { return *presence_; }
  // From the start of the replica on.
  OfflineVault& vault() { return *vault_; }
  // Locked, or told to wipe: to the sign-in page.
  void SignInInstead();
  const SessionUser& user() const { return user_; }
  FormatContext Format() { return workspace_->Format(is_english()); }
  ReplicaLosses& losses() { return losses_; }
  NetworkWatch& network_watch() { return network_watch_; }
  // The schemas as they are being changed here (SchemaDraft::Pack), kept with the replica; empty: nothing is.
  const std::string& kept_draft() const { return kept_draft_; }
  void KeepDraft(std::string draft);
  // Asks the server what this person may do now; what is known from before holds until it answers.
  void RefreshUser();

  const Route& route() const { return route_; }
  void Go(Route route);
  // Takes the place of the present page in history.
  void Replace(Route route);
  void Back();
  // A message to the person, without undo.
  void Say(std::string text);
  // A message with 撤销 for ten seconds. One at a time: a newer one ends the offer of the one before.
  void SayWithUndo(std::string text, std::function<void()> undo);

  // Saves a group: durable in the outbox, shown, sent when there is a network. `said` is the toast with 撤销, empty for
  // none. `done` gets the error when the browser refused to keep it: then nothing happened and the caller keeps the text.
  void Save(Group group, std::string said, std::function<void(const Status&)> done);
  void SaveAll(std::vector<Group> groups, std::string said, std::function<void(const Status&)> done);

  // Goes to the record of a refused edit (or a new one), whose editor takes it.
  void Mend(RefusedEdit edit);
  std::optional<RefusedEdit> TakeRefused(SchemaId schema, Id record);

  SearchInput& search() { return search_; }

  // Fetches the language's texts at first use.
  void SetLanguage(bool is_english);
  ui::ThemeChoice theme() const { return ui::ChosenTheme(); }
  void SetTheme(ui::ThemeChoice theme);
  // Of the last search, for window.kedang.stats().
  void NoteSearch(double milliseconds, std::size_t hits) {
    last_search_ms_ = milliseconds;
    last_hits_ = workspace_->is_searchable() ? static_cast<double>(hits) : -1;
  }
  // False: this browser keeps nothing (private window): work is online only.
  bool is_storage_open() const { return is_storage_open_; }

  // The page's view, made at its first use.
  View& ViewFor(std::string_view page);

  void OnSignedIn(const SessionUser& user);
  // Ends the session. Local data stays only when edits wait in it.
  void SignOutHere();
  // Asks the leading tab to hand over.
  void TakeOver();

 private:
  static constexpr char kDraftKey[] = "draft";  // beside the replica's state

  // Groups as saved, and their records as they were before.
  struct Saved {
    std::vector<Group> groups;
    std::vector<Record> before;
  };

  void TakeBack(const Saved& saved);
  void LoadAssets();
  void ShowLanguage(ui::Language language);
  void OnTextsLoaded(std::string_view json);
  void LoadRest();
  void OnRestAnswered();
  void OnRestLoaded();
  void StartReplica();
  void OpenReplica();
  void OnReplicaChanged();
  void IndexSoon();
  void MakeVault();
  void OnVaultOpen(const OfflineVault::Opening& opening);
  void OnReplicaLoaded(const Status& loaded);
  void OnTabMessage(std::string_view message);
  void HandOver();
  void Fail(std::string message);
  void OnRoute(std::string_view text);
  void NoteRoute();

  AppPhase phase_ = AppPhase::kStarting;
  std::string failure_;
  Route route_;
  SearchInput search_;
  ui::Language first_language_ = ui::Language::kChinese;
  double load_ms_ = 0;
  double last_search_ms_ = 0;
  double last_hits_ = -1;  // of a search in all that there is
  bool is_index_due_ = false;
  bool is_storage_open_ = false;
  bool has_stored_state_ = false;
  bool is_base_expected_ = false;  // the copy here was to be kept, and could be opened
  SessionUser user_;
  ReplicaLosses losses_;
  std::size_t saves_ = 0;           // under way
  bool is_handing_over_ = false;
  bool is_lead_wanted_ = false;     // asked for, not answered yet
  std::optional<RefusedEdit> refused_;
  NetworkWatch network_watch_;
  std::string kept_draft_;

  // What the sign-in page does without: late code and reference data (logical name → text, until parsed).
  std::map<std::string, std::string> rest_;
  int rest_open_ = 0;  // requests on their way
  bool has_late_code_ = false;
  bool is_replica_wanted_ = false;  // as soon as the rest is here
  std::unique_ptr<Lexicon> lexicon_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Random> random_;
  std::unique_ptr<BrowserStorage> storage_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<FileOutbox> files_;
  std::unique_ptr<Presence> presence_;
  std::function<void()> undo_;  // of the toast being shown
  std::uint64_t undo_tag_ = 0;
  std::map<std::string, std::unique_ptr<View>> views_;
  std::unique_ptr<View> shell_;
  std::unique_ptr<OfflineVault> vault_;
};

}  // namespace kedang
