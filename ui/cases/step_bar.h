// The bar above the wire log while a case is stepped through: the next step, and buttons for what can be
// done.
#pragma once

#include <QFrame>
#include <QList>

class QAction;
class QLabel;

namespace fg {

class StepRun;

class StepBar final : public QFrame
{
    Q_OBJECT

public:
    // The actions become its buttons, which are named after them. The run must outlive it.
    StepBar(StepRun &run, const QList<QAction *> &actions, QWidget *parent = nullptr);

private:
    void showStep();

    StepRun &m_run;
    QLabel *m_place;
    QLabel *m_step;
};

} // namespace fg
