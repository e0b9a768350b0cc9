// What a session knows when a bulk phase ends whose octets were not recorded: enough for a file without
// them to go on from there.
#pragma once

#include "protocol/endpoint/inbound_reader.h"
#include "protocol/session/log/session.h"

#include <optional>
#include <vector>

namespace fg {

struct BulkEnd
{
    struct Stream
    {
        StreamOffset start; // octets that had passed when the phase began
        StreamOffset size; // and when it ended
        StreamOffset position; // how many of them had been taken in
        StreamOffset inflated; // octets that compressed messages have come to
        // How what follows is read; none where the phase ended inside a frame or a message.
        std::optional<InboundReader::Settings> frames;
        bool closeSeen = false;
        OctetBuffer last; // the last octets of the phase that are kept; at least those not taken in
    };

    ByDirection<Stream> streams;
    Statistics statistics; // of all so far
    ClosingRecord closing;
    SessionState state = SessionState::Open;
    bool illegalCloseCame = false;
    // Of the peer's octets that were not taken in: when they came, and behind which row.
    Duration pendingTime{};
    RowNumber pendingRow;
    std::vector<Finding> findings; // of the phase
};

} // namespace fg
