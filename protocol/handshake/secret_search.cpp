#include "protocol/handshake/secret_search.h"

#include "protocol/handshake/http_head.h"
#include "protocol/handshake/secret_characters.h"
#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {
namespace {

bool isNameCharacter(char c) { return isAlphanumeric(c) || isOneOf(c, "_-.[]$~"); }

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
    return isBlankOrControl(c) || c == '&' || c == '#'
        || (place == UrlPlace::AmongText && isOneOf(c, "\"<>"));
}

// "token=abc" after any character that is not of a name. A value is not searched again, so that the time
// stays proportional to the length.
void markParameters(const TracedText &text, UrlPlace place, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    for (std::size_t equals = all.find('='); equals != none; equals = all.find('=', equals)) {
        std::size_t start = equals;
        while (start > 0 && isNameCharacter(all[start - 1]))
            --start;
        const std::size_t value = equals + 1;
        const bool isSecret = isSecretParameter(all.substr(start, equals - start));
        equals = value;
        if (!isSecret)
            continue;
        const bool isQuoted = value < all.size() && isOneOf(all[value], "\"'");
        equals = isQuoted ? std::min(all.find(all[value], value + 1), all.size())
                          : endOfRun(all, value, [place](char c) { return !endsValue(c, place); });
        text.mark(value + (isQuoted ? 1 : 0), equals, marks);
    }
}

// Whether the authority has a colon that no port follows. A password that is not encoded may contain a slash.
bool mayBeCutPassword(std::string_view authority)
{
    const std::size_t colon = authority.rfind(':');
    return colon != none && !authority.ends_with(']')
        && endOfRun(authority, colon + 1, isDigit) < authority.size();
}

// "//user:password@host" (RFC 3986 3.2.1) in the word [from, to).
void markUsersOfWord(const TracedText &text, std::size_t from, std::size_t to, TextEnd textEnd,
                     SecretMarks &marks)
{
    const std::string_view word = text.characters().substr(from, to - from);
    const bool isOpen = textEnd == TextEnd::Open && to == text.characters().size();
    const std::size_t lastSign = word.rfind('@');
    for (std::size_t at = word.find("//"); at != none; at = word.find("//", at + 1)) {
        const std::size_t start = at + 2;
        const std::size_t end = endOfRun(word, start, [](char c) { return !isOneOf(c, "/?#"); });
        const std::string_view authority = word.substr(start, end - start);
        const std::size_t sign = authority.rfind('@');
        if (sign != none) {
            text.mark(from + start, from + start + sign, marks);
        } else if (mayBeCutPassword(authority) && lastSign != none && lastSign > start) {
            text.mark(from + start, from + lastSign, marks);
            at = lastSign;
        } else if (isOpen && (end == word.size() || mayBeCutPassword(authority))) {
            text.mark(from + start, to, marks);
            return;
        }
    }
}

void markUsers(const TracedText &text, TextEnd textEnd, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    const auto endsWord = [](char c) { return isBlankOrControl(c) || isOneOf(c, "\"<>"); };
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
    markParameters(text, place, marks);
    markUsers(text, end, marks);
    markWebTokens(text, end, marks);
}

// --- subprotocols ---

// "bearer" and similar words, and names of secrets.
bool announcesSecret(std::string_view name)
{
    return equalsIgnoringCase(name, "bearer") || equalsIgnoringCase(name, "basic") || isSecretMember(name);
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
    constexpr int deepest = 2; // A URL in a parameter of a URL in a parameter.
    markOnce(text, place, end, marks);
    TracedText inner = text;
    for (int depth = 0; depth < deepest && inner.characters().find('%') != none; ++depth) {
        inner = inner.withoutPercents();
        markOnce(inner, place, end, marks);
    }
}

void markSubprotocols(const TracedText &list, TextEnd textEnd, SecretMarks &marks)
{
    const std::string_view all = list.characters();
    bool isAnnounced = false; // The element before names a secret.
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

void markFieldsInText(const TracedText &text, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    for (std::size_t colon = all.find(':'); colon != none; colon = all.find(':', colon)) {
        std::size_t start = colon;
        while (start > 0 && isNameCharacter(all[start - 1]))
            --start;
        const std::string_view name = all.substr(start, colon - start);
        // In "/tmp/session: No such file" the name is not that of a field.
        const bool begins = (start == 0 || isOneOf(all[start - 1], "\"'\n")) && isAlphanumeric(all[start])
            && name.find('.') == none;
        const std::size_t value = ++colon;
        if (!begins || !isSecretField(name))
            continue;
        colon = std::min(all.find_first_of("\"\r\n", value), all.size());
        text.mark(value, colon, marks);
    }
}

} // namespace fg
