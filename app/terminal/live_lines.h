// A live connection in the terminal: a line for all that happens while it happens, and a session file where
// one is asked for.
#pragma once

#include "app/terminal/exit_code.h"
#include "app/terminal/terminal_log.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/transport/time_source.h"

#include <functional>
#include <memory>
#include <string>

namespace fg {

class LiveLines
{
public:
    // `outputLost`: nobody reads the lines any more. `time` must outlive it.
    LiveLines(std::shared_ptr<Session> log, TerminalLog::OctetRows octetRows, TimeSource &time,
              std::function<void()> outputLost);

    // False, once it has said why, where the file cannot be written.
    [[nodiscard]] bool record(const std::string &file, const SessionHeading &heading);
    // Prints from here on, from the event loop.
    void start();
    // What is left to print once the connection is over. Fine; NotConnected, with the reason printed; or
    // Usage where the file could not be written to its end.
    [[nodiscard]] ExitCode finish(const WebSocketUrl &url);

private:
    void printLater();
    void print();
    void sayFault();

    std::shared_ptr<Session> m_log;
    TimeSource &m_time;
    std::function<void()> m_outputLost;
    TerminalLog m_lines;
    std::unique_ptr<Timer> m_timer;
    bool m_hasSaidFault = false;
};

} // namespace fg
