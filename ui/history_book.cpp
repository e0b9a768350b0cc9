#include "ui/history_book.h"

#include "protocol/report/escape.h"
#include "protocol/report/whole_file.h"
#include "ui/text.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLocale>
#include <QThreadPool>

#include <algorithm>
#include <sstream>

namespace fg {

namespace {

constexpr std::size_t reportsAtHand = 32;
constexpr qint64 longestHead = 1024 * 1024;

QString fileNameFor(const RunHead &head, unsigned number)
{
    QString name = toQString(isoTime(head.started));
    name.replace(QLatin1Char(':'), QLatin1Char('-'));
    return QStringLiteral("%1-%2.run").arg(name).arg(number);
}

Trouble fileTrouble(const QString &what, const std::string &why) { return {what.toStdString(), why, {}}; }

QDateTime localTime(std::chrono::system_clock::time_point time)
{
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(milliseconds.count());
}

} // namespace

HistoryBook::HistoryBook(QString folder, QObject *parent)
    : QAbstractTableModel(parent)
    , m_folder(std::move(folder))
{
    list();
}

HistoryBook::~HistoryBook() { QThreadPool::globalInstance()->waitForDone(); }

// --- files ---

void HistoryBook::list()
{
    QThreadPool::globalInstance()->start([this, folder = m_folder] {
        std::vector<Run> runs;
        const QStringList names =
            QDir(folder).entryList({QStringLiteral("*.run")}, QDir::Files, QDir::Name | QDir::Reversed);
        for (const QString &name : names.mid(0, mostListed)) {
            QFile file(folder + QLatin1Char('/') + name);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            auto head = readRunHead(file.readLine(longestHead).toStdString());
            if (auto *const known = std::get_if<RunHead>(&head))
                runs.push_back({file.fileName(), std::move(*known), {}});
        }
        // The destructor waits for this thread, so `this` is there.
        QMetaObject::invokeMethod(
            this, [this, runs = std::move(runs)] { take(runs); }, Qt::QueuedConnection);
    });
}

// Runs that were added meanwhile are newer.
void HistoryBook::take(std::vector<Run> runs)
{
    if (runs.empty())
        return;
    std::erase_if(runs, [this](const Run &listed) {
        return std::any_of(m_runs.begin(), m_runs.end(),
                           [&listed](const Run &known) { return known.file == listed.file; });
    });
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
    const QString file = m_folder + QLatin1Char('/') + fileNameFor(head, ++m_kept);
    QThreadPool::globalInstance()->start([this, file, head, kept, folder = m_folder] {
        QDir().mkpath(folder);
        WholeFile out(file.toStdString());
        writeRunRecord(out.stream(), head, *kept);
        if (const std::optional<FileError> error = out.commit())
            QMetaObject::invokeMethod(
                this,
                [this, why = error->sentence()] {
                    emit failed(fileTrouble(tr("The run is not kept in the history."), why));
                },
                Qt::QueuedConnection);
    });
    beginInsertRows({}, 0, 0);
    m_runs.insert(m_runs.begin(), {file, std::move(head), {}});
    keep(m_runs.front(), std::move(kept));
    endInsertRows();
}

void HistoryBook::keep(Run &run, std::shared_ptr<const RunReport> report)
{
    run.report = report;
    m_recent.push_back(std::move(report));
    if (m_recent.size() > reportsAtHand)
        m_recent.erase(m_recent.begin());
}

void HistoryBook::remove(int row)
{
    if (!headAt(row))
        return;
    const Run &run = m_runs[static_cast<std::size_t>(row)];
    QFile file(run.file);
    if (file.exists() && !file.remove()) {
        emit failed(
            fileTrouble(tr("The run stays in the history."),
                        escaped((run.file + QStringLiteral(": ") + file.errorString()).toStdString())));
        return;
    }
    beginRemoveRows({}, row, row);
    m_runs.erase(m_runs.begin() + row);
    endRemoveRows();
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
    QFile file(run.file);
    std::string why;
    if (file.open(QIODevice::ReadOnly)) {
        auto read = readRunRecord(file.read(longestRunRecord).toStdString());
        if (auto *const record = std::get_if<RunRecord>(&read)) {
            auto report = std::make_shared<const RunReport>(std::move(record->report));
            keep(run, report);
            return report;
        }
        why = std::get<std::string>(read);
    } else {
        why = file.errorString().toStdString();
    }
    emit failed(fileTrouble(tr("The run cannot be read."), escaped(run.file.toStdString() + ": " + why)));
    return nullptr;
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

// --- what the view asks ---

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
        return QLocale().toString(localTime(head.started), QLocale::ShortFormat);
    case Agents:
        return agents.join(QStringLiteral(", "));
    case Cases:
        return head.wasStopped ? tr("%1, stopped").arg(cases) : QString::number(cases);
    case Failed:
        return QString::number(failures);
    case Kind:
        if (head.times > 1)
            return tr("time %1 of %2").arg(head.time).arg(head.times);
        return head.side == TestedSide::Clients ? tr("clients") : QString();
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
        return plainToolTip(QStringLiteral("%1\n%2").arg(
            QLocale().toString(localTime(head->started), QLocale::LongFormat), textOf(*head, Agents)));
    return {};
}

QVariant HistoryBook::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("When"), tr("Agents"), tr("Cases"), tr("Failed"), tr("Kind")};
    return section >= 0 && section < ColumnCount ? titles[section] : QString();
}

} // namespace fg
