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
    , m_story(new QLabel)
{
    auto *table = new TextTableView(&m_rows, QStringLiteral("Closing values"), this);
    table->setObjectName(QStringLiteral("closingTable"));
    table->horizontalHeader()->resizeSection(0, 230);
    table->horizontalHeader()->resizeSection(1, 150);
    new EmptyHint(QStringLiteral("Connect or run a case to see here how the connection ends."), table);

    m_story->setObjectName(QStringLiteral("closingStory"));
    m_story->setTextFormat(Qt::PlainText);
    m_story->setWordWrap(true);
    m_story->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_story->setMargin(8);
    m_story->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_story);
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
        m_story->clear();
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
    QStringList story;
    for (const std::string &line : closingStory(closing))
        story += toQString(line);
    m_story->setText(story.join(QStringLiteral("\n\n")));
}

} // namespace fg
