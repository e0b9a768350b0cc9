// The progress of the job in the background and a button that stops it. Hidden while no job runs.
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
    // `jobs` must outlive the bar.
    explicit JobBar(BackgroundJobs &jobs, QWidget *parent = nullptr);

private:
    void updateProgress();

    BackgroundJobs &m_jobs;
    QLabel *m_title;
    QProgressBar *m_progress;
    QTimer m_timer;
};

} // namespace fg
