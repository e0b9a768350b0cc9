#include "ui/window/trouble_banner.h"

#include "ui/base/mark.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"
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
    , m_mark(new QLabel(this))
    , m_what(makeText(this, QStringLiteral("troubleWhat")))
    , m_why(makeText(this, QStringLiteral("troubleWhy")))
    , m_more(new QPlainTextEdit(this))
    , m_advice(makeText(this, QStringLiteral("troubleAdvice")))
    , m_retry(new QPushButton(QStringLiteral("&Try again"), this))
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

    m_retry->setObjectName(QStringLiteral("retryButton"));
    connect(m_retry, &QPushButton::clicked, this, &TroubleBanner::tryAgain);
    auto *dismiss = new QPushButton(QStringLiteral("&Dismiss"), this);
    connect(dismiss, &QPushButton::clicked, this, &QWidget::hide);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    for (QWidget *text : {static_cast<QWidget *>(m_what), static_cast<QWidget *>(m_why),
                          static_cast<QWidget *>(m_more), static_cast<QWidget *>(m_advice)})
        texts->addWidget(text);
    auto *buttons = new QVBoxLayout;
    buttons->addWidget(m_retry);
    buttons->addWidget(dismiss);
    buttons->addStretch(1);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_mark, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addLayout(buttons);
    applyColors();
    hide();
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

// Of a long body, a part is shown; the rest scrolls.
void TroubleBanner::limitMore() { m_more->setMaximumHeight(m_more->fontMetrics().lineSpacing() * moreLines); }

void TroubleBanner::applyColors()
{
    const Theme theme = Theme::current();
    // This starts from the application's colours, not from those that this function has set before.
    QPalette colors = QGuiApplication::palette();
    colors.setColor(QPalette::Window, mixed(colors.color(QPalette::Base), theme.bad, 0.1));
    colors.setColor(QPalette::WindowText, theme.text);
    setPalette(colors);
    m_mark->setPixmap(markIcon(Mark::Cross, theme.bad).pixmap(QSize(18, 18), devicePixelRatioF()));
}

} // namespace fg
