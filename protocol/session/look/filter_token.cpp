#include "protocol/session/look/filter_token.h"

#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"
#include "protocol/text/utf8_writer.h"
#include "protocol/wire/utf8.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace fg {
namespace {

using TokenKind = FilterToken::Kind;

bool isBlankOrBreak(char c) { return isSpace(c) || c == '\n' || c == '\r'; }

class Tokenizer
{
public:
    explicit Tokenizer(std::string_view text)
        : m_text(text)
    {
    }

    FilterTokens run()
    {
        while (!m_out.fault && skipBlanks())
            readToken();
        m_out.tokens.push_back(
            {TokenKind::End, {m_out.fault ? m_out.fault->place.start : m_text.size(), 0}, {}, {}});
        return std::move(m_out);
    }

private:
    [[nodiscard]] char at(std::size_t position) const
    {
        return position < m_text.size() ? m_text[position] : '\0';
    }
    bool skipBlanks()
    {
        while (m_next < m_text.size() && isBlankOrBreak(m_text[m_next]))
            ++m_next;
        return m_next < m_text.size();
    }
    void add(TokenKind kind, std::size_t length, FilterOperator op = FilterOperator::Equal)
    {
        m_out.tokens.push_back({kind, {m_next, length}, std::string(m_text.substr(m_next, length)), op});
        m_next += length;
    }
    void fail(FilterFault::Kind kind, std::size_t start, std::size_t length)
    {
        m_out.fault = {kind, {start, length}, std::string(m_text.substr(start, length)), {}, {}, {}};
    }

    void readToken()
    {
        switch (m_text[m_next]) {
        case '(':
            return add(TokenKind::Open, 1);
        case ')':
            return add(TokenKind::Close, 1);
        case '{':
            ++m_braces;
            return add(TokenKind::OpenSet, 1);
        case '}':
            m_braces -= m_braces > 0 ? 1 : 0;
            return add(TokenKind::CloseSet, 1);
        case '&':
            return add(TokenKind::And, at(m_next + 1) == '&' ? 2 : 1);
        case '|':
            return add(TokenKind::Or, at(m_next + 1) == '|' ? 2 : 1);
        case '"':
            return readQuoted();
        case '!':
            return at(m_next + 1) == '=' ? add(TokenKind::Operator, 2, FilterOperator::NotEqual)
                                         : add(TokenKind::Not, 1);
        case '=':
            return add(TokenKind::Operator, at(m_next + 1) == '=' ? 2 : 1, FilterOperator::Equal);
        case '~':
            return add(TokenKind::Operator, 1, FilterOperator::Contains);
        case '<':
            return at(m_next + 1) == '=' ? add(TokenKind::Operator, 2, FilterOperator::LessEqual)
                                         : add(TokenKind::Operator, 1, FilterOperator::Less);
        case '>':
            return at(m_next + 1) == '=' ? add(TokenKind::Operator, 2, FilterOperator::GreaterEqual)
                                         : add(TokenKind::Operator, 1, FilterOperator::Greater);
        default:
            return readWordOrComma();
        }
    }

    [[nodiscard]] bool endsWord(std::size_t position) const
    {
        const char c = m_text[position];
        if (c == ',')
            return m_braces > 0;
        if (c == '!')
            return at(position + 1) == '=';
        return isBlankOrBreak(c) || std::string_view("(){}&|\"=~<>").find(c) != std::string_view::npos;
    }

    void readWordOrComma()
    {
        if (m_text[m_next] == ',' && m_braces > 0)
            return add(TokenKind::Comma, 1);
        std::size_t end = m_next;
        while (end < m_text.size() && (end == m_next || !endsWord(end))) {
            // json["odd name"]
            if (m_text[end] == '[' && at(end + 1) == '"') {
                end = endOfQuotes(end + 1);
                if (end == std::string_view::npos)
                    return fail(FilterFault::Kind::Unfinished, m_next, m_text.size() - m_next);
            }
            ++end;
        }
        const std::string_view word = m_text.substr(m_next, end - m_next);
        TokenKind kind = TokenKind::Word;
        if (equalsIgnoringCase(word, "and"))
            kind = TokenKind::And;
        else if (equalsIgnoringCase(word, "or"))
            kind = TokenKind::Or;
        else if (equalsIgnoringCase(word, "not"))
            kind = TokenKind::Not;
        add(kind, word.size());
    }

