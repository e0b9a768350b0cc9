#include "protocol/handshake/extensions.h"

#include "protocol/text/characters.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// Spaces are allowed between any two parts: RFC 6455 2.1 takes its grammar from RFC 2616, which implies them.
// When a function returns false, the position is that of the first character that fits no rule.
class ExtensionParser
{
public:
    explicit ExtensionParser(std::string_view text)
        : m_text(text)
    {
    }

    std::variant<std::vector<Extension>, ExtensionSyntaxError> parse()
    {
        std::vector<Extension> extensions;
        while (skipEmptyElements()) {
            Extension extension;
            if (!parseExtension(extension))
                return ExtensionSyntaxError{m_position};
            extensions.push_back(std::move(extension));
            if (!isAtEnd() && m_text[m_position] != ',')
                return ExtensionSyntaxError{m_position};
        }
        if (extensions.empty())
            return ExtensionSyntaxError{m_position};
        return extensions;
    }

private:
    [[nodiscard]] bool isAtEnd() const { return m_position == m_text.size(); }

    void skipSpaces()
    {
        while (!isAtEnd() && isSpace(m_text[m_position]))
            ++m_position;
    }

    // Skips the character and the spaces around it; returns false if a different character comes next.
    bool accept(char c)
    {
        skipSpaces();
        if (isAtEnd() || m_text[m_position] != c)
            return false;
        ++m_position;
        skipSpaces();
        return true;
    }

    // RFC 9110 5.6.1.2: a recipient ignores empty elements. Returns false at the end of the text.
    bool skipEmptyElements()
    {
        while (accept(',')) { }
        return !isAtEnd();
    }

    bool parseExtension(Extension &extension)
    {
        if (!parseToken(extension.name))
            return false;
        while (accept(';')) {
            ExtensionParameter parameter;
            if (!parseParameter(parameter))
                return false;
            extension.parameters.push_back(std::move(parameter));
        }
        return true;
    }

    bool parseParameter(ExtensionParameter &parameter)
    {
        if (!parseToken(parameter.name))
            return false;
        if (!accept('='))
            return true;
        parameter.wasQuoted = !isAtEnd() && m_text[m_position] == '"';
        std::string &value = parameter.value.emplace();
        return parameter.wasQuoted ? parseQuoted(value) : parseToken(value);
    }

    bool parseToken(std::string &token)
    {
        const std::size_t start = m_position;
        while (!isAtEnd() && isTokenCharacter(m_text[m_position]))
            ++m_position;
        token = m_text.substr(start, m_position - start);
        return !token.empty();
    }

    // RFC 6455 9.1: the value must be a token once unescaped.
    bool parseQuoted(std::string &value)
    {
        for (++m_position; !isAtEnd(); ++m_position) {
            if (m_text[m_position] == '"') {
                if (value.empty())
                    return false;
                ++m_position;
                return true;
            }
            if (m_text[m_position] == '\\' && ++m_position == m_text.size())
                return false;
            if (!isTokenCharacter(m_text[m_position]))
                return false;
            value += m_text[m_position];
        }
        return false;
    }

    std::string_view m_text;
    std::size_t m_position = 0;
};

std::string quotedString(std::string_view value)
{
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + '"';
}

} // namespace

std::variant<std::vector<Extension>, ExtensionSyntaxError> parseExtensions(std::string_view text)
{
    return ExtensionParser(text).parse();
}

std::string serializeExtensions(const std::vector<Extension> &extensions)
{
    std::string text;
    for (const Extension &extension : extensions) {
        if (!text.empty())
            text += ", ";
        text += extension.name;
        for (const ExtensionParameter &parameter : extension.parameters) {
            text += "; " + parameter.name;
            if (parameter.value)
                text += '=' + (parameter.wasQuoted ? quotedString(*parameter.value) : *parameter.value);
        }
    }
    return text;
}

bool isToken(std::string_view text) { return !text.empty() && std::ranges::all_of(text, isTokenCharacter); }

} // namespace fg
