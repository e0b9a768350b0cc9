#include "app/commands/serve_command.h"

#include "app/commands/ci_files.h"
#include "app/commands/client_process.h"
#include "app/commands/memory_note.h"
#include "app/commands/record_files.h"
#include "app/terminal/console.h"
#include "app/terminal/refusal_lines.h"
#include "app/terminal/result_table.h"
#include "app/terminal/stop_signal.h"
#include "protocol/conformance/serve/case_server.h"
#include "protocol/conformance/serve/page_server.h"
#include "protocol/report/pages/report_folder.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/transport/qt_time_source.h"
#include "protocol/transport/time_limit.h"
#include "protocol/wire/overloaded.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <map>

namespace fg {
namespace {

std::string pageText()
{
    QFile file(QStringLiteral(":/web/cases.html"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

class Serving
{
public:
    Serving(const ServeCommand &command, TimeSource &time, Entropy &entropy);

    [[nodiscard]] ExitCode run();

private:
    [[nodiscard]] ExitCode prepare(); // ExitCode::Fine if the server listens.
    [[nodiscard]] bool startPage();
    [[nodiscard]] std::string pageUrl() const;
    [[nodiscard]] std::chrono::milliseconds pagePatience() const;
    void startClient();
    void limitClient();
    void limitSilence(Duration left);
    void endClient(std::string why);
    void printResult(const CaseResult &result);
    void handle(const RunEvent &event);
    void keepNotRun(const AgentDone &done);
    void caseEnded(const CaseResult &result);
    void writeIndex();
    void keepFirstError(const std::optional<FileError> &error);
    void printSummary() const;
    void quitWhenIdle();
    [[nodiscard]] std::size_t notRun(const AgentResults &agent) const;
    [[nodiscard]] ExitCode outcome() const;

    const ServeCommand &m_command;
    TimeSource &m_time;
    Entropy &m_entropy;
    RunReport m_report{TestedSide::Clients, std::chrono::system_clock::now()};
    ReportFolder m_folder;
    RecordFiles m_records;
    RefusalLines m_refusals; // The two servers below use it.
    CaseServer m_server;
    std::optional<PageServer> m_page;
    std::optional<ClientProcess> m_client;
    std::optional<ClientEnd> m_clientEnd;
    std::optional<std::string> m_whyEnded; // A sentence, if a limit has ended the client.
    std::unique_ptr<Timer> m_silenceTimer;
    std::unique_ptr<Timer> m_clientTimer;
    std::map<std::string, std::vector<const CaseSpec *>> m_saidNotRun; // By agent.
    std::map<std::string, std::size_t> m_runningOf; // By agent: how many cases run.
    std::optional<FileError> m_fileError; // The first one.
    std::string m_lastAgent; // The agent of the last printed result.
    std::size_t m_idWidth = 0;
    bool m_wasInterrupted = false;
};

// Prints by how much a limit of the client was stretched.
StretchNotice printerOf(const NamedLimit &limit)
{
    return [limit](const Stretch &stretch) {
        printError("frameglass: " + stretchSentence(limit, stretch) + '\n');
    };
}

Serving::Serving(const ServeCommand &command, TimeSource &time, Entropy &entropy)
    : m_command(command)
    , m_time(time)
    , m_entropy(entropy)
    , m_folder(command.reportFolder, command.secrets)
    , m_records(command.recordFolder)
    , m_server({.listen = command.listen,
                .access = m_refusals.settings(command.allowedOrigins),
                .choice = command.choice,
                .answer = {},
                .record = command.record,
                .timeScale = command.timeScale,
                .recorder = m_records.recorder(),
                .memoryOctets = command.memoryOctets,
                .onMemoryDrop = printMemoryDrop},
               time, entropy, [this](const RunEvent &event) { handle(event); })
{
    for (const CaseSpec *const spec : command.choice.cases)
        m_idWidth = std::max(m_idWidth, spec->id.size());
}

ExitCode Serving::run()
{
    const StopSignal onInterrupt([this] {
        m_wasInterrupted = true;
        QCoreApplication::quit();
    });
    std::optional<FileError> error = m_folder.create();
    if (!error)
        error = m_records.create();
    if (error) {
        printError("frameglass: " + error->sentence() + "\n");
        return ExitCode::Usage;
    }
    const NamedFile files[] = {{"--junit", m_command.ciFiles.junit},
                               {"--tap", m_command.ciFiles.tap},
                               {"--report", m_folder.indexPage().string()},
                               {"--report", (m_folder.path() / "index.json").string()}};
    if (const auto fault = faultOf(files)) {
        printError("frameglass: " + *fault + "\n");
        return ExitCode::Usage;
    }
    if (const ExitCode code = prepare(); code != ExitCode::Fine)
        return code;
    startClient();
    QCoreApplication::exec();
    m_client.reset();
    writeIndex();
    keepFirstError(writeCiFiles(m_command.ciFiles, m_report, m_command.strictness, m_command.secrets));
    printSummary();
    return outcome();
}

ExitCode Serving::prepare()
{
    if (const auto error = m_server.start()) {
        if (error->kind == TransportErrorKind::TlsSetup) {
            printError("frameglass: " + escaped(error->detail) + ".\n");
            return ExitCode::Usage;
        }
        printTrouble({"Cannot listen for clients.", "The system says: " + escaped(error->detail) + ".",
                      "Check the address (--listen) and the port (--port; 0 chooses a free one)."});
        return ExitCode::NotConnected;
    }
    printOut("listening " + m_server.url() + "\n");
    return m_command.pagePort == 0 || startPage() ? ExitCode::Fine : ExitCode::NotConnected;
}

bool Serving::startPage()
{
    PageServerSettings settings{.listen = {.address = m_command.listen.address, .port = m_command.pagePort},
                                .page = pageText(),
                                .target = {m_command.listen.tls.has_value(), m_server.port(), pagePatience()},
                                .access = m_refusals.settings(m_command.allowedOrigins)};
    // A report with secrets is for its owner only, which a browser cannot prove to be.
    if (m_command.secrets == Secrets::Blanked)
        settings.report.emplace(m_folder.path());
    m_page.emplace(std::move(settings), m_time, m_entropy);
    if (const auto error = m_page->start()) {
        m_page.reset();
        const std::string why = "The system says: " + escaped(error->detail) + ".";
        const std::string advice = "Choose another port for the page (--web-port), or 0 for none.";
        if (m_command.page == ServeCommand::Page::IfPossible) {
            printTrouble({"Cannot listen for browsers; clients are served without the page.", why, advice});
            return true;
        }
        printTrouble({"Cannot listen for browsers.", why, advice});
        return false;
    }
    printOut("page " + pageUrl() + "\n");
    return true;
}

// A page that tries a case twice must not be ended meanwhile because of its silence.
std::chrono::milliseconds Serving::pagePatience() const
{
    constexpr int triesAndMore = 3;
    const Duration usual = scaled(PageTarget().patience, std::max(1.0, m_command.timeScale));
    const Duration silence = m_command.clientLimits.silence;
    const bool isLimited = m_command.client && silence > Duration{};
    return std::chrono::ceil<std::chrono::milliseconds>(isLimited ? std::min(usual, silence / triesAndMore)
                                                                  : usual);
}

std::string Serving::pageUrl() const
{
    if (!m_page)
        return {};
    std::string url = "http" + m_server.url().substr(m_server.url().find("://"));
    url.resize(url.rfind(':') + 1);
    return url + std::to_string(m_page->port()) + '/';
}

void Serving::startClient()
{
    if (!m_command.client)
        return;
    m_client.emplace([this](ClientEnd end) {
        m_clientEnd = end;
        // What the client may have left behind must not keep us running with ever new cases.
        m_server.stopListening();
        quitWhenIdle();
    });
    m_client->start(*m_command.client, m_server.url(), pageUrl());
    limitClient();
}

void Serving::limitClient()
{
    const ClientLimits &limits = m_command.clientLimits;
    if (limits.silence > Duration{})
        limitSilence(limits.silence);
    if (limits.inAll > Duration{}) {
        m_clientTimer = startLimit(
            m_time, limits.inAll,
            [this, inAll = limits.inAll] {
                endClient("The client had not ended after " + secondsText(inAll)
                          + " seconds (--client-time), and was ended.");
            },
            printerOf({"The time for the client (--client-time)", limits.inAll}));
    }
}

void Serving::limitSilence(Duration left)
{
    const Duration limit = m_command.clientLimits.silence;
    m_silenceTimer = startLimit(
        m_time, left,
        [this, limit] {
            const Duration silence = m_server.silence();
            if (silence < limit)
                limitSilence(limit - silence);
            else
                endClient("The client was silent for " + secondsText(limit)
                          + " seconds (--client-silence), and was ended.");
        },
        printerOf({"The silence that the client may keep (--client-silence)", limit}));
}

void Serving::endClient(std::string why)
{
    m_whyEnded = std::move(why);
    QCoreApplication::quit();
}

// A case may end after its client: the end of a connection may be noticed later than the end of the process.
void Serving::quitWhenIdle()
{
    if (m_clientEnd && m_server.running() == 0)
        QCoreApplication::quit();
}

void Serving::handle(const RunEvent &event)
{
    std::visit(Overloaded{[this](const CaseEnded &ended) {
                              if (--m_runningOf[ended.agent.name] == 0)
                                  m_runningOf.erase(ended.agent.name);
                              caseEnded(ended.result);
                          },
                          [this](const AgentDone &done) {
                              keepNotRun(done);
                              writeIndex();
                          },
                          [](const StopRequested &) { QCoreApplication::quit(); },
                          [this](const CaseStarted &started) { ++m_runningOf[started.agent.name]; },
                          IgnoredEvents<CaseWaits, CaseRunsAgain, AgentOneAtATime, AgentLost>()},
               event);
}

void Serving::keepNotRun(const AgentDone &done)
{
    const bool isKnown = m_saidNotRun.contains(done.agent.name);
    if (isKnown || (!done.notRun.empty() && m_saidNotRun.size() < CaseServerSettings::usualMostAgents))
        m_saidNotRun[done.agent.name] = done.notRun;
}

void Serving::caseEnded(const CaseResult &result)
{
    printResult(result);
    m_report.add(result);
    keepFirstError(m_folder.writeCase(result));
    if (const auto note = m_records.firstFault(result))
        printError("frameglass: " + *note + "\n");
    quitWhenIdle();
}

void Serving::printResult(const CaseResult &result)
{
    if (result.agent != m_lastAgent)
        printOut("\nagent " + escaped(result.agent) + '\n');
    m_lastAgent = result.agent;
    printOut(resultLine(result, m_idWidth));
}

void Serving::writeIndex() { keepFirstError(m_folder.writeIndex(m_report)); }

void Serving::keepFirstError(const std::optional<FileError> &error)
{
    if (!m_fileError)
        m_fileError = error;
}

std::size_t Serving::notRun(const AgentResults &agent) const
{
    const std::vector<const CaseSpec *> wanted = m_command.choice.casesFor(agent.agent);
    return static_cast<std::size_t>(std::ranges::count_if(wanted, [&](const CaseSpec *spec) {
        return std::ranges::find(agent.cases, spec, &CaseSummary::spec) == agent.cases.end();
    }));
}

void Serving::printSummary() const
{
    std::string text = "\n";
    for (const AgentResults &agent : m_report.agents()) {
        const AgentResults::Counts counts = agent.counts(m_command.strictness);
        text += escaped(agent.agent) + ": " + counted(counts.all(), "case") + " ran, "
            + std::to_string(counts.failed) + " failed in either verdict";
        if (const std::size_t missing = notRun(agent); missing > 0)
            text += ", " + std::to_string(missing) + " not run";
        text += ".\n";
        for (const std::string &note : agent.allNotes())
            text += note + '\n';
    }
    for (const auto &[agent, count] : m_runningOf)
        text += escaped(agent) + ": " + counted(count, "case") + (count == 1 ? " was" : " were")
            + " interrupted and " + (count == 1 ? "has" : "have") + " no result.\n";
    if (m_report.agents().empty() && m_runningOf.empty())
        text += "No client ran a case.\n";
    if (m_folder.keptOlderIndex())
        text += std::string(olderReportSentence) + '\n';
    for (const auto &[agent, cases] : m_saidNotRun) {
        if (cases.empty())
            continue;
        text += couldNotRunSentence(escaped(agent), cases) + '\n';
    }
    if (m_whyEnded)
        text += *m_whyEnded + '\n';
    if (m_clientEnd && m_clientEnd->exitCode != 0)
        text += "The client ended with exit code " + std::to_string(m_clientEnd->exitCode) + ".\n";
    printOut(text + "Reports: " + escaped(m_folder.indexPage().string()) + "\n");
}

ExitCode Serving::outcome() const
{
    if (m_fileError) {
        printError("frameglass: " + m_fileError->sentence() + "\n");
        return ExitCode::Usage;
    }
    if (m_records.isIncomplete())
        return ExitCode::Usage;
    if (m_wasInterrupted && m_command.client)
        return ExitCode::Interrupted;
    if (m_command.client && m_report.agents().empty())
        return ExitCode::NotConnected;
    if (m_whyEnded)
        return ExitCode::CaseFailed;
    const bool hasFailures = std::ranges::any_of(m_report.agents(), [&](const AgentResults &agent) {
        return agent.counts(m_command.strictness).failed > 0 || (m_command.client && notRun(agent) > 0);
    });
    return hasFailures ? ExitCode::CaseFailed : ExitCode::Fine;
}

} // namespace

ExitCode runServe(const ServeCommand &command)
{
    for (const std::string &note : command.notes)
        printError("frameglass: " + note + "\n");
    QtTimeSource time;
    SystemEntropy entropy;
    return Serving(command, time, entropy).run();
}

} // namespace fg
