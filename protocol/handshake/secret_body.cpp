// The secrets in the body of an answer that refuses: JSON, forms and pages, by the names of their values.
#include "protocol/handshake/http_head.h"
#include "protocol/handshake/secret_characters.h"
#include "protocol/handshake/secret_search.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <optional>

namespace fg {
namespace {

bool isMemberCharacter(char c) { return isAlphanumeric(c) || isOneOf(c, "_-.$"); }
bool isWhite(char c) { return isSpace(c) || c == '\r' || c == '\n'; }

// A JSON text inside a JSON text has backslashes before its quotes.
std::size_t afterBackslashes(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] == '\\')
        ++at;
    return at;
}

std::size_t afterWhite(std::string_view text, std::size_t at)
{
    while (at < text.size() && isWhite(text[at]))
        ++at;
    return at;
}

// The quote that ends a string which begins after `quote`; backslashes count as in the beginning.
std::size_t endOfString(std::string_view text, std::size_t quote, std::size_t backslashes)
{
    for (std::size_t at = text.find(text[quote], quote + 1); at != none;
         at = text.find(text[quote], at + 1)) {
        std::size_t before = 0;
        while (text[at - 1 - before] == '\\')
            ++before;
        if (before == backslashes || (backslashes == 0 && before % 2 == 0))
            return at - before;
    }
    return text.size();
}

class MemberSearch
{
public:
    MemberSearch(const TracedText &text, SecretMarks &marks)
        : m_text(text)
        , m_all(text.characters())
        , m_marks(marks)
    {
    }

    // `sign`: the colon or equals sign between a name and its value. Returns where to search on: a value that
    // is secret is not searched again, so that the time stays proportional to the length.
    [[nodiscard]] std::size_t read(std::size_t sign)
    {
        std::size_t end = sign;
        while (end > 0 && isWhite(m_all[end - 1]))
            --end;
        m_isQuoted = end > 0 && isOneOf(m_all[end - 1], "\"'");
        if (m_isQuoted) {
            --end;
            while (end > 0 && m_all[end - 1] == '\\')
                --end;
        }
        std::size_t start = end;
        while (start > 0 && isMemberCharacter(m_all[start - 1]))
            --start;
        return isSecretMember(m_all.substr(start, end - start)) ? value(sign) : sign + 1;
    }

private:
    [[nodiscard]] std::size_t value(std::size_t sign)
    {
        const std::size_t at = afterWhite(m_all, sign + 1);
        const std::size_t quote = afterBackslashes(m_all, at);
        if (quote < m_all.size() && isOneOf(m_all[quote], "\"'")) {
            const std::size_t end = endOfString(m_all, quote, quote - at);
            m_text.mark(quote + 1, end, m_marks);
            return end;
        }
        if (at < m_all.size() && isOneOf(m_all[at], "[{"))
            return group(at);
        return word(sign, at);
    }

    // "Token: please log in" is a sentence, so only a single word after a bare name is secret.
    [[nodiscard]] std::size_t word(std::size_t sign, std::size_t at)
    {
        // In "token:token:token" a word has many names, and its end is searched once.
        if (at >= m_wordEnd) {
            m_wordEnd = std::min(m_all.find_first_of(",]};&<>\"' \t\r\n", at), m_all.size());
            m_nextWord = std::min(m_all.find_first_not_of(" \t", m_wordEnd), m_all.size());
        }
        const std::size_t end = m_wordEnd;
        const std::size_t next = m_nextWord;
        const bool isAlone = next == m_all.size() || isOneOf(m_all[next], ",]};&<>\r\n");
        if (!isAlone && !m_isQuoted && m_all[sign] == ':')
            return sign + 1;
        m_text.mark(at, end, m_marks);
        return std::max(end, sign + 1);
    }

    // The values inside brackets.
    [[nodiscard]] std::size_t group(std::size_t at)
    {
        std::size_t depth = 0;
        for (; at < m_all.size(); ++at) {
            const char c = m_all[at];
            if (isOneOf(c, "[{")) {
                ++depth;
            } else if (isOneOf(c, "]}")) {
                if (--depth == 0)
                    return at;
            } else if (c == '"') {
                const std::size_t end = endOfString(m_all, at, 0);
                const std::size_t next = afterWhite(m_all, std::min(end + 1, m_all.size()));
                const bool isName = next < m_all.size() && m_all[next] == ':';
                if (!isName)
                    m_text.mark(at + 1, end, m_marks);
                at = end;
            } else if (!isWhite(c) && !isOneOf(c, ",:")) {
                m_text.mark(at, at + 1, m_marks);
            }
        }
        return at;
    }

    const TracedText &m_text;
    std::string_view m_all;
    SecretMarks &m_marks;
    bool m_isQuoted = false; // The name of the value is in quotes.
    std::size_t m_wordEnd = 0; // of the last word, and where the next one begins
    std::size_t m_nextWord = 0;
};

