#include "ui/window/trouble_banner.h"

#include "ui/base/mark.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
#include "ui/bench/verdict_mark.h"
#include "ui/kit/look.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fg {

namespace {

constexpr int moreLines = 8; // of what the peer answered, before it scrolls

QLabel *makeText(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

TroubleBanner::TroubleBanner(QWidget *parent)
    : QFrame(parent)
    , m_aboutIt(new QHBoxLayout)
    , m_after(new QHBoxLayout)
    , m_mark(new QLabel(this))
    , m_what(makeText(this, QStringLiteral("troubleWhat")))
    , m_why(makeText(this, QStringLiteral("troubleWhy")))
    , m_more(new QPlainTextEdit(this))
    , m_advice(makeText(this, QStringLiteral("troubleAdvice")))
    , m_where(addButton(m_aboutIt, QStringLiteral("troubleWhereButton"), QStringLiteral("Show where"),
                        QStringLiteral("Go to the row, the field and the octets that broke the rule (F4)")))
    , m_report(
          addButton(m_aboutIt, QStringLiteral("troubleReportButton"), QStringLiteral("Copy for a report"),
                    QStringLiteral("Copy as text what was broken, with its octets and the rows around it; "
                                   "secrets are blanked out")))
    , m_certificate(addButton(m_aboutIt, QStringLiteral("troubleCertificateButton"),
                              QStringLiteral("Show the certificate"),
                              QStringLiteral("Go to the row that lists the certificates and their faults")))
    , m_allow(
          addButton(m_aboutIt, QStringLiteral("troubleAllowButton"), QStringLiteral("Allow and connect"),
                    QStringLiteral("Connect once more, and allow these faults for that connection alone")))
    , m_retry(addButton(m_after, QStringLiteral("retryButton"), QStringLiteral("&Try again"), {}))
{
    setObjectName(QStringLiteral("troubleBanner"));
    setFrameShape(StyledPanel);
    setAutoFillBackground(true);
    QFont bold = font();
    bold.setBold(true);
    m_what->setFont(bold);
    m_more->setObjectName(QStringLiteral("troubleMore"));
    m_more->setAccessibleName(QStringLiteral("What the peer answered"));
    m_more->setReadOnly(true);
    m_more->setTabChangesFocus(true);
    useFixedFont(m_more);
    limitMore();

    connect(m_where, &QPushButton::clicked, this, [this] { emit whereRequested(*m_shown.cause); });
    connect(m_report, &QPushButton::clicked, this, [this] { emit reportRequested(*m_shown.cause); });
    connect(m_certificate, &QPushButton::clicked, this, &TroubleBanner::certificateRequested);
    connect(m_allow, &QPushButton::clicked, this, &TroubleBanner::allowRequested);
    connect(m_retry, &QPushButton::clicked, this, &TroubleBanner::tryAgain);
    connect(addButton(m_after, QStringLiteral("dismissButton"), QStringLiteral("&Dismiss"), {}),
            &QPushButton::clicked, this, &QWidget::hide);
    // In two rows, so that the banner is not higher than its texts.
    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(4);
    m_after->insertStretch(0, 1);
    buttons->addLayout(m_aboutIt);
    buttons->addLayout(m_after);
    buttons->addStretch(1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    for (QWidget *text : {static_cast<QWidget *>(m_what), static_cast<QWidget *>(m_why),
                          static_cast<QWidget *>(m_more), static_cast<QWidget *>(m_advice)})
        texts->addWidget(text);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_mark, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addLayout(buttons);
    applyColors();
    hide();
}

QPushButton *TroubleBanner::addButton(QBoxLayout *row, const QString &name, const QString &text,
                                      const QString &toolTip)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setToolTip(toolTip);
    row->addWidget(button);
    return button;
}

void TroubleBanner::showTrouble(const Trouble &trouble, const std::function<void()> &again)
{
    m_trouble = trouble;
    m_showsFault = false;
    m_again = again;
    m_retry->setVisible(m_again != nullptr);
    showTexts(trouble);
}

void TroubleBanner::showFault(const Trouble &trouble)
{
    m_showsFault = true;
    m_again = nullptr;
    m_retry->hide();
    showTexts(trouble);
}

void TroubleBanner::tryAgain()
{
    const std::function<void()> again = m_again;
    clear();
    if (again)
        again();
}

void TroubleBanner::showTexts(const Trouble &trouble)
{
    m_shown = trouble;
    applyColors();
    const QString why = toQString(trouble.why);
    const qsizetype lineEnd = why.indexOf(QLatin1Char('\n'));
    m_what->setText(toQString(trouble.what));
    m_why->setText(lineEnd < 0 ? why : why.left(lineEnd));
    m_why->setHidden(why.isEmpty());
    m_more->setPlainText(lineEnd < 0 ? QString() : why.mid(lineEnd + 1));
    m_more->setHidden(lineEnd < 0);
    m_advice->setText(toQString(trouble.advice));
    m_advice->setHidden(trouble.advice.empty());
    m_where->setVisible(trouble.cause.has_value());
    m_report->setVisible(trouble.cause.has_value());
    m_certificate->setVisible(trouble.kind == Trouble::Kind::Certificate);
    m_allow->setVisible(trouble.kind == Trouble::Kind::Certificate);
    setAccessibleName(m_what->text());
    show();
}

void TroubleBanner::clear()
{
    m_trouble = {};
    m_again = nullptr;
    hide();
}

void TroubleBanner::clearTrouble()
{
    if (isFault())
        m_trouble = {};
    else
        clear();
}

bool TroubleBanner::isFault() const { return !isHidden() && m_showsFault; }

void TroubleBanner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColors();
    if (event->type() == QEvent::FontChange)
        limitMore();
}

// A broken rule looks as it does everywhere; an answer that refuses breaks none.
MarkedWord TroubleBanner::look(const Theme &theme) const
{
    if (m_shown.cause)
        return markOf(*m_shown.cause, theme);
    if (m_shown.kind == Trouble::Kind::Refusal)
        return refusedMark(theme);
    return {Mark::Cross, theme.bad, {}};
}
// Of a long body, a part is shown; the rest scrolls.
void TroubleBanner::limitMore() { m_more->setMaximumHeight(m_more->fontMetrics().lineSpacing() * moreLines); }

void TroubleBanner::applyColors()
{
    const Theme theme = Theme::current();
    const MarkedWord shown = look(theme);
    // This starts from the application's colours, not from those that this function has set before.
    // Without a mask: with one, a later change of the application's colours would not come here.
    QPalette colors = QGuiApplication::palette();
    colors.setResolveMask(0);
    colors.setColor(QPalette::Window, mixed(colors.color(QPalette::Base), shown.color, 0.1));
    colors.setColor(QPalette::WindowText, theme.text);
    setPalette(colors);
    m_mark->setPixmap(shown.icon().pixmap(QSize(18, 18), devicePixelRatioF()));
}

} // namespace fg
