#include "wasm/platform/canvas_font.h"

#include <array>
#include <cmath>
#include <cstring>
#include <string_view>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

#include "wasm/platform/frame.h"

extern "C" {
float kedang_font_baseline(int weight, const char* family, size_t family_size, float size);
int kedang_font_glyph(int weight, const char* family, size_t family_size, float size, unsigned code_point,
                      float* out, unsigned char* pixels, size_t capacity);
int kedang_font_is_icon(unsigned code_point);
}

namespace kedang {
namespace {

constexpr float kReferenceSize = 14;
constexpr double kLeastMs = 6;            // of one frame
constexpr int kLargestGlyph = 512;        // device pixels, each way
constexpr int kColorThreshold = 24;       // of 255: less is rounding of the canvas

struct FaceSource {
  int weight;
  std::string_view family;
  float em = 1;  // of the font's size
};

constexpr std::string_view kSansFamily =
    "-apple-system,\"Segoe UI\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"Noto Sans SC\","
    "\"Source Han Sans SC\",\"WenQuanYi Micro Hei\",sans-serif";
constexpr std::string_view kMonoFamily =
    "ui-monospace,\"SF Mono\",Menlo,Consolas,\"Liberation Mono\",\"Noto Sans Mono CJK SC\",monospace";
constexpr std::array<FaceSource, 6> kFaces = {{{400, kSansFamily},
                                               {600, kSansFamily},
                                               {400, kMonoFamily},
                                               {400, kSansFamily, 14.0f / 22},
                                               {400, kSansFamily, 16.0f / 22},
                                               {400, kMonoFamily, 12.0f / 22}}};

struct Missing {
  ImFont* font;
  float size;
  float density;
  ImWchar code_point;
};

struct FontState {
  ImFontLoader loader;
  std::array<ImFont*, kFaces.size()> fonts{};
  std::vector<unsigned char> pixels;
  std::vector<Missing> missing;
  double used_ms = 0;
  GlyphCounts counts;
};

FontState& State() {
  static FontState state;
  return state;
}

const FaceSource& SourceOf(const ImFontConfig* source) { return kFaces[source->FontNo]; }

// Glyphs are drawn at whole pixel sizes.
float PixelSize(const FaceSource& face, const ImFontBaked* baked) {
  return std::max(std::round(baked->Size * face.em * baked->RasterizerDensity), 1.0f);
}

bool ContainsGlyph(ImFontAtlas*, ImFontConfig*, ImWchar code_point) {
  const bool is_control = code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
  const bool is_surrogate = code_point >= 0xd800 && code_point < 0xe000;
  const bool is_no_character = (code_point & 0xfffe) == 0xfffe;
  return !is_control && !is_surrogate && !is_no_character && code_point <= 0x10ffff;
}

// Joiners, direction marks and variation selectors: no shape and no width of their own.
bool IsInvisible(ImWchar code_point) {
  return (code_point >= 0x200b && code_point <= 0x200f) || (code_point >= 0x2028 && code_point <= 0x202e) ||
         (code_point >= 0x2060 && code_point <= 0x206f) || (code_point >= 0xfe00 && code_point <= 0xfe0f) ||
         code_point == 0xfeff || (code_point >= 0xe0100 && code_point <= 0xe01ef);
}

bool InitBaked(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
  const FaceSource& face = SourceOf(source);
  const float offset =
      kedang_font_baseline(face.weight, face.family.data(), face.family.size(), PixelSize(face, baked));
  baked->Ascent = std::round(baked->Size / 2 + offset / baked->RasterizerDensity);
  baked->Descent = baked->Ascent - baked->Size;
  return true;
}

bool IsColored(const unsigned char* pixels, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const unsigned char* pixel = pixels + i * 4;
    if (pixel[3] > 64 && (pixel[0] > kColorThreshold || pixel[1] > kColorThreshold || pixel[2] > kColorThreshold)) {
      return true;
    }
  }
  return false;
}

// Coverage only: white with the drawn alpha, so that the vertex colour decides.
void Whiten(unsigned char* pixels, size_t count) {
  for (size_t i = 0; i < count; ++i) std::memset(pixels + i * 4, 255, 3);
}

bool Rasterize(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, ImWchar code_point,
               ImFontGlyph* glyph) {
  FontState& state = State();
  const FaceSource& face = SourceOf(source);
  std::array<float, 5> box{};
  if (kedang_font_glyph(face.weight, face.family.data(), face.family.size(), PixelSize(face, baked), code_point,
                        box.data(), state.pixels.data(), state.pixels.size()) == 0) {
    return false;
  }
  const float density = baked->RasterizerDensity;
  glyph->Codepoint = code_point;
  glyph->AdvanceX = box[0] / density;
  const int width = static_cast<int>(box[3]);
  const int height = static_cast<int>(box[4]);
  if (width == 0 || height == 0) return true;
  const ImFontAtlasRectId id = ImFontAtlasPackAddRect(atlas, width, height);
  if (id == ImFontAtlasRectId_Invalid) return true;  // the texture is full: a gap rather than a wrong glyph
  ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, id);
  const size_t count = static_cast<size_t>(width) * static_cast<size_t>(height);
  const bool is_icon = kedang_font_is_icon(code_point) != 0;
  const bool is_colored = !is_icon && IsColored(state.pixels.data(), count);
  if (!is_colored) Whiten(state.pixels.data(), count);
  const float top = is_icon ? 0 : baked->Ascent - box[2] / density;
  glyph->X0 = box[1] / density;
  glyph->Y0 = top;
  glyph->X1 = (box[1] + box[3]) / density;
  glyph->Y1 = top + box[4] / density;
  glyph->Visible = true;
  glyph->Colored = is_colored;
  glyph->PackId = id;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, glyph, rect, state.pixels.data(),
                                     ImTextureFormat_RGBA32, width * 4);
  return true;
}

