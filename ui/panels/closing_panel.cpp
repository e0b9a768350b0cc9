#include "ui/panels/closing_panel.h"

#include "protocol/report/wording/closing_wording.h"
#include "ui/base/text.h"
#include "ui/kit/empty_hint.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace fg {

ClosingPanel::ClosingPanel(QWidget *parent)
    : SessionPanel(parent)
    , m_rows({{QStringLiteral("Name")}, {QStringLiteral("Value")}, {QStringLiteral("What it means here")}})
    , m_sentences(new QLabel)
{
    auto *table = new TextTableView(&m_rows, QStringLiteral("Closing values"), this);
    table->setObjectName(QStringLiteral("closingTable"));
    table->horizontalHeader()->resizeSection(0, 230);
    table->horizontalHeader()->resizeSection(1, 150);
    new EmptyHint(QStringLiteral("Connect or run a case to see here how the connection ends."), table);

    m_sentences->setObjectName(QStringLiteral("closingSentences"));
    m_sentences->setTextFormat(Qt::PlainText);
    m_sentences->setWordWrap(true);
    m_sentences->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_sentences->setMargin(8);
    m_sentences->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_sentences);
    scroll->setWidgetResizable(true);
    scroll->setBackgroundRole(QPalette::Base);

    auto *splitter = new QSplitter(this);
    splitter->addWidget(table);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({640, 260});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(splitter);
}

void ClosingPanel::refresh()
{
    if (!entry()) {
        m_rows.setRows({});
        m_sentences->clear();
        return;
    }
    const ClosingRecord closing = entry()->log->closing();
    std::vector<TextTableRow> rows;
    for (const ClosingRow &row : closingRows(closing)) {
        const QString meaning = toQString(row.meaning);
        const QString here = toQString(row.here);
        rows.push_back({{toQString(row.name), toQString(row.value), here.isEmpty() ? meaning : here},
                        toQString(row.name) + QLatin1Char('\n') + meaning});
    }
    m_rows.setRows(std::move(rows));
    QStringList sentences;
    for (const std::string &line : closingSentences(closing))
        sentences += toQString(line);
    m_sentences->setText(sentences.join(QStringLiteral("\n\n")));
}

} // namespace fg
