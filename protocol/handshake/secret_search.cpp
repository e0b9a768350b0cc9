#include "protocol/handshake/secret_search.h"

#include "protocol/handshake/http_head.h"
#include "protocol/handshake/secret_characters.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

// Of URLs that lead to an authority even if a lenient reader has to add the slashes.
constexpr std::array<std::string_view, 4> webSchemes{"ws", "wss", "http", "https"};

bool isNameCharacter(char c) { return isAlphanumeric(c) || isOneOf(c, "_-.[]$~"); }

bool isLineSpace(char c) { return isSpace(c) || c == '\r' || c == '\n'; }

bool isBlankOrControl(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; }

// The end of a run of characters that begins at `at`.
template <typename Belongs>
std::size_t endOfRun(std::string_view text, std::size_t at, const Belongs &belongs)
{
    while (at < text.size() && belongs(text[at]))
        ++at;
    return at;
}

// --- URLs ---

bool endsValue(char c, UrlPlace place)
{
    if (c == '&' || c == '#')
        return true;
    return place != UrlPlace::RequestTarget && (isLineSpace(c) || isOneOf(c, "<>"));
}

// The closing quote of a value that begins after `open`, on the same line; otherwise the end of the line.
std::size_t endOfQuoted(std::string_view all, std::size_t open)
{
    for (std::size_t at = open + 1; at < all.size(); ++at) {
        if (all[at] == all[open] || all[at] == '\n' || all[at] == '\r')
            return at;
        if (all[at] == '\\')
            ++at;
    }
    return all.size();
}

// A quote among text ends a value, unless the value goes on behind it.
std::size_t endOfValue(std::string_view all, std::size_t value, UrlPlace place, TextEnd end)
{
    const auto goesOn = [&](std::size_t at) {
        return at < all.size() ? isAlphanumeric(all[at]) : end == TextEnd::Open;
    };
    std::size_t at = value;
    if (place != UrlPlace::RequestTarget && at < all.size() && isOneOf(all[at], "\"'")) {
        at = endOfQuoted(all, at);
        if (at == all.size() || !isOneOf(all[at], "\"'") || !goesOn(at + 1))
            return at;
        ++at;
    }
    for (; at < all.size() && !endsValue(all[at], place); ++at) {
        if (place != UrlPlace::RequestTarget && all[at] == '"' && !goesOn(at + 1))
            break;
    }
    return at;
}

// "token=abc" after any character that is not of a name; a name may be written "token%20" or "token*". A
// value is not searched again, so that the time stays proportional to the length.
void markParameters(const TracedText &text, UrlPlace place, TextEnd textEnd, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    std::size_t searched = 0; // What is before it does not belong to a name.
    for (std::size_t equals = all.find('='); equals != none; equals = all.find('=', equals)) {
        std::size_t end = equals;
        while (end > searched && isOneOf(all[end - 1], " +*"))
            --end;
        std::size_t start = end;
        while (start > searched && isNameCharacter(all[start - 1]))
            --start;
        const std::size_t value = equals + 1;
        const bool isOfUrl = place != UrlPlace::Challenge || (start > 0 && isOneOf(all[start - 1], "?&"));
        const bool isSecret = isOfUrl && isSecretParameter(all.substr(start, end - start));
        equals = value;
        if (isSecret) {
            const bool isQuoted =
                place != UrlPlace::RequestTarget && value < all.size() && isOneOf(all[value], "\"'");
            equals = endOfValue(all, value, place, textEnd);
            text.mark(value + (isQuoted && value < equals ? 1 : 0), equals, marks);
        }
        searched = equals;
    }
}

// Whether the authority has a colon that no port follows. A password that is not encoded may contain a slash.
bool mayBeCutPassword(std::string_view authority)
{
    const std::size_t colon = authority.rfind(':');
    return colon != none && !authority.ends_with(']')
        && endOfRun(authority, colon + 1, isDigit) < authority.size();
}

// Where an authority may begin in a word, at or after `at`: after "//", after two backslashes, and after a
// scheme whose slashes were forgotten.
std::size_t nextAuthority(std::string_view word, std::size_t at)
{
    for (at = word.find_first_of(":/\\", at); at != none; at = word.find_first_of(":/\\", at + 1)) {
        const bool isSlash = word[at] != ':';
        if (isSlash && at + 1 < word.size() && word[at + 1] == word[at])
            return at + 2;
        if (isSlash)
            continue;
        const std::string_view before = word.substr(0, at);
        const bool isScheme = std::ranges::any_of(webSchemes, [before](std::string_view scheme) {
            return before.size() >= scheme.size()
                && equalsIgnoringCase(before.substr(before.size() - scheme.size()), scheme)
                && (before.size() == scheme.size()
                    || !isAlphanumeric(before[before.size() - scheme.size() - 1]));
        });
        if (isScheme)
            return endOfRun(word, at + 1, [](char c) { return c == '/' || c == '\\'; });
    }
    return none;
}

