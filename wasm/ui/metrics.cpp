#include "wasm/ui/metrics.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr MetricSet kDesktopMetrics = {.control = 32, .small_control = 28, .body = 14, .field_row = 32,
                                       .table_row = 36, .menu_item = 32, .touch = 28, .side = 16};
constexpr MetricSet kTabletMetrics = {.control = 36, .small_control = 32, .body = 14, .field_row = 36,
                                      .table_row = 40, .menu_item = 36, .touch = 36, .side = 16};
constexpr MetricSet kPhoneMetrics = {.control = 44, .small_control = 36, .body = 16, .field_row = 48,
                                     .table_row = 64, .menu_item = 44, .touch = 44, .side = 16};

}  // namespace

FormFactor FormOf(float width_css) {
  if (width_css < 700) return FormFactor::kPhone;
  return width_css < 1100 ? FormFactor::kTablet : FormFactor::kDesktop;
}

const MetricSet& MetricsOf(FormFactor form) {
  switch (form) {
    case FormFactor::kPhone: return kPhoneMetrics;
    case FormFactor::kTablet: return kTabletMetrics;
    case FormFactor::kDesktop: return kDesktopMetrics;
  }
  return kDesktopMetrics;
}

FormFactor CurrentForm() { return Ui().form; }

bool IsPhone() { return Ui().form == FormFactor::kPhone; }

const MetricSet& Metrics() { return MetricsOf(Ui().form); }

float Px(float css) {
  const float device = std::round(css * Ui().facts.scale);
  return css > 0 ? std::max(device, 1.0f) : device;
}

float PxExact(float css) { return css * Ui().facts.scale; }

float Css(float device) { return device / Ui().facts.scale; }

float Line(float css) { return std::max(std::floor(css * Ui().facts.scale + 0.01f), 1.0f); }

}  // namespace kedang::ui
