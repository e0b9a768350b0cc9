// The closing handshake of RFC 6455 7.1: which ends have sent a close frame, and which was the first.
#pragma once

#include <cstdint>
#include <optional>

namespace fg {

class ClosingHandshake
{
public:
    enum class End : std::uint8_t { Us, Peer };

    // This end has sent a close frame. Further ones of the same end change nothing.
    constexpr void add(End end)
    {
        switch (m_state) {
        case State::None:
            m_state = end == End::Us ? State::Ours : State::Theirs;
            break;
        case State::Ours:
            m_state = end == End::Us ? State::Ours : State::BothOursFirst;
            break;
        case State::Theirs:
            m_state = end == End::Peer ? State::Theirs : State::BothTheirsFirst;
            break;
        case State::BothOursFirst:
        case State::BothTheirsFirst:
            break;
        }
    }

    [[nodiscard]] constexpr bool isSent() const { return m_state != State::None && m_state != State::Theirs; }
    [[nodiscard]] constexpr bool isReceived() const
    {
        return m_state != State::None && m_state != State::Ours;
    }
    [[nodiscard]] constexpr bool isComplete() const { return isSent() && isReceived(); }
    // Who has closed first; nullopt before the first close frame.
    [[nodiscard]] constexpr std::optional<End> first() const
    {
        switch (m_state) {
        case State::None:
            return std::nullopt;
        case State::Ours:
        case State::BothOursFirst:
            return End::Us;
        case State::Theirs:
        case State::BothTheirsFirst:
            break;
        }
        return End::Peer;
    }

private:
    enum class State : std::uint8_t { None, Ours, Theirs, BothOursFirst, BothTheirsFirst };
    State m_state = State::None;
};

} // namespace fg
