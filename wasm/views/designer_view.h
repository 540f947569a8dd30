// DesignerView: "#/admin/templates", the schemas of the instance, and "#/admin/templates/{schema}", where one of them is
// changed: palette, form, inspector and live preview side by side; on phones one after the other
// ("…/{schema}/field", "…/add", "…/preview").
#pragma once

#include <memory>
#include <string>

#include "wasm/views/designer_canvas.h"
#include "wasm/views/designer_inspector.h"
#include "wasm/views/designer_palette.h"
#include "wasm/views/designer_preview.h"
#include "wasm/views/designer_publish.h"
#include "wasm/views/designer_state.h"
#include "wasm/views/tags_view.h"
#include "wasm/views/view.h"

namespace kedang {

class DesignerView final : public View {
 public:
  explicit DesignerView(App& app)
      : app_(app), state_(app), palette_(state_), canvas_(state_), inspector_(state_), preview_(state_), publish_(state_), tags_(app) {}

  void Draw(ui::Rect page) override;
  bool covers_foot() const override { return app_.route().parts.size() > 2; }

 private:
  void DrawForbidden(ui::Rect page);
  void Shortcuts();
  void DrawClashes(ui::Rect& page);
  // designer_list.cpp
  void DrawList(ui::Rect page);
  void DrawSchemaRow(ui::Rect row, const Schema& schema);
  // designer_view.cpp
  void DrawEditor(ui::Rect page);
  void DrawBar(ui::Rect bar);
  void DrawVersions(ui::Rect& bar);
  // designer_phone.cpp
  void DrawPhone(ui::Rect page);
  void DrawPhoneFields(ui::Rect page);
  void GoPhone(std::string_view part);

  App& app_;
  DesignerState state_;
  DesignerPalette palette_;
  DesignerCanvas canvas_;
  DesignerInspector inspector_;
  DesignerPreview preview_;
  DesignerPublish publish_;
  TagsView tags_;  // "#/admin/tags"
  bool was_asked_ = false;      // who this is, of the server
  bool shows_palette_ = false;  // on tablets it lies over the form
};

}  // namespace kedang
