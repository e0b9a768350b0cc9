#include "protocol/session/look/filter_parser.h"
#include "protocol/session/look/filter_tree.h"
#include "protocol/text/characters.h"
#include "protocol/wire/overloaded.h"

#include <algorithm>

namespace fg {
namespace {

// How closely the parts of a text hold together.
enum class Binding : std::uint8_t { Or, And, Not };

// Whether a text to search for is a word that needs no quotes: reading it again results in the same search.
bool isPlainWord(std::string_view text)
{
    const bool isSimple = !text.empty() && std::ranges::all_of(text, [](char c) {
        return isAlphanumeric(c) || std::string_view("_-./:@%#+").find(c) != std::string_view::npos
            || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!isSimple)
        return false;
    const FilterTokens tokens = filterTokens(text);
    if (tokens.tokens.size() != 2 || tokens.tokens.front().kind != FilterToken::Kind::Word)
        return false;
    // After a condition, "contains" or "in" would read as an operator.
    return std::holds_alternative<FieldNameFault>(filterFieldNamed(text)) && !operatorOfWord(text)
        && text != "in";
}

std::string textOf(const FilterTree &tree, Binding around);

std::string joined(const std::vector<FilterTree> &parts, std::string_view sign, Binding binding,
                   Binding around)
{
    std::string out;
    for (const FilterTree &part : parts)
        out += (out.empty() ? "" : std::string(sign)) + textOf(part, binding);
    return binding < around ? '(' + out + ')' : out;
}

std::string comparisonText(const FilterComparison &comparison)
{
    const std::string field = comparison.field.text();
    const bool isRange = comparison.values.front().ranges.size() == 1
        && comparison.values.front().ranges.front().first != comparison.values.front().ranges.front().last
        && comparison.values.front().shown.find("..") != std::string::npos;
    if (comparison.values.size() == 1 && !isRange)
        return field + ' ' + std::string(infoOf(comparison.op).sign) + ' ' + comparison.values.front().shown;
    std::string sign(infoOf(comparison.op).sign);
    if (comparison.op == FilterOperator::Equal)
        sign = "in";
    else if (comparison.op == FilterOperator::NotEqual)
        sign = "not in";
    std::string values;
    for (const FilterValue &value : comparison.values)
        values += (values.empty() ? "" : ", ") + value.shown;
    return field + ' ' + sign + " {" + values + '}';
}

std::string textOf(const FilterTree &tree, Binding around)
{
    return std::visit(
        Overloaded{
            [](const FilterSearch &search) {
                return isPlainWord(search.text) ? search.text : quotedForFilter(search.text);
            },
            [](const FilterPresence &presence) { return presence.field.text(); },
            [](const FilterComparison &comparison) { return comparisonText(comparison); },
            [](const FilterNot &negated) {
                const FilterTree &part = negated.part.front();
                // A comparison has parentheses, because !len > 1k looks as if it negated the length.
                const bool isComparison = std::holds_alternative<FilterComparison>(part.node);
                const std::string text = textOf(part, Binding::Not);
                return isComparison ? "!(" + text + ')' : '!' + text;
            },
            [around](const FilterAll &all) { return joined(all.parts, " && ", Binding::And, around); },
            [around](const FilterAny &any) { return joined(any.parts, " || ", Binding::Or, around); },
        },
        tree.node);
}

std::string comparisonWith(const FilterFieldRef &field, FilterOperator op, FilterValue value)
{
    FilterComparison comparison;
    comparison.field = field;
    comparison.op = op;
    comparison.values.push_back(std::move(value));
    return comparisonText(comparison);
}

} // namespace

std::string filterText(const FilterTree &tree) { return textOf(tree, Binding::Or); }

std::string clauseFor(const FilterFieldRef &field, std::uint64_t number)
{
    if (field.info().type == FilterType::Flag)
        return (number == 0 ? "!" : "") + field.text();
    return comparisonWith(field, FilterOperator::Equal, filterNumber(field, number));
}

std::string clauseFor(const FilterFieldRef &field, OctetView octets)
{
    return comparisonWith(field, FilterOperator::Equal, filterOctets(field, octets));
}

std::string clauseFor(const FilterFieldRef &field, JsonOperand operand)
{
    return comparisonWith(field, FilterOperator::Equal, filterJson(std::move(operand)));
}

std::string clauseContaining(const FilterFieldRef &field, OctetView octets)
{
    return comparisonWith(field, FilterOperator::Contains, filterOctets(field, octets));
}

std::string withClause(std::string_view filter, std::string_view clause, ClauseUse use)
{
    const FilterReading before = readFilter(filter);
    const FilterReading added = readFilter(clause);
    if (!added.tree)
        return std::string(filter);
    FilterTree part = *added.tree;
    if (use == ClauseUse::AndNot) {
        FilterTree negated;
        negated.node = FilterNot{{std::move(part)}};
        part = std::move(negated);
    }
    if (!before.tree || use == ClauseUse::Instead)
        return filterText(part);
    FilterTree both;
    if (use == ClauseUse::Or)
        both.node = FilterAny{{*before.tree, std::move(part)}};
    else
        both.node = FilterAll{{*before.tree, std::move(part)}};
    return filterText(both);
}

} // namespace fg
