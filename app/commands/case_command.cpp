#include "app/commands/case_command.h"

#include "app/commands/agent_run.h"
#include "app/commands/baseline_check.h"
#include "app/commands/case_listing.h"
#include "app/commands/ci_files.h"
#include "app/commands/record_files.h"
#include "app/commands/text_file.h"
#include "app/terminal/console.h"
#include "app/terminal/stop_signal.h"
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/pages/report_folder.h"
#include "protocol/session/live/echo_peer.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/text/escape.h"
#include "protocol/transport/qt_time_source.h"
#include "protocol/transport/tls_files.h"

#include <algorithm>

namespace fg {
namespace {

class CaseCommand
{
public:
    CaseCommand(const TestCommand &command, TimeSource &time, Entropy &entropy);

    [[nodiscard]] ExitCode run();

private:
    [[nodiscard]] bool prepare();
    [[nodiscard]] bool checkTls() const;
    [[nodiscard]] bool checkFiles() const;
    void runAgent(const ClientSpec::Agent &agent);
    void saveResult(const CaseResult &result);
    void reportTrouble(AgentRun::End end, const Trouble &trouble, AgentResults &results);
    void writeReports();
    void compareAndSaveBaselines();
    void keepFirstError(const std::optional<FileError> &error);
    [[nodiscard]] ExitCode outcome() const;

