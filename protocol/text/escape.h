// Makes a peer's text harmless for a line in a terminal, a file or a widget: control, bidirectional,
// zero-width and other invisible characters, and octets that are not UTF-8, are shown as \xNN or \u{...}. A
// payload cannot forge a row.
#pragma once

#include "protocol/wire/octets.h"

#include <string>
#include <string_view>

namespace fg {

// Kept: LF and CR LF become a line break; Escaped: they are escaped like other controls.
enum class LineBreaks : std::uint8_t { Escaped, Kept };

// C0 controls, DEL and octets that are not UTF-8 become \xNN, other hidden characters become \u{...}, and a
// backslash becomes two, so that the peer's text cannot be mistaken for one of our escapes. Unassigned
// characters stay: reports of the case set show them as they are.
[[nodiscard]] std::string escaped(std::string_view text, LineBreaks lineBreaks = LineBreaks::Escaped);

// At most `limit` octets of a payload, for one line: escaped text if they are UTF-8, otherwise "0x" and
// hexadecimal digits; " ..." follows if the payload is longer.
[[nodiscard]] std::string payloadPreview(OctetView start, std::uint64_t fullLength, std::size_t limit);

} // namespace fg
