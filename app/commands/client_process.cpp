#include "app/commands/client_process.h"

#include <QDeadlineTimer>
#include <QThread>

#include <csignal>

#include <unistd.h>

namespace fg {
namespace {

constexpr int patienceMs = 2'000;
constexpr int pollMs = 10;
constexpr int notFound = 127; // The exit code of shells for a command that does not exist.
constexpr int signalled = 128;

void replaceAll(std::string &text, std::string_view name, std::string_view value)
{
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
}

} // namespace

ClientProcess::ClientProcess(std::function<void(ClientEnd)> ended)
    : m_ended(std::move(ended))
{
    QObject::connect(&m_process, &QProcess::finished, &m_process,
                     [this](int code, QProcess::ExitStatus status) {
                         m_ended({status == QProcess::CrashExit ? signalled + code : code});
                     });
    QObject::connect(
        &m_process, &QProcess::errorOccurred, &m_process,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                m_ended({notFound});
        },
        Qt::QueuedConnection);
}

ClientProcess::~ClientProcess()
{
    m_process.disconnect();
    if (m_group == 0)
        return;
    // Processes that the shell started in the background may still run after it has ended.
    const auto group = static_cast<pid_t>(m_group);
    kill(-group, SIGTERM);
    const QDeadlineTimer patience(patienceMs);
    while (kill(-group, 0) == 0 && !patience.hasExpired()) {
        m_process.waitForFinished(0); // Without this, the ended shell would stay in the group.
        QThread::msleep(pollMs);
    }
    kill(-group, SIGKILL);
    m_process.waitForFinished(patienceMs);
}

void ClientProcess::start(std::string command, const std::string &url, const std::string &page)
{
    replaceAll(command, "{url}", url);
    replaceAll(command, "{page}", page);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("FRAMEGLASS_URL"), QString::fromStdString(url));
    environment.insert(QStringLiteral("FRAMEGLASS_PAGE"), QString::fromStdString(page));
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    // The process gets its own group, so that everything the shell starts can be ended with it. Its output
    // goes to standard error because our standard output is for verdicts.
    m_process.setChildProcessModifier([] {
        // Signals that this program ignores would be ignored in the client, too.
        std::signal(SIGPIPE, SIG_DFL);
        std::signal(SIGXFSZ, SIG_DFL);
        setpgid(0, 0);
        dup2(STDERR_FILENO, STDOUT_FILENO);
    });
    m_process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QString::fromStdString(command)});
    m_group = m_process.processId();
}

} // namespace fg
