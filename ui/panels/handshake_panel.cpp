#include "ui/panels/handshake_panel.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/deflate_words.h"
#include "protocol/report/wording/handshake_checks.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/optional_tab.h"
#include "ui/panels/head_edit.h"

#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

namespace fg {

namespace {

constexpr std::size_t shownChecks = 500;

QWidget *withTitle(const QString &title, QWidget *widget)
{
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *label = new QLabel(title, column);
    label->setBuddy(widget);
    layout->addWidget(label);
    layout->addWidget(widget, 1);
    return column;
}

std::pair<Mark, QColor> markOf(CheckRow::State state, const Theme &theme)
{
    switch (state) {
    case CheckRow::State::Passed:
        return {Mark::Tick, theme.good};
    case CheckRow::State::Broken:
        return {Mark::Cross, theme.bad};
    case CheckRow::State::Info:
        break;
    }
    return {Mark::Letter, theme.muted};
}

// Every row has a mark, so that the names are aligned.
std::pair<Mark, QColor> markOf(DeflateParameterRow::Source source, const Theme &theme)
{
    using Source = DeflateParameterRow::Source;
    switch (source) {
    case Source::AcceptedOffer:
    case Source::Used:
        return {Mark::Tick, theme.good};
    case Source::IllegalOffer:
        return {Mark::Cross, theme.bad};
    case Source::Offer:
    case Source::Answer:
    case Source::NotUsed:
        break;
    }
    return {Mark::Dot, theme.muted};
}

// Breaks a column title: the names are long and the values short.
QString inThreeLines(std::string_view parameter)
{
    const QStringList words = toQString(parameter).split(QLatin1Char('_'));
    return words.mid(0, 2).join(QLatin1Char('_')) + QLatin1String("_\n")
        + words.mid(2).join(QLatin1String("_\n"));
}

std::vector<TextTableModel::Column> deflateColumns()
{
    std::vector<TextTableModel::Column> columns{{QString()}};
    for (const std::string_view name : deflateParameterNames)
        columns.push_back({inThreeLines(name)});
    return columns;
}

} // namespace

HandshakePanel::HandshakePanel(QWidget *parent)
    : SessionPanel(parent)
    , m_request(new HeadEdit(QStringLiteral("requestText"),
                             QStringLiteral("The request of the opening handshake is shown here.")))
    , m_answer(
          new HeadEdit(QStringLiteral("answerText"), QStringLiteral("The server's answer is shown here.")))
    , m_checks({{QStringLiteral("Check")}, {QStringLiteral("Clause")}})
    , m_deflate(deflateColumns())
{
    auto *checks = new TextTableView(&m_checks, QStringLiteral("Checks of the opening handshake"), this);
    checks->setObjectName(QStringLiteral("checksTable"));
    checks->horizontalHeader()->setStretchLastSection(false);
    checks->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    checks->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    new EmptyHint(QStringLiteral("Connect to see the checks of the opening handshake."), checks);

    auto *deflate = new TextTableView(&m_deflate, QStringLiteral("Parameters of permessage-deflate"), this);
    deflate->setObjectName(QStringLiteral("deflateTable"));
    deflate->horizontalHeader()->setStretchLastSection(true);
    deflate->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_parameters = deflate;

    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("handshakeTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(checks, QStringLiteral("Checks"));
    setTabShown(*m_tabs, *m_parameters, {}, false);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(withTitle(QStringLiteral("Request"), m_request));
    splitter->addWidget(withTitle(QStringLiteral("Answer"), m_answer));
    splitter->addWidget(m_tabs);
    splitter->setSizes({175, 175, 510});
    splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(splitter);
}

void HandshakePanel::refresh()
{
    if (!entry()) {
        m_request->setHead({}, {});
        m_answer->setHead({}, {});
        m_checks.setRows({});
        showDeflate({});
        return;
    }
    const SessionView view(*entry()->log, Secrets::Kept);
    const HandshakeRecord handshake = view.handshake();
    const Direction requests = view.role() == Role::Client ? Direction::Out : Direction::In;
    const auto searchIn = [log = entry()->log](Direction direction) {
        return [log, direction] { return SessionView(*log, Secrets::Blanked).blankedRanges(direction); };
    };
    m_request->setHead(handshake.request, searchIn(requests));
    m_answer->setHead(handshake.answer, searchIn(otherDirection(requests)));
    const Theme theme = Theme::of(palette());
    std::vector<TextTableRow> rows;
    for (const CheckRow &check : handshakeChecks(view)) {
        if (rows.size() == shownChecks)
            break;
        rows.push_back({{toQString(check.text), toQString(check.clause)}, {}, markOf(check.state, theme)});
    }
    m_checks.setRows(std::move(rows));
    showDeflate(handshake.deflate);
}

void HandshakePanel::showDeflate(const DeflateNegotiation &deflate)
{
    const Theme theme = Theme::of(palette());
    std::vector<TextTableRow> rows;
    for (const DeflateParameterRow &row : deflateParameterRows(deflate)) {
        QStringList cells{toQString(row.name)};
        for (const std::string &value : row.values)
            cells += toQString(value);
        rows.push_back({.cells = std::move(cells),
                        .toolTip = {},
                        .mark = markOf(row.source, theme),
                        .isBold = row.source == DeflateParameterRow::Source::Used});
    }
    setTabShown(*m_tabs, *m_parameters, QStringLiteral("permessage-deflate"), !rows.empty());
    m_deflate.setRows(std::move(rows));
}

} // namespace fg
