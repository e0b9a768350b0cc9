// The rows of the wire log of a report, in its order, as values without a layout. They are what the case
// set's own reports show of a session, and no more. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"
#include "protocol/session/log/session.h"

#include <functional>
#include <string>

namespace fg {

enum class WireTag : std::uint8_t {
    SentOctets,
    ReceivedOctets,
    SentFrame,
    ReceivedFrame,
    FailSet,
    FailFired,
    CloseSet,
    CloseFired,
    WaitSet,
    WaitFired,
    Recording,
    Dropped, // always last
};

struct WireRow
{
    WireTag tag = WireTag::Dropped;
    LogRow row;
    FrameIntent intent; // only of SentFrame
    // Octets as hexadecimal, or a payload: as text if it is UTF-8, else as hexadecimal after "0x". The text
    // of a payload comes from the peer and is not escaped. Long data is cut and ends with " ...".
    std::string data;
    std::string waitTag; // may be empty
    std::size_t number = 0; // in the wire log, counted from 0; rows that are not shown count as well

    // Length of the payload that `data` shows, in octets. For a sent frame it is the length before the
    // payload is repeated.
    [[nodiscard]] std::uint64_t dataLength() const
    {
        return tag == WireTag::SentFrame ? intent.patternLength : row.length;
    }
    [[nodiscard]] double seconds() const; // the duration of a timer
};

using WireRowVisitor = std::function<void(const WireRow &)>;
// Reads the log in batches, so that the memory it takes does not grow with the session. False if the export
// was ended early.
bool visitWireRows(const SessionView &view, const WireRowVisitor &visit);

// A payload, or the start of one, in the form that WireRow::data has.
[[nodiscard]] std::string payloadData(OctetView start, std::uint64_t fullLength);

// Whether octets and frames were being recorded when the stream ended.
[[nodiscard]] bool recordsAtTheEnd(const SessionView &view);

} // namespace fg
