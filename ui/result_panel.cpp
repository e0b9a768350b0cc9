#include "ui/result_panel.h"

#include "protocol/report/event_words.h"
#include "protocol/report/wording.h"
#include "ui/state_label.h"
#include "ui/text.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fg {

namespace {

QString expectedText(const CaseSpec &spec)
{
    QStringList parts;
    for (const Expectation &expectation : spec.expectations) {
        const bool isOk = expectation.name == Expectation::Name::Ok;
        parts += toQString(wordOf(isOk ? Behavior::Ok : Behavior::NonStrict)) + QLatin1String(": ")
            + toQString(eventListText(expectation.events));
    }
    return parts.join(QLatin1Char('\n'));
}

} // namespace

ResultPanel::ResultPanel(QWidget *parent)
    : SessionPanel(parent)
    , m_stack(new QStackedWidget(this))
    , m_hint(new QLabel(this))
{
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(makeContent());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_stack);
}

QWidget *ResultPanel::makeContent()
{
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(16);
    m_verdict = new StateLabel(content);
    m_verdict->setObjectName(QStringLiteral("verdictLabel"));
    QFont bold = font();
    bold.setBold(true);
    m_verdict->setFont(bold);
    m_title = new QLabel(content);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    grid->addWidget(m_verdict, 0, 0, Qt::AlignTop);
    grid->addWidget(m_title, 0, 1);
    m_behavior = addRow(grid, tr("Behavior"));
    m_behavior->setObjectName(QStringLiteral("behaviorText"));
    m_closing = addRow(grid, tr("Closing"));
    m_description = addRow(grid, tr("What is sent"));
    m_expectation = addRow(grid, tr("What should come"));
    m_expected = addRow(grid, tr("Expected"));
    m_observed = addRow(grid, tr("Observed"));
    grid->setRowStretch(grid->rowCount(), 1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

QLabel *ResultPanel::addRow(QGridLayout *layout, const QString &name)
{
    const int row = layout->rowCount();
    auto *label = new QLabel(name);
    label->setForegroundRole(QPalette::PlaceholderText);
    auto *value = new QLabel;
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setAccessibleName(name);
    layout->addWidget(label, row, 0, Qt::AlignTop);
    layout->addWidget(value, row, 1);
    return value;
}

void ResultPanel::refresh()
{
    if (!entry() || !entry()->result) {
        const bool isRunning = entry() && entry()->isCase();
        m_hint->setText(isRunning
                            ? tr("The case is running.")
                            : tr("Pick a case that has run: its verdict and the reasons are told here."));
        m_stack->setCurrentIndex(0);
        return;
    }
    showResult(*entry()->result);
    m_stack->setCurrentIndex(1);
}

void ResultPanel::showResult(const CaseResult &result)
{
    const CaseSpec &spec = *result.spec;
    m_verdict->show(markOf(result, Theme::of(palette())));
    m_title->setText(QStringLiteral("%1  %2").arg(toQString(spec.id), toQString(spec.title)));
    const QString form = QStringLiteral("%1: %2");
    m_behavior->setText(
        form.arg(toQString(wordOf(result.verdict.behavior)), toQString(resultSentence(result.verdict))));
    m_closing->setText(
        form.arg(toQString(wordOf(result.verdict.close)), toQString(resultCloseSentence(result))));
    m_description->setText(toQString(spec.description));
    m_expectation->setText(toQString(spec.expectation)
                           + QStringLiteral("  (%1)").arg(toQString(spec.clause)));
    m_expected->setText(expectedText(spec));
    m_observed->setText(toQString(eventListText(result.observed)));
}

} // namespace fg
