#include "protocol/handshake/secrets.h"

#include "protocol/handshake/http_head.h"
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
// Fields that are not secret although a part of their name is a telling one.
constexpr std::array<std::string_view, 2> openBeginnings{"sec-websocket-", "access-control-"};
// Parts of names that reveal a secret, compared without hyphens and underscores.
constexpr std::array<std::string_view, 16> tellingParts{
    "token",  "secret",  "password", "passwd",    "passphrase", "apikey",  "accesskey", "credential",
    "cookie", "session", "sessid",   "signature", "privatekey", "authkey", "bearer",    "authorization"};
// A word that is too common as a part of a name tells of a secret as its last word: "x-functions-key",
// "connect.sid".
constexpr std::array<std::string_view, 11> tellingWords{"key", "auth", "jwt",  "sig",    "sid",      "pass",
                                                        "pwd", "otp",  "hmac", "ticket", "assertion"};
// Names that are secret in a URL only.
constexpr std::array<std::string_view, 2> secretParameters{"code", "samlresponse"};

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

// "Key" of "X-Api-Key", "apiKey" and "api_key".
std::string_view lastWord(std::string_view name)
{
    while (!name.empty() && !isAlphanumeric(name.back()))
        name.remove_suffix(1);
    for (std::size_t at = name.size(); at > 1; --at) {
        const bool beginsWord =
            lowered(name[at - 1]) != name[at - 1] && lowered(name[at - 2]) == name[at - 2];
        if (!isAlphanumeric(name[at - 2]) || beginsWord)
            return name.substr(at - 1);
    }
    return name;
}

bool isOneOf(std::string_view name, Names names)
{
    return std::ranges::any_of(names, [name](std::string_view one) { return equalsIgnoringCase(name, one); });
}

// --- heads ---

constexpr std::array<std::string_view, 6> fieldsWithoutSecrets{
    "sec-websocket-key",        "sec-websocket-accept", "sec-websocket-version",
    "sec-websocket-extensions", "www-authenticate",     "proxy-authenticate"};

// The value of a field. A folded one (RFC 9112 5.2) has several lines, and a receiver joins them with a
// space; a word that was cut by folding is searched joined, too.
struct FieldValue
{
    TracedText lines;
    TracedText joined;

    void add(std::string_view line, std::size_t start)
    {
        constexpr std::string_view space = " ";
        const std::string_view text = trimmed(line);
        if (text.empty())
            return;
        start += static_cast<std::size_t>(text.data() - line.data());
        if (!lines.characters().empty())
            lines.append(space, start); // marked with the first octet of the line
        lines.append(text, start);
        joined.append(text, start);
    }
};

// "user:password@host" without a scheme.
void markUserOfHost(const TracedText &host, TextEnd end, SecretMarks &marks)
{
    const std::size_t sign = host.characters().rfind('@');
    if (sign != std::string_view::npos)
        host.mark(0, sign, marks);
    else if (end == TextEnd::Open)
        host.mark(0, host.characters().size(), marks);
}

void markField(std::string_view name, const FieldValue &value, TextEnd end, SecretMarks &marks)
{
    if (isOneOf(name, fieldsWithoutSecrets))
        return;
    if (isSecretField(name))
        return value.joined.mark(0, value.joined.characters().size(), marks);
    if (equalsIgnoringCase(name, "Sec-WebSocket-Protocol"))
        markSubprotocols(value.joined, end, marks);
    if (equalsIgnoringCase(name, "Host"))
        markUserOfHost(value.joined, end, marks);
    markUrlSecrets(value.lines, UrlPlace::AmongText, end, marks);
    markUrlSecrets(value.joined, UrlPlace::AmongText, end, marks);
}

class HeadSearch
{
public:
    HeadSearch(std::string_view octets, TextEnd end)
        : m_octets(octets)
        , m_end(end)
        , m_marks(octets.size())
    {
    }

