// Goes from one row of a log to the next that somebody wants to see, a part at a time, so that whoever looks
// at ten million rows goes on meanwhile.
#pragma once

#include "protocol/session/log/session.h"

#include <memory>
#include <optional>

namespace fg {

enum class Toward : std::uint8_t { Newer, Older };

struct WantedRow
{
    enum class Kind : std::uint8_t {
        Close, // a close frame
        Pause, // the first octets, frame or TCP event after at least `pause` without any
    };

    Kind kind = Kind::Close;
    Duration pause{};
};

class RowQuest
{
public:
    // From this row on, itself apart; nullopt: from the log's end, or its start.
    RowQuest(std::shared_ptr<const Session> session, std::optional<RowNumber> from, Toward toward,
             const WantedRow &wanted);

    enum class State : std::uint8_t { UnderWay, Found, NotFound };
    // Looks at about so many rows more.
    [[nodiscard]] State search(RowCount rows);
    // Found: the row.
    [[nodiscard]] RowNumber row() const { return m_row; }

private:
    [[nodiscard]] bool see(const LogRow &row, RowNumber number);
    [[nodiscard]] bool seePause(const LogRow &row, RowNumber number);

    std::shared_ptr<const Session> m_session;
    Toward m_toward;
    WantedRow m_wanted;
    RowNumber m_next; // Newer: the row to look at; Older: the one behind it
    RowNumber m_start; // Newer: what is before it was left behind; Older: and what is from it on
    RowNumber m_row;
    // Pause: the event looked at last.
    std::optional<std::pair<RowNumber, Duration>> m_event;
};

} // namespace fg
