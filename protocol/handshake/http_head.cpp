#include "protocol/handshake/http_head.h"

#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {

const std::string *HttpHead::find(std::string_view name) const
{
    for (const HeaderField &field : fields) {
        if (equalsIgnoringCase(field.name, name))
            return &field.value;
    }
    return nullptr;
}

std::string HttpHead::joined(std::string_view name) const
{
    std::string values;
    bool isFirst = true;
    for (const HeaderField &field : fields) {
        if (!equalsIgnoringCase(field.name, name))
            continue;
        if (!isFirst)
            values += ", ";
        values += field.value;
        isFirst = false;
    }
    return values;
}

std::size_t HttpHead::count(std::string_view name) const
{
    const auto hasName = [name](const HeaderField &field) { return equalsIgnoringCase(field.name, name); };
    return static_cast<std::size_t>(std::ranges::count_if(fields, hasName));
}

bool HttpHead::hasToken(std::string_view name, std::string_view token) const
{
    const std::string list = joined(name);
    const auto isIt = [token](std::string_view element) { return equalsIgnoringCase(element, token); };
    return std::ranges::any_of(listElements(list), isIt);
}

std::size_t HttpHead::memory() const
{
    std::size_t octets = startLine.capacity() + fields.capacity() * sizeof(HeaderField);
    for (const HeaderField &field : fields)
        octets += field.name.capacity() + field.value.capacity();
    return octets;
}

std::string HttpHead::serialized() const
{
    std::string text = startLine + "\r\n";
    for (const HeaderField &field : fields)
        text += field.name + ": " + field.value + "\r\n";
    return text + "\r\n";
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lowered, lowered);
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> listElements(std::string_view list)
{
    std::vector<std::string_view> elements;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const std::string_view element = trimmed(list.substr(0, comma));
        if (!element.empty())
            elements.push_back(element);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return elements;
}

} // namespace fg
