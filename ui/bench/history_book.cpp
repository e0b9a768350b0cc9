#include "ui/bench/history_book.h"

#include "protocol/files/whole_file.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "ui/base/text.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <functional>
#include <utility>

namespace fg {

namespace {

constexpr qint64 longestHead = 1024 * 1024;

QString fileNameFor(const RunHead &head, unsigned number)
{
    QString name = toQString(isoTime(head.started));
    name.replace(QLatin1Char(':'), QLatin1Char('-'));
    return QStringLiteral("%1-%2.run").arg(name).arg(number);
}

Trouble fileTrouble(const QString &what, const std::string &why) { return {what.toStdString(), why, {}}; }

std::variant<RunRecord, std::string> readRun(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return file.errorString().toStdString();
    return readRunRecord(file.read(longestRunRecord).toStdString());
}

} // namespace

struct HistoryBook::Reading
{
    struct One
    {
        QString file;
        ReportPtr report; // null if the file cannot be read; `why` says the reason
        std::string why;
    };
    std::vector<One> runs;
};

HistoryBook::HistoryBook(QString folder, QObject *parent)
    : QAbstractTableModel(parent)
    , m_folder(std::move(folder))
{
    list();
}

HistoryBook::~HistoryBook()
{
    QStringList files;
    for (const std::vector<Run> &runs : m_removed) {
        for (const Run &run : runs)
            files += run.file;
    }
    // The removal runs after the jobs that are still writing.
    m_jobs.start([files](BackgroundJobs::Progress &) {
        for (const QString &file : files)
            QFile::remove(file);
    });
}

// --- files ---

void HistoryBook::list()
{
    const auto read = [folder = m_folder](BackgroundJobs::Progress &) {
        std::vector<Run> runs;
        const QStringList names =
            QDir(folder).entryList({QStringLiteral("*.run")}, QDir::Files, QDir::Name | QDir::Reversed);
        for (const QString &name : names.mid(0, mostListed)) {
            QFile file(folder + QLatin1Char('/') + name);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            auto head = readRunHead(file.readLine(longestHead).toStdString());
            if (auto *const known = std::get_if<RunHead>(&head))
                runs.push_back({file.fileName(), std::move(*known), {}, false});
        }
        return runs;
    };
    m_jobs.start(this, read, [this](std::vector<Run> runs) { addListed(std::move(runs)); });
}

// The runs that were added while the folder was read are newer, so the read ones follow them.
void HistoryBook::addListed(std::vector<Run> runs)
{
    const auto holds = [](const std::vector<Run> &known, const Run &listed) {
        return std::any_of(known.begin(), known.end(),
                           [&listed](const Run &run) { return run.file == listed.file; });
    };
    std::erase_if(runs, [&](const Run &listed) {
        return holds(m_runs, listed)
            || std::any_of(m_removed.begin(), m_removed.end(),
                           [&](const std::vector<Run> &removed) { return holds(removed, listed); });
    });
    if (runs.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(runs.size()) - 1);
    std::move(runs.begin(), runs.end(), std::back_inserter(m_runs));
    endInsertRows();
}

void HistoryBook::add(RunHead head, const RunReport &report)
{
    head.agents = agentHeads(report);
    std::erase_if(head.agents, [](const RunHead::AgentHead &agent) { return agent.cases == 0; });
    if (head.agents.empty())
        return;
    auto kept = std::make_shared<const RunReport>(report);
    const QString file = m_folder + QLatin1Char('/') + fileNameFor(head, ++m_added);
    const auto write = [file, head, kept, folder = m_folder](BackgroundJobs::Progress &) {
        QDir().mkpath(folder);
        WholeFile out(file.toStdString(), FileReaders::Usual, NamedBy::Program);
        writeRunRecord(out.stream(), head, *kept);
        return out.commit();
    };
    m_jobs.start(this, write, [this](const std::optional<FileError> &error) {
        if (error)
            emit failed(
                fileTrouble(QStringLiteral("The run was not saved in the history."), error->sentence()));
    });
    beginInsertRows({}, 0, 0);
    m_runs.insert(m_runs.begin(), {file, std::move(head), {}, false});
    cacheReport(m_runs.front(), std::move(kept));
    endInsertRows();
}

void HistoryBook::setTimeStyle(TimeStyle style)
{
    m_times = style;
    if (rowCount() > 0)
        emit dataChanged(index(0, When), index(rowCount() - 1, When));
}

void HistoryBook::cacheReport(Run &run, ReportPtr report)
{
    run.report = report;
    m_recent.push_back(std::move(report));
    if (m_recent.size() > mostAtHand)
        m_recent.erase(m_recent.begin());
}

void HistoryBook::remove(std::vector<int> rows)
{
    std::erase_if(rows, [this](int row) { return !headAt(row); });
    std::sort(rows.begin(), rows.end(), std::greater());
    std::vector<Run> removed;
    while (!rows.empty()) {
        // Adjacent rows are removed together.
        std::size_t many = 1;
        while (many < rows.size() && rows[many] == rows[many - 1] - 1)
            ++many;
        const int first = rows[many - 1];
        const auto begin = m_runs.begin() + first;
        const auto end = m_runs.begin() + rows.front() + 1;
        beginRemoveRows({}, first, rows.front());
        std::move(begin, end, std::back_inserter(removed));
        m_runs.erase(begin, end);
        endRemoveRows();
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(many));
    }
    if (removed.empty())
        return;
    m_removed.push_back(std::move(removed));
    emit removedChanged();
}

