// permessage-deflate in words: what was offered, answered and used, and how much it saved. All texts are
// UTF-8 and escaped.
#pragma once

#include "protocol/session/log/statistics.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct DeflateNegotiation;

// RFC 7692 7.1.
inline constexpr std::array<std::string_view, 4> deflateParameterNames{
    "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits",
    "client_max_window_bits"};

struct DeflateParameterRow
{
    enum class Source : std::uint8_t { Offer, AcceptedOffer, IllegalOffer, Answer, Used, NotUsed };
    Source source = Source::Offer;
    std::string name; // "Offer 2", "Answer"
    std::array<std::string, 4> values; // in the order of their names
};
// Rows with the parameters of each offer, of the answer, and of what both ends use, in this order. There are
// no rows if nothing was offered or answered. If there are very many offers, only the first ones have rows.
[[nodiscard]] std::vector<DeflateParameterRow> deflateParameterRows(const DeflateNegotiation &deflate);

struct CompressionRow
{
    std::string name; // "Received", "Transmitted", "Total"
    std::uint64_t messages = 0;
    std::uint64_t compressed = 0; // how many of these messages were compressed
    std::uint64_t inflatedOctets = 0; // payload octets of all messages, inflated
    std::uint64_t wireOctets = 0; // payload octets of the same messages on the wire
    std::string ratio; // wireOctets as a percentage of inflatedOctets
};
// There are no rows if no message was compressed.
[[nodiscard]] std::vector<CompressionRow> compressionRows(const Statistics &statistics);

} // namespace fg