// {"name": "token", "value": "abc"}, in either order.
void markNamedValues(const TracedText &text, SecretMarks &marks)
{
    struct Object
    {
        bool isTelling = false;
        TextRange value;
    };
    const std::string_view all = text.characters();
    std::vector<Object> objects(1);
    for (std::size_t at = all.find_first_of("{}\""); at < all.size();
         at = all.find_first_of("{}\"", at + 1)) {
        if (all[at] == '{') {
            objects.emplace_back();
        } else if (all[at] == '}') {
            if (objects.size() > 1)
                objects.pop_back();
        } else {
            const std::size_t end = endOfString(all, at, 0);
            const std::string_view key = all.substr(at + 1, end - at - 1);
            const std::size_t colon = afterWhite(all, std::min(end + 1, all.size()));
            at = end;
            if (colon >= all.size() || all[colon] != ':')
                continue;
            const std::size_t quote = afterWhite(all, colon + 1);
            if (quote >= all.size() || all[quote] != '"')
                continue;
            at = endOfString(all, quote, 0);
            Object &object = objects.back();
            if (equalsIgnoringCase(key, "name") || equalsIgnoringCase(key, "key"))
                object.isTelling = isSecretMember(all.substr(quote + 1, at - quote - 1));
            else if (equalsIgnoringCase(key, "value"))
                object.value = {quote + 1, at - quote - 1};
            if (object.isTelling) {
                text.mark(object.value.start, object.value.start + object.value.length, marks);
                object.value = {}; // It is not marked again for each further name.
            }
        }
    }
}

// A part of a multipart form (RFC 7578 4.2): Content-Disposition: form-data; name="password".
void markFormParts(const TracedText &text, SecretMarks &marks)
{
    constexpr std::string_view beginning = "form-data; name=\"";
    const std::string_view all = text.characters();
    for (std::size_t at = all.find(beginning); at != none; at = all.find(beginning, at)) {
        at += beginning.size();
        const std::size_t quote = std::min(all.find('"', at), all.size());
        const bool isSecret = isSecretMember(all.substr(at, quote - at));
        at = quote;
        if (!isSecret)
            continue;
        const std::size_t value = std::min(all.find("\n\r\n", at), all.find("\n\n", at));
        if (value == none)
            return;
        const std::size_t start = value + (all[value + 1] == '\r' ? 3 : 2);
        at = std::min(all.find("\n--", start), all.size());
        text.mark(start, at > start && all[at - 1] == '\r' ? at - 1 : at, marks);
    }
}

struct Attribute
{
    std::string_view name;
    std::size_t start = 0; // of its value
    std::size_t end = 0;
};

// An element's start tag, <input name="token" value="abc">, and the text after it.
class Tag
{
public:
    // `at`: the place of "<".
    Tag(std::string_view all, std::size_t at)
        : m_all(all)
        , m_at(at + 1)
    {
        m_name = name();
        while (readAttribute()) { }
        m_isOpen = m_at >= m_all.size();
    }

    [[nodiscard]] std::size_t end() const { return m_at; }

    void mark(const TracedText &text, TextEnd end, SecretMarks &marks) const
    {
        if (m_name.empty())
            return;
        const bool isSecret = hasTellingName() || (m_isOpen && end == TextEnd::Open);
        for (const Attribute &attribute : m_attributes) {
            const bool isValue =
                equalsIgnoringCase(attribute.name, "value") || equalsIgnoringCase(attribute.name, "content");
            if (isSecret && isValue)
                text.mark(attribute.start, attribute.end, marks);
        }
        const bool isField = equalsIgnoringCase(m_name, "textarea") && hasTellingName();
        if (!m_isOpen && (isField || isSecretMember(m_name)))
            text.mark(m_at + 1, std::min(m_all.find('<', m_at), m_all.size()), marks);
    }

private:
    std::string_view name()
    {
        const std::size_t start = m_at;
        while (m_at < m_all.size() && (isMemberCharacter(m_all[m_at]) || m_all[m_at] == ':'))
            ++m_at;
        return m_all.substr(start, m_at - start);
    }
    bool readAttribute()
    {
        m_at = afterWhite(m_all, m_at);
        if (m_at >= m_all.size() || isOneOf(m_all[m_at], "<>"))
            return false;
        Attribute attribute{name()};
        m_at = afterWhite(m_all, m_at);
        if (m_at >= m_all.size() || m_all[m_at] != '=') {
            m_at += attribute.name.empty() ? 1 : 0; // a stray character
            return true;
        }
        m_at = afterWhite(m_all, m_at + 1);
        const bool isQuoted = m_at < m_all.size() && isOneOf(m_all[m_at], "\"'");
        attribute.start = m_at + (isQuoted ? 1 : 0);
        attribute.end = std::min(isQuoted ? m_all.find(m_all[m_at], attribute.start)
                                          : m_all.find_first_of(" \t\r\n>", attribute.start),
                                 m_all.size());
        m_at = std::min(attribute.end + (isQuoted ? 1 : 0), m_all.size());
        m_attributes.push_back(attribute);
        return true;
    }
    [[nodiscard]] bool hasTellingName() const
    {
        return std::ranges::any_of(m_attributes, [this](const Attribute &attribute) {
            const std::string_view value = m_all.substr(attribute.start, attribute.end - attribute.start);
            const bool isName = equalsIgnoringCase(attribute.name, "name")
                || equalsIgnoringCase(attribute.name, "id") || equalsIgnoringCase(attribute.name, "property");
            return (isName && isSecretMember(value))
                || (equalsIgnoringCase(attribute.name, "type") && equalsIgnoringCase(value, "password"));
        });
    }

