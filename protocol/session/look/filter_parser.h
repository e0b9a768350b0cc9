// Reads the text of a filter: into a tree, or into a fault at its place; with what an editor needs to colour
// it and to complete it.
#pragma once

#include "protocol/session/look/filter_tree.h"

#include <optional>
#include <string_view>
#include <vector>

namespace fg {

// What a part of the text is, to be coloured by.
enum class FilterRole : std::uint8_t {
    Field,
    Operator,
    Value,
    Joint, // and, or, not, parentheses
    Search, // a word or a text to search for
};

struct FilterPart
{
    FilterPlace place;
    FilterRole role = FilterRole::Search;

    bool operator==(const FilterPart &) const = default;
};

// What can come next where the text ends.
struct FilterExpected
{
    bool condition = false; // A field, a word to search for, not, or an opening parenthesis.
    bool joint = false; // and, or, a closing parenthesis if one is open.
    std::optional<FilterFieldRef> operatorFor; // An operator that this field has.
    struct Value
    {
        FilterFieldRef field;
        FilterOperator op = FilterOperator::Equal;
        bool isInSet = false;
    };
    std::optional<Value> value;
    std::optional<FilterFieldRef> unitFor; // A unit of a number that the text ends with.
    bool setEnd = false; // A comma or a closing brace.
    std::size_t openParentheses = 0;
};

struct FilterReading
{
    // The filter; none if there is a fault, or if the text is empty, which all rows pass.
    std::optional<FilterTree> tree;
    std::optional<FilterFault> fault;
    std::vector<FilterPart> parts; // In the order of their places; up to the fault.
    FilterExpected expected;
};

[[nodiscard]] FilterReading readFilter(std::string_view text);

} // namespace fg
