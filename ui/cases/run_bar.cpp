#include "ui/cases/run_bar.h"

#include "ui/base/text.h"
#include "ui/bench/case_bench.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>

namespace fg {

RunBar::RunBar(CaseBench &bench, const Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_against(new QLabel(this))
{
    setObjectName(QStringLiteral("runBar"));
    QToolButton *run = buttonFor(actions.runChecked, QStringLiteral("runCheckedButton"));
    auto *menu = new QMenu(run);
    for (QAction *action : actions.more) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    run->setMenu(menu);
    run->setPopupMode(QToolButton::MenuButtonPopup);
    const QList<QWidget *> buttons = {run, buttonFor(actions.runFailed, QStringLiteral("runFailedButton")),
                                      buttonFor(actions.runAgain, QStringLiteral("runAgainButton")),
                                      buttonFor(actions.stop, QStringLiteral("stopButton"))};
    // It is made after the buttons, because the tab key goes through the widgets in the order of their
    // making.
    m_jobs = new QSpinBox(this);
    m_jobs->setObjectName(QStringLiteral("jobsBox"));
    m_jobs->setRange(1, RunControl::mostJobs);
    m_jobs->setToolTip(QStringLiteral(
        "Number of cases that run at the same time; those of category 9 always run one at a time"));
    connect(m_jobs, &QSpinBox::valueChanged, this, [this](int jobs) {
        m_bench.starter().setJobs(jobs);
        emit jobsChanged();
    });
    auto *label = new QLabel(QStringLiteral("&Jobs"), this);
    label->setBuddy(m_jobs);
    m_against->setObjectName(QStringLiteral("againstLabel"));
    m_against->setTextFormat(Qt::PlainText);
    m_against->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 3, 4, 3);
    layout->setSpacing(4);
    for (QWidget *button : buttons)
        layout->addWidget(button);
    layout->addSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_jobs);
    layout->addSpacing(8);
    layout->addWidget(m_against, 1);
    const AgentBook &agents = bench.agents();
    connect(&agents, &AgentBook::checksChanged, this, &RunBar::showTargets);
    connect(&agents, &AgentBook::renamed, this, &RunBar::showTargets);
    connect(&agents, &QAbstractItemModel::rowsInserted, this, &RunBar::showTargets);
    connect(&agents, &QAbstractItemModel::rowsRemoved, this, &RunBar::showTargets);
    showTargets();
}

QToolButton *RunBar::buttonFor(QAction *action, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void RunBar::setJobs(int jobs) { m_jobs->setValue(jobs); }

void RunBar::showTargets()
{
    QStringList names;
    for (const Agent &agent : m_bench.agents().checked())
        names += shownAgent(agent.name);
    const QString text = names.isEmpty() ? QStringLiteral("against nobody: check a target")
                                         : QStringLiteral("against %1").arg(names.join(QStringLiteral(", ")));
    m_against->setToolTip(plainToolTip(text));
    m_against->setAccessibleName(text);
    m_against->setText(fontMetrics().elidedText(text, Qt::ElideRight, m_against->width()));
}

void RunBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    showTargets();
}

} // namespace fg
