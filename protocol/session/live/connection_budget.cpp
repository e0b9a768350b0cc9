#include "protocol/session/live/connection_budget.h"

#include "protocol/transport/closing.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <utility>

namespace fg {

namespace {

using Reading = BudgetedConnection::Reading;

constexpr Duration checkInterval = std::chrono::milliseconds(250);
// However large the limit is, a sum below this one is not watched.
constexpr std::uint64_t worthWatching = 16 * 1024 * 1024;
// If more than this has gone, the system gets it back.
constexpr std::uint64_t worthReturning = 32 * 1024 * 1024;
// What every connection may hold, however many there are.
constexpr std::uint64_t alwaysLittle = 64 * 1024;

// Freed memory stays with the process while anything after it is in use. The system gets it back here.
void returnFreedMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace

ConnectionBudget::ConnectionBudget(std::uint64_t limit, TimeSource &time, Report report)
    : m_limit(limit)
    , m_time(time)
    , m_report(std::move(report))
{
}

ConnectionBudget::~ConnectionBudget() = default;

void ConnectionBudget::add(BudgetedConnection &connection)
{
    m_entries[&connection] = {.connection = &connection, .holding = {}, .stop = {}};
    measure(connection);
}

void ConnectionBudget::remove(BudgetedConnection &connection)
{
    const auto found = m_entries.find(&connection);
    if (found == m_entries.end())
        return;
    set(found->second, {});
    if (m_inTurn == &found->second)
        m_inTurn = nullptr;
    m_entries.erase(found);
}

std::uint64_t ConnectionBudget::total() const { return m_held + *m_shared + octetsOfClosing(); }

std::uint64_t ConnectionBudget::room() const
{
    const std::uint64_t held = total();
    return stopsAbove() - std::min(held, stopsAbove());
}

std::shared_ptr<const OctetBuffer> ConnectionBudget::share(OctetBuffer octets)
{
    // The count outlives the budget if a socket that is being closed still has the octets.
    const std::uint64_t size = octets.capacity();
    *m_shared += size;
    return {new OctetBuffer(std::move(octets)), [size, count = m_shared](const OctetBuffer *ended) {
                *count -= size;
                delete ended;
            }};
}

void ConnectionBudget::set(Entry &entry, const Holding &holding)
{
    m_held += holding.own + holding.context;
    m_held -= entry.holding.own + entry.holding.context;
    entry.holding = holding;
}

void ConnectionBudget::measure(BudgetedConnection &connection)
{
    const auto found = m_entries.find(&connection);
    if (found == m_entries.end() || found->second.isDropped)
        return;
    set(found->second, connection.holding());
    const std::uint64_t held = total();
    m_most = std::max(m_most, held);
    if (held > watchedAbove())
        watch();
    // Whoever holds little, and whoever is stopped already, does not make all others be looked at: a read of
    // a few octets must not cost as much as all connections together. check() looks at the rest.
    if (held > stopsAbove() && !found->second.stop && found->second.held() > littleEnough())
        restrain();
    if (m_inTurn == &found->second)
        followTurn();
}

// The others may hold something else than when they were measured last.
void ConnectionBudget::measureAll()
{
    for (auto &[connection, entry] : m_entries) {
        if (!entry.isDropped)
            set(entry, entry.connection->holding());
    }
    m_most = std::max(m_most, total());
}

std::uint64_t ConnectionBudget::littleEnough() const
{
    return std::max(alwaysLittle, stopsAbove() / (2 * std::max<std::size_t>(m_entries.size(), 1)));
}

// Stops the connection that holds most of those that are read.
void ConnectionBudget::restrain()
{
    for (auto &[connection, entry] : m_entries)
        entry.connection->releaseSpare();
    measureAll();
    if (total() <= stopsAbove())
        return;
    Entry *most = nullptr;
    for (auto &[connection, entry] : m_entries) {
        if (!entry.stop && !entry.isDropped && (!most || entry.held() > most->held()))
            most = &entry;
    }
    if (most && most->held() > littleEnough())
        stop(*most);
}

void ConnectionBudget::stop(Entry &entry)
{
    entry.stop = Stop{.since = m_time.now(), .held = entry.held(), .order = m_stops++};
    entry.connection->setReading(Reading::Stopped);
}

void ConnectionBudget::resume(Entry &entry)
{
    if (m_inTurn == &entry)
        m_inTurn = nullptr;
    entry.stop.reset();
    entry.connection->setReading(Reading::On);
}

// It has more to read, and nothing waits for its peer.
bool ConnectionBudget::canGoOn(const Entry &entry) const
{
    return entry.stop && !entry.isDropped && entry.holding.unread > 0 && entry.holding.owed <= littleEnough();
}

// A turn ends when the connection waits for its peer to read, and when it no longer holds much. The next turn
// is that of the connection that was stopped first.
void ConnectionBudget::followTurn()
{
    if (m_inTurn && m_inTurn->held() <= littleEnough()) {
        resume(*m_inTurn);
    } else if (m_inTurn && m_inTurn->holding.owed > littleEnough()) {
        m_inTurn->connection->setReading(Reading::Stopped);
        m_inTurn->stop->since = m_time.now();
        m_inTurn->stop->held = m_inTurn->held();
        m_inTurn = nullptr;
    }
    if (!m_inTurn) {
        for (auto &[connection, entry] : m_entries) {
            if (canGoOn(entry) && (!m_inTurn || entry.stop->order < m_inTurn->stop->order))
                m_inTurn = &entry;
        }
        if (!m_inTurn)
            return;
        m_inTurn->stop->since = m_time.now();
        m_inTurn->stop->held = m_inTurn->held();
    }
    m_inTurn->connection->setReading(total() <= m_limit ? Reading::On : Reading::Stopped);
}

// --- from time to time ---

std::uint64_t ConnectionBudget::watchedAbove() const { return std::min(worthWatching, resumesBelow()); }

void ConnectionBudget::watch()
{
    if (!m_timer)
        m_timer = m_time.startTimer(checkInterval, [this] { check(); });
}

void ConnectionBudget::check()
{
    m_timer.reset();
    measureAll();
    if (total() > resumesBelow()) {
        followStops();
        dropOverdue();
    }
    if (total() <= resumesBelow()) {
        for (auto &[connection, entry] : m_entries) {
            if (entry.stop && !entry.isDropped)
                resume(entry);
        }
    } else {
        if (total() > stopsAbove())
            restrain();
        followTurn();
    }
    returnMemory();
    if (total() > watchedAbove())
        watch();
}

void ConnectionBudget::followStops()
{
    // Whoever has its turn waits for these if there is no room for it, and their time is running.
    const bool othersAreDue = std::ranges::any_of(m_entries, [this](const auto &named) {
        const Entry &entry = named.second;
        return entry.stop && !entry.isDropped && m_inTurn != &entry && !canGoOn(entry);
    });
    for (auto &[connection, entry] : m_entries) {
        if (!entry.stop || entry.isDropped)
            continue;
        Stop &stop = *entry.stop;
        const bool hasTurn = m_inTurn == &entry;
        const bool hasGrown = entry.held() >= stop.held + m_limit / 64;
        const bool waits = hasTurn ? total() > m_limit && othersAreDue : canGoOn(entry);
        const bool hasShrunk = entry.held() <= stop.held - stop.held / 8;
        if (entry.held() <= littleEnough()) {
            resume(entry);
        } else if (hasShrunk || (hasTurn && hasGrown)) {
            stop.since = m_time.now();
            stop.held = entry.held();
        } else if (waits) {
            stop.since = m_time.now();
        }
    }
}

void ConnectionBudget::dropOverdue()
{
    while (total() > resumesBelow()) {
        Entry *most = nullptr;
        for (auto &[connection, entry] : m_entries) {
            const bool isOverdue =
                entry.stop && !entry.isDropped && m_time.now() - entry.stop->since >= patience;
            if (isOverdue && (!most || entry.held() > most->held()))
                most = &entry;
        }
        if (!most)
            return;
        drop(*most);
    }
}

void ConnectionBudget::drop(Entry &entry)
{
    const Drop dropped{.peer = entry.connection->peerName(), .held = entry.held(), .limit = m_limit};
    entry.isDropped = true;
    if (m_inTurn == &entry)
        m_inTurn = nullptr;
    entry.connection->dropForMemory();
    // The rest goes back when the event loop destroys the connection.
    set(entry, {});
    if (m_report)
        m_report(dropped);
}

void ConnectionBudget::returnMemory()
{
    const std::uint64_t held = total();
    if (m_most - std::min(m_most, held) <= worthReturning)
        return;
    if (held <= m_most / 2) {
        returnFreedMemory();
        m_most = held;
    }
}

} // namespace fg
