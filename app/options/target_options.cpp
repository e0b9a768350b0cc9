#include "app/options/target_options.h"

#include "app/options/option_values.h"
#include "protocol/report/wording/troubles.h"
#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {
namespace {

OptionFault readHeader(const std::string &text, Target &target)
{
    const std::size_t colon = text.find(':');
    // Only the beginning is quoted, because the value may be a secret.
    const std::string start = inQuotes(text.substr(0, text.find_first_of(": ")));
    if (colon == std::string::npos || !isToken(std::string_view(text).substr(0, colon)))
        return "The field that begins with " + start
            + " is not a header field; it should look like \"Name: value\".";
    const std::string_view value = trimmed(std::string_view(text).substr(colon + 1));
    if (!std::ranges::all_of(value, isFieldText))
        return "The header field " + start + " contains a control character.";
    target.headers.push_back({text.substr(0, colon), std::string(value)});
    return std::nullopt;
}

} // namespace

void addTargetOptions(OptionTable &table, Target &target)
{
    const auto text = [&table](std::string_view name, std::string &into) {
        table.values.push_back({name, [&into](OptionValue value) { return readText(value, into); }});
    };
    table.flags.push_back({"--insecure", [&target] {
                               target.tls.verification = TlsClientSettings::Verification::AllowFaults;
                           }});
    table.values.push_back({"--header", [&target](OptionValue value) { return readHeader(value, target); }});
    table.values.push_back(
        {"--subprotocol", [&target](OptionValue value) { return readTokens(value, target.subprotocols); }});
    text("--origin", target.origin);
    text("--ca", target.tls.caFile);
    for (const std::string_view name : {"--cert", "--client-cert"})
        text(name, target.tls.certificateFile);
    for (const std::string_view name : {"--key", "--client-key"})
        text(name, target.tls.keyFile);
    for (const std::string_view name : {"--server-name", "--sni"})
        text(name, target.tls.serverName);
}

OptionFault readUrl(const std::string &word, std::optional<WebSocketUrl> &url)
{
    if (url)
        return "Only one URL can be given; " + inQuotes(word) + " is one too many.";
    const auto parsed = parseWebSocketUrl(word);
    if (const auto *const fault = std::get_if<UrlFault>(&parsed))
        return urlFaultSentence(*fault, word);
    url = std::get<WebSocketUrl>(parsed);
    return std::nullopt;
}

OptionFault readTimeout(const std::string &value, Target &target)
{
    if (const OptionFault fault = readSeconds(value, target.openingLimit))
        return fault;
    if (target.openingLimit == Duration{})
        return "a server needs more than 0 seconds.";
    target.closingLimit = target.openingLimit;
    return std::nullopt;
}

OptionFault checkTargetOptions(const Target &target)
{
    if (target.tls.certificateFile.empty() != target.tls.keyFile.empty())
        return "A certificate (--client-cert) and its key (--client-key) must be given together.";
    return std::nullopt;
}

} // namespace fg
