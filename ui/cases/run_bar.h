// The buttons that run cases and stop them, how many run at the same time, and against whom.
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QSpinBox;
class QToolButton;

namespace fg {

class CaseBench;

class RunBar final : public QWidget
{
    Q_OBJECT

public:
    // The actions that the bar puts on its buttons.
    struct Actions
    {
        QAction *runChecked;
        QAction *runFailed;
        QAction *runAgain;
        QAction *stop;
        QList<QAction *> more; // in the menu of the first button; null is a separator
    };

    // The bench must outlive it.
    RunBar(CaseBench &bench, const Actions &actions, QWidget *parent = nullptr);

    void setJobs(int jobs);

signals:
    void jobsChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QToolButton *buttonFor(QAction *action, const QString &name);
    void showTargets();

    CaseBench &m_bench;
    QSpinBox *m_jobs = nullptr;
    QLabel *m_against;
};

} // namespace fg
