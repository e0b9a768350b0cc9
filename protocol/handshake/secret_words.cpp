// The words of secrets, and where they are repeated.
#include "protocol/handshake/head_scan.h"
#include "protocol/handshake/http_head.h"
#include "protocol/handshake/secret_characters.h"
#include "protocol/handshake/secrets.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <array>
#include <span>

namespace fg {
namespace {

constexpr std::size_t shortestWord = 8; // Octets; a shorter one may be any word.
constexpr std::size_t shortestStart = 4; // of a word whose rest has not arrived
constexpr std::size_t mostWords = 1'000;

// Fields in which a word that is also in a secret is not a secret.
constexpr std::array<std::string_view, 19> plainFields{"upgrade",
                                                       "connection",
                                                       "host",
                                                       "sec-websocket-key",
                                                       "sec-websocket-accept",
                                                       "sec-websocket-version",
                                                       "sec-websocket-extensions",
                                                       "transfer-encoding",
                                                       "content-length",
                                                       "content-type",
                                                       "content-encoding",
                                                       "te",
                                                       "trailer",
                                                       "expect",
                                                       "date",
                                                       "server",
                                                       "via",
                                                       "user-agent",
                                                       "origin"};
// Members of Digest credentials (RFC 7616 3.4) that repeat what is not secret.
constexpr std::array<std::string_view, 8> plainMembers{"uri",   "realm",  "qop", "algorithm",
                                                       "nonce", "opaque", "nc",  "userhash"};

bool isOfWord(char c)
{
    return isAlphanumeric(c) || std::string_view("-._~+*!$^%").find(c) != none
        || static_cast<unsigned char>(c) >= 0x80;
}

// Calls `visit` with the start and length of each word. A dot at its end ends a sentence.
template <typename Visit> void forEachWord(std::string_view text, const Visit &visit)
{
    for (std::size_t at = 0; at < text.size();) {
        if (!isOfWord(text[at])) {
            ++at;
            continue;
        }
        const std::size_t start = at;
        while (at < text.size() && isOfWord(text[at]))
            ++at;
        std::size_t length = at - start;
        while (length > 0 && text[start + length - 1] == '.')
            --length;
        visit(start, length);
    }
}

template <typename Words> void addWords(std::string_view text, Words &words)
{
    forEachWord(text, [&](std::size_t start, std::size_t length) {
        if (length >= shortestWord && words.size() < mostWords)
            words.emplace(text.substr(start, length));
    });
}

// "b" of "a=b".
std::string_view valueOf(std::string_view pair)
{
    const std::size_t equals = pair.find('=');
    return equals == none ? pair : pair.substr(equals + 1);
}

// The words of the elements between these separators; the plain members have none.
template <typename Words>
void addMembers(std::string_view list, char separator, std::span<const std::string_view> plain, Words &words)
{
    while (!list.empty()) {
        const std::string_view member = trimmed(list.substr(0, list.find(separator)));
        if (!isOneOf(trimmed(member.substr(0, member.find('='))), plain))
            addWords(valueOf(member), words);
        const std::size_t next = list.find(separator);
        list.remove_prefix(next == none ? list.size() : next + 1);
    }
}

template <typename Words> void addWordsOfField(std::string_view name, std::string_view value, Words &words)
{
    if (equalsIgnoringCase(name, "Set-Cookie")) { // without its attributes
        addWords(valueOf(value.substr(0, value.find(';'))), words);
    } else if (equalsIgnoringCase(name, "Cookie")) {
        addMembers(value, ';', {}, words);
    } else if (isSecretField(name)) {
        const std::size_t scheme = value.find(' ');
        const bool isDigest = equalsIgnoringCase(value.substr(0, scheme), "Digest");
        if (isDigest)
            addMembers(value.substr(scheme + 1), ',', plainMembers, words);
        else
            addWords(value, words);
    } else {
        for (const TextRange &range : secretsInField(name, value))
            addWords(value.substr(range.start, range.length), words);
    }
}

std::string_view in(std::string_view text, const TextRange &range)
{
    return text.substr(range.start, range.length);
}

// The words of a set in a text of which each character's place is known.
template <typename Words, typename Mark>
void findWords(std::string_view text, const Words &words, TextEnd end, const Mark &mark)
{
    forEachWord(text, [&](std::size_t start, std::size_t length) {
        const std::string_view word = text.substr(start, length);
        bool isKnown = words.find(word) != words.end();
        if (!isKnown && end == TextEnd::Open && start + length == text.size() && length >= shortestStart) {
            const auto next = words.lower_bound(word);
            isKnown = next != words.end() && next->starts_with(word);
        }
        if (isKnown)
            mark(start, start + length);
    });
}

bool isSubprotocols(std::string_view name) { return equalsIgnoringCase(name, "Sec-WebSocket-Protocol"); }

// Calls `visit` with the start and end of each element of a list.
template <typename Visit> void forEachElement(std::string_view list, const Visit &visit)
{
    for (const std::string_view element : listElements(list)) {
        const auto start = static_cast<std::size_t>(element.data() - list.data());
        visit(start, start + element.size());
    }
}

} // namespace

void KnownSecrets::learnAnswer(std::string_view heads, TextEnd end)
{
    scanHeads(heads, end, [this](const HeadPart &part) {
        const std::string_view value = part.value.joined.characters();
        if (part.kind == HeadPart::Kind::Field && !isSubprotocols(part.name))
            addWordsOfField(part.name, value, m_words);
    });
}

void KnownSecrets::learnRequest(std::string_view heads, TextEnd end)
{
    std::string shown(heads);
    blank(shown, secretsInHeads(heads, end));
    scanHeads(heads, end, [&](const HeadPart &part) {
        const std::string_view value = part.value.joined.characters();
        if (part.kind == HeadPart::Kind::RequestLine) {
            for (const TextRange &range : secretsInText(value))
                addWords(in(value, range), m_words);
        } else if (part.kind == HeadPart::Kind::Field && !isSubprotocols(part.name)) {
            addWordsOfField(part.name, value, m_words);
        }
    });
    m_subprotocols.insert(m_words.begin(), m_words.end());
    // Elements that are secret as a whole, perhaps because an earlier field announces them.
    std::size_t scanned = 0;
    std::vector<std::string> before;
    std::vector<std::string> after;
    const auto elementsOf = [](std::string_view octets, TextEnd textEnd, std::vector<std::string> &into) {
        scanHeads(octets, textEnd, [&into](const HeadPart &part) {
            const std::string_view value = part.value.joined.characters();
            if (part.kind == HeadPart::Kind::Field && isSubprotocols(part.name))
                forEachElement(value, [&](std::size_t from, std::size_t to) {
                    into.emplace_back(value.substr(from, to - from));
                });
        });
    };
    elementsOf(heads, end, before);
    elementsOf(shown, end, after);
    for (; scanned < std::min(before.size(), after.size()) && m_subprotocols.size() < mostWords; ++scanned) {
        if (std::ranges::all_of(after[scanned], [](char c) { return c == blankCharacter; })) {
            m_subprotocols.insert(before[scanned]);
            addWords(before[scanned], m_words);
        }
    }
}

void KnownSecrets::learnBody(std::string_view octets, const std::vector<TextRange> &secrets)
{
    for (const TextRange &range : secrets)
        addWords(in(octets, range), m_words);
}

std::vector<TextRange> KnownSecrets::inHeads(std::string_view heads, TextEnd end) const
{
    SecretMarks marks(heads.size());
    scanHeads(heads, end, [&](const HeadPart &part) {
        const TracedText &text = part.value.joined;
        const std::string_view value = text.characters();
        const auto mark = [&](std::size_t from, std::size_t to) { text.mark(from, to, marks); };
        if (part.kind == HeadPart::Kind::RequestLine) {
            findWords(value, m_words, part.end, mark);
        } else if (part.kind == HeadPart::Kind::Field && isSubprotocols(part.name)) {
            forEachElement(value, [&](std::size_t from, std::size_t to) {
                if (m_subprotocols.find(value.substr(from, to - from)) != m_subprotocols.end())
                    mark(from, to);
            });
        } else if (part.kind == HeadPart::Kind::Field && !isOneOf(part.name, plainFields)) {
            findWords(value, m_words, part.end, mark);
        }
    });
    return marks.ranges();
}

std::vector<TextRange> KnownSecrets::inBody(std::string_view octets, TextEnd end) const
{
    SecretMarks marks(octets.size());
    findWords(octets, m_words, end, [&](std::size_t from, std::size_t to) { marks.add(from, to - from); });
    return marks.ranges();
}

} // namespace fg
