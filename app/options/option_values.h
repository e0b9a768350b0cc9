// Reads the values of options that several commands have. Each function stores the value in its last
// argument, and returns what is wrong with it otherwise.
#pragma once

#include "app/options/option_reader.h"
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/handshake/access.h"
#include "protocol/handshake/secrets.h"
#include "protocol/text/text_tools.h"
#include "protocol/transport/socket_listener.h"

#include <string>
#include <string_view>
#include <vector>

namespace fg {

// A text that is not empty and has no control characters.
[[nodiscard]] OptionFault readText(const std::string &value, std::string &into);
// Names separated by commas. They are added to the list.
[[nodiscard]] OptionFault readList(const std::string &value, std::vector<std::string> &into);
// The same for names of subprotocols, each of which is a token (RFC 6455 4.1).
[[nodiscard]] OptionFault readTokens(const std::string &value, std::vector<std::string> &into);
// Octets: "1000", "64K", "16M", "1G" in powers of 1024, at least 1.
[[nodiscard]] OptionFault readSize(const std::string &value, std::uint64_t &into);
// The same for a limit of memory, at least this many octets, which are whole mebibytes.
[[nodiscard]] OptionFault readMemory(const std::string &value, std::uint64_t least, std::uint64_t &into);
// Of all connections of a server together.
[[nodiscard]] OptionFault readServerMemory(const std::string &value, std::uint64_t &into);
// A decimal number of seconds up to a day. All options that take seconds are read by this.
[[nodiscard]] OptionFault readSeconds(const std::string &value, Duration &into);
// As readSeconds(), but refuses 0 with the same words.
[[nodiscard]] OptionFault readSecondsAboveZero(const std::string &value, Duration &into);
// "*", "null" or an origin. It is added to the list.
[[nodiscard]] OptionFault readAllowedOrigin(const std::string &value, AllowedOrigins &into);
// "summary" or "full".
[[nodiscard]] OptionFault readRecord(const std::string &value, CaseRunSettings::Record &into);
// The factor for all time limits: a decimal number from 0.1 to 100.
[[nodiscard]] OptionFault readTimeScale(const std::string &value, double &into);
// "--secrets": what is written keeps its secrets.
[[nodiscard]] FlagOption secretsOption(Secrets &into);
// A whole decimal number from `least` to `most`.
template <typename Number>
[[nodiscard]] OptionFault readNumber(const std::string &value, unsigned least, unsigned most, Number &into)
{
    const auto number = parseNumber(value, least, most);
    if (!number)
        return inQuotes(value) + " is not a number from " + std::to_string(least) + " to "
            + std::to_string(most) + ".";
    into = static_cast<Number>(*number);
    return std::nullopt;
}

// Checks the TLS options of a server: a certificate and its key must be given together.
[[nodiscard]] OptionFault setServerTls(const TlsServerSettings &tls, ListenSettings &listen);

// Patterns of cases, separated by commas. They are added to the list, whether a case fits them or not.
[[nodiscard]] OptionFault readPatterns(const std::string &value, std::vector<std::string> &into);

struct CasePatterns
{
    std::vector<std::string> wanted; // --cases; empty: all cases
    std::vector<std::string> excluded; // --exclude
};
// The cases that these patterns leave, in the order of the set, at least one. A pattern that fits no case is
// noted.
[[nodiscard]] OptionFault readCases(const CasePatterns &patterns, std::vector<std::string> &notes,
                                    std::vector<const CaseSpec *> &into);

} // namespace fg
