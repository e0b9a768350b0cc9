// Processes the news of the network thread in the window's thread: in pieces and for a few milliseconds at a
// time, so that the window stays responsive even if a fast peer ends thousands of cases a second.
#pragma once

#include <QElapsedTimer>

#include <cstddef>

namespace fg {

struct NewsTurn
{
    bool any = false;
    bool hasMore = false; // more news is available now
    bool isOver = false; // no more news will come
};

// `source` has the function takeNews() of SuiteController; `take` is called with each event.
template <typename Source, typename Take> NewsTurn takeTurn(Source &source, Take take)
{
    constexpr qint64 turnMilliseconds = 4;
    constexpr std::size_t eventsAtOnce = 8;
    QElapsedTimer taking;
    taking.start();
    NewsTurn turn;
    do {
        const auto news = source.takeNews(eventsAtOnce);
        for (const auto &event : news.events)
            take(event);
        turn.any = turn.any || !news.events.empty();
        turn.isOver = !news.isRunning;
        turn.hasMore = !turn.isOver && news.events.size() == eventsAtOnce;
    } while (turn.hasMore && taking.elapsed() < turnMilliseconds);
    return turn;
}

} // namespace fg
