#include "ui/sessions/recovery_bar.h"

#include "protocol/text/escape.h"
#include "ui/base/mark.h"
#include "ui/base/text.h"
#include "ui/base/theme.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace fg {

namespace {

constexpr std::size_t mostListed = 3;
constexpr qsizetype longestUrl = 80;

QString lineOf(const LeftOver &leftOver, TimeStyle times)
{
    const SessionHeading &heading = leftOver.heading;
    const QString name = shortened(toQString(escaped(heading.url)), longestUrl);
    return QStringLiteral("%1, started %2, %3")
        .arg(name, momentText(heading.started, times),
             QLocale().formattedDataSize(static_cast<qint64>(leftOver.octets)));
}

QString namesOf(const std::vector<LeftOver> &leftOvers, TimeStyle times)
{
    QStringList lines;
    for (const LeftOver &leftOver : leftOvers) {
        if (lines.size() == mostListed)
            break;
        lines += lineOf(leftOver, times);
    }
    if (leftOvers.size() > mostListed)
        lines += QStringLiteral("and %1 more").arg(leftOvers.size() - mostListed);
    return lines.join(QLatin1Char('\n'));
}

} // namespace

RecoveryBar::RecoveryBar(QWidget *parent)
    : QFrame(parent)
    , m_mark(new QLabel(this))
    , m_what(new QLabel(this))
    , m_which(new QLabel(this))
{
    setObjectName(QStringLiteral("recoveryBar"));
    setFrameShape(StyledPanel);
    setAutoFillBackground(true);
    QFont bold = font();
    bold.setBold(true);
    m_what->setFont(bold);
    m_what->setObjectName(QStringLiteral("recoveryText"));
    m_what->setWordWrap(true);
    m_which->setObjectName(QStringLiteral("recoveryNames"));
    m_which->setTextFormat(Qt::PlainText);
    m_which->setWordWrap(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_what);
    texts->addWidget(m_which);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_mark, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    const auto addButton = [&](const QString &text, const char *name, const QString &toolTip, auto pressed) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(QLatin1String(name));
        button->setToolTip(toolTip);
        connect(button, &QPushButton::clicked, this, pressed);
        layout->addWidget(button, 0, Qt::AlignTop);
    };
    addButton(QStringLiteral("Re&open"), "reopenButton",
              QStringLiteral("Add these sessions to the list, with everything that was on screen"),
              &RecoveryBar::reopen);
    addButton(QStringLiteral("D&iscard…"), "discardButton", QStringLiteral("Delete these recordings"),
              &RecoveryBar::askToDiscard);
    addButton(
        QStringLiteral("&Leave them"), "laterButton",
        QStringLiteral("Keep the recordings, within the limits of Settings > Recordings, and do not ask "
                       "again; File > Recover finds them"),
        &RecoveryBar::putOff);
    applyColors();
    hide();
}

void RecoveryBar::offer(std::vector<LeftOver> leftOvers, Wanted wanted)
{
    m_leftOvers = std::move(leftOvers);
    const QString what = wanted == Wanted::Unanswered
        ? QStringLiteral("Frameglass did not exit normally. What it had recorded was kept: %1.")
        : QStringLiteral("Recordings that were not saved: %1.");
    m_what->setText(what.arg(quantity(m_leftOvers.size(), "session")));
    m_which->setText(namesOf(m_leftOvers, m_times));
    setAccessibleName(m_what->text());
    setVisible(!m_leftOvers.empty());
}

void RecoveryBar::reopen()
{
    const std::vector<LeftOver> reopened = std::exchange(m_leftOvers, {});
    hide();
    emit answered(reopened);
    emit reopenRequested(reopened);
}

void RecoveryBar::askToDiscard()
{
    auto *question =
        new QMessageBox(QMessageBox::Question, QStringLiteral("Discard"),
                        QStringLiteral("Delete %1?").arg(quantity(m_leftOvers.size(), "recorded session")),
                        QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("discardQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(QStringLiteral("There is no other copy."));
    auto *discard = question->addButton(QStringLiteral("&Delete"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(discard, &QAbstractButton::clicked, this, [this] {
        for (const LeftOver &leftOver : m_leftOvers)
            leftOver.hold->remove();
        release();
    });
    question->open();
}

void RecoveryBar::putOff()
{
    emit answered(m_leftOvers);
    release();
}

void RecoveryBar::setTimeStyle(TimeStyle style)
{
    m_times = style;
    m_which->setText(namesOf(m_leftOvers, m_times));
}

void RecoveryBar::release()
{
    m_leftOvers.clear();
    hide();
}

void RecoveryBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColors();
}

void RecoveryBar::applyColors()
{
    const Theme theme = Theme::current();
    // This starts from the application's colours, not from those that this function has set before.
    QPalette colors = QGuiApplication::palette();
    colors.setColor(QPalette::Window, mixed(colors.color(QPalette::Base), theme.warning, 0.12));
    colors.setColor(QPalette::WindowText, theme.text);
    setPalette(colors);
    m_mark->setPixmap(markIcon(Mark::Triangle, theme.warning).pixmap(QSize(18, 18), devicePixelRatioF()));
}

} // namespace fg
