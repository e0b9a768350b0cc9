#include "app/option_values.h"

#include "protocol/handshake/characters.h"
#include "protocol/handshake/extensions.h"
#include "protocol/handshake/http_head.h"

#include <algorithm>
#include <charconv>

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

OptionFault takeRecord(const std::string &value, CaseRunSettings::Record &into)
{
    using Record = CaseRunSettings::Record;
    if (value != "summary" && value != "full")
        return inQuotes(value) + " is no way of recording: summary keeps counts of bulk, full every octet.";
    into = value == "full" ? Record::Full : Record::Summary;
    return std::nullopt;
}

OptionFault takeTimeScale(const std::string &value, double &into)
{
    constexpr double least = 0.1;
    constexpr double most = 100;
    double number = 0;
    const char *const end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number, std::chars_format::fixed);
    const bool isNumber = error == std::errc{} && stop == end && number >= least && number <= most;
    if (!isNumber)
        return inQuotes(value) + " is no number from 0.1 to 100.";
    into = number;
    return std::nullopt;
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
