#include "app/commands/connect_command.h"

#include "app/terminal/console.h"
#include "app/terminal/input_lines.h"
#include "app/terminal/live_lines.h"
#include "app/terminal/stop_signal.h"
#include "protocol/session/live/live_recording.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/session/live/target_heading.h"
#include "protocol/text/text_tools.h"
#include "protocol/transport/qt_time_source.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <utility>

#include <unistd.h>

namespace fg {
namespace {

// The most octets of typed lines that may wait for a peer that does not read. Above this limit no more lines
// are read.
constexpr std::size_t inputLimit = 1024 * 1024;

class Connection final : private LiveSessionListener
{
public:
    Connection(const ConnectCommand &command, QtTimeSource &time, Entropy &entropy);

    [[nodiscard]] ExitCode run();

private:
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionReceived(LiveSession &session) override;
    void sessionDrained(LiveSession &session) override;
    void sessionEnded(LiveSession &session) override;
    void opened();
    void startInput();
    void noteUnsent();
    void send(const std::string &text);
    void sendTyped(const std::string &line);
    void refuseTyped(std::uint64_t number);
    void typingEnded(const std::optional<std::string> &reason);
    void inputEnded();
    void startPatience(Duration limit);
    void restartLinger();
    void lingerEnded();
    void patienceEnded();
    void interrupt();

