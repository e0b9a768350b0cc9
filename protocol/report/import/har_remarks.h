// What was odd in an archive and how it was read all the same, in sentences. Values that are odd in the same
// way make one sentence, which names the first and counts the others; so what is kept is bounded. Internal to
// report/.
#pragma once

#include "protocol/report/import/har_value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// Where something is: "message 3 of a.jsonl (line 3, column 1)".
struct HarPlace
{
    std::string_view noun = "entry"; // "entry", "message" or "frame"
    std::uint64_t number = 0; // From 1; 0: its number is not told.
    std::string_view file{}; // An attached file; empty: the archive.
    JsonPlace place{};

    [[nodiscard]] std::string words() const; // Escaped.
};

// What was odd.
struct HarOddity
{
    std::string key; // Of the value.
    std::string expected{}; // "a list"
    std::string found{}; // Escaped; empty: it is not told.
    std::string done{}; // What was made of it: "it is left out".
};

class HarRemarks
{
public:
    // Further kinds are only counted.
    static constexpr std::size_t mostKinds = 20;

    // The sentence about this oddity if it is the first of its kind, nullopt otherwise: `"opcode" of message
    // 3 (line 1, column 9): expected a whole number, found "x"; it is taken as text.`
    std::optional<std::string> add(const HarPlace &where, const HarOddity &odd);

    // The sentences that add() has returned.
    [[nodiscard]] std::vector<std::string> first() const;
    // About each kind of which there are several: `"opcode": 12 more messages are read in the same way as
    // message 3.`
    [[nodiscard]] std::vector<std::string> repeated() const;
    // One sentence about each kind, for a reader who has not seen the others.
    [[nodiscard]] std::vector<std::string> all() const;

private:
    struct Kind
    {
        std::string key;
        std::string expected;
        std::string done;
        std::string sentence;
        std::string first; // Where the first is: "message 3".
        std::string noun;
        std::uint64_t more = 0;

        [[nodiscard]] std::string repeatedSentence() const;
    };

    std::vector<Kind> m_kinds;
    std::uint64_t m_others = 0; // Odd values of further kinds.
};

} // namespace fg