    std::string_view m_all;
    std::size_t m_at;
    std::string_view m_name;
    std::vector<Attribute> m_attributes;
    bool m_isOpen = false; // The text ends inside the tag.
};

void markTags(const TracedText &text, TextEnd end, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    for (std::size_t at = all.find('<'); at != none; at = all.find('<', at)) {
        const Tag tag(all, at);
        tag.mark(text, end, marks);
        at = tag.end();
    }
}

void markOnce(const TracedText &text, TextEnd end, SecretMarks &marks)
{
    markUrlSecrets(text, UrlPlace::AmongText, end, marks);
    markMembers(text, marks);
    markNamedValues(text, marks);
    markFormParts(text, marks);
    markTags(text, end, marks);
    markFieldsInText(text, FieldPlace::Body, marks);
    markCredentials(text, Leading::Word, end, marks);
}

std::optional<std::size_t> chunkSize(std::string_view line)
{
    std::size_t size = 0;
    for (const char c : line.substr(0, std::min(line.find_first_of("; \t\r"), line.size()))) {
        const char low = lowered(c);
        const bool isHex = isDigit(c) || (low >= 'a' && low <= 'f');
        if (!isHex || size > 0xFFF'FFFF)
            return std::nullopt;
        size = size * 16 + static_cast<std::size_t>(isDigit(c) ? c - '0' : low - 'a' + 10);
    }
    return size;
}

// The data of the chunks (RFC 9112 7.1). What follows a size that cannot be read, or the last chunk, is text
// as it is.
enum class Content : std::uint8_t { Readable, Encoded };

TracedText withoutChunks(std::string_view octets, Content content)
{
    TracedText body;
    std::size_t at = 0;
    while (at < octets.size()) {
        const std::size_t line = octets.find('\n', at);
        const auto size = line == none ? std::nullopt : chunkSize(octets.substr(at, line - at));
        if (!size)
            break;
        if (*size == 0) {
            // Trailers may follow; they begin on a line of their own.
            if (content == Content::Readable)
                body.append(octets.substr(line, 1), line);
            at = line + 1;
            break;
        }
        const std::size_t end = std::min(line + 1 + *size, octets.size());
        body.append(octets.substr(line + 1, end - line - 1), line + 1);
        at = end + (octets.substr(end).starts_with('\r') ? 1 : 0);
        at += octets.substr(at).starts_with('\n') ? 1 : 0; // also a bare LF
    }
    body.append(octets.substr(std::min(at, octets.size())), at);
    return body;
}

bool isEncoded(const HttpHead &head)
{
    const auto isPlain = [&head](std::string_view field, std::string_view coding) {
        const std::string codings = head.joined(field);
        return std::ranges::all_of(listElements(codings), [coding](std::string_view one) {
            return equalsIgnoringCase(one, coding) || equalsIgnoringCase(one, "identity");
        });
    };
    return !isPlain("Content-Encoding", "identity") || !isPlain("Transfer-Encoding", "chunked");
}

} // namespace

void markMembers(const TracedText &text, SecretMarks &marks)
{
    const std::string_view all = text.characters();
    MemberSearch search(text, marks);
    for (std::size_t at = all.find_first_of(":="); at != none; at = all.find_first_of(":=", at))
        at = search.read(at);
}

void markBodySecrets(const TracedText &body, TextEnd end, SecretMarks &marks)
{
    markOnce(body, end, marks);
    if (body.characters().find("\\u") != none || body.characters().find("\\/") != none)
        markOnce(body.withoutJsonEscapes(), end, marks);
}

std::vector<TextRange> secretsInBody(std::string_view octets, const HttpHead &head, TextEnd end)
{
    SecretMarks marks(octets.size());
    const Content content = isEncoded(head) ? Content::Encoded : Content::Readable;
    const bool isChunked = head.hasToken("Transfer-Encoding", "chunked");
    const TracedText body = isChunked ? withoutChunks(octets, content) : TracedText(octets, 0);
    if (content == Content::Encoded)
        body.mark(0, body.characters().size(), marks);
    else
        markBodySecrets(body, end, marks);
    return marks.ranges();
}

} // namespace fg