float Measure(ImFontConfig* source, ImFontBaked* baked, ImWchar code_point) {
  const FaceSource& face = SourceOf(source);
  std::array<float, 5> box{};
  kedang_font_glyph(face.weight, face.family.data(), face.family.size(), PixelSize(face, baked), code_point,
                    box.data(), nullptr, 0);
  return box[0] / baked->RasterizerDensity;
}

bool LoadGlyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar code_point,
               ImFontGlyph* glyph, float* advance) {
  if (!ContainsGlyph(atlas, source, code_point)) return false;
  FontState& state = State();
  if (IsInvisible(code_point)) {
    if (advance != nullptr) *advance = 0;
    if (glyph != nullptr) glyph->Codepoint = code_point;
    return true;
  }
  if (advance != nullptr) {
    *advance = Measure(source, baked, code_point);
    return true;
  }
  const ImFont* font = baked->ContainerFont;
  const bool is_special = code_point == font->FallbackChar || code_point == font->EllipsisChar;
  if (state.used_ms >= SliceMs(kLeastMs) && !is_special) {
    // Holds the place this frame; BeginGlyphFrame gives it another chance.
    glyph->Codepoint = code_point;
    glyph->AdvanceX = Measure(source, baked, code_point);
    state.missing.push_back({baked->ContainerFont, baked->Size, baked->RasterizerDensity, code_point});
    return true;
  }
  const double started = NowMs();
  const bool is_loaded = Rasterize(atlas, source, baked, code_point, glyph);
  const double took = NowMs() - started;
  state.used_ms += took;
  state.counts.milliseconds += took;
  ++state.counts.drawn;
  return is_loaded;
}

ImFont* AddFace(size_t index) {
  ImFontConfig config;
  config.FontLoader = &State().loader;
  config.FontNo = static_cast<ImU32>(index);
  config.SizePixels = kReferenceSize;
  config.PixelSnapH = false;  // advances are whole device pixels already
  std::strncpy(config.Name, "canvas", sizeof config.Name - 1);
  return ImGui::GetIO().Fonts->AddFont(&config);
}

}  // namespace

void InstallCanvasFonts() {
  FontState& state = State();
  state.pixels.resize(static_cast<size_t>(kLargestGlyph) * kLargestGlyph * 4);
  state.loader.Name = "canvas2d";
  state.loader.FontSrcContainsGlyph = ContainsGlyph;
  state.loader.FontBakedInit = InitBaked;
  state.loader.FontBakedLoadGlyph = LoadGlyph;
  for (size_t i = 0; i < kFaces.size(); ++i) state.fonts[i] = AddFace(i);
  ImGui::GetIO().FontDefault = state.fonts[0];
}

ImFont* CanvasFont(FontFace face) { return State().fonts[static_cast<size_t>(face)]; }

const char* CanvasFontFamily(FontFace face) { return kFaces[static_cast<size_t>(face)].family.data(); }

void BeginGlyphFrame() {
  FontState& state = State();
  state.used_ms = 0;
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  for (const Missing& missing : state.missing) {
    ImFontBaked* baked = missing.font->GetFontBaked(missing.size, missing.density);
    if (!baked->IsGlyphLoaded(missing.code_point)) continue;
    ImFontGlyph* glyph = baked->FindGlyphNoFallback(missing.code_point);
    if (glyph == nullptr || glyph->Visible) continue;
    const float advance = glyph->AdvanceX;  // the text keeps its width meanwhile
    ImFontAtlasBakedDiscardFontGlyph(atlas, missing.font, baked, glyph);
    baked->IndexAdvanceX[static_cast<int>(missing.code_point)] = advance;
  }
  state.missing.clear();
}

bool HasMissingGlyphs() { return !State().missing.empty(); }

GlyphCounts GlyphsDrawn() { return State().counts; }

}  // namespace kedang
