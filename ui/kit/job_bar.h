// How far the work in the background is, and a button that stops it. Hidden while there is none.
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace fg {

class BackgroundJobs;

class JobBar final : public QWidget
{
    Q_OBJECT

public:
    // The jobs must outlive it.
    explicit JobBar(BackgroundJobs &jobs, QWidget *parent = nullptr);

private:
    void follow();

    BackgroundJobs &m_jobs;
    QLabel *m_title;
    QProgressBar *m_progress;
    QTimer m_timer;
};

} // namespace fg
