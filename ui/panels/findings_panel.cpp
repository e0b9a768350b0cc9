#include "ui/panels/findings_panel.h"

#include "protocol/session/look/filter_tree.h"
#include "protocol/wire/rules.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/text_table.h"

#include <QHeaderView>
#include <QMenu>
#include <QVBoxLayout>

namespace fg {

namespace {

// The condition of a filter that rows pass which have what this cell shows of a finding; otherwise those with
// the same broken rule.
std::string findingClause(const Finding &finding, int column)
{
    const Rule &rule = ruleOf(finding.violation.rule);
    switch (column) {
    case FindingsModel::SeverityColumn:
        return clauseFor(FilterFieldRef{FilterField::FindingSeverity, {}, {}},
                         static_cast<std::uint64_t>(rule.severity));
    case FindingsModel::Row:
        return clauseFor(FilterFieldRef{FilterField::Number, {}, {}}, finding.row.value());
    case FindingsModel::Clause:
        return clauseFor(FilterFieldRef{FilterField::FindingClause, {}, {}}, octetsOf(rule.clause));
    default:
        return clauseFor(FilterFieldRef{FilterField::Finding, {}, {}}, octetsOf(rule.name));
    }
}

} // namespace

FindingsPanel::FindingsPanel(QWidget *parent)
    : SessionPanel(parent)
{
    auto *table = new TextTableView(&m_findings, QStringLiteral("Broken rules"), this);
    table->setObjectName(QStringLiteral("findingsTable"));
    QHeaderView *header = table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(FindingsModel::Sentence, QHeaderView::Stretch);
    header->resizeSection(FindingsModel::SeverityColumn, 100);
    header->resizeSection(FindingsModel::Row, 64);
    header->resizeSection(FindingsModel::Who, 56);
    header->resizeSection(FindingsModel::Clause, 150);
    new EmptyHint(
        QStringLiteral(
            "No rule was broken so far. Violations by either end are listed here with their clauses."),
        table);
    connect(table, &QTableView::clicked, this, &FindingsPanel::picked);
    connect(table, &QTableView::activated, this, &FindingsPanel::picked);
    m_table = table;
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table, &QWidget::customContextMenuRequested, this, &FindingsPanel::showMenu);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(table);
}

void FindingsPanel::picked(const QModelIndex &index) { emit findingRequested(m_findings.at(index.row())); }

void FindingsPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_table->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("findingMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(QStringLiteral("&Show the row"), this,
                    [this, finding = m_findings.at(index.row())] { emit findingRequested(finding); });
    addFilterEntries(menu, findingClause(m_findings.at(index.row()), index.column()),
                     [this](const FilterWish &wish) { emit filterWished(wish); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void FindingsPanel::refresh()
{
    if (entry())
        m_findings.setFindings(entry()->log, entry()->log->findings());
    else
        m_findings.setFindings(nullptr, {});
}

} // namespace fg
