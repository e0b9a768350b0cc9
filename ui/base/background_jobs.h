// Work on files aside from the window's thread, one piece after another. job_bar.h shows how far it is and
// stops it.
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace fg {

class BackgroundJobs final : public QObject
{
    Q_OBJECT

public:
    // What a job tells of itself, from its own thread.
    class Progress
    {
    public:
        explicit Progress(QObject &window)
            : m_window(window)
        {
        }
        // How far it is. False: it is to end.
        [[nodiscard]] bool goOn(std::uint64_t done, std::uint64_t all);
        [[nodiscard]] bool wasStopped() const { return m_isStopped; }
        // Runs it in the window's thread, before what is to be done afterwards.
        void inWindow(std::function<void()> what);

    private:
        friend class BackgroundJobs;
        QObject &m_window;
        std::atomic<int> m_percent = 0;
        std::atomic<bool> m_isStopped = false;
    };
    enum class Kind : std::uint8_t { Reading, Writing };
    using Work = std::function<void(Progress &)>;
    using Done = std::function<void(const Progress &)>;

    explicit BackgroundJobs(QObject *parent = nullptr);
    ~BackgroundJobs() override; // stops all and waits; nothing is done afterwards

    // `work` runs in a thread of its own, `done` afterwards in this one.
    void start(const QString &title, Work work, Done done, Kind kind = Kind::Reading);
    // The job under way. The next one begins.
    void stop();

    [[nodiscard]] bool isBusy() const { return !m_jobs.empty(); }
    // Something is being written, or waits to be.
    [[nodiscard]] bool isWriting() const;
    // Of the job under way.
    [[nodiscard]] QString title() const;
    [[nodiscard]] int percent() const;
    [[nodiscard]] std::size_t waiting() const { return m_jobs.empty() ? 0 : m_jobs.size() - 1; }

signals:
    // A job began or ended.
    void changed();

private:
    struct Job
    {
        QString title;
        Kind kind = Kind::Reading;
        std::shared_ptr<Progress> progress;
    };

    QThreadPool m_pool; // of one thread
    std::vector<Job> m_jobs; // the one under way and those that wait
};

} // namespace fg
