// Sizes that depend on the form factor, and the step from CSS pixels to device pixels. All rectangles
// in wasm/ui are in device pixels from the top left of the canvas; all constants in the pictures are
// CSS pixels: write `Px(32)`.
#pragma once

#include <cstdint>

namespace kedang::ui {

enum class FormFactor : uint8_t { kPhone, kTablet, kDesktop };  // < 700, < 1100, else, in CSS px

// What differs between form factors; all in CSS px.
struct MetricSet {
  float control;       // height of buttons and inputs: 32, 36, 44
  float small_control; // small buttons: 28, 32, 36
  float body;          // text in controls and fields: 14, 14, 16
  float field_row;     // row of a record's form: 32, 36, 48
  float table_row;     // 36, 36, 64 (a card's least)
  float menu_item;     // 32, 36, 44
  float touch;         // least target of icons that can be pressed: 28, 36, 44
  float side;          // side padding of pages: 16
};

FormFactor CurrentForm();
bool IsPhone();
const MetricSet& Metrics();

// Device pixels of `css` CSS pixels, rounded to a whole pixel (at least 1 for anything above 0).
float Px(float css);

// The same without rounding, for arcs and text sizes.
float PxExact(float css);

// CSS pixels of device pixels.
float Css(float device);

// Thickness of a hairline: one CSS pixel, on whole device pixels.
float Line(float css = 1.0f);

// The form factor of a canvas that is `width_css` wide.
FormFactor FormOf(float width_css);
const MetricSet& MetricsOf(FormFactor form);

}  // namespace kedang::ui
