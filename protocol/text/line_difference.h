// How two texts differ, line by line: the shortest list of lines that are taken away and put in (Myers, "An
// O(ND) difference algorithm and its variations", 1986), as long as it is short.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace fg {

struct LineDifference
{
    enum class Kind : std::uint8_t { Same, Removed, Added };

    // Lines that follow one another and are of one kind. `before` and `after` are the numbers of the first of
    // them in the two texts, counted from 0; of what was removed, `after` is where it would stand, and the
    // other way round.
    struct Run
    {
        Kind kind = Kind::Same;
        std::size_t before = 0;
        std::size_t after = 0;
        std::size_t count = 0;

        bool operator==(const Run &) const = default;
    };

    // Time and memory are bounded by this: with more changes, all lines between the first and the last
    // difference count as replaced.
    static constexpr std::size_t maxChanges = 2'000;

    std::vector<Run>
        runs; // in order; two neighbours are of different kinds, and what was removed comes first
    bool isRough = false; // there are more changes than maxChanges

    [[nodiscard]] std::size_t removed() const { return countOf(Kind::Removed); }
    [[nodiscard]] std::size_t added() const { return countOf(Kind::Added); }
    [[nodiscard]] bool isEmpty() const { return removed() + added() == 0; }

private:
    [[nodiscard]] std::size_t countOf(Kind kind) const;
};

using Lines = std::vector<std::string_view>;

// At LF; a CR before it is part of the line, because it is a difference. A text that does not end in LF has a
// last line.
[[nodiscard]] Lines linesOf(std::string_view text);

[[nodiscard]] LineDifference differenceOf(std::span<const std::string_view> before,
                                          std::span<const std::string_view> after);

// What two sequences have in common at the start and at the end, which do not overlap in the shorter one.
struct CommonEnds
{
    std::size_t start = 0;
    std::size_t end = 0;

    bool operator==(const CommonEnds &) const = default;
};

// In octets. With `Characters` neither end is inside a UTF-8 sequence.
enum class EndsAt : std::uint8_t { Octets, Characters };
[[nodiscard]] CommonEnds commonEnds(std::string_view before, std::string_view after, EndsAt at);

} // namespace fg
