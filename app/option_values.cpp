#include "app/option_values.h"

#include "protocol/handshake/characters.h"
#include "protocol/handshake/extensions.h"
#include "protocol/handshake/http_head.h"

#include <algorithm>

namespace fg {

OptionFault takeText(const std::string &value, std::string &into)
{
    if (value.empty())
        return "the value is empty.";
    if (!std::ranges::all_of(value, isFieldText))
        return inQuotes(value) + " holds a control character.";
    into = value;
    return std::nullopt;
}

OptionFault takeList(const std::string &value, std::vector<std::string> &into)
{
    const std::vector<std::string_view> more = listElements(value);
    if (more.empty())
        return inQuotes(value) + " names nothing.";
    into.insert(into.end(), more.begin(), more.end());
    return std::nullopt;
}

OptionFault takeTokens(const std::string &value, std::vector<std::string> &into)
{
    for (const std::string_view token : listElements(value)) {
        if (!isToken(token))
            return inQuotes(token)
                + " is no name of a subprotocol: letters, digits and !#$%&'*+-.^_`|~ make one.";
    }
    return takeList(value, into);
}

OptionFault takeCases(const std::vector<std::string> &patterns, const std::vector<std::string> &excluded,
                      std::vector<const CaseSpec *> &into)
{
    const auto chosen = selectCases(patterns.empty() ? std::vector<std::string>{"*"} : patterns);
    const auto removed = selectCases(excluded);
    for (const auto *const cases : {&chosen, &removed}) {
        if (const auto *const bad = std::get_if<BadPattern>(cases))
            return "No case fits " + inQuotes(bad->pattern) + "; patterns look like *, 6.*, 6.2.* or 6.2.3.";
    }
    into = std::get<0>(chosen);
    std::erase_if(into, [&](const CaseSpec *spec) {
        return std::ranges::find(std::get<0>(removed), spec) != std::get<0>(removed).end();
    });
    if (into.empty())
        return "With these exclusions no case is left.";
    return std::nullopt;
}

} // namespace fg
