// Reads and writes payloads of any length in pieces. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"
#include "protocol/text/json_writer.h"

#include <functional>

namespace fg {

// A multiple of three, so that base64 texts of pieces can be joined.
inline constexpr std::size_t pieceSize = 48 * 1024;

// A source of octets in pieces. It calls its argument with each piece in order; all but the last have
// pieceSize octets.
using PieceSource = std::function<void(const std::function<void(OctetView)> &)>;

// The kept octets of a frame's payload, unmasked.
[[nodiscard]] PieceSource payloadPieces(const SessionView &view, const LogRow &frame);
// The kept octets of an Octets row.
[[nodiscard]] PieceSource octetPieces(const SessionView &view, const LogRow &octets);

// Whether all pieces together are UTF-8.
[[nodiscard]] bool isText(const PieceSource &pieces);
// Written as JSON strings. writeText() expects UTF-8; an invalid sequence becomes U+FFFD.
void writeText(JsonWriter &json, const PieceSource &pieces);
void writeBase64(JsonWriter &json, const PieceSource &pieces);

} // namespace fg
