#include "app/options/target_options.h"

#include "app/options/option_values.h"
#include "protocol/report/wording/troubles.h"
#include "protocol/text/characters.h"
#include "protocol/transport/certificate_chain.h"
#include "protocol/transport/server_identity.h"

#include <algorithm>

namespace fg {
namespace {

OptionFault readHeader(const std::string &text, Target &target)
{
    const std::size_t colon = text.find(':');
    // Only the beginning is quoted, because the value may be a secret.
    const std::string start = inQuotes(text.substr(0, text.find_first_of(": \t")));
    if (colon != std::string::npos && text.find_first_of(" \t") < colon)
        return "The name of the header field that begins with " + start
            + " contains a blank; a field should look like \"Name: value\".";
    if (colon == std::string::npos || !isToken(std::string_view(text).substr(0, colon)))
        return "The field that begins with " + start
            + " is not a header field; it should look like \"Name: value\".";
    const std::string_view value = trimmed(std::string_view(text).substr(colon + 1));
    if (!std::ranges::all_of(value, isFieldText))
        return "The header field " + start + " contains a control character.";
    target.headers.push_back({text.substr(0, colon), std::string(value)});
    return std::nullopt;
}

// An address is never sent (RFC 6066 3).
OptionFault readSni(const std::string &value, Target &target)
{
    if (OptionFault fault = readText(value, target.tls.sni))
        return fault;
    if (addressOctets(value))
        return inQuotes(value)
            + " is an address, which SNI cannot carry (RFC 6066 3); --server-name sets the address that the "
              "certificate must be for.";
    return std::nullopt;
}

std::string listOf(const std::vector<std::string> &names)
{
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

// --insecure, wherever it stands, allows these faults and all others.
OptionFault readFaults(const std::string &value, Target &target)
{
    std::vector<std::string> names;
    if (OptionFault fault = readList(value, names))
        return fault;
    const std::vector<std::string> known = knownFaults();
    for (const std::string &name : names) {
        if (std::ranges::find(known, name) == known.end())
            return inQuotes(name) + " is not a fault of a certificate; they are " + listOf(known) + ".";
    }
    using Verification = TlsClientSettings::Verification;
    TlsClientSettings &tls = target.tls;
    const bool isAnyAllowed = tls.verification == Verification::AllowFaults && tls.allowedFaults.empty();
    if (!isAnyAllowed)
        tls.allowedFaults.insert(tls.allowedFaults.end(), names.begin(), names.end());
    tls.verification = Verification::AllowFaults;
    return std::nullopt;
}

OptionFault readLimit(const std::string &value, std::optional<Duration> &into)
{
    Duration limit{};
    if (OptionFault fault = readSecondsAboveZero(value, limit))
        return fault;
    into = limit;
    return std::nullopt;
}

} // namespace

void TargetTimes::applyTo(Target &target) const
{
    target.connectLimit = connecting.value_or(each.value_or(target.connectLimit));
    target.openingLimit = opening.value_or(each.value_or(target.openingLimit));
    target.closingLimit = each.value_or(target.closingLimit);
}

void addTargetOptions(OptionTable &table, Target &target, TargetTimes &times)
{
    const auto text = [&table](std::string_view name, std::string &into) {
        table.values.push_back({name, [&into](OptionValue value) { return readText(value, into); }});
    };
    table.flags.push_back({"--insecure", [&target] {
                               target.tls.verification = TlsClientSettings::Verification::AllowFaults;
                               target.tls.allowedFaults.clear();
                           }});
    table.values.push_back(
        {"--allow-fault", [&target](OptionValue value) { return readFaults(value, target); }});
    table.values.push_back({"--header", [&target](OptionValue value) { return readHeader(value, target); }});
    table.values.push_back(
        {"--subprotocol", [&target](OptionValue value) { return readTokens(value, target.subprotocols); }});
    text("--origin", target.origin);
    text("--ca", target.tls.caFile);
    for (const std::string_view name : {"--cert", "--client-cert"})
        text(name, target.tls.certificateFile);
    for (const std::string_view name : {"--key", "--client-key"})
        text(name, target.tls.keyFile);
    text("--server-name", target.tls.serverName);
    table.values.push_back({"--sni", [&target](OptionValue value) { return readSni(value, target); }});
    table.values.push_back(
        {"--connect-timeout", [&times](OptionValue value) { return readLimit(value, times.connecting); }});
    table.values.push_back(
        {"--open-timeout", [&times](OptionValue value) { return readLimit(value, times.opening); }});
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

ValueOption timeoutOption(TargetTimes &times)
{
    return {"--timeout", [&times](OptionValue value) { return readLimit(value, times.each); }};
}

OptionFault checkTargetOptions(const Target &target)
{
    if (target.tls.certificateFile.empty() != target.tls.keyFile.empty())
        return "A certificate (--client-cert) and its key (--client-key) must be given together.";
    return std::nullopt;
}

} // namespace fg
