// Shows a live connection in the terminal, a line for each event as it happens, and records a session file if
// one was requested.
#pragma once

#include "app/terminal/exit_code.h"
#include "app/terminal/terminal_log.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/web_socket_url.h"
#include "protocol/transport/time_source.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace fg {

class LiveLines
{
public:
    // `outputLost` is called when the output can no longer be written or has no reader any more. `time` must
    // outlive this object.
    LiveLines(std::shared_ptr<Session> log, TerminalLog::OctetRows octetRows, Secrets secrets,
              TimeSource &time, std::function<void()> outputLost);

    // Prints the reason and returns false if the file cannot be written.
    [[nodiscard]] bool record(const std::string &file, const SessionHeading &heading);
    // Starts to print lines from the event loop.
    void start();
    // What has ended the connection, or kept it from opening.
    enum class EndedBy : std::uint8_t { Itself, Interrupt };
    // Prints the remaining lines after the end of the connection. Returns Usage if the file or the output
    // could not be written completely; Interrupted; NotConnected, with the reason printed; or Fine.
    [[nodiscard]] ExitCode finish(const WebSocketUrl &url, EndedBy endedBy);

private:
    void schedulePrint();
    void print();
    void reportFault();

    std::shared_ptr<Session> m_log;
    TimeSource &m_time;
    std::function<void()> m_outputLost;
    TerminalLog m_lines;
    std::unique_ptr<Timer> m_timer;
    bool m_hasReportedFault = false;
    bool m_hasLostOutput = false; // The connection was ended for that reason.
};

} // namespace fg
