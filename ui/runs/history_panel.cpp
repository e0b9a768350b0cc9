#include "ui/runs/history_panel.h"

#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/bench/verdict_mark.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/text_table.h"
#include "ui/runs/baseline_keeper.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

using Kind = RunDifference::Kind;

std::pair<Mark, QColor> markOf(Kind kind, const Theme &theme)
{
    switch (kind) {
    case Kind::Regressed:
        return {Mark::Cross, theme.bad};
    case Kind::Fixed:
        return {Mark::Tick, theme.good};
    case Kind::Changed:
    case Kind::Slower:
        return {Mark::Triangle, theme.warning};
    case Kind::Added:
    case Kind::Missing:
    case Kind::Faster:
        break;
    }
    return {Mark::Dash, theme.muted};
}

QString caseText(const CaseSpec &spec)
{
    return QStringLiteral("%1  %2").arg(toQString(spec.id), toQString(spec.title));
}

QString shown(const std::string &agent) { return toQString(escaped(agent)); }

} // namespace

HistoryPanel::HistoryPanel(HistoryBook &book, BaselineKeeper &baseline, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_baseline(baseline)
{
    auto *split = new QSplitter(Qt::Vertical, this);
    split->addWidget(makeRuns());
    split->addWidget(makeFindings());
    split->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(split, 1);
    m_due.setSingleShot(true);
    m_due.setInterval(0);
    connect(&m_due, &QTimer::timeout, this, &HistoryPanel::showFindings);
    connect(m_runs->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPanel::selectionChanged);
    connect(&book, &HistoryBook::ready, &m_due, qOverload<>(&QTimer::start));
    connect(&book, &HistoryBook::removedChanged, this, &HistoryPanel::showUndo);
    connect(&baseline, &BaselineKeeper::changed, this, &HistoryPanel::showBaseline);
    showBaseline();
    selectionChanged();
    showUndo();
}

QWidget *HistoryPanel::makeRuns()
{
    auto *runs = new QWidget(this);
    m_runs = new TextTableView(&m_book, QStringLiteral("Runs"), runs);
    m_runs->setObjectName(QStringLiteral("runList"));
    m_runs->setSelectionMode(QAbstractItemView::ExtendedSelection);
    QHeaderView *header = m_runs->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(HistoryBook::Agents, QHeaderView::Stretch);
    header->resizeSection(HistoryBook::When, 150);
    header->resizeSection(HistoryBook::Cases, 60);
    header->resizeSection(HistoryBook::Failed, 60);
    new EmptyHint(
        QStringLiteral("Every run is kept here: pick two to compare them, several to find flaky cases."),
        m_runs);
    auto *layout = new QVBoxLayout(runs);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_runs, 1);
    layout->addWidget(makeButtons());
    return runs;
}

QWidget *HistoryPanel::makeButtons()
{
    auto *row = new QWidget(this);
    m_setBaseline = new QPushButton(QStringLiteral("Set as baseline"), row);
    m_setBaseline->setObjectName(QStringLiteral("setBaselineButton"));
    m_setBaseline->setToolTip(QStringLiteral(
        "Later runs are compared with its verdicts; frameglass test --baseline reads the same file"));
    connect(m_setBaseline, &QPushButton::clicked, this, &HistoryPanel::setBaseline);
    auto *more = new QPushButton(QStringLiteral("Baseline file"), row);
    auto *menu = new QMenu(more);
    menu->addAction(QStringLiteral("&Open…"), this, &HistoryPanel::chooseBaseline);
    menu->addAction(QStringLiteral("&No baseline"), &m_baseline, &BaselineKeeper::clear);
    more->setMenu(menu);
    m_showRun = new QPushButton(QStringLiteral("Show in the matrix"), row);
    m_showRun->setObjectName(QStringLiteral("showRunButton"));
    connect(m_showRun, &QPushButton::clicked, this, [this] {
        if (const std::vector<int> rows = pickedRows(); !rows.empty()) {
            if (const auto report = m_book.reportAt(rows.front()))
                emit reportRequested(*report);
        }
    });
    m_remove = new QPushButton(QStringLiteral("Delete"), row);
    m_remove->setObjectName(QStringLiteral("deleteRunButton"));
    connect(m_remove, &QPushButton::clicked, this, &HistoryPanel::removePicked);
    m_undo = new QPushButton(QStringLiteral("Undo delete"), row);
    m_undo->setObjectName(QStringLiteral("undoDeleteButton"));
    m_undo->setToolTip(
        QStringLiteral("Bring back the runs that were deleted last; possible until the window closes"));
    connect(m_undo, &QPushButton::clicked, &m_book, &HistoryBook::restoreRemoved);
    m_baselineLabel = new QLabel(row);
    m_baselineLabel->setObjectName(QStringLiteral("baselineLabel"));
    m_baselineLabel->setTextFormat(Qt::PlainText);
    m_baselineLabel->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QPushButton *button : {m_setBaseline, more, m_showRun, m_remove, m_undo})
        layout->addWidget(button);
    layout->addWidget(m_baselineLabel, 1);
    return row;
}

