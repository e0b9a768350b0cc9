// The wire log in a terminal, with a line for each row. Text from the peer is escaped; colours are used only
// if they are wanted.
#pragma once

#include "protocol/session/log/session.h"

#include <functional>
#include <string>

namespace fg {

enum class Colours : std::uint8_t { No, Yes };

// Yes if standard output is a terminal and the environment does not refuse colours (NO_COLOR, TERM=dumb).
[[nodiscard]] Colours coloursOfOutput();

class TerminalLog
{
public:
    enum class OctetRows : std::uint8_t { Hidden, Shown };
    using Print = std::function<void(const std::string &)>;

    TerminalLog(Print print, Colours colours, OctetRows octetRows);

    void printHead();
    // Prints at most `most` rows of the session that were not printed yet. True if there may be more.
    bool printNew(const Session &session, RowCount most);
    // Prints the findings, and how the connection ended.
    void printEnd(const Session &session);
    // Starts with the first row again, for the next session.
    void restart() { m_next = RowNumber{}; }

private:
    [[nodiscard]] std::string line(const Session &session, RowNumber number, const LogRow &row) const;

    Print m_print;
    Colours m_colours;
    OctetRows m_octetRows;
    RowNumber m_next;
};

} // namespace fg
