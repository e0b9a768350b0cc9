#include "app/options/option_values.h"

#include "protocol/conformance/cases/case_patterns.h"
#include "protocol/handshake/extensions.h"
#include "protocol/handshake/http_head.h"
#include "protocol/handshake/secrets.h"
#include "protocol/session/live/connection_budget.h"
#include "protocol/text/characters.h"
#include "protocol/wire/octets.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fg {
namespace {

std::optional<double> decimal(std::string_view text)
{
    double number = 0;
    const char *const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    // from_chars accepts words such as "inf".
    const bool isNumber = error == std::errc{} && stop == end && std::isfinite(number);
    return isNumber ? std::optional(number) : std::nullopt;
}

std::string quotedList(const std::vector<std::string> &texts)
{
    std::string list;
    for (const std::string &text : texts)
        list += (list.empty() ? "" : " or ") + inQuotes(text);
    return list;
}

OptionFault secondsIn(std::string_view range, const std::string &value, Duration &into,
                      bool (*isEnough)(double))
{
    constexpr double day = 86'400;
    const auto number = decimal(value);
    if (!number || !isEnough(*number) || *number > day)
        return inQuotes(value) + " is not a number of seconds " + std::string(range) + '.';
    into = std::chrono::round<Duration>(std::chrono::duration<double>(*number));
    // 0 often stands for "without a limit", so nothing else becomes 0.
    if (*number > 0)
        into = std::max(into, Duration(1));
    return std::nullopt;
}

void noteIdlePatterns(const std::string &option, const std::vector<std::string> &patterns,
                      std::vector<std::string> &notes)
{
    for (const std::string &pattern : patterns) {
        if (!fitsAnyCase(pattern))
            notes.push_back(option + ": no case fits " + inQuotes(pattern) + ", which has no effect");
    }
}

} // namespace

OptionFault readText(const std::string &value, std::string &into)
{
    if (value.empty())
        return "the value is empty.";
    if (!std::ranges::all_of(value, isFieldText))
        return inQuotes(value) + " contains a control character.";
    into = value;
    return std::nullopt;
}

OptionFault readList(const std::string &value, std::vector<std::string> &into)
{
    const std::vector<std::string_view> more = listElements(value);
    if (more.empty())
        return inQuotes(value) + " contains no name.";
    into.insert(into.end(), more.begin(), more.end());
    return std::nullopt;
}

OptionFault readTokens(const std::string &value, std::vector<std::string> &into)
{
    const std::vector<std::string_view> tokens = listElements(value);
    if (tokens.empty())
        return inQuotes(value) + " contains no name.";
    const std::string shown = discreetField("Sec-WebSocket-Protocol", value);
    for (const std::string_view token : tokens) {
        const auto start = static_cast<std::size_t>(token.data() - value.data());
        const std::string quoted = inQuotes(std::string_view(shown).substr(start, token.size()));
        if (!isToken(token))
            return quoted
                + " is not a name of a subprotocol, which consists of letters, digits and !#$%&'*+-.^_`|~.";
        if (std::ranges::find(into, token) != into.end())
            return "The subprotocol " + quoted + " is given twice (RFC 6455 4.1).";
        into.emplace_back(token);
    }
    return std::nullopt;
}

OptionFault readAllowedOrigin(const std::string &value, AllowedOrigins &into)
{
    if (into.add(value))
        return std::nullopt;
    return inQuotes(discreetUrl(value))
        + " is not an origin, which looks like https://app.example:8443, nor null, nor *.";
}

OptionFault readRecord(const std::string &value, CaseRunSettings::Record &into)
{
    using Record = CaseRunSettings::Record;
    if (value != "summary" && value != "full")
        return inQuotes(value)
            + " is neither summary (keeps counts of bulk phases) nor full (keeps every octet).";
    into = value == "full" ? Record::Full : Record::Summary;
    return std::nullopt;
}

OptionFault readTimeScale(const std::string &value, double &into)
{
    const auto number = decimal(value);
    if (!number || *number < 0.1 || *number > 100)
        return inQuotes(value) + " is not a number from 0.1 to 100.";
    into = *number;
    return std::nullopt;
}

FlagOption secretsOption(Secrets &into)
{
    return {"--secrets", [&into] { into = Secrets::Kept; }};
}

OptionFault readSize(const std::string &value, std::uint64_t &into)
{
    constexpr std::string_view units = "KMG";
    const std::size_t unit = value.empty() ? std::string_view::npos : units.find(value.back());
    const bool hasUnit = unit != std::string_view::npos;
    const std::string_view digits = std::string_view(value).substr(0, value.size() - (hasUnit ? 1 : 0));
    const auto number = parseNumber(digits, 1, 1'000'000'000);
    if (!number)
        return inQuotes(value) + " is not a number of octets; it should look like 1000, 64K, 16M or 1G.";
    into = static_cast<std::uint64_t>(*number) << (hasUnit ? 10 * (unit + 1) : 0);
    return std::nullopt;
}

OptionFault readMemory(const std::string &value, std::uint64_t least, std::uint64_t &into)
{
    if (OptionFault fault = readSize(value, into))
        return fault;
    if (into < least)
        return inQuotes(value) + " is too little: the least is " + std::to_string(least / mebibyte) + "M.";
    return std::nullopt;
}

OptionFault readServerMemory(const std::string &value, std::uint64_t &into)
{
    return readMemory(value, ConnectionBudget::smallestLimit, into);
}

OptionFault readSeconds(const std::string &value, Duration &into)
{
    return secondsIn("from 0 to 86400", value, into, [](double number) { return number >= 0; });
}

OptionFault readSecondsAboveZero(const std::string &value, Duration &into)
{
    return secondsIn("above 0, up to 86400", value, into, [](double number) { return number > 0; });
}

OptionFault setServerTls(const TlsServerSettings &tls, ListenSettings &listen)
{
    if (tls.certificateFile.empty() != tls.keyFile.empty())
        return "A certificate (--cert) and its key (--key) must be given together.";
    if (tls.certificateFile.empty() && !tls.clientCaFile.empty())
        return "--client-ca asks for client certificates, which needs TLS (--cert and --key).";
    if (!tls.certificateFile.empty())
        listen.tls = tls;
    return std::nullopt;
}

OptionFault readPatterns(const std::string &value, std::vector<std::string> &into)
{
    for (std::string_view rest = value;;) {
        const std::size_t comma = rest.find(',');
        into.emplace_back(trimmed(rest.substr(0, comma)));
        if (comma == std::string_view::npos)
            return std::nullopt;
        rest.remove_prefix(comma + 1);
    }
}

OptionFault readCases(const CasePatterns &patterns, std::vector<std::string> &notes,
                      std::vector<const CaseSpec *> &into)
{
    into = selectCases(patterns.wanted.empty() ? std::vector<std::string>{"*"} : patterns.wanted);
    if (into.empty())
        return "No case is left to run: no case fits " + quotedList(patterns.wanted)
            + " (--cases). Patterns look like *, 6.*, 12.*.1 or 6.2.3; a star stands for any characters.";
    noteIdlePatterns("--cases", patterns.wanted, notes);
    noteIdlePatterns("--exclude", patterns.excluded, notes);
    into = withoutCases(std::move(into), patterns.excluded);
    if (into.empty())
        return "No case is left to run: --exclude leaves out all cases.";
    return std::nullopt;
}

} // namespace fg
