// What a peer sent, made harmless for a line of text in a terminal, a file or a widget: control,
// bidirectional, zero-width and other invisible characters, and octets that are no UTF-8, show as
// \xNN or \u{...}. A payload cannot forge a row.
#pragma once

#include "protocol/wire/octets.h"

#include <string>
#include <string_view>

namespace fg {

// Kept: LF and CR LF become a line break.
enum class LineBreaks : std::uint8_t { Escaped, Kept };

// C0 controls, DEL and octets that are no UTF-8 become \xNN, other hidden characters \u{...} and a
// backslash two, so that what the peer typed cannot be taken for an escape of ours. Unassigned characters
// stay: reports of the case set show them as they are.
[[nodiscard]] std::string escaped(std::string_view text, LineBreaks lineBreaks = LineBreaks::Escaped);

// A payload for one line, at most `limit` octets of it: text where it is UTF-8 (escaped), else "0x" and
// hexadecimal; " ..." behind it where cut.
[[nodiscard]] std::string payloadPreview(OctetView start, std::uint64_t fullLength, std::size_t limit);

} // namespace fg
