// What is wrong with the text of a filter, and where. The sentence is made from the values in one place.
#pragma once

#include "protocol/session/look/filter_fields.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace fg {

// A part of a filter's text, in octets from its start.
struct FilterPlace
{
    std::size_t start = 0;
    std::size_t length = 0;

    [[nodiscard]] std::size_t end() const { return start + length; }
    bool operator==(const FilterPlace &) const = default;
};

struct FilterFault
{
    enum class Kind : std::uint8_t {
        TooLong, // The text is longer than longestFilter.
        TooDeep, // Parentheses and "not" are nested deeper than deepestFilter.
        TooMany, // More conditions or values than mostFilterParts.
        NotUtf8,
        Unfinished, // A text in quotes does not end.
        BadEscape, // After a backslash in quotes.
        Stray, // A sign that cannot be here.
        NoCondition, // A condition is missing.
        NoClosing, // A parenthesis is not closed.
        NotOpened, // A parenthesis closes nothing.
        UnknownField, // An operator follows a word that is not a field.
        NoField, // An operator follows something that is not a word.
        BadPath, // Of a JSON value.
        NoHeaderName,
        WrongOperator, // The field cannot be compared in this way.
        NoValue,
        NoSet, // "in" without a brace.
        NoSetHere, // Braces after an operator that takes one value.
        EmptySet,
        NoSetEnd, // A brace is not closed.
        NoComma, // Inside braces.
        BadWord, // Not one of the field's words.
        BadNumber,
        NotWhole, // A part of an octet, or of something that is counted.
        TooGreat, // A number that 64 bits do not hold.
        Exponent, // A number such as 1e3.
        NoUnit, // A duration without one.
        BadUnit,
        Backwards, // A range whose end precedes its start.
        NoRange, // A range for something that has no order, or with an operator that takes one value.
        BadOctets, // Not pairs of hexadecimal digits.
        EmptyText, // Everything contains an empty text.
        LongText, // A text or octets to search for of more than Needle::longestQuery.
        LongPattern, // A regular expression of more than that.
        BadPattern, // detail: what is wrong.
        NotOrdered, // JSON: only numbers are less or greater.
    };

    Kind kind = Kind::Stray;
    FilterPlace place;
    std::string subject; // The part of the text in question; not escaped.
    std::string detail; // As the kind says.
    std::string field; // The field's name, if the fault is in what follows it.
    FilterType type = FilterType::Flag; // The field's type.

    bool operator==(const FilterFault &) const = default;
};

inline constexpr std::size_t longestFilter = 16 * 1024; // In octets.
inline constexpr std::size_t deepestFilter = 64;
inline constexpr std::size_t mostFilterParts = 1'000;

// One or two sentences that say what is wrong and what is expected. Escaped.
[[nodiscard]] std::string filterFaultSentence(const FilterFault &fault);

} // namespace fg
