// The wire log in a terminal: a line a row. What the peer sent is escaped; colours only where they are
// wanted.
#pragma once

#include "protocol/session/log/session.h"

#include <functional>
#include <string>

namespace fg {

enum class Colours : std::uint8_t { No, Yes };

// A terminal that does not ask for none (NO_COLOR, TERM=dumb).
[[nodiscard]] Colours coloursOfOutput();

class TerminalLog
{
public:
    enum class OctetRows : std::uint8_t { Hidden, Shown };
    using Print = std::function<void(const std::string &)>;

    TerminalLog(Print print, Colours colours, OctetRows octetRows);

    void printHead();
    // The rows that the session has and that were not printed yet; at most so many. Whether there are more.
    bool printNew(const Session &session, RowCount most);
    // Findings, and how the connection ended.
    void printEnd(const Session &session);
    // The next session begins with its first row.
    void restart() { m_next = 0; }

private:
    [[nodiscard]] std::string line(const Session &session, RowNumber number, const LogRow &row) const;

    Print m_print;
    Colours m_colours;
    OctetRows m_octetRows;
    RowNumber m_next;
};

} // namespace fg
