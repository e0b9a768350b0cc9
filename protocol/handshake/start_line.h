// The start line of an HTTP/1.x message (RFC 9112 3 and 4), checked octet by octet, so that data that is not
// HTTP is recognised at its first impossible octet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fg {

class StartLineScanner
{
public:
    enum class Kind : std::uint8_t { Request, Response };

    explicit StartLineScanner(Kind kind);

    // Checks octets up to and including the line's LF and returns the number of valid ones. A number smaller
    // than the text's size means that the next octet is not valid there. Empty lines before a request are
    // valid here (RFC 9112 2.2).
    std::size_t scan(std::string_view text);

    // True after an octet that is not valid if it followed a CR, which would have needed an LF.
    [[nodiscard]] bool isAfterReturn() const
    {
        return m_part == Part::AfterReturn || m_part == Part::EmptyAfterReturn;
    }

    // True if the space between status code and reason is missing. RFC 9112 4 requires it, even before an
    // empty reason, but the line is not ambiguous without it.
    [[nodiscard]] bool lacksSpaceAfterStatus() const { return m_lacksSpaceAfterStatus; }

private:
    enum class Part : std::uint8_t {
        Method,
        EmptyAfterReturn, // an empty line
        Target,
        Fixed,
        AfterStatus,
        Reason,
        LineEnd,
        AfterReturn,
        Done
    };

    [[nodiscard]] bool accept(char c);
    [[nodiscard]] bool acceptEmptyLine(char c);
    [[nodiscard]] bool acceptWord(char c, bool fits, Part next);
    [[nodiscard]] bool acceptFixed(char c);
    [[nodiscard]] bool acceptLineEnd(char c);

    Kind m_kind;
    Part m_part;
    std::uint8_t m_fixedTaken = 0;
    bool m_wordStarted = false;
    bool m_lacksSpaceAfterStatus = false;
};

// Whether data that begins like this, up to the octet that is not valid in a start line, is meant to be HTTP:
// the start line of an answer begins with "HTTP/", that of a request with one of the usual methods and a
// blank.
[[nodiscard]] bool isLikeStartLine(StartLineScanner::Kind kind, std::string_view beginning);

// Whether this is a valid start line, without its line end.
[[nodiscard]] bool isStartLine(StartLineScanner::Kind kind, std::string_view line);

} // namespace fg
