#include "ui/bench/reported_results.h"

#include "ui/base/background_jobs.h"
#include "ui/base/text.h"
#include "ui/bench/agent_book.h"
#include "ui/bench/result_book.h"

#include <chrono>
#include <memory>
#include <optional>
#include <variant>

namespace fg {

namespace {

using ReadEntry = std::variant<EntryPtr, std::string>; // or why it cannot be read; escaped

std::shared_ptr<const Session> notesOf(const ImportedCase &said)
{
    auto log = std::make_shared<Session>(Role::Client);
    for (const std::string &line : said.wireLog) {
        LogRow note;
        note.kind = RowKind::Note;
        log->append(note, RowExtra(line));
    }
    return log;
}

// `known`: what the report says about the case outside the case's own file.
ReadEntry readEntry(ReportedCase known, const std::filesystem::path &file, const ReadingWatch &watch)
{
    auto read = readReportCase(file, watch);
    if (auto *const why = std::get_if<std::string>(&read))
        return std::move(*why);
    const auto said = std::make_shared<const ImportedCase>(std::get<ImportedCase>(std::move(read)));
    known.said = said;
    std::filesystem::path page = file;
    page.replace_extension(".html");
    std::error_code unknown;
    if (std::filesystem::is_regular_file(page, unknown))
        known.page = QString::fromStdString(std::filesystem::absolute(page).string());
    auto entry = std::make_shared<SessionEntry>();
    entry->title = toQString(known.of.spec->id);
    entry->log = notesOf(*said);
    entry->kind = std::move(known);
    entry->updateSummary();
    return entry;
}

} // namespace

ReportedResults::ReportedResults(AgentBook &agents, ResultBook &results, BackgroundJobs &jobs,
                                 QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_results(results)
    , m_jobs(jobs)
{
}

AgentId ReportedResults::agentFor(const std::string &name, const ReportOrigin &origin)
{
    AgentId &id = m_known[{origin.key, name}];
    if (m_agents.find(id)) {
        m_results.remove(id); // the newly read report may have fewer cases
        return id;
    }
    QString wanted = toQString(name).trimmed();
    if (m_agents.rowOfName(wanted) >= 0)
        wanted = QStringLiteral("%1 (%2)").arg(wanted, origin.label);
    id = m_agents.addReported(wanted);
    return id;
}

std::size_t ReportedResults::addReport(const RunReport &report, const CaseFiles &files,
                                       const ReportOrigin &origin)
{
    std::size_t leftOut = 0;
    AgentId first;
    std::vector<std::pair<AgentId, AgentResults>> shown;
    for (const AgentResults &agent : report.agents()) {
        const AgentId id = agentFor(agent.agent, origin);
        if (id.isNone()) {
            ++leftOut;
            continue;
        }
        AgentResults results = agent;
        for (CaseSummary &summary : results.cases) {
            if (summary.started == std::chrono::system_clock::time_point())
                summary.started = report.started();
        }
        shown.emplace_back(id, std::move(results));
    }
    for (const auto &[id, results] : shown) {
        const auto known = files.find(results.agent);
        m_results.addResults(id, results, known == files.end() ? ResultBook::FilesById() : known->second);
        if (first.isNone())
            first = id;
    }
    if (!first.isNone())
        emit reportAdded(first);
    return leftOut;
}

EntryPtr ReportedResults::openEntry(AgentId agent, const CaseSpec &spec)
{
    const ResultBook::Cell &cell = m_results.cell(agent, spec);
    if (cell.entry || cell.reportFile.empty() || !cell.outcome || !m_reading.insert(cell.reportFile).second)
        return cell.entry;
    const ReportedCase known{.of = {agent, m_agents.nameOf(agent), &spec},
                             .verdict = cell.outcome->verdict,
                             .said = nullptr,
                             .page = {}};
    const auto read = std::make_shared<std::optional<ReadEntry>>();
    const auto work = [read, known, file = cell.reportFile](BackgroundJobs::Progress &progress) {
        *read = readEntry(known, file, [&progress](std::uint64_t done, std::uint64_t all) {
            return progress.mayContinue(done, all);
        });
    };
    const auto done = [this, read, agent, &spec,
                       file = cell.reportFile](const BackgroundJobs::Progress &progress) {
        m_reading.erase(file);
        if (progress.wasStopped() || !*read)
            return;
        if (const auto *const why = std::get_if<std::string>(&**read)) {
            emit failed({"The report's file of this case was not opened.", *why, {}},
                        [this, agent, &spec] { static_cast<void>(openEntry(agent, spec)); });
            return;
        }
        const EntryPtr entry = std::get<EntryPtr>(**read);
        // Its agent may have been removed, or its report may have been read again.
        if (m_results.cell(entry->agent(), spec).reportFile != file)
            return;
        m_results.setEntry(spec, entry);
        emit entryOpened(entry);
    };
    m_jobs.start(QStringLiteral("Opening %1").arg(toQString(spec.id)), this, work, done);
    return nullptr;
}

} // namespace fg
