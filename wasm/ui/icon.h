// The outline icons of the client. icons.txt lists their Lucide names, one a line, sorted; the glyph
// loader draws the icon of line i (from 0) for the private-use code point kFirstIconCodePoint + i.
// A unit test keeps this list and icons.txt the same: add a name to both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kedang::ui {

// X(enumerator, Lucide name) for every icon, in the order of icons.txt.
#define KEDANG_UI_ICONS(X) \
  X(kActivity, "activity") X(kAlarmClock, "alarm-clock") X(kArchive, "archive") \
  X(kArrowDown, "arrow-down") X(kArrowLeft, "arrow-left") X(kArrowRight, "arrow-right") \
  X(kArrowUp, "arrow-up") X(kArrowUpDown, "arrow-up-down") X(kAtSign, "at-sign") X(kAward, "award") \
  X(kBan, "ban") X(kBanknote, "banknote") X(kBell, "bell") X(kBookmark, "bookmark") X(kBot, "bot") \
  X(kBriefcase, "briefcase") X(kBuilding2, "building-2") X(kCake, "cake") X(kCalendar, "calendar") \
  X(kCalendarClock, "calendar-clock") X(kCamera, "camera") X(kChartLine, "chart-line") \
  X(kChartNoAxesColumn, "chart-no-axes-column") X(kCheck, "check") X(kChevronDown, "chevron-down") \
  X(kChevronLeft, "chevron-left") X(kChevronRight, "chevron-right") X(kChevronUp, "chevron-up") \
  X(kChevronsUpDown, "chevrons-up-down") X(kCircle, "circle") X(kCircleAlert, "circle-alert") \
  X(kCircleCheck, "circle-check") X(kCircleDot, "circle-dot") \
  X(kCircleQuestionMark, "circle-question-mark") X(kCircleX, "circle-x") \
  X(kClipboardList, "clipboard-list") X(kClock, "clock") X(kCloud, "cloud") X(kCloudOff, "cloud-off") \
  X(kCloudUpload, "cloud-upload") X(kCode, "code") X(kColumns3, "columns-3") X(kCopy, "copy") \
  X(kCornerDownLeft, "corner-down-left") X(kDatabase, "database") X(kDownload, "download") \
  X(kEllipsis, "ellipsis") X(kEraser, "eraser") X(kExternalLink, "external-link") X(kEye, "eye") \
  X(kEyeOff, "eye-off") X(kFile, "file") X(kFileSpreadsheet, "file-spreadsheet") X(kFileText, "file-text") \
  X(kFileUp, "file-up") X(kFilterX, "filter-x") X(kFlag, "flag") X(kFolder, "folder") \
  X(kGitBranch, "git-branch") X(kGitMerge, "git-merge") X(kGlobe, "globe") \
  X(kGripVertical, "grip-vertical") X(kHand, "hand") X(kHandshake, "handshake") \
  X(kHardDrive, "hard-drive") X(kHash, "hash") X(kHeadphones, "headphones") X(kHistory, "history") \
  X(kHourglass, "hourglass") X(kHouse, "house") X(kImage, "image") X(kInbox, "inbox") X(kInfo, "info") \
  X(kJapaneseYen, "japanese-yen") X(kKeyRound, "key-round") X(kKeyboard, "keyboard") \
  X(kLanguages, "languages") X(kLaptop, "laptop") X(kLayers, "layers") X(kLayoutGrid, "layout-grid") \
  X(kLifeBuoy, "life-buoy") X(kLink, "link") X(kList, "list") X(kListChecks, "list-checks") \
  X(kListFilter, "list-filter") X(kListTree, "list-tree") X(kLoaderCircle, "loader-circle") \
  X(kLock, "lock") X(kLockOpen, "lock-open") X(kLogIn, "log-in") X(kLogOut, "log-out") X(kMail, "mail") \
  X(kMap, "map") X(kMapPin, "map-pin") X(kMaximize2, "maximize-2") X(kMegaphone, "megaphone") \
  X(kMenu, "menu") X(kMerge, "merge") X(kMessageCircle, "message-circle") \
  X(kMessageSquare, "message-square") X(kMic, "mic") X(kMinus, "minus") X(kMonitor, "monitor") \
  X(kMoon, "moon") X(kNetwork, "network") X(kPackage, "package") X(kPanelRight, "panel-right") \
  X(kPaperclip, "paperclip") X(kPause, "pause") X(kPencil, "pencil") X(kPercent, "percent") \
  X(kPhone, "phone") X(kPin, "pin") X(kPlay, "play") X(kPlug, "plug") X(kPlus, "plus") \
  X(kPrinter, "printer") X(kPuzzle, "puzzle") X(kQrCode, "qr-code") X(kReceipt, "receipt") \
  X(kRedo2, "redo-2") X(kRefreshCw, "refresh-cw") X(kRepeat, "repeat") X(kRotateCcw, "rotate-ccw") \
  X(kSave, "save") X(kScanText, "scan-text") X(kScissors, "scissors") X(kSearch, "search") \
  X(kSend, "send") X(kServer, "server") X(kSettings, "settings") X(kShare2, "share-2") \
  X(kShield, "shield") X(kShieldCheck, "shield-check") X(kSigma, "sigma") \
  X(kSlidersHorizontal, "sliders-horizontal") X(kSmartphone, "smartphone") X(kSplit, "split") \
  X(kSquare, "square") X(kSquareCheck, "square-check") X(kSquareKanban, "square-kanban") X(kStar, "star") \
  X(kSun, "sun") X(kTable, "table") X(kTablet, "tablet") X(kTag, "tag") X(kTags, "tags") \
  X(kTarget, "target") X(kTerminal, "terminal") X(kThumbsUp, "thumbs-up") X(kTimer, "timer") \
  X(kToggleRight, "toggle-right") X(kTrash2, "trash-2") X(kTrendingDown, "trending-down") \
  X(kTrendingUp, "trending-up") X(kTriangleAlert, "triangle-alert") X(kTrophy, "trophy") X(kType, "type") \
  X(kUndo2, "undo-2") X(kUnlink, "unlink") X(kUpload, "upload") X(kUser, "user") \
  X(kUserCheck, "user-check") X(kUserPlus, "user-plus") X(kUserX, "user-x") X(kUsers, "users") \
  X(kWallet, "wallet") X(kWebhook, "webhook") X(kWifiOff, "wifi-off") X(kWorkflow, "workflow") X(kX, "x") \
  X(kZap, "zap")

enum class Icon : uint16_t {
#define KEDANG_UI_ICON(enumerator, name) enumerator,
  KEDANG_UI_ICONS(KEDANG_UI_ICON)
#undef KEDANG_UI_ICON
  kNone,  // no icon; also the number of icons
};

inline constexpr char32_t kFirstIconCodePoint = 0xE000;
inline constexpr size_t kIconCount = static_cast<size_t>(Icon::kNone);

constexpr char32_t CodePointOf(Icon icon) {
  return kFirstIconCodePoint + static_cast<char32_t>(icon);
}

// The Lucide name; empty for kNone.
std::string_view NameOf(Icon icon);

// The icon of that Lucide name; kNone when there is none (schemas name icons by text).
Icon IconNamed(std::string_view name);

}  // namespace kedang::ui
