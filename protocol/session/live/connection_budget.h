// One limit for the memory that all connections of a process hold together: unfinished messages, what waits
// to be written, logs in memory, contexts of compression. Each connection has limits of its own; this one
// bounds their sum.
//
// Up to half of the limit, all connections are read. Beyond that, the connection that holds most is no longer
// read, and then the next one, until only those are read that hold little. The others wait for their turn:
// one at a time is read on, up to the whole limit, so that a message can be completed. A connection that had
// its turn, has nothing more to read, or waits for its peer to read, and does not give memory back in time,
// is dropped. When the sum is well below half of the limit, all are read again.
//
// Used only in the thread of the connections.
#pragma once

#include "protocol/transport/time_source.h"
#include "protocol/wire/octets.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace fg {

// What a connection holds, in octets of memory.
struct Holding
{
    std::size_t own = 0; // for octets of this connection
    std::size_t context = 0; // what it takes while it is idle, too: contexts of compression
    std::size_t shared = 0; // what it still has to send of octets that it shares with others
    std::size_t unread = 0; // what has arrived and was not read yet; also counted in `own`
    std::size_t owed = 0; // what the peer has to read before it can go; also counted in `own` or `shared`
};

class BudgetedConnection
{
public:
    virtual ~BudgetedConnection() = default;

    [[nodiscard]] virtual Holding holding() const = 0;
    // Gives back memory that is kept for later use.
    virtual void releaseSpare() = 0;
    enum class Reading : std::uint8_t { Stopped, On };
    virtual void setReading(Reading reading) = 0;
    // Ends the connection, with 1013 (try again later) if a close frame can still be written. May be called
    // only from the event loop; the connection leaves the budget later.
    virtual void dropForMemory() = 0;
    // The peer, for a person: "127.0.0.1:49152".
    [[nodiscard]] virtual std::string peerName() const = 0;
};

class ConnectionBudget
{
public:
    static constexpr std::uint64_t usualLimit = 192ull * 1024 * 1024;
    // With less, a few honest connections would already be too many.
    static constexpr std::uint64_t smallestLimit = 16ull * 1024 * 1024;
    // The time in which a connection that is not read has to give back an eighth of what it holds.
    static constexpr Duration patience = std::chrono::seconds(10);

    // A connection that was dropped.
    struct Drop
    {
        std::string peer;
        std::uint64_t held = 0; // octets, by this connection
        std::uint64_t limit = 0; // for all together
    };
    using Report = std::function<void(const Drop &)>;

    // `time` must outlive the budget, which must outlive its connections. `report` is called from the event
    // loop; it may be empty. `limit` is in octets, at least `smallestLimit`.
    ConnectionBudget(std::uint64_t limit, TimeSource &time, Report report);
    ~ConnectionBudget();
    ConnectionBudget(const ConnectionBudget &) = delete;
    ConnectionBudget &operator=(const ConnectionBudget &) = delete;

    void add(BudgetedConnection &connection);
    void remove(BudgetedConnection &connection);
    // Call after a connection was read from, or was given octets to send: looks at what it holds now, and may
    // stop it or others.
    void measure(BudgetedConnection &connection);
    // Counts octets that several connections share for as long as they exist.
    [[nodiscard]] std::shared_ptr<const OctetBuffer> share(OctetBuffer octets);

    // What all hold, as measured last.
    [[nodiscard]] std::uint64_t total() const;
    [[nodiscard]] std::uint64_t limit() const { return m_limit; }
    // How much more they may hold before the first one is no longer read.
    [[nodiscard]] std::uint64_t room() const;
    // What contexts of compression may take together. Nobody can be made to give them back, so that they must
    // leave room for what can be.
    [[nodiscard]] std::uint64_t mostForContexts() const { return stopsAbove() / 2; }
    // What a connection may hold and still be read, if all hold too much.
    [[nodiscard]] std::uint64_t littleEnough() const;

private:
    // A connection that is not read, except while it has its turn.
    struct Stop
    {
        Duration since{}; // when it began to be expected to give memory back
        std::uint64_t held = 0; // what it held then
        std::uint64_t order = 0; // how many were stopped before
    };
    struct Entry
    {
        BudgetedConnection *connection = nullptr;
        Holding holding;
        std::optional<Stop> stop;
        bool isDropped = false;

        // What goes back with the connection.
        [[nodiscard]] std::uint64_t held() const { return holding.own + holding.shared; }
    };

    void set(Entry &entry, const Holding &holding);
    void measureAll();
    [[nodiscard]] std::uint64_t stopsAbove() const { return m_limit / 2; }
    [[nodiscard]] std::uint64_t resumesBelow() const { return stopsAbove() / 8 * 7; }
    // Below this sum nothing has to be looked at from time to time. While a connection is stopped, the sum is
    // above it.
    [[nodiscard]] std::uint64_t watchedAbove() const;
    void restrain();
    void stop(Entry &entry);
    void resume(Entry &entry);
    [[nodiscard]] bool canGoOn(const Entry &entry) const;
    void followTurn();
    void watch();
    void check();
    void followStops();
    void dropOverdue();
    void drop(Entry &entry);
    void returnMemory();

    const std::uint64_t m_limit;
    TimeSource &m_time;
    Report m_report;
    std::unordered_map<const BudgetedConnection *, Entry> m_entries;
    Entry *m_inTurn = nullptr; // the one that is read although it was stopped
    std::uint64_t m_held = 0; // the sum of what the connections hold, without what they share
    std::shared_ptr<std::uint64_t> m_shared = std::make_shared<std::uint64_t>(0);
    std::uint64_t m_stops = 0;
    std::uint64_t m_most = 0; // the largest sum since memory was returned to the system
    std::unique_ptr<Timer> m_timer; // runs while there is something to watch
};

} // namespace fg
