#include "wasm/platform/renderer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <GLES3/gl3.h>
#include <imgui.h>

namespace kedang {
namespace {

constexpr GLuint kPosition = 0, kTexturePlace = 1, kColor = 2;

constexpr const char* kVertexShader =
    "#version 300 es\n"
    "precision highp float;"
    "layout(location=0) in vec2 position;"
    "layout(location=1) in vec2 place;"
    "layout(location=2) in vec4 color;"
    "uniform vec2 size;"
    "out vec2 at;"
    "out vec4 tint;"
    "void main(){at=place;tint=color;gl_Position=vec4(position/size*vec2(2,-2)+vec2(-1,1),0,1);}";

constexpr const char* kFragmentShader =
    "#version 300 es\n"
    "precision mediump float;"
    "uniform sampler2D glyphs;"
    "in highp vec2 at;"
    "in vec4 tint;"
    "out vec4 color;"
    "void main(){color=tint*texture(glyphs,at);}";

struct RendererState {
  GLuint vertices = 0;
  GLuint indices = 0;
  GLint size = -1;  // the uniform's place
};

RendererState& State() {
  static RendererState state;
  return state;
}

void AddShader(GLuint program, GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  glAttachShader(program, shader);
  glDeleteShader(shader);  // with the program
}

void PointAt(std::uint32_t first_vertex) {
  constexpr GLsizei kStride = sizeof(ImDrawVert);
  const std::size_t from = std::size_t{first_vertex} * sizeof(ImDrawVert);
  const auto at = [from](std::size_t offset) { return reinterpret_cast<const void*>(from + offset); };
  glVertexAttribPointer(kPosition, 2, GL_FLOAT, GL_FALSE, kStride, at(offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(kTexturePlace, 2, GL_FLOAT, GL_FALSE, kStride, at(offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(kColor, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, at(offsetof(ImDrawVert, col)));
}

GLuint NameOf(const ImTextureData& texture) { return static_cast<GLuint>(texture.TexID); }

void UpdateTexture(ImTextureData& texture) {
  switch (texture.Status) {
    case ImTextureStatus_WantCreate: {
      GLuint name = 0;
      glGenTextures(1, &name);
      glBindTexture(GL_TEXTURE_2D, name);
      // Lines are drawn from the texture, between its pixels.
      glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
      glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
      glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
      glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
      glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
      glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, texture.Width, texture.Height, 0, GL_RGBA, GL_UNSIGNED_BYTE, texture.GetPixels());
      texture.SetTexID(name);
      texture.SetStatus(ImTextureStatus_OK);
      return;
    }
    case ImTextureStatus_WantUpdates:
      glBindTexture(GL_TEXTURE_2D, NameOf(texture));
      glPixelStorei(GL_UNPACK_ROW_LENGTH, texture.Width);
      for (const ImTextureRect& rect : texture.Updates) {
        glTexSubImage2D(GL_TEXTURE_2D, 0, rect.x, rect.y, rect.w, rect.h, GL_RGBA, GL_UNSIGNED_BYTE, texture.GetPixelsAt(rect.x, rect.y));
      }
      texture.SetStatus(ImTextureStatus_OK);
      return;
    case ImTextureStatus_WantDestroy: {
      if (texture.UnusedFrames <= 0) return;
      const GLuint name = NameOf(texture);
      glDeleteTextures(1, &name);
      texture.SetTexID(ImTextureID_Invalid);
      texture.SetStatus(ImTextureStatus_Destroyed);
      return;
    }
    default: return;
  }
}

void DrawList(const ImDrawList& list, int height) {
  glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data, GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data, GL_STREAM_DRAW);
  constexpr GLenum kIndex = sizeof(ImDrawIdx) == 2 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT;
  std::uint32_t first_vertex = 0;
  PointAt(0);
  GLuint bound = 0;
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const auto left = static_cast<int>(std::max(command.ClipRect.x, 0.0f)), top = static_cast<int>(std::max(command.ClipRect.y, 0.0f));
    const auto right = static_cast<int>(command.ClipRect.z), bottom = static_cast<int>(command.ClipRect.w);
    if (right <= left || bottom <= top || command.ElemCount == 0) continue;
    glScissor(left, height - bottom, right - left, bottom - top);
    const auto texture = static_cast<GLuint>(command.GetTexID());
    if (bound != texture) glBindTexture(GL_TEXTURE_2D, bound = texture);
    if (first_vertex != command.VtxOffset) PointAt(first_vertex = command.VtxOffset);
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), kIndex,
                   reinterpret_cast<const void*>(std::size_t{command.IdxOffset} * sizeof(ImDrawIdx)));
  }
}

}  // namespace

void OpenRenderer() {
  RendererState& state = State();
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Renderer_TextureMaxWidth = platform.Renderer_TextureMaxHeight = largest;
  const GLuint program = glCreateProgram();
  AddShader(program, GL_VERTEX_SHADER, kVertexShader);
  AddShader(program, GL_FRAGMENT_SHADER, kFragmentShader);
  glLinkProgram(program);
  glUseProgram(program);  // for good: there is no other, nor another texture unit
  state.size = glGetUniformLocation(program, "size");
  glGenBuffers(1, &state.vertices);
  glGenBuffers(1, &state.indices);
  glBindBuffer(GL_ARRAY_BUFFER, state.vertices);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, state.indices);
  for (const GLuint one : {kPosition, kTexturePlace, kColor}) glEnableVertexAttribArray(one);
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
}

void ForgetRenderer() {
  State() = RendererState();
  ImGui::GetIO().BackendFlags &= ~(ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset);
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->RefCount != 1) continue;
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);  // made again with the next frame
  }
}

void DrawFrameData() {
  const ImDrawData& data = *ImGui::GetDrawData();
  const int width = static_cast<int>(data.DisplaySize.x), height = static_cast<int>(data.DisplaySize.y);
  if (data.Textures != nullptr) {
    for (ImTextureData* texture : *data.Textures) UpdateTexture(*texture);
  }
  const ImVec4 background = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, width, height);
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glEnable(GL_SCISSOR_TEST);
  glUniform2f(State().size, data.DisplaySize.x, data.DisplaySize.y);
  for (const ImDrawList* list : data.CmdLists) DrawList(*list, height);
}

}  // namespace kedang
