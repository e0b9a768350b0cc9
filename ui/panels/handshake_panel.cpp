#include "ui/panels/handshake_panel.h"

#include "protocol/handshake/secrets.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/deflate_words.h"
#include "protocol/report/wording/handshake_checks.h"
#include "protocol/text/escape.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/optional_tab.h"

#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTabWidget>
#include <QTextCursor>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

// A head may have 64 KiB in one line, which is slow to lay out; the hex view has all octets.
constexpr std::size_t shownOctets = 8 * 1024;
constexpr qsizetype shownInLine = 1'000;
constexpr std::size_t shownChecks = 500;

QString headText(std::string_view head)
{
    QStringList lines =
        toQString(escaped(head.substr(0, shownOctets), LineBreaks::Kept)).split(QLatin1Char('\n'));
    for (QString &line : lines) {
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        line = shortened(std::move(line), shownInLine);
    }
    QString text = lines.join(QLatin1Char('\n'));
    if (head.size() > shownOctets)
        text += QLatin1Char('\n')
            + QStringLiteral("… and %1").arg(quantity(head.size() - shownOctets, "more octet"));
    return text;
}

void setText(QPlainTextEdit *edit, const QString &text)
{
    if (edit->toPlainText() != text)
        edit->setPlainText(text);
}

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

// Shows a head. What is copied of it has no secrets, unless a secret alone is selected, which cannot be by
// accident.
class HeadEdit final : public QPlainTextEdit
{
protected:
    QMimeData *createMimeDataFromSelection() const override
    {
        const QTextCursor cursor = textCursor();
        const auto from = static_cast<std::size_t>(cursor.selectionStart());
        const auto to = static_cast<std::size_t>(cursor.selectionEnd());
        QString text = toPlainText();
        std::string head; // with a character for each of the text
        for (const QChar c : text)
            head += c.unicode() < 0x80 ? static_cast<char>(c.unicode()) : '?';
        const std::vector<TextRange> secrets = secretsInHeads(head, TextEnd::Final);
        const bool isAsked = std::ranges::any_of(secrets, [&](const TextRange &secret) {
            return secret.start <= from && to <= secret.start + secret.length;
        });
        for (std::size_t i = 0; i < secrets.size() && !isAsked; ++i) {
            const auto start = static_cast<qsizetype>(secrets[i].start);
            const auto length = static_cast<qsizetype>(secrets[i].length);
            text.replace(start, length, QString(length, QLatin1Char(blankCharacter)));
        }
        auto *copied = new QMimeData;
        copied->setText(text.mid(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart()));
        return copied;
    }
};

QPlainTextEdit *makeHeadEdit(const QString &name, const QString &hint)
{
    auto *edit = new HeadEdit;
    edit->setObjectName(name);
    edit->setReadOnly(true);
    edit->setTabChangesFocus(true);
    edit->setFont(monospaceFont());
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setPlaceholderText(hint);
    return edit;
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
    , m_request(makeHeadEdit(QStringLiteral("requestText"),
                             QStringLiteral("The request of the opening handshake is shown here.")))
    , m_answer(
          makeHeadEdit(QStringLiteral("answerText"), QStringLiteral("The server's answer is shown here.")))
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
        m_request->clear();
        m_answer->clear();
        m_checks.setRows({});
        showDeflate({});
        return;
    }
    const SessionView view(*entry()->log, Secrets::Kept);
    const HandshakeRecord handshake = view.handshake();
    setText(m_request, headText(handshake.request));
    setText(m_answer, headText(handshake.answer));
    const Theme theme = Theme::of(palette());
    std::vector<TextTableRow> rows;
    for (const CheckRow &check : handshakeChecks(SessionView(*entry()->log, Secrets::Blanked))) {
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
