#include "ui/perspectives/perspective_switch.h"

#include <QAction>
#include <QHBoxLayout>
#include <QToolButton>

#include <utility>

namespace fg {

PerspectiveSwitch::PerspectiveSwitch(Workbench &workbench, QAction *connections, QAction *conformance,
                                     QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("perspectiveSwitch"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 2, 10, 2);
    layout->setSpacing(2);
    const std::pair<QAction *, Perspective> both[] = {{connections, Perspective::Connections},
                                                      {conformance, Perspective::Conformance}};
    for (const auto &[action, perspective] : both) {
        action->setCheckable(true);
        auto *button = new QToolButton(this);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
        const auto showState = [&workbench, action = action, perspective = perspective] {
            action->setChecked(workbench.perspective() == perspective);
        };
        connect(action, &QAction::triggered, this, [&workbench, showState, perspective = perspective] {
            workbench.setPerspective(perspective);
            showState(); // A click on the current one leaves it checked.
        });
        connect(&workbench, &Workbench::perspectiveChanged, this, showState);
        showState();
    }
}

} // namespace fg
