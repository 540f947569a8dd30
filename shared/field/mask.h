// Values covered for reading: enough stays to tell it from others one knows, never enough to learn it.
#pragma once

#include <string>
#include <string_view>

namespace kedang {

// The first `head` and last `tail` characters, stars for each between; where less than a third would be covered, only
// the first character stays.
std::string MaskMiddle(std::string_view text, std::size_t head, std::size_t tail);
// The first character and three stars: 张***, whatever the length.
std::string MaskText(std::string_view text);
// The family name and a star for each other character: 张*, 欧**; in other scripts the first letter of each word.
std::string MaskName(std::string_view name);
// 138****8000, 0571-****2630, +852****4567 of a canonical number; 95588 and 400 numbers are public and stay.
std::string MaskPhone(std::string_view canonical);
// a***@b.cn.
std::string MaskEmail(std::string_view address);

}  // namespace kedang
