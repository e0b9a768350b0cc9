#include "ui/panels/statistics_panel.h"

#include "protocol/report/wording/deflate_words.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/statistics_rows.h"
#include "protocol/session/log/statistics.h"
#include "ui/base/text.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/optional_tab.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

namespace fg {

namespace {

std::vector<TextTableModel::Column> chopColumns()
{
    return {{QStringLiteral("Chop size"), Qt::AlignRight},
            {QStringLiteral("Count"), Qt::AlignRight},
            {QStringLiteral("Octets"), Qt::AlignRight}};
}

std::vector<TextTableModel::Column> opcodeColumns()
{
    return {{QStringLiteral("Opcode")}, {QStringLiteral("Count"), Qt::AlignRight}};
}

std::vector<TextTableRow> chopTable(const StreamStatistics &statistics)
{
    std::vector<TextTableRow> rows;
    std::uint64_t count = 0;
    std::uint64_t octets = 0;
    for (const CountRow &row : chopRows(statistics)) {
        rows.push_back({{grouped(row.key), grouped(row.count), grouped(row.octets)}, {}});
        count += row.count;
        octets += row.octets;
    }
    if (!rows.empty())
        rows.push_back({{QStringLiteral("Total"), grouped(count), grouped(octets)}, {}, std::nullopt, true});
    return rows;
}

std::vector<TextTableRow> opcodeTable(const StreamStatistics &statistics)
{
    std::vector<TextTableRow> rows;
    std::uint64_t count = 0;
    for (const CountRow &row : opcodeRows(statistics)) {
        const auto opcode = static_cast<unsigned>(row.key);
        const QString name =
            QStringLiteral("%1  %2").arg(opcode).arg(toQString(opcodeName(opcodeOf(opcode))));
        rows.push_back({{name, grouped(row.count)}, {}});
        count += row.count;
    }
    if (!rows.empty())
        rows.push_back({{QStringLiteral("Total"), grouped(count)}, {}, std::nullopt, true});
    return rows;
}

std::vector<TextTableModel::Column> compressionColumns()
{
    return {{QStringLiteral("Messages")},
            {QStringLiteral("Count"), Qt::AlignRight},
            {QStringLiteral("Compressed"), Qt::AlignRight},
            {QStringLiteral("Inflated octets"), Qt::AlignRight},
            {QStringLiteral("Wire octets"), Qt::AlignRight},
            {QStringLiteral("Ratio"), Qt::AlignRight}};
}

std::vector<TextTableRow> compressionTable(const Statistics &statistics)
{
    std::vector<TextTableRow> rows;
    for (const CompressionRow &row : compressionRows(statistics))
        rows.push_back({{toQString(row.name), grouped(row.messages), grouped(row.compressed),
                         grouped(row.inflatedOctets), grouped(row.wireOctets), toQString(row.ratio)},
                        {}});
    if (!rows.empty())
        rows.back().isBold = true;
    return rows;
}

} // namespace

StatisticsPanel::StatisticsPanel(QWidget *parent)
    : SessionPanel(parent)
    , m_chopsIn(chopColumns())
    , m_chopsOut(chopColumns())
    , m_framesIn(opcodeColumns())
    , m_framesOut(opcodeColumns())
    , m_compression(compressionColumns())
{
    auto *traffic = new QWidget(this);
    auto *layout = new QHBoxLayout(traffic);
    layout->setContentsMargins(0, 0, 0, 0);
    addTable(layout, QStringLiteral("Octets received by chop size"), QStringLiteral("chopsInTable"),
             m_chopsIn, 3);
    addTable(layout, QStringLiteral("Octets transmitted by chop size"), QStringLiteral("chopsOutTable"),
             m_chopsOut, 3);
    addTable(layout, QStringLiteral("Frames received by opcode"), QStringLiteral("framesInTable"), m_framesIn,
             2);
    addTable(layout, QStringLiteral("Frames transmitted by opcode"), QStringLiteral("framesOutTable"),
             m_framesOut, 2);

    m_messages = new QWidget(this);
    auto *section = new QHBoxLayout(m_messages);
    section->setContentsMargins(0, 0, 0, 0);
    addTable(section, QStringLiteral("Payload of messages"), QStringLiteral("compressionTable"),
             m_compression, 1);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("statisticsTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabBarAutoHide(true);
    m_tabs->addTab(traffic, QStringLiteral("Octets and frames"));
    setTabShown(*m_tabs, *m_messages, {}, false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(m_tabs);
}

void StatisticsPanel::addTable(QHBoxLayout *layout, const QString &title, const QString &name,
                               TextTableModel &model, int stretch)
{
    auto *label = new QLabel(title, this);
    label->setTextFormat(Qt::PlainText);
    // In one line, the titles together would keep every dock beside this one narrow.
    label->setWordWrap(true);
    auto *table = new TextTableView(&model, title, this);
    table->setObjectName(name);
    table->setMinimumWidth(100);
    table->horizontalHeader()->setStretchLastSection(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    new EmptyHint(QStringLiteral("None yet"), table);
    auto *column = new QVBoxLayout;
    column->addWidget(label);
    column->addWidget(table, 1);
    layout->addLayout(column, stretch);
}

void StatisticsPanel::refresh()
{
    const Statistics statistics = entry() ? entry()->log->statistics() : Statistics{};
    m_chopsIn.setRows(chopTable(statistics.in));
    m_chopsOut.setRows(chopTable(statistics.out));
    m_framesIn.setRows(opcodeTable(statistics.in));
    m_framesOut.setRows(opcodeTable(statistics.out));
    std::vector<TextTableRow> compression = compressionTable(statistics);
    setTabShown(*m_tabs, *m_messages, QStringLiteral("Compression"), !compression.empty());
    m_compression.setRows(std::move(compression));
}

} // namespace fg
