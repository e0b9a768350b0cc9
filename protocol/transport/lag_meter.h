// Measures how late the event loop of a thread runs what is due.
#pragma once

#include "protocol/transport/time_source.h"

#include <QTimer>

#include <memory>
#include <set>

namespace fg {

// A timer that rings again and again, and sums up by how much too late it did. It runs only while somebody
// watches; all watches of a thread share one.
class LagMeter
{
public:
    // As TimeSource::watchLag(), for the calling thread, which must run a Qt event loop. The watch must be
    // destroyed in the same thread.
    [[nodiscard]] static std::unique_ptr<LagWatch> watch(Duration period);

    LagMeter();

private:
    class Watch;

    [[nodiscard]] Duration now() const;
    [[nodiscard]] Duration lag() const;
    [[nodiscard]] Duration overdue() const;
    void add(Duration interval);
    void remove(Duration interval);
    void ring();
    void start();

    QTimer m_timer;
    Duration m_due{};
    Duration m_sum{};
    std::multiset<Duration> m_intervals; // What the watches ask for.
};

} // namespace fg
