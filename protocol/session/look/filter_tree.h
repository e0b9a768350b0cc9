// A filter as a tree of conditions, with the places in the text that they were read from.
//
// The language: words and texts in quotes search; `field`, `field OP value`, `field in {value, first..last}`
// and `field not in {...}` ask about fields; `!` or not, `&&` or and, `||` or or, and parentheses join them.
// What only stands side by side is joined by and. not binds closer than and, and closer than or.
#pragma once

#include "protocol/session/look/filter_value.h"

#include <string>
#include <variant>
#include <vector>

namespace fg {

struct FilterTree;

// All parts hold; there are at least two.
struct FilterAll
{
    std::vector<FilterTree> parts;
};

// Some part holds; there are at least two.
struct FilterAny
{
    std::vector<FilterTree> parts;
};

struct FilterNot
{
    std::vector<FilterTree> part; // Exactly one.
};

// The row has the field; a flag is true.
struct FilterPresence
{
    FilterFieldRef field;
};

// The operator holds between a value of the field and one of these. NotEqual: the field has values, and none
// is one of these.
struct FilterComparison
{
    FilterFieldRef field;
    FilterOperator op = FilterOperator::Equal;
    std::vector<FilterValue> values; // At least one.
};

// The text is in what the row shows: its payload, opcode, broken rules, header fields or Info.
struct FilterSearch
{
    std::string text;
};

struct FilterTree
{
    std::variant<FilterSearch, FilterPresence, FilterComparison, FilterNot, FilterAll, FilterAny> node;
    FilterPlace place;
};

// The filter as it would be written: reading it again results in the same text.
[[nodiscard]] std::string filterText(const FilterTree &tree);

// --- "filter for this" ---
// A clause for rows in which the field has this value.
[[nodiscard]] std::string clauseFor(const FilterFieldRef &field, std::uint64_t number);
[[nodiscard]] std::string clauseFor(const FilterFieldRef &field, OctetView octets);
[[nodiscard]] std::string clauseFor(const FilterFieldRef &field, JsonOperand operand);
// A clause for rows in which the text, the payload or another text contains this.
[[nodiscard]] std::string clauseContaining(const FilterFieldRef &field, OctetView octets);

enum class ClauseUse : std::uint8_t { And, AndNot, Or, Instead };
// The filter with a clause added. A filter with a fault, or an empty one, is replaced.
[[nodiscard]] std::string withClause(std::string_view filter, std::string_view clause, ClauseUse use);

} // namespace fg