// "//user:password@host" (RFC 3986 3.2.1) in the word [from, to).
void markUsersOfWord(const TracedText &text, std::size_t from, std::size_t to, TextEnd textEnd,
                     SecretMarks &marks)
{
    const std::string_view word = text.characters().substr(from, to - from);
    const bool isOpen = textEnd == TextEnd::Open && to == text.characters().size();
    const std::size_t lastSign = word.rfind('@');
    for (std::size_t start = nextAuthority(word, 0); start != none;) {
        const std::size_t end = endOfRun(word, start, [](char c) { return !isOneOf(c, "/?#\\"); });
        const std::string_view authority = word.substr(start, end - start);
        const std::size_t sign = authority.rfind('@');
        std::size_t next = end;
        if (sign != none) {
            text.mark(from + start, from + start + sign, marks);
        } else if (mayBeCutPassword(authority) && lastSign != none && lastSign > start) {
            text.mark(from + start, from + lastSign, marks);
            next = lastSign;
        } else if (isOpen && (end == word.size() || mayBeCutPassword(authority))) {
            text.mark(from + start, to, marks);
            return;
        }
        start = nextAuthority(word, next);
    }
}

void markUsers(const TracedText &text, UrlPlace place, TextEnd textEnd, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    const auto endsWord = [place](char c) {
        return place != UrlPlace::RequestTarget && (isBlankOrControl(c) || isOneOf(c, "\"<>"));
    };
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t start = endOfRun(all, at, endsWord);
        at = endOfRun(all, start, [&](char c) { return !endsWord(c); });
        markUsersOfWord(text, start, at, textEnd, marks);
    }
}

// A JSON object in base64url begins with these characters (RFC 7519 3.1). They tell nothing, so they stay.
void markWebTokens(const TracedText &text, TextEnd textEnd, SecretMarks &marks)
{
    constexpr std::string_view beginning = "eyJ";
    constexpr std::size_t shortest = 10;
    const std::string_view all = text.characters();
    for (std::size_t at = all.find(beginning); at != none; at = all.find(beginning, at)) {
        const std::size_t start = at;
        at += beginning.size();
        if (start > 0 && isAlphanumeric(all[start - 1]))
            continue;
        const std::size_t end =
            endOfRun(all, at, [](char c) { return isAlphanumeric(c) || isOneOf(c, "-_+/=.%~"); });
        const bool isOpen = textEnd == TextEnd::Open && end == all.size();
        if (end - start < shortest && !isOpen)
            continue;
        text.mark(at, end, marks);
        at = end;
    }
}

void markOnce(const TracedText &text, UrlPlace place, TextEnd end, SecretMarks &marks)
{
    markParameters(text, place, end, marks);
    markUsers(text, place, end, marks);
    markWebTokens(text, end, marks);
}

// --- credentials ---

constexpr std::array<std::string_view, 2> credentialSchemes{"bearer", "basic"};
constexpr std::size_t longestScheme = 6;
constexpr std::size_t shortestCredential = 8; // among text
// Fields that hold nothing but credentials.
constexpr std::array<std::string_view, 4> credentialFields{"authorization", "proxy-authorization", "cookie",
                                                           "set-cookie"};

// The end of a field in a text: a quote that was not opened in it, or the end of the line.
std::size_t endOfFieldInText(std::string_view all, std::size_t at)
{
    bool isInside = false; // Of quotes, as in Digest response="abc".
    for (; at < all.size() && !isOneOf(all[at], "\r\n"); ++at) {
        if (all[at] != '"')
            continue;
        if (!isInside && all[at - 1] != '=')
            return at;
        isInside = !isInside;
    }
    return at;
}

// --- subprotocols ---

constexpr std::array<std::string_view, 3> openSubprotocols{"key-exchange", "session-v1", "token-ring"};

// "bearer" and similar words, and names of secrets.
bool announcesSecret(std::string_view name)
{
    // Names of subprotocols in which the word means something else.
    const bool isOpen = std::ranges::any_of(
        openSubprotocols, [name](std::string_view open) { return equalsIgnoringCase(name, open); });
    return !isOpen
        && (equalsIgnoringCase(name, "bearer") || equalsIgnoringCase(name, "basic") || isSecretMember(name));
}

bool looksRandom(std::string_view element)
{
    constexpr std::size_t shortest = 24;
    constexpr std::size_t longRun = 16;
    const auto countOf = [](std::string_view text, bool (*belongs)(char)) {
        return static_cast<std::size_t>(std::ranges::count_if(text, belongs));
    };
    const auto isMixed = [&](std::string_view run) {
        const std::size_t digits = countOf(run, isDigit);
        return digits > 0 && digits < run.size();
    };
    if (element.size() < shortest)
        return false;
    for (std::size_t at = 0; at < element.size(); ++at) {
        const std::size_t end = endOfRun(element, at, isAlphanumeric);
        if (end - at >= longRun && isMixed(element.substr(at, end - at)))
            return true;
        at = end;
    }
    return countOf(element, isDigit) * 5 >= element.size() && isMixed(element);
}

