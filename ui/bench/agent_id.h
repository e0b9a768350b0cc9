// Which agent: a number that AgentBook gives once and to no other agent as long as the program runs. Results,
// runs and views refer to an agent by it; its name is for screen and files, and may change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace fg {

class AgentId
{
public:
    AgentId() = default; // of no agent
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
