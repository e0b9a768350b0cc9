#include "ui/log/log_search.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <vector>

namespace fg {

namespace {

constexpr int updateMilliseconds = 50;
constexpr auto restWithoutRows = std::chrono::milliseconds(200);

} // namespace

// State shared by the searching thread and the window.
class LogSearch::Worker
{
public:
    Worker(std::shared_ptr<const Session> session, const Needle &needle)
        : m_session(session)
        , m_search(std::move(session), needle)
    {
    }

    void copyTo(State &state) const
    {
        const std::lock_guard lock(m_mutex);
        state.isBusy = m_isBusy;
        state.found = m_found.size();
        state.unreadable = m_unreadable;
        state.position = m_position;
    }
    // Calls `ask` with the rows found, in ascending order.
    template <typename Ask> auto ask(Ask ask) const
    {
        const std::lock_guard lock(m_mutex);
        return ask(m_found);
    }

    // Runs in the searching thread until it is stopped or all rows have been searched.
    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            // Read first: if the session has ended here, the search below gets all of its rows.
            const bool isClosed = m_session->summary().state == SessionState::Closed;
            const bool hasMore = m_search.searchSome(stop);
            std::unique_lock lock(m_mutex);
            if (stop.stop_requested()) // the state reported at the stop stays valid
                break;
            merge(m_search.takeFound());
            m_position = m_search.position();
            m_unreadable = m_search.unreadable();
            m_isBusy = hasMore && m_found.size() < mostFound;
            if (m_isBusy)
                continue;
            if (isClosed || m_found.size() >= mostFound)
                return;
            m_rest.wait_for(lock, stop, restWithoutRows, [] { return false; });
        }
        const std::lock_guard lock(m_mutex);
        m_isBusy = false;
    }

private:
    // Rows arrive in ascending order, except for messages that end after rows found between their frames.
    void merge(const std::vector<RowNumber> &rows)
    {
        for (const RowNumber row : rows) {
            auto place = m_found.end();
            while (place != m_found.begin() && *std::prev(place) > row.value())
                --place;
            if (place == m_found.begin() || *std::prev(place) != row.value())
                m_found.insert(place, static_cast<std::uint32_t>(row.value()));
        }
    }

    const std::shared_ptr<const Session> m_session;
    PayloadSearch m_search; // used by the thread only
    mutable std::mutex m_mutex;
    std::condition_variable_any m_rest;
    std::vector<std::uint32_t> m_found;
    RowCount m_position;
    std::uint64_t m_unreadable = 0;
    bool m_isBusy = true;
};

LogSearch::LogSearch(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(updateMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &LogSearch::updateState);
}

LogSearch::~LogSearch() = default;

void LogSearch::start(std::shared_ptr<const Session> session, const Needle &needle)
{
    m_jobs.cancelAll();
    m_worker = std::make_shared<Worker>(std::move(session), needle);
    m_jobs.start(
        [worker = m_worker](BackgroundJobs::Progress &progress) { worker->run(progress.stopToken()); });
    m_state = {.isActive = true, .isBusy = true};
    m_timer.start();
    emit progressed();
}

void LogSearch::cancel()
{
    if (!m_worker)
        return;
    m_jobs.cancelAll();
    m_timer.stop();
    m_worker->copyTo(m_state);
    m_state.isBusy = false;
    m_state.wasCancelled = true;
    emit progressed();
}

void LogSearch::clear()
{
    m_timer.stop();
    m_jobs.cancelAll();
    m_worker.reset();
    m_state = {};
    emit progressed();
}

void LogSearch::updateState()
{
    const State before = m_state;
    m_worker->copyTo(m_state);
    if (m_state.isBusy != before.isBusy || m_state.found != before.found
        || m_state.position != before.position)
        emit progressed();
}

std::optional<RowNumber> LogSearch::firstFrom(RowNumber row) const
{
    if (!m_worker)
        return std::nullopt;
    return m_worker->ask([row](const auto &found) -> std::optional<RowNumber> {
        const auto at = std::ranges::lower_bound(found, row.value());
        return at == found.end() ? std::nullopt : std::optional<RowNumber>(*at);
    });
}

std::optional<RowNumber> LogSearch::next(RowNumber after) const
{
    const std::optional<RowNumber> here = firstFrom(after + RowCount(1));
    return here ? here : firstFrom(RowNumber());
}

std::optional<RowNumber> LogSearch::previous(RowNumber before) const
{
    if (!m_worker)
        return std::nullopt;
    return m_worker->ask([before](const auto &found) -> std::optional<RowNumber> {
        if (found.empty())
            return std::nullopt;
        const auto at = std::ranges::lower_bound(found, before.value());
        return RowNumber(at == found.begin() ? found.back() : *std::prev(at));
    });
}

std::optional<std::size_t> LogSearch::numberOf(RowNumber row) const
{
    if (!m_worker)
        return std::nullopt;
    return m_worker->ask([row](const auto &found) -> std::optional<std::size_t> {
        const auto at = std::ranges::lower_bound(found, row.value());
        if (at == found.end() || *at != row.value())
            return std::nullopt;
        return static_cast<std::size_t>(at - found.begin());
    });
}

} // namespace fg
