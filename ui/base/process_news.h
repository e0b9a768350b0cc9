// Processes the news of the network thread in the window's thread: in pieces and for a few milliseconds at a
// time, so that the window stays responsive even if a fast peer ends thousands of cases a second.
#pragma once

#include <QElapsedTimer>

#include <cstddef>

namespace fg {

struct ProcessedNews
{
    bool any = false;
    bool hasMore = false; // more news is available now
    bool isOver = false; // no more news will come
};

// `source` has the function fetchNews() of SuiteController; `process` is called with each event.
template <typename Source, typename Process> ProcessedNews processNews(Source &source, Process process)
{
    constexpr qint64 mostMilliseconds = 4;
    constexpr std::size_t eventsAtOnce = 8;
    QElapsedTimer sinceStart;
    sinceStart.start();
    ProcessedNews processed;
    do {
        const auto news = source.fetchNews(eventsAtOnce);
        for (const auto &event : news.events)
            process(event);
        processed.any = processed.any || !news.events.empty();
        processed.isOver = !news.isRunning;
        processed.hasMore = !processed.isOver && news.events.size() == eventsAtOnce;
    } while (processed.hasMore && sinceStart.elapsed() < mostMilliseconds);
    return processed;
}

} // namespace fg
