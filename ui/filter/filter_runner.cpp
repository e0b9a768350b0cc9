#include "ui/filter/filter_runner.h"

#include "protocol/report/export/filter_words.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>

namespace fg {

namespace {

using namespace std::chrono_literals;

constexpr int busyMilliseconds = 15;
constexpr int usualMilliseconds = 33;
constexpr auto restWithoutNewRows = 30ms;
constexpr auto restWhileRowsWait = 5ms;
constexpr std::size_t mostWaitingRows = 4 * FilterRunner::rowsPerTurn;
// A filter that has caught up with a session counts as busy again only if it is this far behind.
constexpr RowCount farBehind{500'000};

} // namespace

// What the thread that runs the filter shares with the window.
class FilterRunner::Worker
{
public:
    Worker(std::shared_ptr<const Session> session, const FilterTree &filter, FilterView view)
        : m_session(session)
        // The window shows the user's own secrets.
        , m_run(session, filter, view, filterWords(session, Secrets::Kept))
    {
    }

    void copyTo(State &state) const
    {
        const std::lock_guard lock(m_mutex);
        state.isBusy = m_isBusy;
        state.tried = m_tried;
        state.unreadable = m_unreadable;
        state.cut = m_cut;
    }

    // The oldest changes, of at most rowsPerTurn rows if each has fewer.
    std::vector<FilterRun::Change> take(RowCount &tried)
    {
        const std::lock_guard lock(m_mutex);
        std::vector<FilterRun::Change> changes;
        for (std::size_t rows = 0; !m_waiting.empty() && rows < rowsPerTurn; m_waiting.pop_front()) {
            rows += m_waiting.front().change.rows.size();
            m_waitingRows -= m_waiting.front().change.rows.size();
            tried = m_waiting.front().tried;
            changes.push_back(std::move(m_waiting.front().change));
        }
        if (m_waiting.empty())
            tried = m_tried;
        return changes;
    }
    [[nodiscard]] bool hasMore() const
    {
        const std::lock_guard lock(m_mutex);
        return !m_waiting.empty();
    }

    // Runs until it is stopped or the session has ended and all of its rows were tried.
    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            // Read first: if the session has ended here, the run below gets all of its rows.
            const bool isClosed = m_session->summary().state == SessionState::Closed;
            const bool hasMore = m_run.runSome(stop);
            std::unique_lock lock(m_mutex);
            if (stop.stop_requested()) // What was reported last stays valid.
                break;
            report(hasMore);
            if (isClosed && !hasMore)
                return;
            if (m_waitingRows > mostWaitingRows)
                m_rest.wait_for(lock, stop, restWhileRowsWait, [] { return false; });
            else if (!hasMore)
                m_rest.wait_for(lock, stop, restWithoutNewRows, [] { return false; });
        }
        const std::lock_guard lock(m_mutex);
        m_isBusy = false;
    }

private:
    void report(bool hasMore)
    {
        // A run that began again with the first row is reported once it is where it was, so that the rows
        // that are shown do not vanish in between.
        const RowCount tried = m_run.position();
        if (tried >= m_tried) {
            m_tried = tried;
            if (auto change = m_run.takeChange()) {
                m_waitingRows += change->rows.size();
                m_waiting.push_back({std::move(*change), tried});
            }
        }
        m_unreadable = m_run.unreadable();
        m_cut = m_run.cut();
        m_hasCaughtUp = m_hasCaughtUp || !hasMore;
        const RowCount rows = m_session->rowCount();
        m_isBusy = hasMore && (!m_hasCaughtUp || (rows > m_tried && rows - m_tried > farBehind));
    }

    struct Waiting
    {
        FilterRun::Change change;
        RowCount tried; // Then.
    };

    const std::shared_ptr<const Session> m_session;
    FilterRun m_run; // Used by the thread only.
    mutable std::mutex m_mutex;
    std::condition_variable_any m_rest;
    std::deque<Waiting> m_waiting;
    std::size_t m_waitingRows = 0;
    RowCount m_tried;
    std::uint64_t m_unreadable = 0;
    std::uint64_t m_cut = 0;
    bool m_hasCaughtUp = false;
    bool m_isBusy = true;
};

FilterRunner::FilterRunner(QObject *parent)
    : QObject(parent)
{
    connect(&m_timer, &QTimer::timeout, this, &FilterRunner::look);
}

FilterRunner::~FilterRunner() = default;

void FilterRunner::start(std::shared_ptr<const Session> session, const FilterTree &filter, FilterView view)
{
    m_jobs.cancelAll();
    m_worker = std::make_shared<Worker>(std::move(session), filter, view);
    m_jobs.start(
        [worker = m_worker](BackgroundJobs::Progress &progress) { worker->run(progress.stopToken()); });
    m_state = {.isActive = true, .isBusy = true};
    m_timer.start(busyMilliseconds);
}

void FilterRunner::cancel()
{
    if (!m_worker || m_state.wasCancelled)
        return;
    m_jobs.cancelAll();
    m_timer.stop();
    m_worker->copyTo(m_state);
    std::vector<FilterRun::Change> changes;
    do {
        for (FilterRun::Change &change : m_worker->take(m_state.tried))
            changes.push_back(std::move(change));
    } while (m_worker->hasMore());
    m_state.isBusy = false;
    m_state.wasCancelled = true;
    emit advanced(changes);
}

void FilterRunner::clear()
{
    m_timer.stop();
    m_jobs.cancelAll();
    m_worker.reset();
    m_state = {};
}

void FilterRunner::look()
{
    const State before = m_state;
    m_worker->copyTo(m_state);
    const std::vector<FilterRun::Change> changes = m_worker->take(m_state.tried);
    // Not before all that passed was handed over.
    m_state.isBusy = m_state.isBusy || (before.isBusy && m_worker->hasMore());
    const int pause = m_state.isBusy || m_worker->hasMore() ? busyMilliseconds : usualMilliseconds;
    if (m_timer.interval() != pause)
        m_timer.setInterval(pause);
    if (!changes.empty() || m_state.isBusy != before.isBusy || m_state.tried != before.tried)
        emit advanced(changes);
}

} // namespace fg
