// What compressed messages come to, inflated anew as the messages of a log go by: the session keeps only the
// newest. Internal to report/.
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
    // Each compressed message in order, wanted or not, because the next may refer to it. The payload comes in
    // pieces, as far as it can be inflated and a message of the session may grow.
    void inflate(const WalkedMessage &message, const std::function<void(OctetView)> &take);

private:
    const SessionView &m_view;
    ByDirection<std::optional<Inflater>> m_inflaters; // none: no compression was agreed
};

} // namespace fg