// Where the secret part of an element begins: after the first word that announces one. `none` if it has no
// such word.
std::size_t secretPart(std::string_view element)
{
    constexpr std::size_t longestName = 40;
    if (std::ranges::any_of(openSubprotocols,
                            [element](std::string_view open) { return equalsIgnoringCase(element, open); }))
        return none;
    for (std::size_t at = 0; at < element.size(); ++at) {
        at = endOfRun(element, at, [](char c) { return isAlphanumeric(c) || isOneOf(c, "-_"); });
        std::string_view word = element.substr(0, at);
        word = word.substr(word.size() - std::min(word.size(), longestName));
        word = word.substr(word.find_last_of(".:=|~!+/") + 1);
        if (at < element.size() && announcesSecret(word))
            return at + 1;
    }
    // "bearer-abc": a hyphen can also be a part of a name such as "api-key".
    for (std::size_t at = element.find_first_of("-_"); at < longestName && at != none;
         at = element.find_first_of("-_", at + 1)) {
        if (announcesSecret(element.substr(0, at)))
            return at + 1;
    }
    return none;
}

} // namespace

void markUrlSecrets(const TracedText &text, UrlPlace place, TextEnd end, SecretMarks &marks)
{
    constexpr int deepest = 6; // URLs in parameters of URLs; each is encoded once more.
    markOnce(text, place, end, marks);
    TracedText inner = text;
    for (int depth = 0; depth < deepest && inner.characters().find('%') != none; ++depth) {
        inner = inner.withoutPercents();
        markOnce(inner, place, end, marks);
    }
}

void markCredentials(const TracedText &text, Leading leading, TextEnd textEnd, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    const auto isOfWord = [](char c) { return isAlphanumeric(c) || isOneOf(c, "-._~+/:%"); };
    for (std::size_t space = all.find(' '); space != none; space = all.find(' ', space + 1)) {
        std::size_t start = space;
        while (start > 0 && isAlphanumeric(all[start - 1]) && space - start < longestScheme)
            --start;
        const std::string_view scheme = all.substr(start, space - start);
        if ((start > 0 && isAlphanumeric(all[start - 1]))
            || std::ranges::none_of(credentialSchemes, [scheme](std::string_view one) {
                   return equalsIgnoringCase(scheme, one);
               }))
            continue;
        const std::size_t from = endOfRun(all, space, isSpace);
        const std::size_t end = endOfRun(all, from, isOfWord);
        const std::size_t padded = endOfRun(all, end, [](char c) { return c == '='; });
        // "Basic realm=..." is a challenge.
        const bool isNamed = padded > end && padded < all.size() && !isBlankOrControl(all[padded])
            && !isOneOf(all[padded], ",;\"'");
        const bool isChallenge = isNamed || (padded == end + 1 && padded < all.size() && all[padded] == '"');
        const auto isCommon = [](char c) { return c >= 'a' && c <= 'z'; };
        const std::string_view word = all.substr(from, end - from);
        const bool isWord = word.size() < shortestCredential || std::ranges::all_of(word.substr(1), isCommon);
        const bool isMeant = leading == Leading::Scheme && start == 0;
        const bool isOpen = textEnd == TextEnd::Open && padded == all.size();
        if (!isChallenge && (isMeant || isOpen || !isWord))
            text.mark(from, padded, marks);
        space = std::max(space, padded > 0 ? padded - 1 : 0);
    }
}

void markSubprotocols(const TracedText &list, TextEnd textEnd, bool &isAnnounced, SecretMarks &marks)
{
    const std::string_view all = list.characters();
    for (std::size_t at = 0; at <= all.size();) {
        const std::size_t end = std::min(all.find(',', at), all.size());
        const std::string_view element = trimmed(all.substr(at, end - at));
        if (!element.empty()) {
            const std::size_t start = static_cast<std::size_t>(element.data() - all.data());
            const bool isOpen = textEnd == TextEnd::Open && end == all.size();
            const std::size_t part = secretPart(element);
            if (isAnnounced || isOpen || (part == none && looksRandom(element)))
                list.mark(start, start + element.size(), marks);
            else if (part != none)
                list.mark(start + part, start + element.size(), marks);
            isAnnounced = part == none && announcesSecret(element);
        }
        at = end + 1;
    }
}

void markFieldsInText(const TracedText &text, FieldPlace place, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    const bool isBody = place == FieldPlace::Body;
    for (std::size_t colon = all.find(':'); colon != none; colon = all.find(':', colon)) {
        std::size_t start = colon;
        while (start > 0 && isNameCharacter(all[start - 1]))
            --start;
        const std::string_view name = all.substr(start, colon - start);
        // In "/tmp/session: No such file" the name is not that of a field.
        const bool begins =
            (start == 0 || isBody || isOneOf(all[start - 1], "\"'\n")) && isAlphanumeric(all[start]);
        const bool isSecret = isBody
            ? std::ranges::any_of(credentialFields,
                                  [name](std::string_view one) { return equalsIgnoringCase(name, one); })
            : isSecretField(name) && name.find('.') == none;
        const std::size_t value = ++colon;
        if (!begins || !isSecret)
            continue;
        colon = endOfFieldInText(all, value);
        text.mark(value, colon, marks);
    }
}

} // namespace fg
