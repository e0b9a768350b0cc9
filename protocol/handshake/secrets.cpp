#include "protocol/handshake/secrets.h"

#include "protocol/handshake/head_scan.h"
#include "protocol/handshake/http_head.h"
#include "protocol/handshake/secret_characters.h"
#include "protocol/handshake/secret_search.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <array>
#include <span>

namespace fg {
namespace {

using Names = std::span<const std::string_view>;

// --- names ---

constexpr std::array<std::string_view, 2> secretFields{"authentication-info", "proxy-authentication-info"};
// Names that are not secret although a part of them is a telling one: fields of the opening handshake, and
// names of counts, caches and orders. Compared without hyphens and underscores.
constexpr std::array<std::string_view, 15> openNames{"secwebsocketkey", "accesscontrolallowcredentials",
                                                     "idempotencykey",  "surrogatekey",
                                                     "cachekey",        "xcachekey",
                                                     "tokentype",       "xtokentype",
                                                     "sortkey",         "maxtokens",
                                                     "tokensleft",      "maxcompletiontokens",
                                                     "prompttokens",    "totaltokens",
                                                     "completiontokens"};
// Parts of names that reveal a secret, compared without hyphens and underscores.
constexpr std::array<std::string_view, 18> tellingParts{
    "token",     "secret",     "password",   "passwd", "passphrase",    "passcode",
    "apikey",    "accesskey",  "credential", "cookie", "session",       "sessid",
    "signature", "privatekey", "authkey",    "bearer", "authorization", "authcode"};
// A word that is too common as a part of a name tells of a secret as its last word, without the number after
// it: "x-functions-key", "connect.sid", "key1".
constexpr std::array<std::string_view, 17> tellingWords{
    "key",    "auth",      "jwt", "sig", "sid",  "pass", "pwd",           "pw", "otp", "hmac",
    "ticket", "assertion", "psk", "pin", "csrf", "xsrf", "authentication"};
// Names that are secret in a URL only.
constexpr std::array<std::string_view, 4> secretParameters{"code", "samlresponse", "samlrequest", "sign"};

// Makes "X-Api-Key" and "x_api_key" the same name.
std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (c != '-' && c != '_')
            plain += lowered(c);
    }
    return plain;
}

// "Key" of "X-Api-Key", "apiKey", "api_key" and "X-Key-1".
std::string_view lastWord(std::string_view name)
{
    while (!name.empty() && (!isAlphanumeric(name.back()) || isDigit(name.back())))
        name.remove_suffix(1);
    for (std::size_t at = name.size(); at > 1; --at) {
        const bool beginsWord =
            lowered(name[at - 1]) != name[at - 1] && lowered(name[at - 2]) == name[at - 2];
        if (!isAlphanumeric(name[at - 2]) || beginsWord)
            return name.substr(at - 1);
    }
    return name;
}

// --- heads ---

constexpr std::array<std::string_view, 3> fieldsWithoutSecrets{"sec-websocket-key", "sec-websocket-accept",
                                                               "sec-websocket-version"};
// Parameters that everybody may read; but URLs with secrets and JSON Web Tokens do not belong there.
constexpr std::array<std::string_view, 3> challengeFields{"sec-websocket-extensions", "www-authenticate",
                                                          "proxy-authenticate"};
// Fields whose value is a URL as a whole.
constexpr std::array<std::string_view, 3> urlFields{"location", "content-location", "referer"};

constexpr std::array<std::string_view, 1> hostWord{"host"};

// "user:password@host" without a scheme.
void markUserOfHost(const TracedText &host, TextEnd end, SecretMarks &marks)
{
    const std::size_t sign = host.characters().rfind('@');
    if (sign != std::string_view::npos)
        host.mark(0, sign, marks);
    else if (end == TextEnd::Open)
        host.mark(0, host.characters().size(), marks);
}

// `isAnnounced`: whether the Sec-WebSocket-Protocol before this one ends with the name of a secret.
void markField(std::string_view name, const FieldValue &value, TextEnd end, bool &isAnnounced,
               SecretMarks &marks)
{
    if (isOneOf(name, fieldsWithoutSecrets))
        return;
    if (isOneOf(name, challengeFields))
        return markUrlSecrets(value.joined, UrlPlace::Challenge, end, marks);
    const std::string_view all = value.joined.characters();
    if (isSecretField(name))
        return value.joined.mark(0, all.size(), marks);
    if (equalsIgnoringCase(name, "Sec-WebSocket-Protocol"))
        markSubprotocols(value.joined, end, isAnnounced, marks);
    const bool isOnlyHost = equalsIgnoringCase(name, "Origin") && all.find("//") == std::string_view::npos;
    if (isOneOf(lastWord(name), hostWord))
        markUserOfHost(value.joined, end, marks);
    if (isOnlyHost)
        markUserOfHost(value.joined, TextEnd::Final, marks);
    const UrlPlace place = isOneOf(name, urlFields) ? UrlPlace::RequestTarget : UrlPlace::AmongText;
    markUrlSecrets(value.lines, place, end, marks);
    markUrlSecrets(value.joined, place, end, marks);
    markCredentials(value.joined, Leading::Scheme, end, marks);
    if (all.find('{') != std::string_view::npos)
        markMembers(value.joined, marks);
}

