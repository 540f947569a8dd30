#include "wasm/views/gallery.h"

#include <array>
#include <cmath>
#include <string>

#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/chip.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/context.h"
#include "wasm/ui/date_field.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/rating.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/tabs.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/toast.h"
#include "wasm/ui/tooltip.h"

namespace kedang::ui {
namespace {

constexpr float kHeightCss = 2560;
constexpr float kPhoneHeightCss = 5200;

std::string_view G(std::string_view key) { return T("gallery." + std::string(key)); }

// A heading and a divider above it; returns the part of that height.
Rect Section(Rect& rest, std::string_view title, float height_css) {
  const Rect line = CutTop(rest, Px(16));
  LineAtTop(line, CurrentTheme().border);
  Text(CutTop(rest, Px(18), Px(8)), title, kSmallBold, CurrentTheme().secondary);
  return CutTop(rest, Px(height_css), Px(16));
}

// Two parts beside each other, below each other on phones.
std::array<Rect, 2> Halves(Rect& rest, std::string_view left, std::string_view right, float height_css) {
  if (IsPhone()) {
    const Rect first = Section(rest, left, height_css);
    return {first, Section(rest, right, height_css)};
  }
  Rect line = CutTop(rest, Px(16));
  LineAtTop(line, CurrentTheme().border);
  const std::vector<Rect> titles = Columns(CutTop(rest, Px(18), Px(8)), 2, Px(24));
  Text(titles[0], left, kSmallBold, CurrentTheme().secondary);
  Text(titles[1], right, kSmallBold, CurrentTheme().secondary);
  const std::vector<Rect> halves = Columns(CutTop(rest, Px(height_css), Px(16)), 2, Px(24));
  return {halves[0], halves[1]};
}

// A button in a fixed state with the state's name below, in a flow that wraps.
struct Flow {
  Rect area;
  float x = 0;
  float y = 0;