QWidget *HistoryPanel::makeFindings()
{
    auto *findings = new QWidget(this);
    m_summary = new QLabel(findings);
    m_summary->setObjectName(QStringLiteral("historySummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_rows = new TextTableModel({{QStringLiteral("What")},
                                 {QStringLiteral("Agent")},
                                 {QStringLiteral("Case")},
                                 {QStringLiteral("Before")},
                                 {QStringLiteral("Now")}},
                                this);
    m_table = new TextTableView(m_rows, QStringLiteral("Findings of the picked runs"), findings);
    m_table->setObjectName(QStringLiteral("historyFindings"));
    QHeaderView *header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(2, QHeaderView::Stretch);
    constexpr std::pair<int, int> widths[] = {{0, 80}, {1, 90}, {3, 130}, {4, 170}};
    for (const auto &[column, width] : widths)
        header->resizeSection(column, width);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const auto row = static_cast<std::size_t>(index.row());
        if (row < m_lines.size())
            emit caseOpened(m_lines[row].agent, *m_lines[row].spec);
    });
    auto *layout = new QVBoxLayout(findings);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    return findings;
}

void HistoryPanel::pickNewest() { m_runs->selectRow(0); }

std::vector<int> HistoryPanel::pickedRows() const
{
    std::vector<int> rows;
    for (const QModelIndex &index : m_runs->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

// --- findings of the picked runs ---

void HistoryPanel::selectionChanged()
{
    const qsizetype picked = m_runs->selectionModel()->selectedRows().size();
    m_setBaseline->setEnabled(picked == 1);
    m_showRun->setEnabled(picked == 1);
    m_remove->setEnabled(picked > 0);
    m_due.start();
}

void HistoryPanel::showFindings()
{
    const std::vector<int> rows = pickedRows();
    Findings findings = findingsOf(rows);
    m_summary->setText(findings.summary + notesOf(rows));
    m_rows->setRows(std::move(findings.rows));
    m_lines = std::move(findings.lines);
}

HistoryPanel::Findings HistoryPanel::findingsOf(const std::vector<int> &rows)
{
    if (rows.empty())
        return {};
    std::vector<int> wanted = rows.size() == 1 ? m_book.seriesOf(rows.front()) : rows;
    const bool isCut = wanted.size() > HistoryBook::mostAtHand;
    if (isCut)
        wanted.resize(HistoryBook::mostAtHand);
    if (m_book.prepare(wanted))
        return {QStringLiteral("Reading %1.").arg(quantity(wanted.size(), "run")), {}, {}};
    if (wanted.size() == 1)
        return failuresOf(wanted.front());
    if (wanted.size() > 2 || rows.size() == 1) {
        Findings findings = flakyOf(wanted);
        if (isCut)
            findings.summary +=
                QLatin1Char(' ')
                + QStringLiteral(
                    "Only the newest of the picked runs are compared: no more can be compared at once.");
        return findings;
    }
    const auto now = m_book.reportAt(wanted[0]);
    const auto before = m_book.reportAt(wanted[1]);
    return now && before ? differencesOf(*before, *now)
                         : Findings{QStringLiteral("One of the runs cannot be read."), {}, {}};
}

QString HistoryPanel::notesOf(const std::vector<int> &rows) const
{
    QString notes;
    for (const int row : rows.size() <= 2 ? rows : std::vector<int>()) {
        for (const QString &note : HistoryBook::notesOf(*m_book.headAt(row)))
            notes += QLatin1Char('\n') + note;
    }
    return notes;
}

HistoryPanel::Findings HistoryPanel::failuresOf(int row)
{
    Findings findings;
    const auto report = m_book.reportAt(row);
    if (!report)
        return {QStringLiteral("The run cannot be read."), {}, {}};
    const Theme theme = Theme::of(palette());
    for (const AgentResults &agent : report->agents()) {
        for (const CaseSummary &summary : agent.cases) {
            if (summary.wasStopped || !summary.verdict.hasFailed())
                continue;
            findings.rows.push_back({{QStringLiteral("failed"), shown(agent.agent), caseText(*summary.spec),
                                      QString(), toQString(summary.verdictText())},
                                     {},
                                     std::pair(Mark::Cross, theme.bad)});
            findings.lines.push_back({toQString(agent.agent), summary.spec});
        }
    }
    findings.summary = findings.rows.empty()
        ? QStringLiteral("No case failed. Pick a second run to compare the two.")
        : QStringLiteral("%1 failed. Pick a second run to compare the two.")
              .arg(quantity(findings.rows.size(), "case"));
    return findings;
}

HistoryPanel::Findings HistoryPanel::differencesOf(const RunReport &before, const RunReport &now) const
{
    Findings findings;
    const Theme theme = Theme::of(palette());
    std::map<Kind, std::size_t> counts;
    for (const RunDifference &difference : compareRuns(before, now)) {
        ++counts[difference.kind];
        findings.rows.push_back(
            {{toQString(wordOf(difference.kind)), shown(difference.agent), caseText(*difference.spec),
              toQString(difference.before), toQString(difference.now)},
             {},
             markOf(difference.kind, theme)});
        findings.lines.push_back({toQString(difference.agent), difference.spec});
    }
    QStringList parts;
    for (const auto &[kind, count] : counts)
        parts += QStringLiteral("%1 %2").arg(count).arg(toQString(wordOf(kind)));
    findings.summary =
        QStringLiteral("From %1 to %2: %3.")
            .arg(momentText(before.started(), m_book.timeStyle()),
                 momentText(now.started(), m_book.timeStyle()),
                 parts.isEmpty() ? QStringLiteral("nothing has changed") : parts.join(QStringLiteral(", ")));
    return findings;
}

HistoryPanel::Findings HistoryPanel::flakyOf(const std::vector<int> &rows)
{
    Findings findings;
    std::vector<std::shared_ptr<const RunReport>> held;
    std::vector<const RunReport *> reports;
    for (const int row : rows) {
        if (auto report = m_book.reportAt(row)) {
            reports.push_back(report.get());
            held.push_back(std::move(report));
        }
    }
    const Theme theme = Theme::of(palette());
    for (const FlakyCase &flaky : flakyCases(reports)) {
        QStringList verdicts;
        for (const FlakyCase::Count &count : flaky.verdicts)
            verdicts += QStringLiteral("%1 %2").arg(quantity(count.runs, "time"), toQString(count.verdict));
        findings.rows.push_back({{QStringLiteral("flaky"), shown(flaky.agent), caseText(*flaky.spec),
                                  verdicts.value(0), verdicts.mid(1).join(QStringLiteral("; "))},
                                 {},
                                 std::pair(Mark::Triangle, theme.warning)});
        findings.lines.push_back({toQString(flaky.agent), flaky.spec});
    }
    findings.summary = findings.rows.empty()
        ? QStringLiteral("In %1 every case got the same verdict each time.")
              .arg(quantity(reports.size(), "run"))
        : QStringLiteral("In %1 %2 flaky: the verdict is not always the same.")
              .arg(quantity(reports.size(), "run"),
                   quantity(findings.rows.size(), "case")
                       + (findings.rows.size() == 1 ? QLatin1String(" is") : QLatin1String(" are")));
    return findings;
}

// --- commands ---

void HistoryPanel::setBaseline()
{
    const std::vector<int> rows = pickedRows();
    const auto report = rows.empty() ? nullptr : m_book.reportAt(rows.front());
    if (report && m_baseline.set(*report))
        emit statusMessage(QStringLiteral("Baseline: %1").arg(QDir::toNativeSeparators(m_baseline.file())));
}

void HistoryPanel::chooseBaseline()
{
    auto *dialog = new QFileDialog(this, QStringLiteral("Open a baseline"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, &m_baseline, &BaselineKeeper::open);
    dialog->show();
}

void HistoryPanel::showBaseline()
{
    const QString file = QDir::toNativeSeparators(m_baseline.file());
    m_baselineLabel->setText(file.isEmpty() ? QStringLiteral("no baseline")
                                 : m_baseline.isRead()
                                 ? QStringLiteral("baseline: %1").arg(file)
                                 : QStringLiteral("the baseline cannot be read: %1").arg(file));
    m_baselineLabel->setToolTip(plainToolTip(file));
}

void HistoryPanel::removePicked()
{
    const std::vector<int> rows = pickedRows();
    m_book.remove(rows);
    emit statusMessage(
        QStringLiteral("Deleted: %1. \"Undo delete\" brings them back until the window closes.")
            .arg(quantity(rows.size(), "run")));
}

void HistoryPanel::showUndo() { m_undo->setVisible(m_book.hasRemoved()); }

} // namespace fg
