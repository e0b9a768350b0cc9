// Identifies an agent: a number that its AgentBook never gives twice. Results, runs and views refer
// to an agent by its id; the name is for the screen and for files, and may change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace fg {

class AgentId
{
public:
    AgentId() = default; // identifies no agent
    explicit AgentId(std::uint32_t number)
        : m_number(number)
    {
    }

    [[nodiscard]] bool isNone() const { return m_number == 0; }
    [[nodiscard]] std::uint32_t number() const { return m_number; }
    bool operator==(const AgentId &) const = default;
    bool operator<(const AgentId &other) const { return m_number < other.m_number; }

private:
    std::uint32_t m_number = 0; // from 1
};

} // namespace fg

namespace std {

template <> struct hash<fg::AgentId>
{
    size_t operator()(fg::AgentId id) const { return hash<uint32_t>()(id.number()); }
};

} // namespace std
