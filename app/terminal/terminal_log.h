// The wire log in a terminal, with a line for each row. What a terminal shows is kept in the logs of CI
// systems, so secrets are blanked unless they are wanted. Text from the peer is escaped; colours are used
// only if they are wanted. The row of a compressed message, or of its last frame, shows what it says.
#pragma once

#include "protocol/handshake/secrets.h"
#include "protocol/report/view/inflated_starts.h"
#include "protocol/report/view/session_view.h"

#include <functional>
#include <optional>
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

    TerminalLog(Print print, Colours colours, OctetRows octetRows, Secrets secrets);

    void printHead();
    // Prints at most `most` rows of the session that were not printed yet. True if there may be more. The
    // session must exist until restart() is called.
    bool printNew(const Session &session, RowCount most);
    // Prints the findings, the answer to a client if it opened no connection, and how the connection ended.
    void printEnd(const Session &session);
    // Starts with the first row again, for the next session. Of that only these rows are printed.
    void restart(RowSelection rows = {});

private:
    [[nodiscard]] std::string line(const SessionView &view, RowNumber number, const LogRow &row,
                                   const std::optional<InflatedStart> &says) const;

    Print m_print;
    Colours m_colours;
    OctetRows m_octetRows;
    Secrets m_secrets;
    RowNumber m_next;
    std::optional<InflatedStarts> m_inflated; // Of the session that is printed.
    RowSelection m_selected;
};

} // namespace fg
