#include "protocol/transport/server_identity.h"

#include "protocol/text/characters.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <span>
#include <utility>

namespace fg {

namespace {

// RFC 1035 2.3.4.
constexpr std::size_t longestName = 253;
constexpr std::size_t longestLabel = 63;
// At most this many names of a certificate are quoted in a sentence, each up to this length.
constexpr std::size_t mostQuoted = 5;
constexpr std::size_t longestQuote = 100;

std::string_view withoutFinalDot(std::string_view host)
{
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

bool isSameName(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, {}, lowered, lowered);
}

// Underscores are not allowed in host names, but are in use.
bool isLabel(std::string_view label)
{
    return !label.empty() && label.size() <= longestLabel
        && std::ranges::all_of(label, [](char c) { return isAlphanumeric(c) || c == '-' || c == '_'; });
}

// Resolvers take a name whose last label is a number for an address, never for a name.
bool isNumber(std::string_view label)
{
    if (label.starts_with("0x") || label.starts_with("0X"))
        return label.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
    return std::ranges::all_of(label, isDigit);
}

bool isDnsName(std::string_view name)
{
    if (name.size() > longestName)
        return false;
    while (true) {
        const std::size_t dot = name.find('.');
        const std::string_view label = name.substr(0, dot);
        if (!isLabel(label))
            return false;
        if (dot == std::string_view::npos)
            return !isNumber(label);
        name.remove_prefix(dot + 1);
    }
}

template <typename Address> OctetBuffer bufferOfAddress(const Address &address)
{
    const OctetView octets = std::as_bytes(std::span(&address, 1));
    return {octets.begin(), octets.end()};
}

std::string addressText(const OctetBuffer &octets)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool isIpv4 = octets.size() == sizeof(in_addr);
    if (!isIpv4 && octets.size() != sizeof(in6_addr))
        return "an address of " + std::to_string(octets.size()) + " octets";
    return ::inet_ntop(isIpv4 ? AF_INET : AF_INET6, octets.data(), text.data(), text.size());
}

std::string shortened(std::string_view name)
{
    return std::string(name.substr(0, longestQuote)) + (name.size() > longestQuote ? "..." : "");
}

// "a.example, b.example and 3 others"
std::string listOf(const CertificateNames &names)
{
    std::vector<std::string> quotes;
    for (const std::string &name : names.dnsNames) {
        if (quotes.size() < mostQuoted)
            quotes.push_back(shortened(name));
    }
    for (const OctetBuffer &address : names.addresses) {
        if (quotes.size() < mostQuoted)
            quotes.push_back(addressText(address));
    }
    const std::size_t rest = names.dnsNames.size() + names.addresses.size() - quotes.size();
    if (rest > 0)
        quotes.push_back(std::to_string(rest) + (rest == 1 ? " other" : " others"));
    std::string list;
    for (std::size_t i = 0; i < quotes.size(); ++i)
        list += (i == 0 ? "" : i + 1 == quotes.size() ? " and " : ", ") + quotes[i];
    return list;
}

CertificateFault withoutNames(const CertificateNames &names)
{
    const std::string start = "The certificate has no DNS name or address in subjectAltName";
    if (names.commonName.empty())
        return {.name = "NoServerName", .subject = {}, .detail = start};
    return {.name = "CommonNameOnly",
            .subject = {},
            .detail = start + "; its common name is " + shortened(names.commonName)
                + ", which does not count (RFC 9525 2)"};
}

CertificateFault mismatch(const CertificateNames &names, std::string_view host)
{
    std::string detail = "The certificate is for " + listOf(names) + ", not for " + shortened(host);
    const bool isInText = std::ranges::any_of(
        names.dnsNames, [&](const std::string &name) { return isSameName(name, withoutFinalDot(host)); });
    if (addressOctets(host) && isInText)
        detail += "; a DNS name does not count for an address (RFC 9525 6.4)";
    else if (isSameName(names.commonName, withoutFinalDot(host)))
        detail += "; its common name does not count (RFC 9525 2)";
    return {.name = "HostNameMismatch", .subject = {}, .detail = std::move(detail)};
}

} // namespace

std::optional<OctetBuffer> addressOctets(std::string_view host)
{
    const std::size_t end = host.find(':') == std::string_view::npos ? host.size() : host.find('%');
    const std::string text(withoutFinalDot(host.substr(0, end)));
    in6_addr ipv6{};
    if (::inet_pton(AF_INET6, text.c_str(), &ipv6) == 1)
        return bufferOfAddress(ipv6);
    // inet_aton accepts anything after a space.
    in_addr ipv4{};
    const bool isPlain = text.find_first_not_of("0123456789abcdefABCDEFxX.") == std::string::npos;
    if (isPlain && ::inet_aton(text.c_str(), &ipv4) != 0)
        return bufferOfAddress(ipv4);
    return std::nullopt;
}

bool fitsDnsName(std::string_view presented, std::string_view host)
{
    const std::string_view wanted = withoutFinalDot(host);
    if (!isDnsName(wanted) || addressOctets(wanted))
        return false;
    constexpr std::string_view wildcard = "*.";
    if (!presented.starts_with(wildcard))
        return isDnsName(presented) && isSameName(presented, wanted);
    const std::string_view domain = presented.substr(wildcard.size());
    const std::size_t dot = wanted.find('.');
    return isDnsName(domain) && domain.find('.') != std::string_view::npos && dot != std::string_view::npos
        && isSameName(domain, wanted.substr(dot + 1));
}

std::optional<CertificateFault> identityFault(const CertificateNames &names, std::string_view host)
{
    if (names.isUnreadable)
        return CertificateFault{.name = "UnreadableNames",
                                .subject = {},
                                .detail = "The certificate's subjectAltName cannot be decoded"};
    if (names.dnsNames.empty() && names.addresses.empty())
        return withoutNames(names);
    const std::optional<OctetBuffer> address = addressOctets(host);
    const bool isNamed = address ? std::ranges::find(names.addresses, *address) != names.addresses.end()
                                 : std::ranges::any_of(names.dnsNames, [host](const std::string &name) {
                                       return fitsDnsName(name, host);
                                   });
    return isNamed ? std::nullopt : std::optional(mismatch(names, host));
}

} // namespace fg
