#include "protocol/wire/utf8.h"

#include <array>
#include <cstring>

namespace fg {

namespace {

// The set of octets that may come next, as an automaton over RFC 3629 section 4. All transitions for one
// octet are packed into one 64-bit number, six bits for each state, and a state's value is the position of
// its six bits. A step is therefore one load, which does not depend on the step before, and one shift. No
// text causes a branch.
using State = std::uint64_t;
constexpr State stateBits = 6;
constexpr State stateMask = 63;

constexpr State between = 0 * stateBits; // between characters
constexpr State bad = 1 * stateBits;
constexpr State oneDue = 2 * stateBits; // any continuation octet, 80 to BF, completes the character
constexpr State twoDue = 3 * stateBits;
constexpr State threeDue = 4 * stateBits;
// States after a lead octet that restricts the octet after it.
constexpr State afterE0 = 5 * stateBits; // A0 to BF: lower values would be an overlong form
constexpr State afterED = 6 * stateBits; // 80 to 9F: higher values would be surrogates
constexpr State afterF0 = 7 * stateBits; // 90 to BF: lower values would be an overlong form
constexpr State afterF4 = 8 * stateBits; // 80 to 8F: higher values would exceed U+10FFFF
constexpr State stateCount = 9;
static_assert(stateCount * stateBits <= 64);

constexpr State afterLead(unsigned octet)
{
    if (octet <= 0x7F)
        return between;
    if (octet < 0xC2) // continuation octets, and leads of overlong forms
        return bad;
    if (octet <= 0xDF)
        return oneDue;
    if (octet <= 0xEF)
        return octet == 0xE0 ? afterE0 : octet == 0xED ? afterED : twoDue;
    if (octet <= 0xF4)
        return octet == 0xF0 ? afterF0 : octet == 0xF4 ? afterF4 : threeDue;
    return bad;
}

constexpr std::uint64_t transitionsOf(unsigned octet)
{
    std::uint64_t row = 0;
    for (State state = between; state < stateCount * stateBits; state += stateBits)
        row |= bad << state;
    const auto allow = [&](State state, unsigned lowest, unsigned highest, State then) {
        if (octet >= lowest && octet <= highest)
            row = (row & ~(stateMask << state)) | then << state;
    };
    allow(between, 0x00, 0xFF, afterLead(octet));
    allow(oneDue, 0x80, 0xBF, between);
    allow(twoDue, 0x80, 0xBF, oneDue);
    allow(threeDue, 0x80, 0xBF, twoDue);
    allow(afterE0, 0xA0, 0xBF, oneDue);
    allow(afterED, 0x80, 0x9F, oneDue);
    allow(afterF0, 0x90, 0xBF, twoDue);
    allow(afterF4, 0x80, 0x8F, twoDue);
    return row;
}

constexpr auto transitions = [] {
    std::array<std::uint64_t, 256> rows{};
    for (unsigned octet = 0; octet < rows.size(); ++octet)
        rows[octet] = transitionsOf(octet);
    return rows;
}();

// The bits above the state stay in place: the next shift uses the lowest six only.
inline std::uint64_t step(std::uint64_t state, std::byte octet)
{
    return transitions[std::to_integer<std::size_t>(octet)] >> (state & stateMask);
}

constexpr std::size_t asciiBlock = 16;

bool isAsciiBlock(const std::byte *octets)
{
    std::uint64_t words[asciiBlock / sizeof(std::uint64_t)];
    std::memcpy(words, octets, asciiBlock);
    return ((words[0] | words[1]) & 0x8080808080808080u) == 0;
}

// Checks whole blocks as long as they are well-formed and returns the number of their octets; `state` is then
// the state after them. A block that contains an ill-formed sequence is left to the caller, which finds the
// exact octet.
std::size_t passBlocks(OctetView octets, State &state)
{
    const std::byte *const begin = octets.data();
    std::size_t position = 0;
    for (; octets.size() - position >= asciiBlock; position += asciiBlock) {
        const std::byte *const block = begin + position;
        if (state == between && isAsciiBlock(block))
            continue;
        std::uint64_t next = state;
        for (std::size_t i = 0; i < asciiBlock; ++i)
            next = step(next, block[i]);
        next &= stateMask;
        if (next == bad)
            break;
        state = next;
    }
    return position;
}

// Why this octet cannot come in this state.
FaultReason faultOf(State state, std::byte octet)
{
    const auto value = std::to_integer<unsigned>(octet);
    if (state == between) {
        if (value <= 0xBF)
            return FaultReason::LoneContinuation;
        if (value <= 0xC1)
            return FaultReason::OverlongForm;
        return value <= 0xF7 ? FaultReason::AboveUnicode : FaultReason::NeverInUtf8;
    }
    const bool isContinuation = value >= 0x80 && value <= 0xBF;
    if (!isContinuation)
        return FaultReason::SequenceCut;
    if (state == afterED)
        return FaultReason::Surrogate;
    return state == afterF4 ? FaultReason::AboveUnicode : FaultReason::OverlongForm;
}

// The position where the unfinished character at the end of these octets begins; nullopt if it begins before
// them.
std::optional<std::size_t> unfinishedStart(OctetView octets)
{
    for (std::size_t i = octets.size(); i-- > 0;) {
        const bool isContinuation = (octets[i] & std::byte{0xC0}) == std::byte{0x80};
        if (!isContinuation)
            return i;
    }
    return std::nullopt;
}

} // namespace

bool Utf8Checker::write(OctetView octets)
{
    if (m_bad)
        return false;
    State state = m_state;
    std::size_t i = passBlocks(octets, state);
    if (state != between) {
        if (const auto start = unfinishedStart(octets.first(i)))
            m_sequenceStart = m_position + *start;
    }
    // All blocks have passed, and the last octets are ASCII if the block that ends with them is.
    const bool isTail = octets.size() - i < asciiBlock && i > 0;
    if (state == between && isTail && isAsciiBlock(octets.data() + octets.size() - asciiBlock))
        i = octets.size();
    for (; i < octets.size(); ++i) {
        if (state == between)
            m_sequenceStart = m_position + i;
        const State before = state;
        state = step(state, octets[i]) & stateMask;
        if (state == bad) {
            m_bad = true;
            m_fault = faultOf(before, octets[i]);
            break;
        }
    }
    m_position += i;
    m_state = m_bad ? 0 : static_cast<std::uint8_t>(state);
    return !m_bad;
}

bool Utf8Checker::finish()
{
    if (isInsideCharacter()) {
        m_bad = true;
        m_fault = FaultReason::TextCut;
    }
    return !m_bad;
}

bool isUtf8(OctetView text)
{
    Utf8Checker checker;
    return checker.write(text) && checker.finish();
}

} // namespace fg
