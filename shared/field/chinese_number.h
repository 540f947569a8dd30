// Small whole numbers in Chinese words: 三, 两, 十五, 二十, 一百二十, 二〇二六.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kedang {

// 0 to 9999. Nothing for text that is anything else.
std::optional<std::int64_t> ReadChineseNumber(std::string_view text);

// The bytes at the start of `text` that are digits of Chinese numbers.
std::size_t ChineseNumberLength(std::string_view text);

}  // namespace kedang
