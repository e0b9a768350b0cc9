// One limit for the memory of everything that is kept of a file: the rows, side tables, heads, inflated
// octets and indexes of all its connections together, and the octets that are not in the file. Sizes are in
// octets.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace fg {

class MemoryBudget
{
public:
    static constexpr std::uint64_t defaultLimit = 1024ull * 1024 * 1024;
    // With less, hardly anything but the buffers for reading would fit.
    static constexpr std::uint64_t smallestLimit = 16ull * 1024 * 1024;

    explicit MemoryBudget(std::uint64_t limit)
        : m_limit(limit)
    {
    }

    [[nodiscard]] std::uint64_t limit() const { return m_limit; }
    [[nodiscard]] std::uint64_t used() const { return m_used; }
    // What may still be kept. An eighth of the limit is not given away: reading needs it for a moment, and
    // the allocator between its blocks.
    [[nodiscard]] std::uint64_t left() const
    {
        const std::uint64_t kept = m_limit - m_limit / 8;
        const std::uint64_t taken = m_used;
        return m_isExhausted || taken >= kept ? 0 : kept - taken;
    }
    // Whether this much more may be taken. If not, the budget is exhausted.
    [[nodiscard]] bool hasRoom(std::uint64_t octets)
    {
        if (octets > left())
            m_isExhausted = true;
        return !m_isExhausted;
    }
    void exhaust() { m_isExhausted = true; }
    // Counts octets that stay as long as anything of the file does.
    void keep(std::uint64_t octets) { change(0, octets); }
    // It stays exhausted when memory is given back, because what is read afterwards would have a gap before
    // it.
    [[nodiscard]] bool isExhausted() const { return m_isExhausted; }

private:
    friend class MemoryShare;

    void change(std::uint64_t before, std::uint64_t now)
    {
        m_used += now - before;
        if (now > before && left() == 0)
            m_isExhausted = true;
    }

    const std::uint64_t m_limit;
    // Sessions of the file may be destroyed by another thread than the one that reads.
    std::atomic<std::uint64_t> m_used = 0;
    std::atomic<bool> m_isExhausted = false;
};

// What one holder has taken of a budget. It goes back when the holder is destroyed.
class MemoryShare
{
public:
    // Null: nothing is counted.
    explicit MemoryShare(std::shared_ptr<MemoryBudget> budget = {})
        : m_budget(std::move(budget))
    {
    }
    ~MemoryShare() { set(0); }
    MemoryShare(MemoryShare &&other) noexcept
        : m_budget(std::move(other.m_budget))
        , m_octets(std::exchange(other.m_octets, 0))
    {
    }
    MemoryShare(const MemoryShare &) = delete;
    MemoryShare &operator=(const MemoryShare &) = delete;

    // Null: nothing is counted.
    [[nodiscard]] MemoryBudget *budget() const { return m_budget.get(); }
    [[nodiscard]] std::uint64_t octets() const { return m_octets; }
    // The holder has this many octets now.
    void set(std::uint64_t octets)
    {
        if (m_budget && octets != m_octets)
            m_budget->change(std::exchange(m_octets, octets), octets);
    }

private:
    std::shared_ptr<MemoryBudget> m_budget;
    std::uint64_t m_octets = 0;
};

} // namespace fg
