// Small pieces of sentences and columns.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fg {

// In reports, data of more than `longestWholeData` octets is cut to `cutData` octets. Data of 61 to 64 octets
// is therefore shown whole and still followed by the mark of a cut, as in all reports of the case set.
inline constexpr std::uint64_t longestWholeData = 60;
inline constexpr std::size_t cutData = 64;
// Number of octets shown of a payload on one line.
inline constexpr std::size_t previewOctets = 64;
// Number of octets shown of the body of an answer other than 101.
inline constexpr std::size_t shownBodyOctets = 4'096;

// "1st", "2nd", "11th".
[[nodiscard]] std::string ordinal(std::uint64_t number);
// The noun for this number of things: "octet", "octets", "entry", "entries".
[[nodiscard]] std::string plural(std::uint64_t number, std::string_view singular);
// "1 octet", "2 octets", "0 entries".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view singular);
// A limit as text, in the largest unit of which it is a whole number: "8 MiB", "16 KiB", "1000 octets".
[[nodiscard]] std::string sizeText(std::uint64_t octets);
// Text from outside in quotes, escaped.
[[nodiscard]] std::string inQuotes(std::string_view text);
// The number of characters, not of octets; `text` must be UTF-8.
[[nodiscard]] std::size_t characterCount(std::string_view text);
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);
[[nodiscard]] std::string padded(std::uint64_t number, std::size_t width);
// "True" or "False", as the reports of the case set write it.
[[nodiscard]] constexpr std::string_view trueOrFalse(bool value) { return value ? "True" : "False"; }
// "1.000000", as %f prints it.
[[nodiscard]] std::string fixedSeconds(double seconds);
// A number without needless decimals: "100", "0.5".
[[nodiscard]] std::string shortNumber(double number);
// The number of seconds, in the same way.
[[nodiscard]] std::string secondsText(std::chrono::nanoseconds duration);

} // namespace fg