  void Show(const ButtonOptions& options, std::string_view caption) {
    const float width = ButtonWidth(options);
    const float taken = std::max(width, TextWidth(caption, kSmall));
    if (x > 0 && x + taken > area.w) {
      x = 0;
      y += ButtonHeight(options) + Px(32);
    }
    const float middle = area.x + x + taken / 2;
    IdScope scope(caption);
    Button({middle - width / 2, area.y + y, width, ButtonHeight(options)}, options);
    Text({area.x + x, area.y + y + ButtonHeight({}) + Px(6), taken, Px(18)}, caption,
         {.style = kSmall, .color = CurrentTheme().secondary, .align = Align::kCenter, .can_shorten = false});
    x += taken + Px(16);
  }
};

struct Swatch {
  Color color;
  std::string_view name;
};

std::string Numbered(std::string_view key, int number) { return Replace(G(key), {{"number", std::to_string(number)}}); }

}  // namespace

Gallery::Gallery() : text_(), tags_({"key", "bid"}), selected_(2000, false) {
  table_.columns = {{.id = "name", .title = {}, .width = 240, .is_flexible = true},
                    {.id = "level", .title = {}, .width = 40},
                    {.id = "stage", .title = {}, .width = 96},
                    {.id = "owner", .title = {}, .width = 104},
                    {.id = "last", .title = {}, .width = 96, .is_right_aligned = true}};
  table_.cursor = 2;
}

void Gallery::Draw(Rect page) {
  Rect content;
  BeginScroll("gallery", page, Px(IsPhone() ? kPhoneHeightCss : kHeightCss), content);
  Rect rest = Inset(content, Px(IsPhone() ? 16 : 24), Px(16));
  rest.w = std::min(rest.w, Px(1100));
  DrawButtons(rest);
  DrawFields(rest);
  DrawPickers(rest);
  DrawChoices(rest);
  DrawMarks(rest);
  DrawLayers(rest);
  DrawRows(rest);
  DrawColors(rest);
  EndScroll();
}

void Gallery::DrawButtons(Rect& rest) {
  const Rect part = Section(rest, G("buttons"), IsPhone() ? 400 : 140);
  const std::string_view save = G("save");
  Flow flow{part};
  flow.Show({.label = save, .kind = ButtonKind::kPrimary, .id = "1", .pose = Pose::kDefault}, G("primary"));
  flow.Show({.label = save, .kind = ButtonKind::kPrimary, .id = "2", .pose = Pose::kHover}, G("hover"));
  flow.Show({.label = save, .kind = ButtonKind::kPrimary, .id = "3", .pose = Pose::kPressed}, G("pressed"));
  flow.Show({.label = save, .kind = ButtonKind::kPrimary, .id = "4", .pose = Pose::kFocus}, G("focus"));
  flow.Show({.label = save, .kind = ButtonKind::kPrimary, .id = "5", .is_enabled = false, .reason = G("reason")}, G("disabled"));
  flow.Show({.label = G("delete_three"), .kind = ButtonKind::kDanger, .pose = Pose::kDefault}, G("danger"));
  flow.Show({.label = G("saving"), .kind = ButtonKind::kPrimary, .is_running = true, .pose = Pose::kDefault}, G("running"));
  flow.Show({.label = G("small"), .is_small = true}, G("small_height"));
  flow.x = 0;
  flow.y += ButtonHeight({}) + Px(36);
  const std::string_view import = G("import");
  flow.Show({.label = import, .icon = Icon::kUpload, .id = "1", .pose = Pose::kDefault}, G("default"));
  flow.Show({.label = import, .icon = Icon::kUpload, .id = "2", .pose = Pose::kHover}, G("hover"));
  flow.Show({.label = import, .icon = Icon::kUpload, .id = "3", .pose = Pose::kPressed}, G("pressed"));
  flow.Show({.label = G("filter_two"), .icon = Icon::kListFilter, .is_chosen = true, .pose = Pose::kDefault}, G("chosen"));
  flow.Show({.label = import, .icon = Icon::kUpload, .id = "5", .is_enabled = false}, G("disabled"));
  flow.Show({.label = T("common.cancel"), .kind = ButtonKind::kPlain}, G("plain"));
  flow.Show({.label = G("see_all"), .kind = ButtonKind::kLink}, G("link"));
  flow.Show({.label = G("more"), .icon = Icon::kEllipsis, .is_icon_only = true}, G("icon"));
}

void Gallery::DrawFields(Rect& rest) {
  const int columns = IsPhone() ? 1 : 3;
  const float row_height = Px(IsPhone() ? 100 : 88);
  const Rect part = Section(rest, G("fields"), IsPhone() ? 1240 : 360);
  int index = 0;
  const auto place = [&] {
    const Rect row = {part.x, part.y + row_height * static_cast<float>(index / columns), part.w, row_height};
    const Rect cell = Columns(row, columns, Px(16))[static_cast<size_t>(index % columns)];
    ++index;
    return cell;
  };
  const auto still = [&](TextFieldOptions options, std::string_view text, std::string_view id) {
    std::string copy(text);
    options.id = id;
    TextField(place(), copy, options);
  };
  TextField(place(), text_, {.field = {.label = G("name"), .hint = G("default_hint"), .is_required = true}, .placeholder = G("name_placeholder"),
                             .has_clear = true});
  still({.field = {.label = G("name"), .hint = G("focus_hint"), .pose = Pose::kFocus}}, G("name_typed"), "focus");
  still({.field = {.label = G("number"), .hint = G("read_only_hint"), .is_read_only = true}}, "KH-2026-00318", "read");
  const FieldIssue block = {IssueLevel::kBlock, G("code_issue"), G("code_fix")};
  still({.field = {.label = G("code"), .issues = {&block, 1}}}, "91330108MA9ZKD3180", "block");
  const FieldIssue warn = {IssueLevel::kWarn, G("phone_issue")};
  still({.field = {.label = G("landline"), .issues = {&warn, 1}}, .kind = InputKind::kPhone}, "021-6188 2630", "warn");
  const FieldIssue info = {IssueLevel::kInfo, G("mail_issue")};
  still({.field = {.label = G("mail"), .issues = {&info, 1}}, .kind = InputKind::kEmail}, "info@yunjin.test", "info");
  still({.field = {.label = G("account"), .reason = G("account_reason"), .is_enabled = false}, .placeholder = G("account_placeholder")}, "", "off");
  still({.field = {.label = G("mobile"), .hint = G("masked_hint"), .is_read_only = true}, .is_masked = true, .masked = "138 **** 8000"}, "", "mask");
  still({.field = {.label = G("short_name"), .hint = G("plain_hint"), .is_plain = true, .pose = Pose::kHover}}, G("short_name_value"), "plain");
  TextField(place(), password_, {.field = {.label = G("password")}, .kind = InputKind::kPassword});
  SearchBox(CenterIn(place(), part.w / static_cast<float>(columns) - Px(16), Px(36)), search_, {.name = G("search"), .placeholder = G("search_placeholder"), .keys = "Ctrl K"});
  TextField(place(), note_, {.field = {.label = G("note")}, .placeholder = G("note_placeholder"), .is_multi_line = true, .lines = 2});
}

void Gallery::DrawPickers(Rect& rest) {
  auto [left, right] = Halves(rest, G("combobox"), G("date"), 340);
  const std::array<Choice, 4> people = {
      Choice{.id = "limin", .label = G("person_1"), .detail = G("team_1"), .initials = InitialsOf(G("person_1")), .color = 0},
      Choice{.id = "lichuan", .label = G("person_2"), .detail = G("team_2"), .initials = InitialsOf(G("person_2")), .color = 0},
      Choice{.id = "lian", .label = G("person_3"), .detail = G("team_3"), .initials = InitialsOf(G("person_3")), .color = 5},
      Choice{.id = "lijian", .label = G("person_4"), .reason = G("disabled_person"), .initials = InitialsOf(G("person_4")), .color = 0, .is_enabled = false}};
  const std::array<Choice, 3> tags = {Choice{.id = "key", .label = G("tag_1"), .color = 0}, Choice{.id = "high", .label = G("tag_2"), .color = 2},
                                      Choice{.id = "bid", .label = G("tag_3"), .color = 1}};
  Combobox(CutTop(left, Px(80)), person_, people, {.field = {.label = G("owner")}, .placeholder = G("choose"), .add_label = G("invite")});
  MultiCombobox(CutTop(left, Px(80)), tags_, tags, {.field = {.label = G("tags")}, .placeholder = G("choose")});
  const DateFieldOptions date = {.field = {.name = G("date")}, .today = "2026-11-22"};
  DateField(CutTop(right, Px(Metrics().control), Px(4)), date_, date);
  const Rect box = {right.x, right.y, std::min(right.w, Px(324)), CalendarHeight(date)};
  RaisedBox(box);
  Calendar(box, date_, date);
  // The list as it looks when open.
  Rect list = {left.x, left.y, std::min(left.w, Px(324)), ChoiceListHeight(people.size()) + Px(8)};
  RaisedBox(list);
  int cursor = 1;
  const std::array<std::string, 1> chosen = {"limin"};
  ChoiceList(Inset(list, Px(4)), people, chosen, cursor);
}

void Gallery::DrawChoices(Rect& rest) {
  auto [left, right] = Halves(rest, G("choices"), G("tabs"), 150);
  Rect row = CutTop(left, Px(Metrics().control), Px(12));
  bool off = false;
  bool on = true;
  CheckBox(CutLeft(row, Px(32)), off, {.name = "off", .pose = Pose::kDefault});
  CheckBox(CutLeft(row, Px(32)), off, {.name = "hover", .pose = Pose::kHover});
  CheckBox(CutLeft(row, Px(32)), on, {.name = "on", .pose = Pose::kDefault});
  CheckBox(CutLeft(row, Px(32)), off, {.name = "mixed", .is_mixed = true, .pose = Pose::kDefault});
  CheckBox(CutLeft(row, Px(32)), off, {.name = "disabled", .is_enabled = false});
  RadioButton(CutLeft(row, Px(32)), false, {.name = "radio off", .pose = Pose::kDefault});
  RadioButton(CutLeft(row, Px(32)), true, {.name = "radio on", .pose = Pose::kDefault});
  CheckBox(row, is_checked_, {.label = G("live")});
  row = CutTop(left, Px(32), Px(8));
  Switch(CutLeft(row, Px(36), Px(16)), off, {.name = "switch off", .pose = Pose::kDefault});
  Switch(CutLeft(row, Px(36), Px(16)), is_on_, {.name = G("live")});
  Switch(CutLeft(row, Px(36), Px(16)), off, {.name = "switch disabled", .is_enabled = false});
  const std::array<Segment, 3> spans = {Segment{.label = G("week")}, Segment{.label = G("month")}, Segment{.label = G("quarter")}};
  Segmented(row, spans, segment_, {.name = G("span")});
  row = CutTop(left, Px(32));
  Rating(CutLeft(row, Px(140)), stars_, {.name = G("rating")});
  Stars(row, 3, 5);
  const std::array<Tab, 4> tabs = {Tab{.label = G("tab_1")}, Tab{.label = G("tab_2"), .count = "3"}, Tab{.label = G("tab_3"), .pose = Pose::kHover},
                                   Tab{.label = G("tab_4"), .is_enabled = false}};
  Tabs(CutTop(right, Px(40), Px(16)), G("tabs"), tabs, tab_);
  row = CutTop(right, ChipHeight());
  ChipAtLeft(row, {.label = G("city_1"), .count = "8"});
  ChipAtLeft(row, {.label = G("city_2"), .count = "2", .pose = Pose::kHover});
  ChipAtLeft(row, {.label = G("level_a"), .count = "17", .is_chosen = true, .has_cross = true});
  ChipAtLeft(row, {.label = G("more"), .has_chevron = true});
}

void Gallery::DrawMarks(Rect& rest) {
  auto [left, right] = Halves(rest, G("marks"), G("sync"), 170);
  const std::array<TagItem, 5> tags = {TagItem{G("tag_1"), 0}, TagItem{G("tag_2"), 2}, TagItem{G("tag_3"), 1}, TagItem{G("tag_4"), 3}, TagItem{G("tag_5"), 5}};
  TagLine(CutTop(left, Px(22), Px(11)), tags);
  Rect row = CutTop(left, Px(32), Px(6));
  const std::array<int, 5> level_colors = {0, 2, 5, 1, 4};
  for (size_t i = 0; i < level_colors.size(); ++i) LevelMark(CutLeft(row, Px(22), Px(8)), std::string(1, static_cast<char>('A' + i)), level_colors[i]);
  Initials(CutLeft(row, Px(20), Px(8)), InitialsOf(G("person_1")), 0, 20);
  Initials(CutLeft(row, Px(32), Px(16)), InitialsOf(G("person_5")), 4, 32);
  CountBadge({row.x + Px(9), row.MidY()}, 5);
  CountBadge({row.x + Px(44), row.MidY()}, 120);
  const std::array<int, 6> stage_colors = {5, 5, 2, 0, 3, 5};
  for (int i = 0; i < 6; ++i) {
    if (i % 3 == 0) row = CutTop(left, Px(24));
    const StageShape stage = {.place = i, .count = 6, .user_color = stage_colors[static_cast<size_t>(i)]};
    const float width = StageLabel(row, stage, Numbered("stage", i + 1), {.style = kSmall});
    CutLeft(row, width, Px(12));
  }
  row = CutTop(left, Px(34));
  CutLeft(row, StatusTag(row, G("verified"), Meaning::kGood, Icon::kCircleCheck), Px(8));
  CutLeft(row, StatusTag(row, G("attention"), Meaning::kWarn, Icon::kTriangleAlert), Px(8));
  CutLeft(row, StatusTag(row, G("conflict"), Meaning::kBad, Icon::kMerge), Px(8));
  StatusTag(row, G("pending"), Meaning::kInfo, Icon::kClock);
  Banner(CutTop(right, Px(40), Px(8)), {.icon = Icon::kWifiOff, .title = G("offline"), .text = G("offline_text")});
  ProgressLine(CutTop(right, Px(26)), G("upload"), 0.62f, "62%");
  ProgressLine(CutTop(right, Px(26)), G("import"), 0.31f, G("stopped"), Meaning::kBad);
  ProgressLine(CutTop(right, Px(26), Px(8)), G("complete"), 0.86f, "86", Meaning::kGood);
  const std::string one = Numbered("stage", 1), two = Numbered("stage", 2), three = Numbered("stage", 3), four = Numbered("stage", 4);
  const std::array<std::string_view, 4> words = {one, two, three, four};
  StageBar(CutTop(right, Px(28)), words, 2);
}

void Gallery::DrawLayers(Rect& rest) {
  auto [left, right] = Halves(rest, G("menu"), G("dialog"), 250);
  const std::array<MenuItem, 6> items = {MenuItem{.label = G("rename"), .icon = Icon::kPencil, .shortcut = "F2"},
                                         MenuItem{.label = G("copy"), .icon = Icon::kCopy, .shortcut = "Ctrl C"},
                                         MenuItem{.label = G("merge"), .icon = Icon::kMerge},
                                         MenuItem{.label = G("print"), .icon = Icon::kPrinter, .shortcut = "Ctrl P"},
                                         MenuItem{.label = G("archive"), .icon = Icon::kLock, .reason = G("no_right"), .is_enabled = false},
                                         MenuItem{.label = G("delete"), .icon = Icon::kTrash2, .shortcut = "Del", .is_danger = true, .starts_group = true}};
  Rect box = {left.x, left.y, Px(184), Px(8 + 6 * 32 + 9)};
  RaisedBox(box);
  Rect rows = Inset(box, Px(4));
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].starts_group) {
      const Rect gap = CutTop(rows, Px(9));
      FillRect({gap.x, std::round(gap.MidY()), gap.w, Line()}, CurrentTheme().divider);
    }
    MenuRow(CutTop(rows, Px(32)), items[i], i == 1, Pose::kDefault);
  }
  const Rect word = {left.x + Px(216), left.y, Px(60), Px(22)};
  Text(word, G("three_days"), kBody, CurrentTheme().secondary);
  DrawBubble(word, G("exact_time"));
  Rect live = {left.x + Px(196), left.y + Px(80), std::min(Px(140), left.w - Px(196)), Px(Metrics().control)};
  const Id menu = IdOf("live menu");
  if (Button(live, {.label = G("open_menu"), .trailing = Icon::kChevronDown, .is_chosen = IsLayerOpen(menu), .can_expand = true})) OpenLayer(menu);
  Menu(menu, live, items);
  if (Button(Offset(live, 0, live.h + Px(8)), {.label = G("open_dialog")})) OpenDialog("gallery");
  if (Button(Offset(live, 0, 2 * (live.h + Px(8))), {.label = G("open_toast")})) ShowToast({.text = std::string(G("merged")), .action = std::string(G("undo"))});
  const DialogAnswer answer = ConfirmDialog("gallery", G("dialog_title"), G("dialog_text"), G("dialog_confirm"), false);
  if (answer == DialogAnswer::kConfirmed) ShowToast({.text = std::string(G("merged")), .action = std::string(G("undo"))});
  const Rect still = CutTop(right, Px(158), Px(16));
  RaisedBox(still);
  Rect inner = Inset(still, Px(16));
  Text(CutTop(inner, Px(24), Px(8)), G("dialog_title"), kTitle, CurrentTheme().text);
  WrappedText(inner, G("dialog_text"), kBody, CurrentTheme().secondary);
  Rect buttons = CutBottom(inner, Px(Metrics().control));
  ButtonAtRight(buttons, {.label = G("dialog_confirm"), .kind = ButtonKind::kPrimary, .pose = Pose::kDefault});
  ButtonAtRight(buttons, {.label = T("common.cancel"), .pose = Pose::kDefault});
  DrawToastBox(CutTop(right, Px(40)), {.text = std::string(G("merged")), .action = std::string(G("undo"))}, 8);
}

