#include "ui/kit/job_bar.h"

#include "ui/base/background_jobs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace fg {

namespace {

constexpr int updateMilliseconds = 100;
constexpr int progressWidth = 120;

} // namespace

JobBar::JobBar(BackgroundJobs &jobs, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_title(new QLabel(this))
    , m_progress(new QProgressBar(this))
{
    setObjectName(QStringLiteral("jobBar"));
    m_title->setTextFormat(Qt::PlainText);
    m_progress->setFixedWidth(progressWidth);
    m_progress->setAccessibleName(QStringLiteral("Progress"));
    auto *stop = new QToolButton(this);
    stop->setObjectName(QStringLiteral("stopJobButton"));
    stop->setText(QStringLiteral("Cancel"));
    stop->setToolTip(QStringLiteral("Stop: data already read stays, a file written so far is removed"));
    connect(stop, &QToolButton::clicked, &jobs, &BackgroundJobs::stop);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_progress);
    layout->addWidget(stop);
    connect(&jobs, &BackgroundJobs::changed, this, &JobBar::updateProgress);
    connect(&m_timer, &QTimer::timeout, this, &JobBar::updateProgress);
    m_timer.setInterval(updateMilliseconds);
    updateProgress();
}

void JobBar::updateProgress()
{
    setVisible(m_jobs.isBusy());
    if (!m_jobs.isBusy()) {
        m_timer.stop();
        return;
    }
    if (!m_timer.isActive())
        m_timer.start();
    const std::size_t waiting = m_jobs.waiting();
    m_title->setText(waiting == 0
                         ? m_jobs.title()
                         : QStringLiteral("%1, %2 more").arg(m_jobs.title(), QString::number(waiting)));
    m_progress->setValue(m_jobs.percent());
}

} // namespace fg
