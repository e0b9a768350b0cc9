// The time from a ping of ours to its pong, read from the log while the connection runs. A pong answers the
// newest ping with the same payload (RFC 6455 5.5.3).
#pragma once

#include "protocol/session/log/session.h"

#include <deque>
#include <optional>

namespace fg {

class RoundTrip
{
public:
    // Reads the rows that were added since the last call, but only this many of the newest: a log that grows
    // faster costs no more. A ping or pong in the rows that are left out is not seen.
    static constexpr std::size_t mostRows = 65'536;
    // Pings whose pong is waited for; of more, the oldest are forgotten.
    static constexpr std::size_t mostPings = 8;
    // Pings and pongs that are read in one call; the others wait for the next.
    static constexpr int mostRead = 64;

    // Always the same log.
    void follow(const Session &log);
    // Of the last pong that answered a ping; nullopt before the first.
    [[nodiscard]] std::optional<Duration> last() const { return m_last; }

private:
    struct Ping
    {
        OctetBuffer payload;
        Duration sent{};
    };

    // Returns false if the octets of the row have not all arrived yet.
    [[nodiscard]] bool take(const Session &log, const LogRow &row);
    void answer(const OctetBuffer &payload, Duration arrived);

    std::deque<Ping> m_pings; // oldest first
    std::optional<Duration> m_last;
    RowNumber m_next; // the first row that was not read yet
};

} // namespace fg