// "CONNECT user:password@host:80" (RFC 9112 3.2.3), which has no scheme.
void markTarget(const TracedText &target, TextEnd end, SecretMarks &marks)
{
    const std::string_view all = target.characters();
    const std::size_t authority = std::min(all.find_first_of("/?#"), all.size());
    const std::size_t sign = all.substr(0, authority).rfind('@');
    if (sign != std::string_view::npos)
        target.mark(0, sign, marks);
    markUrlSecrets(target, UrlPlace::RequestTarget, end, marks);
}

void markPart(const HeadPart &part, bool &isAnnounced, SecretMarks &marks)
{
    switch (part.kind) {
    case HeadPart::Kind::RequestLine:
        isAnnounced = false;
        return markTarget(part.value.joined, part.end, marks);
    case HeadPart::Kind::StatusLine:
        isAnnounced = false;
        return markUrlSecrets(part.value.joined, UrlPlace::AmongText, part.end, marks);
    case HeadPart::Kind::Field:
        return markField(part.name, part.value, part.end, isAnnounced, marks);
    case HeadPart::Kind::Other:
        return markUrlSecrets(part.value.joined, UrlPlace::AmongText, part.end, marks);
    }
}

// A URL without anything before or after it.
bool isUrl(std::string_view text)
{
    const std::size_t scheme = text.find("://");
    return scheme != std::string_view::npos && std::ranges::all_of(text.substr(0, scheme), isAlphanumeric)
        && std::ranges::none_of(text, isSpace);
}

} // namespace

bool isSecretMember(std::string_view name)
{
    const std::string plain = plainName(name);
    if (plain.empty() || std::ranges::find(openNames, plain) != openNames.end())
        return false;
    const bool isTelling = std::ranges::any_of(
        tellingParts, [&plain](std::string_view part) { return plain.find(part) != std::string::npos; });
    return isTelling || isOneOf(lastWord(name), tellingWords);
}

bool isSecretField(std::string_view name) { return isOneOf(name, secretFields) || isSecretMember(name); }

bool isSecretParameter(std::string_view name)
{
    return isSecretMember(name) || isOneOf(name, secretParameters);
}

std::vector<TextRange> secretsInHeads(std::string_view octets, TextEnd end)
{
    SecretMarks marks(octets.size());
    bool isAnnounced = false;
    scanHeads(octets, end, [&](const HeadPart &part) { markPart(part, isAnnounced, marks); });
    return marks.ranges();
}

std::vector<TextRange> secretsInField(std::string_view name, std::string_view value)
{
    SecretMarks marks(value.size());
    FieldValue whole;
    whole.add(value, 0);
    bool isAnnounced = false;
    markField(name, whole, TextEnd::Final, isAnnounced, marks);
    return marks.ranges();
}

bool hasSecrets(std::string_view name, std::string_view value)
{
    return !secretsInField(name, value).empty();
}

std::vector<TextRange> secretsInText(std::string_view text)
{
    SecretMarks marks(text.size());
    const TracedText whole(text, 0);
    markUrlSecrets(whole, isUrl(text) ? UrlPlace::RequestTarget : UrlPlace::AmongText, TextEnd::Final, marks);
    markFieldsInText(whole, FieldPlace::Sentence, marks);
    markCredentials(whole, Leading::Word, TextEnd::Final, marks);
    return marks.ranges();
}

void blank(std::string &text, const std::vector<TextRange> &ranges)
{
    for (const TextRange &range : ranges)
        text.replace(range.start, range.length, range.length, blankCharacter);
}

std::string discreet(std::string_view text, Secrets secrets)
{
    std::string shown(text);
    if (secrets == Secrets::Blanked)
        blank(shown, secretsInText(text));
    return shown;
}

std::string discreetUrl(std::string_view text)
{
    SecretMarks marks(text.size());
    const TracedText whole(text, 0);
    const std::size_t sign = text.rfind('@');
    if (text.find("://") == std::string_view::npos && sign != std::string_view::npos)
        whole.mark(0, sign, marks);
    markUrlSecrets(whole, UrlPlace::RequestTarget, TextEnd::Final, marks);
    markFieldsInText(whole, FieldPlace::Sentence, marks);
    markCredentials(whole, Leading::Scheme, TextEnd::Final, marks);
    std::string shown(text);
    blank(shown, marks.ranges());
    return shown;
}

std::string discreetField(std::string_view name, std::string_view value, Secrets secrets)
{
    std::string shown(value);
    if (secrets == Secrets::Blanked)
        blank(shown, secretsInField(name, value));
    return shown;
}

std::vector<std::string> discreetSubprotocols(std::vector<std::string> names, Secrets secrets)
{
    constexpr std::string_view separator = ", ";
    std::string offered;
    for (const std::string &name : names)
        offered.append(name).append(separator);
    const std::string shown = discreetField("Sec-WebSocket-Protocol", offered, secrets);
    std::size_t at = 0;
    for (std::string &name : names) {
        name = shown.substr(at, name.size());
        at += name.size() + separator.size();
    }
    return names;
}

} // namespace fg