    // The position of the quotation mark that ends the text which begins at this one; npos if there is none.
    [[nodiscard]] std::size_t endOfQuotes(std::size_t start) const
    {
        for (std::size_t end = start + 1; end < m_text.size(); ++end) {
            if (m_text[end] == '"')
                return end;
            if (m_text[end] == '\\')
                ++end;
        }
        return std::string_view::npos;
    }

    void readQuoted()
    {
        const std::size_t end = endOfQuotes(m_next);
        if (end == std::string_view::npos)
            return fail(FilterFault::Kind::Unfinished, m_next, m_text.size() - m_next);
        std::string text;
        for (std::size_t position = m_next + 1; position < end;) {
            if (m_text[position] != '\\') {
                text += m_text[position++];
                continue;
            }
            const std::size_t taken = readEscape(m_text.substr(position, end - position), text);
            if (taken == 0)
                return fail(FilterFault::Kind::BadEscape, position, std::min<std::size_t>(2, end - position));
            position += taken;
        }
        m_out.tokens.push_back({TokenKind::Quoted, {m_next, end + 1 - m_next}, std::move(text), {}});
        m_next = end + 1;
    }

    // Returns the length of the escape; 0 if it is not one.
    static std::size_t readEscape(std::string_view escape, std::string &text)
    {
        switch (escape.size() > 1 ? escape[1] : '\0') {
        case '\\':
        case '"':
            text += escape[1];
            return 2;
        case 'n':
            text += '\n';
            return 2;
        case 'r':
            text += '\r';
            return 2;
        case 't':
            text += '\t';
            return 2;
        case 'x': {
            const auto octet = fromHex(escape.substr(2, 2));
            if (!octet || octet->size() != 1)
                return 0;
            text += charactersOf(*octet);
            return 4;
        }
        case 'u':
            return readCharacter(escape, text);
        default:
            return 0;
        }
    }

    static std::size_t readCharacter(std::string_view escape, std::string &text)
    {
        constexpr std::size_t mostDigits = 6;
        const std::size_t end = escape.find('}');
        if (escape.size() < 5 || escape[2] != '{' || end == std::string_view::npos || end == 3
            || end > 3 + mostDigits)
            return 0;
        std::uint32_t character = 0;
        const char *const last = escape.data() + end;
        const auto [stop, error] = std::from_chars(escape.data() + 3, last, character, 16);
        const bool isSurrogate = character >= 0xd800 && character <= 0xdfff;
        if (error != std::errc{} || stop != last || character > 0x10ffff || isSurrogate)
            return 0;
        appendUtf8(text, character);
        return end + 1;
    }

    std::string_view m_text;
    std::size_t m_next = 0;
    std::size_t m_braces = 0; // Open ones.
    FilterTokens m_out;
};

} // namespace

FilterTokens filterTokens(std::string_view text)
{
    FilterTokens out;
    if (text.size() > longestFilter) {
        out.fault = {
            FilterFault::Kind::TooLong, {longestFilter, text.size() - longestFilter}, {}, {}, {}, {}};
        out.tokens.push_back({TokenKind::End, {longestFilter, 0}, {}, {}});
        return out;
    }
    Utf8Checker checker;
    checker.write(octetsOf(text));
    if (!checker.finish()) {
        const auto bad = static_cast<std::size_t>(checker.badOctet());
        out.fault = {FilterFault::Kind::NotUtf8, {bad, 1}, {}, {}, {}, {}};
        out.tokens.push_back({TokenKind::End, {bad, 0}, {}, {}});
        return out;
    }
    return Tokenizer(text).run();
}

std::string quotedForFilter(std::string_view text)
{
    const bool isText = isUtf8(octetsOf(text));
    std::string out = "\"";
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n' || c == '\r' || c == '\t') {
            out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        } else if (octet < 0x20 || octet == 0x7f || (octet >= 0x80 && !isText)) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\x%02x", octet);
            out += escape.data();
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::optional<FilterOperator> operatorOfWord(std::string_view word)
{
    for (const FilterOperatorInfo &info : allFilterOperators()) {
        if (equalsIgnoringCase(word, info.word))
            return info.op;
    }
    return std::nullopt;
}

} // namespace fg
