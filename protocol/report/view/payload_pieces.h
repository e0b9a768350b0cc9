// Payloads of any length, read and written in pieces. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"
#include "protocol/text/json_writer.h"

#include <functional>

namespace fg {

// A multiple of three, so that pieces in base64 can be put together.
inline constexpr std::size_t pieceSize = 48 * 1024;

// Octets that come in pieces: calls its argument with one after the other, each of pieceSize but the last.
using PieceSource = std::function<void(const std::function<void(OctetView)> &)>;

// What is kept of a frame's payload, unmasked.
[[nodiscard]] PieceSource payloadPieces(const SessionView &view, const LogRow &frame);
// What is kept of the octets of an Octets row.
[[nodiscard]] PieceSource octetPieces(const SessionView &view, const LogRow &octets);

// Whether all pieces together are UTF-8.
[[nodiscard]] bool isText(const PieceSource &pieces);
// As JSON strings. Text must be UTF-8; of other octets each sequence that is none becomes U+FFFD.
void writeText(JsonWriter &json, const PieceSource &pieces);
void writeBase64(JsonWriter &json, const PieceSource &pieces);

} // namespace fg
