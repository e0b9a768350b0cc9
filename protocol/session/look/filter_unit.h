// What a filter is asked about: a row of a log, or a whole message, and where what is not in its row comes
// from.
#pragma once

#include "protocol/session/log/log_row.h"
#include "protocol/wire/octets.h"
#include "protocol/wire/rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// How much of a message is known.
enum class UnitStage : std::uint8_t {
    Begun, // The header of its first frame, of several.
    Whole, // The headers of all of its frames.
};

struct FilterUnit
{
    LogRow row; // Of a message: the row of its first frame.
    RowNumber number;
    UnitStage stage = UnitStage::Whole;
    std::optional<Opcode> messageOpcode; // The frame or message is a text or binary one, or a part of one.
    bool isCompressed = false;
    bool hasLastFrame = true; // Of a message: its last frame has come; of a frame: its FIN.
    std::uint32_t frames = 1; // Of the message, up to the last one that is known.
    std::uint32_t messageNumber = 0; // In its direction, from 1.
    std::uint64_t frameNumber = 0; // The same for frames.
    std::uint64_t length =
        0; // As in the column Length: the declared one of a frame, all octets of a message.
    std::uint64_t wireLength = 0;
    bool hasPeerClosed = false; // A close frame of the peer came before it.
    std::optional<Duration> delta;
    std::optional<Duration> rtt; // Only if the filter needs it.
    RowNumber last; // The last row of a message; the row itself otherwise.

    [[nodiscard]] bool isFrame() const { return row.kind == RowKind::Frame; }
};

// Where a filter reads what is not in a unit. Each is asked at most once for a unit and a condition; what it
// returns is valid until it is asked about another unit.
class FilterSource
{
public:
    virtual ~FilterSource() = default;

    // The payload, unmasked and inflated; of a frame its own, of a message the whole. At most
    // mostFilteredOctets.
    [[nodiscard]] virtual OctetView payload(const FilterUnit &unit) = 0;
    // As it passed the wire, with headers; of Octets rows, too. At most mostFilteredOctets.
    [[nodiscard]] virtual OctetView wire(const FilterUnit &unit) = 0;
    // The length that a compressed message inflated to.
    [[nodiscard]] virtual std::optional<std::uint64_t> inflatedLength(const FilterUnit &unit) = 0;
    // The rules that were broken in this row, or in one of the message's frames.
    [[nodiscard]] virtual const std::vector<RuleId> &findings(const FilterUnit &unit) = 0;
    // The values of this header field in the head that the row has octets of; the name is in small letters.
    [[nodiscard]] virtual std::vector<std::string> headerValues(const FilterUnit &unit,
                                                                std::string_view name) = 0;
    // The status code of the answer that the row has octets of.
    [[nodiscard]] virtual std::optional<unsigned> status(const FilterUnit &unit) = 0;
    // The words in the column Info, and the sentences of broken rules.
    [[nodiscard]] virtual std::string info(const FilterUnit &unit) = 0;
};

// Of a longer payload only its start is looked at, and FilterRun::cut() counts it.
inline constexpr std::size_t mostFilteredOctets = 64 * 1024 * 1024;

} // namespace fg
