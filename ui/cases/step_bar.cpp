#include "ui/cases/step_bar.h"

#include "protocol/report/wording/step_words.h"
#include "ui/base/text.h"
#include "ui/bench/step_run.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace fg {

namespace {

constexpr qsizetype longestStep = 300;

}

StepBar::StepBar(StepRun &run, const QList<QAction *> &actions, QWidget *parent)
    : QFrame(parent)
    , m_run(run)
    , m_place(new QLabel(this))
    , m_step(new QLabel(this))
{
    setObjectName(QStringLiteral("stepBar"));
    setFrameShape(StyledPanel);
    QFont bold = font();
    bold.setBold(true);
    m_place->setFont(bold);
    m_place->setTextFormat(Qt::PlainText);
    m_step->setObjectName(QStringLiteral("nextStep"));
    m_step->setTextFormat(Qt::PlainText);
    m_step->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(m_place);
    layout->addWidget(m_step, 1);
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    connect(&run, &StepRun::changed, this, &StepBar::showStep);
    showStep();
}

void StepBar::showStep()
{
    setVisible(m_run.isActive());
    if (!m_run.isActive())
        return;
    const CaseSpec &spec = *m_run.spec();
    m_place->setText(toQString(spec.id));
    if (const std::optional<std::size_t> step = m_run.waitsFor()) {
        m_place->setText(
            QStringLiteral("%1, step %2 of %3").arg(toQString(spec.id)).arg(*step + 1).arg(stepCount(spec)));
        m_step->setText(shortened(toQString(stepText(spec, *step)), longestStep)
                        + QStringLiteral("  (the timers are paused)"));
    } else {
        m_step->setText(m_run.isPastSteps() ? QStringLiteral(
                            "All steps are taken; the rest depends on the peer and the timers.")
                                            : QStringLiteral("under way"));
    }
}

} // namespace fg