    const ConnectCommand &m_command;
    std::shared_ptr<Session> m_log;
    std::unique_ptr<LiveSession> m_session;
    LiveLines m_lines;
    std::optional<InputLines> m_input;
    std::unique_ptr<Timer> m_lingerTimer;
    std::unique_ptr<Timer> m_patienceTimer; // Runs from the end of the input on.
    bool m_isOpen = false;
    bool m_hasInputEnded = false;
    bool m_closesWhenDrained = false; // Nothing more has come, but not everything has left.
    bool m_hasLostInput = false; // A part of the input was refused or could not be read.
    bool m_wasInterrupted = false;
    std::uint64_t m_unsentLines = 0; // Lines that came when the connection was no longer open.
};

// What a server does not read is watched: typed lines can come through a pipe, without a person who would end
// the connection.
LiveSettings settingsOf(const ConnectCommand &command)
{
    LiveSettings settings = liveSettings(command.target);
    settings.stallLimit = command.patience;
    return settings;
}

Connection::Connection(const ConnectCommand &command, QtTimeSource &time, Entropy &entropy)
    : m_command(command)
    , m_log(std::make_shared<Session>(Role::Client,
                                      SessionLimits{.messageOctets = command.target.messageLimit}))
    , m_session(std::make_unique<LiveSession>(
          settingsOf(command), makeClientTransport(connectSettings(command.target)), time, entropy, m_log))
    , m_lines(m_log, command.showsOctets ? TerminalLog::OctetRows::Shown : TerminalLog::OctetRows::Hidden,
              command.secrets, time, [this] { m_session->drop(); })
{
    m_session->setListener(this);
}

ExitCode Connection::run()
{
    const Target &target = m_command.target;
    if (!m_command.recordInto.empty() && !m_lines.record(m_command.recordInto, headingFor(target)))
        return ExitCode::Usage;
    const StopSignal onInterrupt([this] { interrupt(); });
    m_lines.start();
    m_session->open();
    QCoreApplication::exec();
    const ExitCode code = m_lines.finish(
        target.url, m_wasInterrupted ? LiveLines::EndedBy::Interrupt : LiveLines::EndedBy::Itself);
    return m_hasLostInput && code != ExitCode::NotConnected ? ExitCode::Usage : code;
}

// Only messages are waited for: pings would keep the connection open for as long as the server likes.
void Connection::sessionEvent(LiveSession &, const EndpointEvent &event)
{
    if (m_hasInputEnded && event.kind == EndpointEvent::Kind::Message)
        restartLinger();
}

// What came together with the answer is read before anything is sent.
void Connection::sessionReceived(LiveSession &)
{
    if (m_isOpen)
        return;
    if (m_session->endpoint().state() == ConnectionState::Open) {
        opened();
    } else if (m_session->endpoint().closeReceived() && !m_command.messages.empty()) {
        m_isOpen = true;
        m_session->logNote("Nothing was sent, because the server had already closed.");
    }
}

void Connection::sessionEnded(LiveSession &)
{
    if (m_command.readsInput && !m_wasInterrupted && m_log->closing().openedAt)
        noteUnsent();
    QCoreApplication::quit();
}

// Says what of the input was not sent. What has come can be counted; what may come later is not waited for.
void Connection::noteUnsent()
{
    if (!m_input)
        startInput();
    m_input->setReading(false);
    const bool isMore = m_input->readWaiting(inputLimit);
    const std::string why = m_session->endpoint().closeReceived()
        ? ", because the server had already closed."
        : ", because the connection had already ended.";
    if (m_unsentLines > 0)
        m_session->logNote((isMore ? "At least " : "") + counted(m_unsentLines, "line")
                           + " of standard input " + (m_unsentLines == 1 ? "was" : "were") + " not sent"
                           + why);
    else if (!m_input->hasEnded() && isatty(STDIN_FILENO) == 0)
        m_session->logNote("Standard input was not read to its end" + why);
}

void Connection::opened()
{
    m_isOpen = true;
    for (const std::string &text : m_command.messages)
        send(text);
    if (!m_command.readsInput) {
        inputEnded();
        return;
    }
    startInput();
    m_input->setReading(true);
}

void Connection::startInput()
{
    m_input.emplace(m_command.target.messageLimit,
                    InputLines::Callbacks{
                        .line = [this](const std::string &line) { sendTyped(line); },
                        .tooLong = [this](std::uint64_t number) { refuseTyped(number); },
                        .end = [this](const std::optional<std::string> &reason) { typingEnded(reason); }});
}

void Connection::send(const std::string &text)
{
    m_session->sendMessage(
        {.opcode = Opcode::Text, .payload = octetsOf(text), .compression = Compression::On});
}

void Connection::sendTyped(const std::string &line)
{
    if (m_session->endpoint().state() != ConnectionState::Open) {
        ++m_unsentLines;
        return;
    }
    send(line);
    if (m_session->waitingOctets() > inputLimit)
        m_input->setReading(false);
}

void Connection::refuseTyped(std::uint64_t number)
{
    m_hasLostInput = true;
    printError("frameglass: Line " + std::to_string(number) + " of standard input is longer than "
               + sizeText(m_command.target.messageLimit)
               + " and was not sent (--longest-message SIZE sets another limit).\n");
}

void Connection::typingEnded(const std::optional<std::string> &reason)
{
    if (reason) {
        m_hasLostInput = true;
        printError("frameglass: Standard input could not be read: " + *reason + ".\n");
    }
    inputEnded();
}

void Connection::sessionDrained(LiveSession &)
{
    if (m_input && !m_hasInputEnded)
        m_input->setReading(true);
    if (std::exchange(m_closesWhenDrained, false))
        restartLinger();
}

void Connection::inputEnded()
{
    m_hasInputEnded = true;
    restartLinger();
    if (m_command.patience > Duration{})
        startPatience(std::max(m_command.patience, m_command.linger));
}

void Connection::startPatience(Duration limit)
{
    m_patienceTimer =
        m_session->startLimit({"The patience with messages that do not end (--patience)", limit}, limit,
                              [this] { patienceEnded(); });
}

// Restarted by every message after the end of the input.
void Connection::restartLinger()
{
    m_lingerTimer = m_session->startLimit({"The wait for further messages", m_command.linger},
                                          m_command.linger, [this] { lingerEnded(); });
}

void Connection::lingerEnded()
{
    m_closesWhenDrained = m_session->waitingOctets() > 0;
    if (!m_closesWhenDrained)
        m_session->startClose(close_code::normal, {});
}

void Connection::patienceEnded()
{
    if (m_session->endpoint().state() != ConnectionState::Open)
        return;
    const std::size_t waiting = m_session->waitingOctets();
    m_session->logNote(waiting > 0 ? "The connection is closed, although " + counted(waiting, "octet")
                               + (waiting == 1 ? " waits" : " wait") + " to be sent."
                                   : "The connection is closed, although messages still come.");
    m_session->startClose(close_code::normal, {});
}

void Connection::interrupt()
{
    m_wasInterrupted = true;
    if (m_isOpen)
        m_session->startClose(close_code::normal, {});
    else
        m_session->drop();
}

} // namespace

ExitCode runConnect(const ConnectCommand &command)
{
    QtTimeSource time;
    SystemEntropy entropy;
    return Connection(command, time, entropy).run();
}

} // namespace fg
