#include "app/terminal/live_lines.h"

#include "app/terminal/console.h"
#include "app/terminal/standard_streams.h"
#include "app/terminal/stop_signal.h"
#include "protocol/session/file/session_file.h"
#include "protocol/text/escape.h"

#include <utility>

namespace fg {
namespace {

constexpr Duration printInterval = std::chrono::milliseconds(30);
// The most rows printed at once: between two prints the connection is read.
constexpr RowCount rowsAtOnce{20'000};

} // namespace

LiveLines::LiveLines(std::shared_ptr<Session> log, TerminalLog::OctetRows octetRows, Secrets secrets,
                     TimeSource &time, std::function<void()> outputLost)
    : m_log(std::move(log))
    , m_time(time)
    , m_outputLost(std::move(outputLost))
    , m_lines(printOut, coloursOfOutput(), octetRows, secrets)
{
}

bool LiveLines::record(const std::string &file, const SessionHeading &heading)
{
    const SessionFile::Created created = SessionFile::create(file);
    if (const auto *const fault = std::get_if<RecordingFault>(&created)) {
        printError("frameglass: " + escaped(fault->file) + " cannot be written: " + escaped(fault->reason)
                   + ".\n");
        return false;
    }
    m_log->record(std::get<0>(created)->addConnection(heading));
    return true;
}

void LiveLines::start()
{
    m_lines.printHead();
    schedulePrint();
}

void LiveLines::schedulePrint()
{
    m_timer = m_time.startTimer(printInterval, [this] {
        print();
        schedulePrint();
    });
}

void LiveLines::print()
{
    if (!hasLostOutput())
        m_lines.printNew(*m_log, rowsAtOnce);
    // A reader can leave while there is nothing to print, as before the connection is open. Once the program
    // was asked to end, the connection is being closed already.
    if (!StopSignal::hasCome() && (hasLostOutput() || hasReaderLeft())) {
        m_hasLostOutput = true;
        m_outputLost();
    }
    reportFault();
}

void LiveLines::reportFault()
{
    const auto fault = m_log->summary().recordingFault;
    if (!fault || std::exchange(m_hasReportedFault, true))
        return;
    printError("frameglass: " + escaped(fault->file) + " cannot be written any more: "
               + escaped(fault->reason) + ". The connection continues without it.\n");
}

ExitCode LiveLines::finish(const WebSocketUrl &url, EndedBy endedBy)
{
    m_timer.reset();
    while (!hasLostOutput() && m_lines.printNew(*m_log, rowsAtOnce)) { }
    reportFault();
    if (const auto error = m_log->summary().error) {
        printTrouble(troubleOf(*error, url));
        return ExitCode::NotConnected;
    }
    // What was interrupted before it opened is not a trouble of the server's either.
    const bool mayHaveTrouble = endedBy == EndedBy::Itself && !m_log->closing().openedAt;
    // That we have dropped the connection ourselves is then not a trouble of the server's.
    if (m_hasLostOutput && m_log->closing().droppedByMe)
        return ExitCode::Usage;
    if (const auto trouble = mayHaveTrouble ? openingTrouble(*m_log, url) : std::nullopt) {
        printTrouble(*trouble);
        return ExitCode::NotConnected;
    }
    m_lines.printEnd(*m_log);
    if (m_hasReportedFault)
        return ExitCode::Usage;
    // The signal may have come while the last lines were printed.
    const bool wasInterrupted = endedBy == EndedBy::Interrupt || StopSignal::hasCome();
    return wasInterrupted ? ExitCode::Interrupted : ExitCode::Fine;
}

} // namespace fg
