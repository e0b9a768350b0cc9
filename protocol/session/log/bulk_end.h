// The state of a session at the end of a bulk phase whose octets were not recorded. A file without these
// octets can be read on from this state.
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
        StreamOffset start; // Size of the stream when the phase began.
        StreamOffset size; // Size of the stream when the phase ended.
        StreamOffset position; // The dissector had processed the octets before this offset.
        StreamOffset inflated; // Number of octets that compressed messages have inflated to so far.
        // The settings for reading what follows; nullopt if the phase ended inside a frame or a message.
        std::optional<InboundReader::Settings> frames;
        bool closeSeen = false;
        // The last octets of the phase that are kept; these include at least the unprocessed ones.
        OctetBuffer last;
    };

    ByDirection<Stream> streams;
    Statistics statistics; // Of the session so far, not only of the phase.
    ClosingRecord closing;
    SessionState state = SessionState::Open;
    bool illegalCloseCame = false;
    // When the peer's unprocessed octets were received, and the row that they follow.
    Duration pendingTime{};
    RowNumber pendingRow;
    std::vector<Finding> findings; // Findings of the phase only.
};

} // namespace fg
