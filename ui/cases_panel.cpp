#include "ui/cases_panel.h"

#include "ui/roomy_delegate.h"
#include "ui/workbench.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace fg {

CasesPanel::CasesPanel(Workbench &workbench, const Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_tree(new QTreeView(this))
    , m_progress(new QProgressBar(this))
    , m_summary(new QLabel(this))
{
    m_tree->setObjectName(QStringLiteral("caseTree"));
    m_tree->setAccessibleName(tr("Cases"));
    m_tree->setModel(&workbench.cases());
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new RoomyDelegate(m_tree));
    m_tree->setIndentation(12);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->expandToDepth(0);
    QHeaderView *header = m_tree->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(CaseModel::Case, QHeaderView::Stretch);
    header->setSectionResizeMode(CaseModel::Verdict, QHeaderView::Interactive);
    header->setSectionResizeMode(CaseModel::Time, QHeaderView::Interactive);
    header->resizeSection(CaseModel::Verdict, 74);
    header->resizeSection(CaseModel::Time, 66);
    // Enter as well as a double click.
    connect(m_tree, &QTreeView::activated, this,
            [this](const QModelIndex &index) { emit runWanted(m_workbench.cases().casesUnder(index)); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &CasesPanel::picked);
    connect(m_tree, &QTreeView::clicked, this, &CasesPanel::picked);
    connect(&workbench.cases(), &CaseModel::checksChanged, this, &CasesPanel::showSummary);

    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_summary->setObjectName(QStringLiteral("caseSummary"));
    m_summary->setTextFormat(Qt::PlainText);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(buttonFor(actions.runChecked, QStringLiteral("runCheckedButton")));
    buttons->addWidget(buttonFor(actions.runAgain, QStringLiteral("runAgainButton")));
    buttons->addWidget(buttonFor(actions.stop, QStringLiteral("stopButton")));
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(buttons);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_summary);
    showProgress();
}

QToolButton *CasesPanel::buttonFor(QAction *action, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void CasesPanel::picked(const QModelIndex &index)
{
    if (const EntryPtr entry = m_workbench.book().ofCase(m_workbench.cases().caseAt(index)))
        m_workbench.show(entry);
}

// So that what runs can be seen; opening all categories would hide them in each other.
void CasesPanel::openLastCases()
{
    constexpr std::size_t few = 20;
    if (m_workbench.lastCases().size() > few)
        return;
    const CaseModel &model = m_workbench.cases();
    for (const CaseSpec *spec : m_workbench.lastCases()) {
        for (QModelIndex index = model.indexOf(*spec).parent(); index.isValid(); index = index.parent())
            m_tree->expand(index);
    }
}

void CasesPanel::showProgress()
{
    if (m_workbench.isRunning() && m_workbench.runDone() == 0)
        openLastCases();
    m_progress->setVisible(m_workbench.isRunning());
    m_progress->setRange(0, m_workbench.runTotal());
    m_progress->setValue(m_workbench.runDone());
    showSummary();
}

void CasesPanel::showSummary()
{
    const int done = m_workbench.runDone();
    const int failed = m_workbench.runFailed();
    if (m_workbench.isRunning())
        m_summary->setText(tr("%1 of %2 done, %3 failed").arg(done).arg(m_workbench.runTotal()).arg(failed));
    else if (!m_workbench.hasRun())
        m_summary->setText(tr("%1 checked").arg(m_workbench.cases().checkedCases().size()));
    else if (failed > 0)
        m_summary->setText(tr("%1 of %2 run, %3 failed").arg(done).arg(m_workbench.runTotal()).arg(failed));
    else
        m_summary->setText(tr("%1 of %2 run, none failed").arg(done).arg(m_workbench.runTotal()));
}

} // namespace fg
