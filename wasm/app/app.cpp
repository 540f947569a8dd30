#include "wasm/app/app.h"

#include <chrono>
#include <ctime>

#include <unistd.h>

#include "wasm/platform/frame.h"
#include "wasm/platform/late_code.h"
#include "wasm/platform/network.h"
#include "wasm/platform/settings.h"
#include "wasm/platform/stats.h"
#include "wasm/platform/storage.h"
#include "wasm/platform/tabs.h"
#include "wasm/platform/url.h"
#include "wasm/platform/window.h"
#include "wasm/ui/context.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/toast.h"
#include "wasm/views/shell.h"

namespace kedang {
namespace {

constexpr int kFramesOfInput = 4;  // Dear ImGui takes keys and text one after the other

// The sign-in page stands before the rest is fetched behind it.
constexpr double kRestDelayMs = 1500;
constexpr double kBusyFrameMs = 100;  // between frames of a first load and of indexing
constexpr double kIndexSliceMs = 12;
constexpr std::size_t kRowsAtOnce = 64;
constexpr char kPinyin[] = "pinyin/pinyin.txt";
constexpr char kRegions[] = "regions/regions.txt";
constexpr char kIndustries[] = "industries/industries.txt";
constexpr char kLanguageSetting[] = "language";
constexpr char kThemeSetting[] = "theme";
constexpr std::string_view kAdministrator = "administrator";

class SystemClock final : public Clock {
 public:
  TimeMs NowMs() override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

class BrowserRandom final : public Random {
 public:
  void Fill(std::span<std::uint8_t> out) override {
    while (!out.empty()) {
      const std::size_t size = std::min<std::size_t>(out.size(), 256);  // the most getentropy gives at once
      if (getentropy(out.data(), size) != 0) std::abort();              // no browser is without
      out = out.subspan(size);
    }
  }
};

int ZoneMinutes() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return static_cast<int>(local.tm_gmtoff / 60);
}

std::string UserText(const SessionUser& user) {
  return FormatId(user.id) + "\n" + user.name + "\n" + user.display + "\n" +
         user.role;
}

std::optional<SessionUser> ParseUser(std::string_view text) {
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto id = ParseId(text.substr(0, first));
  if (!id) return std::nullopt;
  SessionUser user;
  user.id = *id;
  user.name = std::string(text.substr(first + 1, second - first - 1));
  const std::size_t third = text.find('\n', second + 1);
  user.display = std::string(text.substr(second + 1, third == std::string_view::npos ? third : third - second - 1));
  if (third != std::string_view::npos && third + 1 < text.size()) user.role = std::string(text.substr(third + 1));
  user.is_administrator = user.role == kAdministrator;
  return user;
}

const char* LocaleOf(bool is_english) { return is_english ? "locale/en.json" : "locale/zh.json"; }
// Texts that nobody sees before somebody is signed in.
const char* LateLocaleOf(bool is_english) { return is_english ? "locale/en.late.json" : "locale/zh.late.json"; }

std::string_view ThemeName(ui::ThemeChoice theme) {
  switch (theme) {
    case ui::ThemeChoice::kSystem: return "system";
    case ui::ThemeChoice::kLight: return "light";
    case ui::ThemeChoice::kDark: return "dark";
  }
  return "system";
}

}  // namespace

App::App() : clock_(std::make_unique<SystemClock>()), random_(std::make_unique<BrowserRandom>()) {}
App::~App() = default;

// ---- start ------------------------------------------------------------------------------------------------------------

void App::Start() {
  OnRoute(UrlRoute());
  OnRouteChanged([this](std::string_view route) {
    OnRoute(route);
    RequestFrame();
  });
  if (const auto theme = ReadSetting(kThemeSetting)) {
    for (const ui::ThemeChoice choice : {ui::ThemeChoice::kLight, ui::ThemeChoice::kDark}) {
      if (*theme == ThemeName(choice)) ui::ChooseTheme(choice);
    }
  }
  OnPreferencesChanged([] { ui::SetSystemDark(Preferences().is_dark); });
  ui::SetSystemDark(Preferences().is_dark);
  TabHandlers handlers;
  handlers.became_leader = [this] {
    if (phase_ == AppPhase::kOtherTab) StartReplica();
    RequestFrame();
  };
  handlers.message = [this](ByteSpan message) { OnTabMessage(AsText(message)); };
  JoinTabs(std::move(handlers));
  SetStatsProvider([this] {
    ClientStats stats;
    stats.version = KEDANG_VERSION;
    stats.load_ms = load_ms_;
    if (workspace_) {
      const SyncStatus status = workspace_->client().status();
      std::size_t own = 0;  // the program's own records are nobody's
      for (const Schema& schema : workspace_->schemas().schemas) own += schema.is_system ? workspace_->records().LiveCount(schema.id) : 0;
      stats.records = static_cast<double>(workspace_->records().size() - own);
      stats.pending = static_cast<double>(status.pending);
      stats.conflicts = static_cast<double>(status.conflicts);
      stats.is_current = status.is_current;
      stats.search_ms = last_search_ms_;
      stats.found = workspace_->is_searchable() ? last_hits_ : -1;
    }
    return stats;
  });
  LoadAssets();
}

void App::LoadAssets() {
  std::string language = UrlOption("lang");
  if (language.empty()) language = ReadSetting(kLanguageSetting).value_or("zh");
  first_language_ = language == "en" ? ui::Language::kEnglish : ui::Language::kChinese;
  Get(AssetUrl(LocaleOf(language == "en")), [this](const HttpResponse& response) {
    if (response.ok()) {
      OnTextsLoaded(AsText(response.body));
    } else {
      Fail(LocaleOf(first_language_ == ui::Language::kEnglish));
    }
    RequestFrame();
  });
  // Who was here before will not stop at the sign-in page.
  if (ReadSetting(kUserSetting)) LoadRest();
}

void App::LoadRest() {
  if (lexicon_ != nullptr || rest_open_ > 0) return;
  rest_open_ = 1;  // late code
  LoadLateCode([this](bool is_loaded) {
    has_late_code_ = is_loaded;
    OnRestAnswered();
  });
  for (const char* name : {kPinyin, kRegions, kIndustries, LateLocaleOf(first_language_ == ui::Language::kEnglish)}) {
    if (rest_.count(name) != 0) continue;
    ++rest_open_;
    Get(AssetUrl(name), [this, name](const HttpResponse& response) {
      if (response.ok()) rest_[name] = std::string(AsText(response.body));
      OnRestAnswered();
    });
  }
}

void App::OnRestAnswered() {
  if (--rest_open_ > 0) return;
  if (has_late_code_ && rest_.size() == 4) {
    // By way of a pointer: the linker would take it, late code, into this function.
    void (App::*volatile load)() = &App::OnRestLoaded;
    (this->*load)();
    return;
  }
  // Behind the sign-in page nothing is lost yet: whoever signs in asks again.
  if (is_replica_wanted_) Fail(has_late_code_ ? kPinyin : "kedang.late.wasm");
}

void App::OnRestLoaded() {
  auto lexicon = Lexicon::Parse(rest_[kPinyin], rest_[kRegions], rest_[kIndustries]);
  auto texts = ui::StringTable::Parse(rest_[LateLocaleOf(first_language_ == ui::Language::kEnglish)]);
  rest_.clear();
  if (!lexicon.ok() || !texts.ok()) {
    Fail(lexicon.ok() ? texts.error().message : lexicon.error().message);
    return;
  }
  ui::AddStrings(first_language_, std::move(texts).value());
  lexicon_ = std::make_unique<Lexicon>(std::move(lexicon).value());
  if (is_replica_wanted_) StartReplica();
  RequestFrame();
}

void App::OnTextsLoaded(std::string_view json) {
  auto texts = ui::StringTable::Parse(json);
  if (!texts.ok()) {
    Fail(texts.error().message);
    return;
  }
  ui::InstallStrings(first_language_, std::move(texts).value());
  ShowLanguage(first_language_);
  shell_ = MakeShell(*this);

  const auto saved = ReadSetting(kUserSetting);
  const auto user = saved ? ParseUser(*saved) : std::nullopt;
  if (user && route_.page() != "signin") {
    user_ = *user;
    StartReplica();  // local data first: the server is asked by the sync client's hello
    return;
  }
  RunAfter(kRestDelayMs, [this] { LoadRest(); });
  if (route_.page() == "signin" && !route_.detail().empty()) {
    phase_ = AppPhase::kSignIn;
    return;
  }
  AskWhoIsSignedIn([this](SessionAnswer answer, const SessionUser& who, const std::string&) {
    if (answer == SessionAnswer::kSignedIn) {
      OnSignedIn(who);
    } else {
      phase_ = AppPhase::kSignIn;
    }
    RequestFrame();
  });
}

void App::Fail(std::string message) {
  phase_ = AppPhase::kFailed;
  failure_ = std::move(message);
  if (shell_ == nullptr) ShowStartFailure();  // without texts nothing can be drawn: the page itself says so
  RequestFrame();
}

void App::OnSignedIn(const SessionUser& user) {
  const bool is_same = workspace_ != nullptr && user.id == user_.id;
  WriteSetting(kUserSetting, UserText(user));
  if (is_same && phase_ != AppPhase::kReady) {
    phase_ = AppPhase::kStarting;
    vault_->AskServer();
    return;
  }
  if (is_same) {
    workspace_->client().OnSignedIn();
    connection_->Pump();
    if (route_.page() == "signin") Replace(Route());
    return;
  }
  if (workspace_ != nullptr) {
    // Another person's replica is open here: theirs is another database.
    ReplaceRoute("/");
    ReloadPage();
    return;
  }
  user_ = user;
  StartReplica();
}

void App::StartReplica() {
  if (!IsLeaderTab()) {
    phase_ = AppPhase::kOtherTab;
    return;
  }
  phase_ = AppPhase::kStarting;
  if (lexicon_ == nullptr) {
    is_replica_wanted_ = true;
    LoadRest();
    return;
  }
  OpenReplica();
}

void App::OpenReplica() {
  // The sync client asks for nothing while a transaction is under way: after each it may.
  storage_ = std::make_unique<BrowserStorage>([this] {
    connection_->Pump();
    OnReplicaChanged();
  });
  workspace_ = std::make_unique<Workspace>(*storage_, *clock_, *random_, *lexicon_, KEDANG_VERSION, [this] { OnReplicaChanged(); });
  storage_->set_schemas([this]() -> const SchemaSet& { return workspace_->schemas(); });
  workspace_->set_user(user_.id);
  workspace_->set_zone_minutes(ZoneMinutes());
  connection_ = std::make_unique<Connection>(workspace_->client(), [this] { vault_->Wipe(); });
  MakeVault();
  files_ = std::make_unique<FileOutbox>(*clock_, *random_, [] { RequestFrame(); });
  presence_ = std::make_unique<Presence>(FormatId(workspace_->client().NewId()), [] { RequestFrame(); });
  connection_->OnPresence([this] { presence_->Wake(); });
  OpenStorage("kedang-" + FormatId(user_.id), [this](const Status& opened) {
    if (!opened.ok()) {
      OnReplicaLoaded(opened);  // no storage here: online only
      return;
    }
    vault_->Start([this](const OfflineVault::Opening& opening) { OnVaultOpen(opening); },
                  [this](Keeping keeping) { storage_->set_keeping(keeping); });
  });
}

// How far a first load is may be said ten times a second: each frame takes from what it waits for.
void App::OnReplicaChanged() {
  workspace_ != nullptr && workspace_->client().status().is_loading ? RequestFrameAt(kBusyFrameMs) : RequestFrame();
}

void App::OnReplicaLoaded(const Status& loaded) {
  is_storage_open_ = loaded.ok();
  const Status started = workspace_->client().Start();
  // What was not to be kept is not missing.
  const SyncStatus found = workspace_->client().status();
  if (is_base_expected_) losses_.Find(user_.id, is_storage_open_, has_stored_state_, started, found.pending + found.tray);
  phase_ = AppPhase::kReady;
  load_ms_ = NowMs();
  if (route_.parts.empty() || route_.page() == "signin") Replace(Route());
  connection_->Start(vault_->device());
  if (is_storage_open_) files_->Load();
  RequestFrame();
}

void App::KeepDraft(std::string draft) {
  kept_draft_ = std::move(draft);
  StorageWrite write{StorageArea::kMeta, kDraftKey, std::nullopt};
  if (!kept_draft_.empty()) write.value = Bytes(kept_draft_.begin(), kept_draft_.end());
  std::vector<StorageWrite> writes;
  writes.push_back(std::move(write));
  storage_->Commit(std::move(writes), [this](Status status) {
    if (!status.ok()) Say(std::string(ui::T("designer.not_kept")));
  });
}

void App::RefreshUser() {
  AskWhoIsSignedIn([this](SessionAnswer answer, const SessionUser& who, const std::string&) {
    if (answer != SessionAnswer::kSignedIn || !(who.id == user_.id)) return;
    user_ = who;
    WriteSetting(kUserSetting, UserText(who));
    RequestFrame();
  });
}

// ---- frames -----------------------------------------------------------------------------------------------------------

void App::Frame() {
  if (shell_ == nullptr) return;  // no texts yet: the page's own background shows for a few frames
  if (phase_ == AppPhase::kReady && network_watch_.Note(workspace_->client().status(), clock_->NowMs())) {
    RequestFrameAt(static_cast<double>(NetworkWatch::kShownMs));
  }
  const WindowMetrics& window = Window();
  ui::WindowFacts facts;
  facts.scale = window.pixel_ratio;
  facts.width = window.width * facts.scale;
  facts.height = window.height * facts.scale;
  facts.safe_top = window.safe_area.top * facts.scale;
  facts.safe_bottom = window.safe_area.bottom * facts.scale;
  facts.safe_left = window.safe_area.left * facts.scale;
  facts.safe_right = window.safe_area.right * facts.scale;
  facts.is_system_dark = Preferences().is_dark;
  facts.has_reduced_motion = Preferences().is_motion_reduced;
  facts.is_touch = Preferences().is_touch;
  shell_->Draw(ui::BeginFrame(facts));
  std::uint64_t undo = 0;
  if (ui::DrawToast(undo) && undo == undo_tag_ && undo_) {
    ui::HideToast();
    std::exchange(undo_, nullptr)();
  }
  ui::EndFrame();
  if (const float seconds = ui::SecondsToNextFrame(); seconds >= 0) RequestFrameAt(seconds * 1000.0);
  if (phase_ != AppPhase::kReady) return;
  const SyncStatus status = workspace_->client().status();
  vault_->Note(status.connection == ConnectionState::kOnline, workspace_->client().state().principal.permission_version);
  connection_->Pump();
  files_->Pump();
  presence_->EndFrame();
  IndexSoon();
  const double indexing_ms = NowMs();
  while (workspace_->is_indexed() && !workspace_->MaintainIndex(100)) {
    if (!IsSliceOver(indexing_ms, 6)) continue;
    RequestFrame();
    break;
  }
  losses_.Note(user_.id, *workspace_);
}

// Between frames: drawing each of them would take most of the time that searching waits for.
void App::IndexSoon() {
  if (is_index_due_ || workspace_->is_indexed()) return;
  is_index_due_ = true;
  RunSoon([this] {
    is_index_due_ = false;
    const bool was_searchable = workspace_->is_searchable();
    const double started_ms = NowMs();
    while (!workspace_->IndexStep(kRowsAtOnce) && NowMs() - started_ms < kIndexSliceMs) {
    }
    IndexSoon();
    const bool is_news = workspace_->is_indexed() || workspace_->is_searchable() != was_searchable;
    is_news ? RequestFrame() : RequestFrameAt(kBusyFrameMs);
  });
}

View& App::ViewFor(std::string_view page) {
  auto& view = views_[std::string(page)];
  if (!view) view = MakeView(*this, page);
  return *view;
}

// ---- moving about -----------------------------------------------------------------------------------------------------

bool App::is_english() const { return ui::CurrentLanguage() == ui::Language::kEnglish; }

void App::OnRoute(std::string_view text) {
  // What was typed a moment ago still waits for its frames: it belongs to the page that is left.
  if (ui::IsEditingText()) RunFramesNow(kFramesOfInput);
  route_ = ParseRoute(text);
  NoteRoute();
}

void App::Go(Route route) {
  PushRoute(FormatRoute(route));
  route_ = std::move(route);
  NoteRoute();
  RequestFrame();
}

void App::Replace(Route route) {
  ReplaceRoute(FormatRoute(route));
  route_ = std::move(route);
  NoteRoute();
  RequestFrame();
}

// A list that is left is arrived at again.
void App::NoteRoute() {
  if (route_.page() != search_.visit.list) search_.visit.list.clear();
}

void App::Back() { GoBack(); }

void App::ShowLanguage(ui::Language language) {
  ui::ChooseLanguage(language);
  SetPageLanguage(ui::LanguageCode());
}

void App::SetLanguage(bool is_english) {
  const ui::Language language = is_english ? ui::Language::kEnglish : ui::Language::kChinese;
  WriteSetting(kLanguageSetting, is_english ? "en" : "zh");
  if (language == ui::CurrentLanguage()) return;
  const auto read = [](const HttpResponse& response) {
    return response.ok() ? ui::StringTable::Parse(AsText(response.body))
                         : Result<ui::StringTable>(ErrorCode::kUnavailable, "locale: no answer");
  };
  const auto fail = [this] {
    Say(std::string(ui::T("app.language_unreachable")));
    RequestFrame();
  };
  Get(AssetUrl(LocaleOf(is_english)), [this, language, is_english, read, fail](const HttpResponse& response) {
    auto table = read(response);
    if (!table.ok()) return fail();
    auto early = std::make_shared<ui::StringTable>(std::move(table).value());
    Get(AssetUrl(LateLocaleOf(is_english)), [this, language, early, read, fail](const HttpResponse& answer) {
      auto late = read(answer);
      if (!late.ok()) return fail();
      early->Merge(late.value());
      ui::InstallStrings(language, std::move(*early));
      ShowLanguage(language);
      RequestFrame();
    });
  });
}

void App::SetTheme(ui::ThemeChoice theme) {
  ui::ChooseTheme(theme);
  WriteSetting(kThemeSetting, ThemeName(theme));
  RequestFrame();
}

// ---- saving -----------------------------------------------------------------------------------------------------------

void App::Say(std::string text) {
  ui::ToastOptions toast;
  toast.text = std::move(text);
  toast.seconds = 5;
  ui::ShowToast(std::move(toast));
  RequestFrame();
}

void App::SayWithUndo(std::string text, std::function<void()> undo) {
  undo_ = std::move(undo);
  ui::ToastOptions toast;
  toast.text = std::move(text);
  toast.action = std::string(ui::T("common.undo"));
  toast.tag = ++undo_tag_;
  ui::ShowToast(std::move(toast));
  RequestFrame();
}

void App::Save(Group group, std::string said, std::function<void(const Status&)> done) {
  std::vector<Group> groups;
  groups.push_back(std::move(group));
  SaveAll(std::move(groups), std::move(said), std::move(done));
}

void App::SaveAll(std::vector<Group> groups, std::string said, std::function<void(const Status&)> done) {
  auto kept = std::make_shared<Saved>();
  if (!said.empty()) {
    for (const Group& group : groups) {
      for (const Mutation& mutation : group.mutations) {
        if (auto record = workspace_->records().FindRecord(mutation.record)) kept->before.push_back(std::move(*record));
      }
    }
    kept->groups = groups;
  }
  ++saves_;
  workspace_->client().Submit(std::move(groups), [this, kept, said = std::move(said), done = std::move(done)](Status status) {
    --saves_;
    // Older changes are taken back in the history.
    if (status.ok() && !said.empty()) SayWithUndo(said, [this, kept] { TakeBack(*kept); });
    done(status);
    connection_->Pump();
    RequestFrame();
  });
}

void App::TakeBack(const Saved& saved) {
  std::vector<Group> groups;
  for (auto group = saved.groups.rbegin(); group != saved.groups.rend(); ++group) {
    Group undo = MakeUndo(*workspace_, *group, saved.before);
    if (!undo.mutations.empty()) groups.push_back(std::move(undo));
  }
  if (groups.empty()) {
    Say(std::string(ui::T("undo.nothing")));
    return;
  }
  SaveAll(std::move(groups), "", [this](const Status& status) {
    Say(std::string(ui::T(status.ok() ? "undo.done" : "save.refused")));
  });
}

}  // namespace kedang
