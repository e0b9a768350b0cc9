// How the window takes what the network thread has told: in pieces, for no longer than a turn of the window
// may last for it, even where a fast peer ends thousands of cases a second.
#pragma once

#include <QElapsedTimer>

#include <cstddef>

namespace fg {

struct NewsTurn
{
    bool any = false;
    bool hasMore = false; // already
    bool isOver = false; // nothing more will come
};

// `source` has takeNews() as SuiteController has it; `take` gets each event.
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