    std::vector<TextRange> find()
    {
        for (std::size_t at = 0; at < m_octets.size();) {
            const std::size_t end = std::min(m_octets.find('\n', at), m_octets.size());
            m_lineEnd = end == m_octets.size() ? m_end : TextEnd::Final;
            scanLine(at, m_octets.substr(at, end - at));
            at = end + 1;
        }
        finishField(m_end); // a folded line may follow
        return m_marks.ranges();
    }

private:
    void scanLine(std::size_t at, std::string_view line)
    {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty()) {
            finishField(TextEnd::Final);
            m_isStart = true; // An interim answer is followed by another head.
        } else if (m_isStart) {
            m_isStart = false;
            markUrlSecrets(TracedText(line, at), UrlPlace::RequestTarget, m_lineEnd, m_marks);
        } else if (isSpace(line.front())) {
            m_value.add(line, at);
        } else {
            finishField(TextEnd::Final);
            // Without a colon it is not a field; it may be meant as one.
            const std::size_t nameEnd = std::min(line.find(':'), line.size());
            const std::size_t end = nameEnd < line.size() ? nameEnd : std::min(line.find(' '), line.size());
            m_name = trimmed(line.substr(0, end));
            const std::size_t value = std::min(end + 1, line.size());
            m_value.add(line.substr(value), at + value);
            if (nameEnd == line.size())
                markUrlSecrets(TracedText(line, at), UrlPlace::AmongText, m_lineEnd, m_marks);
        }
    }

    void finishField(TextEnd end)
    {
        markField(m_name, m_value, end, m_marks);
        m_name = {};
        m_value = {};
    }

    std::string_view m_octets;
    TextEnd m_end;
    SecretMarks m_marks;
    TextEnd m_lineEnd = TextEnd::Final;
    std::string_view m_name; // of the current field
    FieldValue m_value;
    bool m_isStart = true;
};

} // namespace

bool isSecretMember(std::string_view name)
{
    const bool isOpen =
        name.empty() || std::ranges::any_of(openBeginnings, [name](std::string_view beginning) {
            return equalsIgnoringCase(name.substr(0, beginning.size()), beginning);
        });
    if (isOpen)
        return false;
    const std::string plain = plainName(name);
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
    return HeadSearch(octets, end).find();
}

std::vector<TextRange> secretsInField(std::string_view name, std::string_view value)
{
    SecretMarks marks(value.size());
    FieldValue whole;
    whole.add(value, 0);
    markField(name, whole, TextEnd::Final, marks);
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
    markUrlSecrets(whole, UrlPlace::AmongText, TextEnd::Final, marks);
    markFieldsInText(whole, marks);
    return marks.ranges();
}

std::vector<std::string> secretWords(std::string_view octets, const std::vector<TextRange> &ranges)
{
    constexpr std::string_view separators = " \t;,=\"";
    constexpr std::size_t shortest = 8;
    constexpr std::size_t most = 100;
    std::vector<std::string> words;
    for (const TextRange &range : ranges) {
        std::string_view rest = octets.substr(range.start, range.length);
        while (!rest.empty() && words.size() < most) {
            const std::string_view word = rest.substr(0, rest.find_first_of(separators));
            if (word.size() >= shortest && std::ranges::find(words, word) == words.end())
                words.emplace_back(word);
            rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        }
    }
    return words;
}

std::vector<TextRange> placesOf(const std::vector<std::string> &words, std::string_view octets, TextEnd end)
{
    constexpr std::size_t shortestStart = 4; // of a word whose rest has not arrived
    SecretMarks marks(octets.size());
    for (const std::string &word : words) {
        for (std::size_t at = octets.find(word); at != std::string_view::npos;
             at = octets.find(word, at + word.size()))
            marks.add(at, word.size());
        for (std::size_t size = shortestStart; size < word.size() && end == TextEnd::Open; ++size) {
            if (octets.ends_with(std::string_view(word).substr(0, size)))
                marks.add(octets.size() - size, size);
        }
    }
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
