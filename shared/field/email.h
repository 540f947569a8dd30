// E-mail addresses a mail server takes in its envelope: RFC 5321 (dot-atom or one quoted string, host name or address
// literal, 64 + 254 octets), with letters of other scripts by RFC 6531. Comments, folded lines and obsolete forms of RFC
// 5322 are refused. Canonical: trimmed, host in small letters, mailbox as written.
#pragma once

#include <string_view>

#include "shared/field/checked.h"
#include "shared/text/text_change.h"

namespace kedang {

// Warns about hosts that look mistyped (163.con, qq.cm, gmial.com), with the likely address as suggestion.
Checked CheckEmail(std::string_view text, TextChanges* changes = nullptr);

}  // namespace kedang
