#include "protocol/report/wording/field_clauses.h"

#include "protocol/session/look/filter_tree.h"
#include "protocol/text/characters.h"
#include "protocol/wire/utf8.h"

#include <algorithm>

namespace fg {
namespace {

// A longer value is asked for by its start, so that the filter stays readable.
constexpr std::size_t longestWhole = 48;
constexpr std::size_t longestStart = 24;
constexpr std::size_t longestWords = 120;

FilterFieldRef refTo(FilterField field) { return {field, {}, {}}; }

// At most `limit` octets, without a character that they cut.
std::string_view startOf(std::string_view text, std::size_t limit)
{
    std::string_view start = text.substr(0, limit);
    while (start.size() < text.size() && !start.empty() && !isUtf8(octetsOf(start)))
        start.remove_suffix(1);
    return start;
}

} // namespace

std::string fieldClause(FilterField field, std::uint64_t number) { return clauseFor(refTo(field), number); }

std::string fieldClause(FilterField field, OctetView octets, std::uint64_t length)
{
    if (length == 0)
        return clauseFor(refTo(FilterField::Length), 0);
    if (octets.empty())
        return {};
    if (octets.size() == length && length <= longestWhole)
        return clauseFor(refTo(field), octets);
    const bool isText = infoOf(field).type == FilterType::Text;
    const OctetView start = isText ? octetsOf(startOf(charactersOf(octets), longestStart))
                                   : octets.first(std::min(octets.size(), longestStart));
    return start.empty() ? std::string() : clauseContaining(refTo(field), start);
}

std::string headerClause(std::string_view name, std::string_view value)
{
    const auto field = filterFieldNamed("header." + std::string(name));
    const auto *const ref = std::get_if<FilterFieldRef>(&field);
    if (!ref)
        return {};
    if (value.size() <= longestWords)
        return clauseFor(*ref, octetsOf(value));
    const std::string_view start = startOf(value, longestWords);
    return start.empty() ? ref->text() : clauseContaining(*ref, octetsOf(start));
}

std::string startLineClause(std::string_view line)
{
    constexpr std::size_t digits = 3;
    const std::size_t space = line.find(' ');
    const std::string_view code = space == std::string_view::npos ? "" : line.substr(space + 1, digits);
    if (!line.starts_with("HTTP/") || code.size() != digits || !std::ranges::all_of(code, isDigit))
        return fieldClause(FilterField::Head, 1);
    return fieldClause(FilterField::Status, std::stoul(std::string(code)));
}

void addInfoClauses(std::vector<Field> &fields, std::string_view info)
{
    const std::string_view words = startOf(info, longestWords);
    if (words.empty())
        return;
    const std::string clause = clauseContaining(refTo(FilterField::Info), octetsOf(words));
    for (Field &field : fields) {
        if (field.clause.empty())
            field.clause = clause;
        addInfoClauses(field.children, info);
    }
}

std::uint64_t numberOf(const MaskingKey &key)
{
    std::uint64_t number = 0;
    for (const std::byte octet : key)
        number = number << 8 | std::to_integer<std::uint64_t>(octet);
    return number;
}

} // namespace fg
