// Draws Dear ImGui's frames with WebGL2. The context is ours alone, so its state is set and never asked for: a question
// would hold the page until the graphics processor has done everything it was given before.
#pragma once

namespace kedang {

// Makes what drawing needs in the current context; anew in a context that was restored.
void OpenRenderer();

// The context is lost, and all that was made in it.
void ForgetRenderer();

// Draws the frame that ImGui::Render finished over the whole canvas.
void DrawFrameData();

}  // namespace kedang
