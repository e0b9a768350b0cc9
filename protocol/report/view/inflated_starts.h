// What the compressed messages of a log say, while its rows are read in order. The session keeps only the
// newest inflated octets; what it does not keep any more is inflated again. Internal to report/ and to the
// terminal.
#pragma once

#include "protocol/report/view/inflated_payload.h"
#include "protocol/report/view/message_walk.h"
#include "protocol/text/text_tools.h"

#include <optional>

namespace fg {

// The beginning of a message after it was inflated.
struct InflatedStart
{
    OctetBuffer octets; // At most previewOctets.
    std::uint64_t length = 0; // Of the whole message, in octets.
    bool isOneFrame = true;
};

class InflatedStarts
{
public:
    // The session must outlive the object.
    explicit InflatedStarts(const Session &session);
    InflatedStarts(const InflatedStarts &) = delete;
    InflatedStarts &operator=(const InflatedStarts &) = delete;

    // Call it for each row of the log in order. Returns a start if this row is the last of a compressed
    // message that can be inflated.
    [[nodiscard]] std::optional<InflatedStart> addRow(RowNumber number, const LogRow &row);

private:
    void inflateUpTo(RowNumber end);
    [[nodiscard]] OctetBuffer inflate(const WalkedMessage &message);

    SessionView m_view; // Only for payloads, which are not secret.
    MessageWalk m_walk;
    // From the first message on that the session does not keep inflated.
    std::optional<InflatedPayloads> m_again;
    // Messages are missing that later ones may refer to.
    bool m_hasGap = false;
};

} // namespace fg