void HistoryBook::restoreRemoved()
{
    if (m_removed.empty())
        return;
    for (Run &run : m_removed.back()) {
        const auto place = std::find_if(m_runs.begin(), m_runs.end(), [&run](const Run &other) {
            return other.head.started < run.head.started
                || (other.head.started == run.head.started && other.file < run.file);
        });
        const int row = static_cast<int>(place - m_runs.begin());
        beginInsertRows({}, row, row);
        m_runs.insert(place, std::move(run));
        endInsertRows();
    }
    m_removed.pop_back();
    emit removedChanged();
}

const RunHead *HistoryBook::headAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_runs[static_cast<std::size_t>(row)].head : nullptr;
}

std::shared_ptr<const RunReport> HistoryBook::reportAt(int row)
{
    if (!headAt(row))
        return nullptr;
    Run &run = m_runs[static_cast<std::size_t>(row)];
    if (auto known = run.report.lock())
        return known;
    auto read = readRun(run.file);
    if (const auto *const why = std::get_if<std::string>(&read)) {
        reportUnreadable(run, *why);
        return nullptr;
    }
    auto report = std::make_shared<const RunReport>(std::move(std::get<RunRecord>(read).report));
    cacheReport(run, report);
    return report;
}

void HistoryBook::reportUnreadable(Run &run, const std::string &why)
{
    run.isUnreadable = true;
    emit failed(
        fileTrouble(QStringLiteral("The run cannot be read."), escaped(run.file.toStdString() + ": " + why)));
}

bool HistoryBook::prepare(const std::vector<int> &rows)
{
    Reading reading;
    for (const int row : rows) {
        const Run &run = m_runs[static_cast<std::size_t>(row)];
        if (run.report.expired() && !run.isUnreadable && reading.runs.size() < mostAtHand)
            reading.runs.push_back({run.file, nullptr, {}});
    }
    if (reading.runs.empty())
        return false;
    // A caller that asks during the reading asks again when ready() is emitted.
    if (std::exchange(m_isReading, true))
        return true;
    const auto read = [reading = std::move(reading)](BackgroundJobs::Progress &) mutable {
        for (Reading::One &one : reading.runs) {
            auto record = readRun(one.file);
            if (auto *const known = std::get_if<RunRecord>(&record))
                one.report = std::make_shared<const RunReport>(std::move(known->report));
            else
                one.why = std::get<std::string>(record);
        }
        return std::move(reading);
    };
    m_jobs.start(this, read, [this](const Reading &known) { cacheReports(known); });
    return true;
}

void HistoryBook::cacheReports(const Reading &reading)
{
    m_isReading = false;
    for (const Reading::One &one : reading.runs) {
        const auto run = std::find_if(m_runs.begin(), m_runs.end(),
                                      [&one](const Run &known) { return known.file == one.file; });
        if (run == m_runs.end())
            continue;
        if (one.report)
            cacheReport(*run, one.report);
        else
            reportUnreadable(*run, one.why);
    }
    emit ready();
}

QStringList HistoryBook::notesOf(const RunHead &head)
{
    QStringList notes;
    for (const RunHead::AgentHead &agent : head.agents) {
        for (const std::string &note : agent.notes)
            notes += QStringLiteral("%1: %2").arg(toQString(escaped(agent.agent)), toQString(note));
    }
    return notes;
}

std::vector<int> HistoryBook::seriesOf(int row) const
{
    const RunHead *const head = headAt(row);
    std::vector<int> rows;
    if (!head)
        return rows;
    for (int other = 0; other < rowCount(); ++other) {
        if (other == row || (!head->series.empty() && headAt(other)->series == head->series))
            rows.push_back(other);
    }
    return rows;
}

// --- item model ---

int HistoryBook::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int HistoryBook::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString HistoryBook::textOf(const RunHead &head, int column) const
{
    std::size_t cases = 0;
    std::size_t failures = 0;
    QStringList agents;
    for (const RunHead::AgentHead &agent : head.agents) {
        cases += agent.cases;
        failures += agent.failed;
        const QString name = toQString(escaped(agent.agent));
        agents += agent.product.empty()
            ? name
            : QStringLiteral("%1 (%2)").arg(name, toQString(escaped(agent.product)));
    }
    switch (column) {
    case When:
        return momentText(head.started, m_times);
    case Agents:
        return agents.join(QStringLiteral(", "));
    case Cases:
        return head.wasStopped ? QStringLiteral("%1, stopped").arg(cases) : QString::number(cases);
    case Failed:
        return QString::number(failures);
    case Kind:
        if (head.wasStepped)
            return QStringLiteral("stepped");
        if (head.times > 1)
            return QStringLiteral("run %1 of %2").arg(head.time).arg(head.times);
        return head.side == TestedSide::Clients ? QStringLiteral("clients") : QString();
    default:
        return {};
    }
}

QVariant HistoryBook::data(const QModelIndex &index, int role) const
{
    const RunHead *const head = headAt(index.row());
    if (!head)
        return {};
    if (role == Qt::DisplayRole)
        return textOf(*head, index.column());
    if (role == Qt::ToolTipRole)
        return plainToolTip(
            (QStringList{momentText(head->started, m_times), textOf(*head, Agents)} + notesOf(*head))
                .join(QLatin1Char('\n')));
    return {};
}

QVariant HistoryBook::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {QStringLiteral("When"), QStringLiteral("Agents"), QStringLiteral("Cases"),
                              QStringLiteral("Failed"), QStringLiteral("Kind")};
    return section >= 0 && section < ColumnCount ? titles[section] : QString();
}

} // namespace fg
