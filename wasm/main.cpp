// The browser client's beginning: window, fonts, the application, frames.
#include "wasm/app/app.h"
#include "wasm/platform/canvas_font.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/window.h"
#include "wasm/ui/context.h"

int main() {
  using namespace kedang;
  if (!OpenWindow()) return 0;  // the page says what is missing
  // Both live as long as the page: main returns and the browser's events go on.
  static ui::UiContext context({CanvasFont(FontFace::kRegular), CanvasFont(FontFace::kBold), CanvasFont(FontFace::kMono),
                                CanvasFont(FontFace::kArea14), CanvasFont(FontFace::kMonoArea12)});
  ui::UseUi(&context);
  static App app;
  StartFrames([] { app.Frame(); });
  app.Start();
  return 0;
}