void Gallery::DrawRows(Rect& rest) {
  auto [left, right] = Halves(rest, G("notices"), G("table"), 320);
  Notice(CutTop(left, Px(kNoticeHeightCss), Px(8)), {.icon = Icon::kUsers, .title = G("empty_title"), .text = G("empty_text"),
                                                     .button = {.label = G("import"), .kind = ButtonKind::kPrimary, .icon = Icon::kUpload}});
  Notice(CutTop(left, Px(kNoticeHeightCss), Px(8)), {.icon = Icon::kLock, .title = G("locked_title"), .text = G("locked_text"), .button = {.label = G("ask")}});
  Notice(CutTop(left, Px(kNoticeHeightCss), Px(8)), {.icon = Icon::kCircleAlert, .meaning = Meaning::kBad, .title = G("failed_title"), .text = G("failed_text"),
                                                     .button = {.label = G("retry"), .icon = Icon::kRefreshCw}});
  SkeletonRows(CutTop(left, Px(72)), Px(36));
  CardBox(right);
  Rect inside = Inset(right, Line());
  const Rect count = CutBottom(inside, Px(36));
  const std::array<std::string_view, 2> parts = {G("count"), G("time")};
  CountLine(Inset(count, Px(16), 0), parts, G("selected_one"));
  const std::array<std::string_view, 5> titles = {G("name"), G("level"), G("stage_head"), G("owner"), G("last")};
  for (TableColumn& column : table_.columns) {
    constexpr std::array<std::string_view, 5> kIds = {"name", "level", "stage", "owner", "last"};
    for (size_t i = 0; i < kIds.size(); ++i) {
      if (column.id == kIds[i]) column.title = titles[i];
    }
  }
  int64_t selected = 0;
  for (const bool is_selected : selected_) selected += is_selected ? 1 : 0;
  const TableModel model = {
      .row_count = static_cast<int64_t>(selected_.size()),
      .row_height = 36,
      .name = G("table"),
      .is_selected = [this](int64_t row) { return selected_[static_cast<size_t>(row)]; },
      .selected_count = selected,
      .draw_cell =
          [this](const TableRow& row, int column, Rect cell) {
            const std::string& id = table_.columns[static_cast<size_t>(column)].id;
            const int number = static_cast<int>(row.index);
            const std::array<Mark, 1> mark = {Mark{6, 12}};
            if (id == "name") {
              Text(cell, Numbered("company", number + 1), {.style = row.is_cursor ? kBodyBold : kBody, .marks = number % 3 == 0 ? std::span<const Mark>(mark) : std::span<const Mark>()});
            } else if (id == "level") {
              LevelMark({cell.x, cell.y, Px(22), cell.h}, std::string(1, static_cast<char>('A' + number % 4)), number % 4 == 0 ? 0 : number % 4 + 1);
            } else if (id == "stage") {
              StageLabel(cell, {.place = number % 6, .count = 6, .user_color = number % 6}, Numbered("stage", number % 6 + 1), {.style = kBody});
            } else if (id == "owner") {
              Person(cell, G("person_1"));
            } else {
              Text(cell, G("three_days"), {.style = kBody, .color = CurrentTheme().secondary, .align = Align::kRight, .can_shorten = false});
            }
          },
      .cell_text = [](int64_t row, int column) { return column == 0 ? Numbered("company", static_cast<int>(row) + 1) : std::string(); }};
  const TableResult result = Table(inside, "gallery table", table_, model);
  if (result.toggled >= 0) selected_[static_cast<size_t>(result.toggled)] = !selected_[static_cast<size_t>(result.toggled)];
  if (result.select_all) selected_.assign(selected_.size(), result.select_value);
  for (int64_t row = result.range_begin; row >= 0 && row <= result.range_end; ++row) selected_[static_cast<size_t>(row)] = true;
}

