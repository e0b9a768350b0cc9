#include "ui/kit/job_bar.h"

#include "ui/base/background_jobs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace fg {

namespace {

constexpr int lookMilliseconds = 100;
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
    m_progress->setAccessibleName(tr("Progress"));
    auto *stop = new QToolButton(this);
    stop->setObjectName(QStringLiteral("stopJobButton"));
    stop->setText(tr("Cancel"));
    stop->setToolTip(tr("Stop here: what was read stays, what was written is taken away"));
    connect(stop, &QToolButton::clicked, &jobs, &BackgroundJobs::stop);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_progress);
    layout->addWidget(stop);
    connect(&jobs, &BackgroundJobs::changed, this, &JobBar::follow);
    connect(&m_timer, &QTimer::timeout, this, &JobBar::follow);
    m_timer.setInterval(lookMilliseconds);
    follow();
}

void JobBar::follow()
{
    setVisible(m_jobs.isBusy());
    if (!m_jobs.isBusy()) {
        m_timer.stop();
        return;
    }
    if (!m_timer.isActive())
        m_timer.start();
    const std::size_t waiting = m_jobs.waiting();
    m_title->setText(waiting == 0 ? m_jobs.title() : tr("%1, %2 more").arg(m_jobs.title()).arg(waiting));
    m_progress->setValue(m_jobs.percent());
}

} // namespace fg
