#include "protocol/handshake/start_line.h"

#include "protocol/text/characters.h"

#include <algorithm>
#include <array>

namespace fg {

namespace {

// The parts with a fixed format; '#' is a digit.
constexpr std::string_view requestPattern = "HTTP/#.#";
constexpr std::string_view responsePattern = "HTTP/#.# ###";

// RFC 9110 9.3 and RFC 5789.
constexpr std::array<std::string_view, 9> usualMethods{"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                                       "CONNECT", "OPTIONS", "TRACE", "PATCH"};

} // namespace

StartLineScanner::StartLineScanner(Kind kind)
    : m_kind(kind)
    , m_part(kind == Kind::Request ? Part::Method : Part::Fixed)
{
}

std::size_t StartLineScanner::scan(std::string_view text)
{
    std::size_t taken = 0;
    while (taken < text.size() && accept(text[taken]))
        ++taken;
    return taken;
}

bool StartLineScanner::accept(char c)
{
    switch (m_part) {
    case Part::Method:
        return acceptEmptyLine(c) || acceptWord(c, isTokenCharacter(c), Part::Target);
    case Part::EmptyAfterReturn:
        return acceptEmptyLine(c);
    case Part::Target:
        return acceptWord(c, isVisible(c), Part::Fixed);
    case Part::Fixed:
        return acceptFixed(c);
    case Part::AfterStatus:
        if (c == ' ') {
            m_part = Part::Reason;
            return true;
        }
        m_lacksSpaceAfterStatus = true;
        return acceptLineEnd(c);
    case Part::Reason:
        return isFieldText(c) || acceptLineEnd(c);
    case Part::LineEnd:
        return acceptLineEnd(c);
    case Part::AfterReturn:
        return c == '\n' && acceptLineEnd(c);
    case Part::Done:
        return false;
    }
    return false;
}

// RFC 9112 2.2: a server ignores empty lines before a request.
bool StartLineScanner::acceptEmptyLine(char c)
{
    const bool isAfterReturn = m_part == Part::EmptyAfterReturn;
    if (c == '\n' && !m_wordStarted)
        m_part = Part::Method;
    else if (c == '\r' && !m_wordStarted && !isAfterReturn)
        m_part = Part::EmptyAfterReturn;
    else
        return false;
    return true;
}

bool StartLineScanner::acceptWord(char c, bool fits, Part next)
{
    if (fits) {
        m_wordStarted = true;
        return true;
    }
    if (c != ' ' || !m_wordStarted)
        return false;
    m_wordStarted = false;
    m_part = next;
    return true;
}

bool StartLineScanner::acceptFixed(char c)
{
    const std::string_view pattern = m_kind == Kind::Request ? requestPattern : responsePattern;
    const char due = pattern[m_fixedTaken];
    if (due == '#' ? !isDigit(c) : c != due)
        return false;
    if (++m_fixedTaken == pattern.size())
        m_part = m_kind == Kind::Request ? Part::LineEnd : Part::AfterStatus;
    return true;
}

bool StartLineScanner::acceptLineEnd(char c)
{
    if (c == '\n')
        m_part = Part::Done;
    else if (c == '\r')
        m_part = Part::AfterReturn;
    else
        return false;
    return true;
}

bool isLikeStartLine(StartLineScanner::Kind kind, std::string_view beginning)
{
    if (kind == StartLineScanner::Kind::Response)
        return beginning.starts_with("HTTP/");
    const std::size_t blank = std::min(beginning.find_first_of(" \t"), beginning.size());
    return blank < beginning.size()
        && std::ranges::find(usualMethods, beginning.substr(0, blank)) != usualMethods.end();
}

bool isStartLine(StartLineScanner::Kind kind, std::string_view line)
{
    if (line.find_first_of("\r\n") != std::string_view::npos || line.empty())
        return false;
    StartLineScanner scanner(kind);
    return scanner.scan(line) == line.size() && scanner.scan("\r\n") == 2;
}

} // namespace fg