    const TestCommand &m_command;
    TimeSource &m_time;
    Entropy &m_entropy;
    ProgressLine m_progress;
    RunReport m_report{TestedSide::Servers, std::chrono::system_clock::now()};
    ReportFolder m_folder;
    RecordFiles m_records;
    std::optional<Baseline> m_baseline; // The baseline to compare with.
    AgentRun *m_current = nullptr;
    std::optional<FileError> m_fileError; // The first one.
    std::size_t m_tried = 0; // Number of agents.
    std::size_t m_unreachable = 0; // Number of these that could not be reached.
    std::size_t m_regressed = 0;
    bool m_ranAll = true;
    bool m_wasInterrupted = false;
};

CaseCommand::CaseCommand(const TestCommand &command, TimeSource &time, Entropy &entropy)
    : m_command(command)
    , m_time(time)
    , m_entropy(entropy)
    , m_folder(command.reportFolder, command.secrets)
    , m_records(command.recordFolder)
{
}

ExitCode CaseCommand::run()
{
    if (!prepare())
        return ExitCode::Usage;
    const StopSignal onInterrupt([this] {
        m_wasInterrupted = true;
        if (m_current)
            m_current->interrupt();
    });
    for (const ClientSpec::Agent &agent : m_command.agents) {
        if (!m_wasInterrupted && !agent.cases.empty())
            runAgent(agent);
    }
    m_ranAll = m_ranAll && !m_wasInterrupted;
    writeReports();
    compareAndSaveBaselines();
    return outcome();
}

bool CaseCommand::prepare()
{
    if (m_command.baselineFile) {
        auto baseline = readBaselineFile(*m_command.baselineFile);
        if (const auto *const fault = std::get_if<std::string>(&baseline)) {
            printError("frameglass: --baseline: " + *fault + "\n");
            return false;
        }
        KeptBaseline &kept = std::get<KeptBaseline>(baseline);
        for (const std::string &note : kept.notes)
            printError("frameglass: --baseline: " + note + "\n");
        m_baseline = std::move(kept.baseline);
    }
    std::optional<FileError> error = m_folder.create();
    if (!error)
        error = m_records.create();
    if (error) {
        printError("frameglass: " + error->sentence() + "\n");
        return false;
    }
    return checkFiles() && checkTls();
}

// Checked before the run, because its results could not be written after it.
bool CaseCommand::checkFiles() const
{
    const NamedFile files[] = {{"--junit", m_command.ciFiles.junit},
                               {"--tap", m_command.ciFiles.tap},
                               {"--save-baseline", m_command.newBaselineFile},
                               {"--report", m_folder.indexPage().string()},
                               {"--report", (m_folder.path() / "index.json").string()}};
    const std::optional<std::string> fault = faultOf(files);
    if (fault)
        printError("frameglass: " + *fault + "\n");
    return !fault;
}

bool CaseCommand::checkTls() const
{
    for (const ClientSpec::Agent &agent : m_command.agents) {
        const Target &target = agent.target;
        const TlsConfiguration tls =
            target.url.isSecure ? clientConfiguration(target.tls) : TlsConfiguration();
        if (const auto *const error = std::get_if<TransportError>(&tls)) {
            printTrouble(troubleOf(*error, target.url));
            return false;
        }
    }
    return true;
}

void CaseCommand::runAgent(const ClientSpec::Agent &agent)
{
    if (m_command.agents.size() > 1)
        printOut((m_tried > 0 ? "\nagent " : "agent ") + escaped(agent.target.agent) + " at "
                 + escaped(discreet(agent.target.url.text(), m_command.secrets)) + "\n\n");
    ++m_tried;
    SuiteSettings settings = m_command.run;
    settings.recorder = m_records.recorder();
    AgentRun run(agent, settings, m_command.strictness, m_progress, m_time, m_entropy,
                 [this](const CaseResult &result) { saveResult(result); });
    m_current = &run;
    const AgentRun::End end = run.run();
    m_current = nullptr;
    AgentResults &results = m_report.agent(agent.target.agent);
    if (const auto trouble = run.trouble())
        reportTrouble(end, *trouble, results);
    for (const std::optional<std::string> &note :
         {results.waivedProof, results.ranAgain(), results.unsure()}) {
        if (note)
            printOut("note: " + *note + '\n');
    }
    if (run.oneAtATime())
        results.notes.push_back(*run.oneAtATime());
    m_ranAll = m_ranAll && end == AgentRun::End::Complete;
}

void CaseCommand::saveResult(const CaseResult &result)
{
    m_report.add(result);
    keepFirstError(m_folder.writeCase(result));
    keepFirstError(writeTextFile(m_folder.textFile(result), result, m_command.secrets));
    if (const auto note = m_records.firstFault(result)) {
        m_progress.clear();
        printError("frameglass: " + *note + "\n");
    }
}

void CaseCommand::reportTrouble(AgentRun::End end, const Trouble &trouble, AgentResults &results)
{
    printTrouble(trouble);
    if (end == AgentRun::End::Unreachable) {
        ++m_unreachable;
        results.unreachable = trouble;
        return;
    }
    results.notes.push_back(trouble.what);
    if (end == AgentRun::End::Lost)
        results.notes.emplace_back("The server could no longer be reached; the other cases did not run.");
}

void CaseCommand::writeReports()
{
    keepFirstError(m_folder.writeIndex(m_report));
    keepFirstError(writeCiFiles(m_command.ciFiles, m_report, m_command.strictness, m_command.secrets));
    std::error_code failure; // The current folder may have been deleted.
    const std::filesystem::path page = std::filesystem::absolute(m_folder.indexPage(), failure);
    if (m_folder.keptOlderIndex())
        printOut(std::string(olderReportSentence) + "\n");
    printOut("Reports: " + escaped((failure ? m_folder.indexPage() : page).lexically_normal().string())
             + "\n");
}

void CaseCommand::compareAndSaveBaselines()
{
    if (m_baseline) {
        const BaselineComparison comparison =
            compareWith(*m_baseline, m_report, m_command.agents, m_command.strictness);
        m_regressed = comparison.regressed;
        printOut("\n" + comparison.text);
    }
    if (!m_command.newBaselineFile)
        return;
    // A baseline without some cases would hide them in later comparisons.
    if (m_ranAll)
        keepFirstError(writeBaselineFile(*m_command.newBaselineFile, m_report, m_command.secrets));
    else
        printError("frameglass: Not all cases ran, so no baseline is saved.\n");
}

void CaseCommand::keepFirstError(const std::optional<FileError> &error)
{
    if (!m_fileError)
        m_fileError = error;
}

ExitCode CaseCommand::outcome() const
{
    if (m_fileError) {
        printError("frameglass: " + m_fileError->sentence() + "\n");
        return ExitCode::Usage;
    }
    if (m_records.isIncomplete())
        return ExitCode::Usage;
    if (m_wasInterrupted)
        return ExitCode::Interrupted;
    if (m_unreachable == m_tried)
        return ExitCode::NotConnected;
    // A server that can no longer be reached counts as failed even without a regression.
    if (!m_ranAll)
        return ExitCode::CaseFailed;
    if (m_baseline)
        return m_regressed > 0 ? ExitCode::CaseFailed : ExitCode::Fine;
    const bool hasFailures = std::ranges::any_of(m_report.agents(), [&](const AgentResults &agent) {
        const AgentResults::Counts counts = agent.counts(m_command.strictness);
        return counts.failed + counts.errors > 0;
    });
    return hasFailures ? ExitCode::CaseFailed : ExitCode::Fine;
}

} // namespace

ExitCode runTest(const TestCommand &command)
{
    for (const std::string &note : command.notes)
        printError("frameglass: " + note + "\n");
    if (command.action == TestCommand::Action::List) {
        printOut(caseList(command.cases));
        return ExitCode::Fine;
    }
    if (command.action == TestCommand::Action::DryRun) {
        printOut(dryRunText(command));
        return ExitCode::Fine;
    }
    QtTimeSource time;
    SystemEntropy entropy;
    return CaseCommand(command, time, entropy).run();
}

namespace {

// Long compressed messages take minutes, and show nothing that the short ones do not show.
bool isDemonstrated(const CaseSpec &spec)
{
    constexpr std::uint64_t longest = 1024;
    return spec.deflate.empty() || spec.echo->length() <= longest;
}

} // namespace

ExitCode runDemo(const DemoCommand &)
{
    QtTimeSource time;
    SystemEntropy entropy;
    EchoPeer peer({}, time, entropy);
    if (const auto error = peer.start()) {
        printError("frameglass: The echo server of the demonstration cannot listen: " + error->detail
                   + ".\n");
        return ExitCode::NotConnected;
    }
    TestCommand command;
    ClientSpec::Agent &agent = command.agents.emplace_back();
    agent.target.url = std::get<WebSocketUrl>(parseWebSocketUrl(peer.url()));
    agent.target.agent = "frameglass-echo";
    for (const CaseSpec &spec : catalogue()) {
        if (isDemonstrated(spec))
            agent.cases.push_back(&spec);
    }
    command.reportFolder = "reports/demo";
    printOut("The cases against the built-in echo server, " + peer.url() + "\n\n");
    return CaseCommand(command, time, entropy).run();
}

} // namespace fg
