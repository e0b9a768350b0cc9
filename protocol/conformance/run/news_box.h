// Carries events from the network thread to the window's thread, in order. Each thread holds the lock only
// while it moves a few events.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace fg {

template <typename Event> struct News
{
    std::vector<Event> events; // In the order in which they were added.
    bool isRunning = false; // False after the last event has been taken.
};

template <typename Event> class NewsBox
{
public:
    void add(Event event)
    {
        const std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(event));
    }
    // No event is added after this call.
    void end()
    {
        const std::lock_guard lock(m_mutex);
        m_hasEnded = true;
    }
    // Takes at most `limit` of the events that have been added and not yet taken.
    [[nodiscard]] News<Event> take(std::size_t limit)
    {
        News<Event> news;
        const std::lock_guard lock(m_mutex);
        const auto end = m_events.begin() + static_cast<std::ptrdiff_t>(std::min(limit, m_events.size()));
        std::move(m_events.begin(), end, std::back_inserter(news.events));
        m_events.erase(m_events.begin(), end);
        news.isRunning = !m_hasEnded || !m_events.empty();
        return news;
    }

private:
    std::mutex m_mutex;
    std::deque<Event> m_events;
    bool m_hasEnded = false;
};

} // namespace fg
