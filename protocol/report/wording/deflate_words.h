// permessage-deflate in words: what was offered, answered and used, and what it came to. All texts are UTF-8
// and escaped.
#pragma once

#include "protocol/report/wording/wording.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

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
// The parameters of each offer, of the answer, and what both ends keep to, below each other; none where
// nothing was offered or answered. Of very many offers the first.
[[nodiscard]] std::vector<DeflateParameterRow> deflateParameterRows(const DeflateNegotiation &deflate);

struct CompressionRow
{
    std::string name; // "Received", "Transmitted", "Total"
    std::uint64_t messages = 0;
    std::uint64_t compressed = 0; // of these messages
    std::uint64_t inflatedOctets = 0; // of all messages
    std::uint64_t wireOctets = 0; // of the same messages' payloads
    std::string ratio; // of the latter to the former
};
// None where no message was compressed.
[[nodiscard]] std::vector<CompressionRow> compressionRows(const Statistics &statistics);

} // namespace fg
