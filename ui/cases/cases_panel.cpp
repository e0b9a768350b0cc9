#include "ui/cases/cases_panel.h"

#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/kit/roomy_delegate.h"

#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QProgressBar>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace fg {

CasesPanel::CasesPanel(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_filter(workbench.bench().tree())
    , m_search(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_tree(new QTreeView(this))
    , m_agent(new QLabel(this))
    , m_none(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_summary(new QLabel(this))
{
    setUpTree();
    m_agent->setObjectName(QStringLiteral("caseAgent"));
    m_agent->setTextFormat(Qt::PlainText);
    m_none->setObjectName(QStringLiteral("noCase"));
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    m_none->setForegroundRole(QPalette::PlaceholderText);
    m_none->hide();
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(QStringLiteral("Progress of the run"));
    m_summary->setObjectName(QStringLiteral("caseSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addWidget(makeSearch());
    layout->addWidget(m_agent);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_none, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_summary);
    connect(&workbench.bench().tree(), &CaseModel::checksChanged, this, &CasesPanel::showSummary);
    connect(&workbench.bench().current(), &CurrentAgent::changed, this, &CasesPanel::showProgress);
    connect(&workbench.bench().agents(), &AgentBook::renamed, this, &CasesPanel::showSummary);
    showProgress();
}

void CasesPanel::setUpTree()
{
    m_tree->setObjectName(QStringLiteral("caseTree"));
    m_tree->setAccessibleName(QStringLiteral("Cases"));
    m_tree->setModel(&m_filter);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new RoomyDelegate(m_tree));
    m_tree->setIndentation(10);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->expandToDepth(0);
    QHeaderView *header = m_tree->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(CaseModel::Case, QHeaderView::Stretch);
    header->setSectionResizeMode(CaseModel::Verdict, QHeaderView::Interactive);
    header->setSectionResizeMode(CaseModel::Time, QHeaderView::Interactive);
    header->resizeSection(CaseModel::Verdict, 92);
    header->resizeSection(CaseModel::Time, 54);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, &CasesPanel::expandShown);
    m_tree->viewport()->installEventFilter(this);
    // Emitted for Enter as well as for a double click.
    connect(m_tree, &QTreeView::activated, this, &CasesPanel::activated);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &CasesPanel::picked);
    connect(m_tree, &QTreeView::clicked, this, &CasesPanel::picked);
}

QWidget *CasesPanel::makeSearch()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_search->setObjectName(QStringLiteral("caseSearch"));
    m_search->setAccessibleName(QStringLiteral("Find cases"));
    m_search->setPlaceholderText(QStringLiteral("number, word or RFC clause"));
    m_search->setToolTip(
        QStringLiteral("For example 6.2, 12.*.1, ping, 1007 or 7.4.1; a case must match all words"));
    m_search->setClearButtonEnabled(true);
    m_kind->setObjectName(QStringLiteral("caseKind"));
    m_kind->setAccessibleName(QStringLiteral("Which cases are shown"));
    using Kind = CaseFilter::Kind;
    const std::pair<QString, Kind> kinds[] = {
        {QStringLiteral("All"), Kind::All},        {QStringLiteral("Failed"), Kind::Failed},
        {QStringLiteral("Not run"), Kind::NotRun}, {QStringLiteral("Non-strict"), Kind::NonStrict},
        {QStringLiteral("Slow"), Kind::Slow},      {QStringLiteral("Changed"), Kind::Changed}};
    for (const auto &[text, kind] : kinds)
        m_kind->addItem(text, static_cast<int>(kind));
    m_kind->setToolTip(QStringLiteral(
        "Slow: half a second or longer. Changed: the verdict differs from the baseline, or from "
        "the previous run"));
    layout->addWidget(m_search, 1);
    layout->addWidget(m_kind);
    connect(m_search, &QLineEdit::textChanged, this, &CasesPanel::applyFilter);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &CasesPanel::applyFilter);
    return row;
}

void CasesPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

// --- search ---

void CasesPanel::applyFilter()
{
    const bool wasActive = m_filter.isActive();
    m_filter.setSearch(m_search->text());
    m_filter.setKind(static_cast<CaseFilter::Kind>(m_kind->currentData().toInt()));
    if (m_filter.isActive()) {
        m_tree->expandAll();
    } else if (wasActive) {
        m_tree->collapseAll();
        m_tree->expandToDepth(0);
        m_tree->scrollTo(m_tree->currentIndex());
    }
    showSummary();
}

// A case that has just ended may now match the filter.
void CasesPanel::expandShown(const QModelIndex &parent, int first, int last)
{
    if (!m_filter.isActive())
        return;
    m_tree->expand(parent);
    for (int row = first; row <= last; ++row)
        m_tree->expandRecursively(m_filter.index(row, CaseModel::Case, parent));
}

