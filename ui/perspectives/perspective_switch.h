// The switch between the perspectives, one button for each.
#pragma once

#include "ui/bench/workbench.h"

#include <QWidget>

class QAction;

namespace fg {

class PerspectiveSwitch final : public QWidget
{
    Q_OBJECT

public:
    // The actions become the buttons; each is checked while its perspective is current. The workbench must
    // outlive the switch.
    PerspectiveSwitch(Workbench &workbench, QAction *connections, QAction *conformance,
                      QWidget *parent = nullptr);
};

} // namespace fg
