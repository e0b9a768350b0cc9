#include "app/connect_command.h"

#include "app/console.h"
#include "app/input_lines.h"
#include "app/stop_signal.h"
#include "app/terminal_log.h"
#include "protocol/report/escape.h"
#include "protocol/session/live_session.h"
#include "protocol/session/session_file.h"
#include "protocol/session/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <QCoreApplication>

#include <optional>

namespace fg {
namespace {

constexpr Duration printInterval = std::chrono::milliseconds(30);
// Rows to print at a time: the peer is read in between.
constexpr RowNumber rowsAtOnce = 20'000;
// Beyond so many octets of replies the peer has to read before more of it is read.
constexpr std::size_t replyLimit = 16 * 1024 * 1024;

class Connection final : private LiveSessionListener
{
public:
    Connection(const ConnectCommand &command, QtTimeSource &time, Entropy &entropy);

    [[nodiscard]] ExitCode run();

private:
    [[nodiscard]] std::optional<RecordingFault> record();
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionEnded(LiveSession &session) override;
    void opened();
    void send(const std::string &text);
    void inputEnded();
    void lingerOn();
    void interrupt();
    void printLater();
    void print();
    [[nodiscard]] ExitCode outcome();

    const ConnectCommand &m_command;
    QtTimeSource &m_time;
    std::shared_ptr<Session> m_log;
    std::unique_ptr<LiveSession> m_session;
    TerminalLog m_lines;
    std::optional<InputLines> m_input;
    std::unique_ptr<Timer> m_printTimer;
    std::unique_ptr<Timer> m_lingerTimer;
    bool m_isOpen = false;
    bool m_hasInputEnded = false;
    bool m_hasSaidFault = false;
};

LiveSettings settingsFor(const Target &target)
{
    LiveSettings settings{.endpoint = clientSettings(target), .policies = {}, .replyLimit = replyLimit};
    // A peer may finish what it is sending before it answers our close (RFC 6455 5.5.1).
    settings.endpoint.closeReplyTimeout = std::chrono::seconds(10);
    return settings;
}

Connection::Connection(const ConnectCommand &command, QtTimeSource &time, Entropy &entropy)
    : m_command(command)
    , m_time(time)
    , m_log(std::make_shared<Session>(Role::Client,
                                      SessionLimits{.messageOctets = command.target.messageLimit}))
    , m_session(std::make_unique<LiveSession>(settingsFor(command.target),
                                              makeClientTransport(connectSettings(command.target)), time,
                                              entropy, m_log))
    , m_lines(printOut, coloursOfOutput(),
              command.showsOctets ? TerminalLog::OctetRows::Shown : TerminalLog::OctetRows::Hidden)
{
    m_session->setListener(this);
}

std::optional<RecordingFault> Connection::record()
{
    const SessionFile::Created created = SessionFile::create(m_command.recordInto);
    if (const auto *const fault = std::get_if<RecordingFault>(&created))
        return *fault;
    m_log->record(std::get<0>(created)->addConnection(headingFor(m_command.target)));
    return std::nullopt;
}

ExitCode Connection::run()
{
    if (!m_command.recordInto.empty()) {
        if (const auto fault = record()) {
            printError("frameglass: " + escaped(fault->file) + " cannot be written: " + escaped(fault->reason)
                       + ".\n");
            return ExitCode::Usage;
        }
    }
    const StopSignal onInterrupt([this] { interrupt(); });
    m_lines.printHead();
    m_session->open();
    printLater();
    QCoreApplication::exec();
    while (m_lines.printNew(*m_log, rowsAtOnce) && !hasLostOutput()) { }
    return outcome();
}

void Connection::sessionEvent(LiveSession &, const EndpointEvent &)
{
    if (!m_isOpen && m_session->endpoint().state() == ConnectionState::Open)
        opened();
    if (m_hasInputEnded)
        lingerOn();
}

void Connection::sessionEnded(LiveSession &) { QCoreApplication::quit(); }

void Connection::opened()
{
    m_isOpen = true;
    for (const std::string &text : m_command.messages)
        send(text);
    if (!m_command.readsInput) {
        inputEnded();
        return;
    }
    m_input.emplace(InputLines::Callbacks{.line = [this](const std::string &line) { send(line); },
                                          .end = [this] { inputEnded(); }});
    m_input->setReading(true);
}

void Connection::send(const std::string &text)
{
    m_session->sendMessage(
        {.opcode = Opcode::Text, .payload = octetsOf(text), .compression = Compression::On});
}

void Connection::inputEnded()
{
    m_hasInputEnded = true;
    lingerOn();
}

// Anew with all that comes.
void Connection::lingerOn()
{
    m_lingerTimer =
        m_time.startTimer(m_command.linger, [this] { m_session->startClose(close_code::normal, {}); });
}

void Connection::interrupt()
{
    if (m_isOpen)
        m_session->startClose(close_code::normal, {});
    else
        m_session->drop();
}

void Connection::printLater()
{
    m_printTimer = m_time.startTimer(printInterval, [this] {
        print();
        printLater();
    });
}

void Connection::print()
{
    m_lines.printNew(*m_log, rowsAtOnce);
    if (hasLostOutput())
        m_session->drop();
    if (const auto fault = m_log->summary().recordingFault; fault && !m_hasSaidFault) {
        m_hasSaidFault = true;
        printError("frameglass: " + escaped(fault->file) + " cannot be written any more: "
                   + escaped(fault->reason) + ". The connection goes on without it.\n");
    }
}

ExitCode Connection::outcome()
{
    const WebSocketUrl &url = m_command.target.url;
    if (const auto error = m_log->summary().error) {
        printTrouble(troubleOf(*error, url));
        return ExitCode::NotConnected;
    }
    if (const auto trouble = m_isOpen ? std::nullopt : openingTrouble(*m_log, url)) {
        printTrouble(*trouble);
        return ExitCode::NotConnected;
    }
    m_lines.printEnd(*m_log);
    return m_hasSaidFault ? ExitCode::Usage : ExitCode::Fine;
}

} // namespace

ExitCode runConnect(const ConnectCommand &command)
{
    QtTimeSource time;
    SystemEntropy entropy;
    return Connection(command, time, entropy).run();
}

} // namespace fg