// --- picked cases ---

std::vector<const CaseSpec *> CasesPanel::pickedCases() const
{
    return m_tree->currentIndex().isValid() ? m_filter.shownCases(m_tree->currentIndex().siblingAtColumn(0))
                                            : std::vector<const CaseSpec *>();
}

void CasesPanel::picked(const QModelIndex &index)
{
    CaseBench &bench = m_workbench.bench();
    const CaseSpec *const spec = bench.tree().caseAt(m_filter.mapToSource(index));
    if (!spec)
        return;
    if (const EntryPtr entry = bench.reported().openEntry(bench.current().id(), *spec))
        m_workbench.show(entry);
}

// For Ctrl+double click: the signals of the view do not include the modifiers.
bool CasesPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::MouseButtonDblClick)
        return QWidget::eventFilter(watched, event);
    const auto *const click = static_cast<QMouseEvent *>(event);
    const QModelIndex index = m_tree->indexAt(click->position().toPoint());
    const CaseSpec *const spec = m_workbench.bench().tree().caseAt(m_filter.mapToSource(index));
    if (!spec || !click->modifiers().testFlag(Qt::ControlModifier))
        return false;
    emit stepRequested(*spec);
    return true;
}

void CasesPanel::activated(const QModelIndex &index)
{
    const CaseSpec *const spec = m_workbench.bench().tree().caseAt(m_filter.mapToSource(index));
    if (spec && QApplication::keyboardModifiers().testFlag(Qt::ControlModifier))
        emit stepRequested(*spec);
    else
        emit runRequested(m_filter.shownCases(index.siblingAtColumn(0)));
}

// Expands the categories of a few running cases. Expanding the categories of many would not show more of
// them.
void CasesPanel::expandLastCases()
{
    constexpr int few = 20;
    const RunControl &runs = m_workbench.bench().runs();
    if (runs.total() > few || !runs.hasRun())
        return;
    for (const CaseSpec *spec : runs.plan().agents.front().cases)
        expandTo(*spec);
}

void CasesPanel::expandTo(const CaseSpec &spec)
{
    for (QModelIndex index = m_filter.indexOf(spec).parent(); index.isValid(); index = index.parent())
        m_tree->expand(index);
}

// After a run, the first failed case should be one click away.
void CasesPanel::showFirstFailure()
{
    const std::vector<const CaseSpec *> failed = m_workbench.bench().tree().failedCases();
    if (failed.empty())
        return;
    expandTo(*failed.front());
    m_tree->scrollTo(m_filter.indexOf(*failed.front()));
}

// --- progress ---

void CasesPanel::showProgress()
{
    const RunControl &runs = m_workbench.bench().runs();
    if (runs.isRunning() && runs.done() == 0)
        expandLastCases();
    if (std::exchange(m_wasRunning, runs.isRunning()) && !runs.isRunning())
        showFirstFailure();
    m_progress->setVisible(runs.isRunning());
    m_progress->setRange(0, runs.total());
    m_progress->setValue(runs.done());
    showSummary();
}

void CasesPanel::showSummary()
{
    CaseBench &bench = m_workbench.bench();
    const RunControl &runs = bench.runs();
    const CaseModel::Totals totals = bench.tree().totals();
    m_agent->setText(QStringLiteral("With %1").arg(shownAgent(bench.agents().nameOf(bench.current().id()))));
    m_agent->setVisible(bench.results().agents().size() > 1);
    const bool hasShown = m_filter.rowCount() > 0;
    m_tree->setVisible(hasShown);
    m_none->setVisible(!hasShown);
    m_none->setText(m_search->text().isEmpty()
                        ? QStringLiteral("No case is of this kind.")
                        : QStringLiteral("No case matches. Search for numbers (6.2), words (ping) or "
                                         "clauses of the RFC (7.4.1)."));
    QString text;
    if (runs.isRunning())
        text =
            QStringLiteral("%1 of %2 done, %3 failed").arg(runs.done()).arg(runs.total()).arg(runs.failed());
    else if (totals.run == 0)
        text = QStringLiteral("%1 of %2 cases checked")
                   .arg(bench.tree().checkedCases().size())
                   .arg(totals.cases);
    else if (totals.failed > 0)
        text = QStringLiteral("%1 of %2 run, %3 failed").arg(totals.run).arg(totals.cases).arg(totals.failed);
    else
        text = QStringLiteral("%1 of %2 run, none failed").arg(totals.run).arg(totals.cases);
    if (runs.isRunning() && runs.plan().times > 1)
        text = QStringLiteral("Run %1 of %2: %3").arg(runs.round()).arg(runs.plan().times).arg(text);
    if (m_filter.isActive() && hasShown)
        text += QStringLiteral(" (%1 shown)").arg(m_filter.shownCases().size());
    m_summary->setText(text);
}

} // namespace fg
