// Inflates compressed messages again while the messages of a log are read in order, because the session keeps
// only the newest inflated octets. Internal to report/.
#pragma once

#include "protocol/deflate/codec.h"
#include "protocol/report/view/message_walk.h"

#include <array>
#include <optional>

namespace fg {

class InflatedPayloads
{
public:
    explicit InflatedPayloads(const SessionView &view);

    [[nodiscard]] bool isCompressed(const WalkedMessage &message) const;
    // Call it for each compressed message in order, needed or not, because the next may refer to it. The
    // payload is passed in pieces, until it cannot be inflated any further or reaches the session's limit for
    // a message.
    void inflate(const WalkedMessage &message, const std::function<void(OctetView)> &take);

private:
    const SessionView &m_view;
    ByDirection<std::optional<Inflater>> m_inflaters; // Empty if compression was not agreed on.
};

} // namespace fg