void Gallery::DrawColors(Rect& rest) {
  const Theme& t = CurrentTheme();
  const Rect part = Section(rest, G("colors"), IsPhone() ? 200 : 60);
  const std::array<Swatch, 14> swatches = {{{t.background, G("color_1")}, {t.surface, G("color_2")}, {t.raised, G("color_3")}, {t.border, G("color_4")},
                                            {t.divider, G("color_5")}, {t.control_border, G("color_6")}, {t.text, G("color_7")}, {t.secondary, G("color_8")},
                                            {t.disabled, G("color_9")}, {t.accent, G("color_10")}, {t.good.text, G("color_11")}, {t.warn.text, G("color_12")},
                                            {t.bad.text, G("color_13")}, {t.search_mark, G("color_14")}}};
  const int fit = std::min(ColumnsThatFit(part.w, Px(44), Px(6)), static_cast<int>(swatches.size()));
  const std::vector<Rect> places = Columns({part.x, part.y, part.w, Px(52)}, fit, Px(6));
  for (size_t i = 0; i < swatches.size(); ++i) {
    const float row = static_cast<float>(i / static_cast<size_t>(fit));
    Rect place = Offset(places[i % static_cast<size_t>(fit)], 0, row * Px(60));
    FillBox(CutTop(place, Px(28), Px(4)), swatches[i].color, t.border, Px(6), Line());
    Text(place, swatches[i].name, {.style = kSmall, .color = t.secondary, .align = Align::kCenter});
  }
}

}  // namespace kedang::ui
