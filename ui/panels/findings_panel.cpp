#include "ui/panels/findings_panel.h"

#include "ui/kit/empty_hint.h"
#include "ui/kit/text_table.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace fg {

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
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(table);
}

void FindingsPanel::picked(const QModelIndex &index) { emit findingRequested(m_findings.at(index.row())); }

void FindingsPanel::refresh()
{
    if (entry())
        m_findings.setFindings(entry()->log, entry()->log->findings());
    else
        m_findings.setFindings(nullptr, {});
}

} // namespace fg
