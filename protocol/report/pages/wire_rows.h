// The rows that the wire log of a report has, in its order, before they take a form: what the case set's
// own reports show of a session, no more. Internal to report/.
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
    FrameIntent intent; // SentFrame
    // Octets as hexadecimal, or a payload as text where it is UTF-8 (not escaped: from the peer) and as 0x
    // and hexadecimal where not; cut, and then with " ..." behind it.
    std::string data;
    std::string waitTag; // empty: none
    std::size_t number = 0; // in the wire log, from 0, rows that are not shown counted too

    // Of the payload that `data` shows: of a sent frame before it was repeated.
    [[nodiscard]] std::uint64_t dataLength() const
    {
        return tag == WireTag::SentFrame ? intent.patternLength : row.length;
    }
    [[nodiscard]] double seconds() const; // timers
};

using WireRowVisitor = std::function<void(const WireRow &)>;
// Reads the log in batches: the memory it takes does not grow with the session. False where the export was
// ended.
bool visitWireRows(const SessionView &view, const WireRowVisitor &visit);

// A payload or a part of it as `data` above shows it.
[[nodiscard]] std::string payloadData(OctetView start, std::uint64_t fullLength);

// Whether octets and frames were being recorded when the stream ended.
[[nodiscard]] bool recordsAtTheEnd(const Session &session);

} // namespace fg
