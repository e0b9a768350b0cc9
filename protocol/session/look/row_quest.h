// Finds the next row of a log that the user wants to see, in parts, so that the caller stays responsive with
// ten million rows.
#pragma once

#include "protocol/session/log/session.h"

#include <memory>
#include <optional>

namespace fg {

enum class Toward : std::uint8_t { Newer, Older };

struct WantedRow
{
    enum class Kind : std::uint8_t {
        Close, // A close frame.
        Pause, // The first octets, frame or TCP event after at least `pause` without any.
    };

    Kind kind = Kind::Close;
    Duration pause{};
};

class RowQuest
{
public:
    // Starts next to the row `from`; nullopt: at the log's start (Newer) or end (Older).
    RowQuest(std::shared_ptr<const Session> session, std::optional<RowNumber> from, Toward toward,
             const WantedRow &wanted);

    enum class State : std::uint8_t { UnderWay, Found, NotFound };
    // Examines about this many further rows.
    [[nodiscard]] State search(RowCount rows);
    // Found: the row.
    [[nodiscard]] RowNumber row() const { return m_row; }

private:
    [[nodiscard]] bool examine(const LogRow &row, RowNumber number);
    [[nodiscard]] bool examinePause(const LogRow &row, RowNumber number);

    std::shared_ptr<const Session> m_session;
    Toward m_toward;
    WantedRow m_wanted;
    RowNumber m_next; // Newer: the next row to examine; Older: the row after it.
    RowNumber m_start; // Results must not precede this row (Newer), or must precede it (Older).
    RowNumber m_row;
    // Pause: the event examined last.
    std::optional<std::pair<RowNumber, Duration>> m_event;
};

} // namespace fg
