// Values in a filter: what a field is compared with, and how they are read and written.
#pragma once

#include "protocol/session/look/filter_token.h"
#include "protocol/text/json_number.h"
#include "protocol/wire/octets.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

// Numbers from `first` to `last`.
struct FilterRange
{
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    bool operator==(const FilterRange &) const = default;
};

// What a JSON value is compared with.
struct JsonOperand
{
    enum class Kind : std::uint8_t { Quoted, Bare }; // Bare: not in quotes; also true, false and null.

    Kind kind = Kind::Bare;
    std::string text;
    std::optional<JsonNumber> number; // Bare, if it is one.

    bool operator==(const JsonOperand &) const = default;
};

struct FilterValue
{
    std::string shown; // The value as it is written in a filter.
    // Flag, Word, Number, Size, TimeSpan: ranges; Text, Octets: octets; Json: json.
    std::vector<FilterRange> ranges;
    OctetBuffer octets;
    enum class Spelling : std::uint8_t { Text, Hex };
    Spelling spelling =
        Spelling::Text; // Of the octets. What is searched for as text is searched in any case.
    JsonOperand json;

    bool operator==(const FilterValue &) const = default;
};

// Reads the value of a token. `unit`: a unit that stands in a word of its own after the token, or empty.
[[nodiscard]] std::variant<FilterValue, FilterFault> readFilterValue(const FilterFieldRef &field,
                                                                     FilterOperator op,
                                                                     const FilterToken &token,
                                                                     std::string_view unit);

// Values that are made, not read.
[[nodiscard]] FilterValue filterNumber(const FilterFieldRef &field, std::uint64_t number);
// Text or Octets. Octets that are not UTF-8 are written in hexadecimal.
[[nodiscard]] FilterValue filterOctets(const FilterFieldRef &field, OctetView octets);
[[nodiscard]] FilterValue filterJson(JsonOperand operand);

} // namespace fg
