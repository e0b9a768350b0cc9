#include "protocol/handshake/head_scan.h"

#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::string_view versionName = "HTTP/";

bool isControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

// The name with which a line begins, and where its value begins. Control characters are not a part of a name.
struct FieldName
{
    std::string name;
    std::size_t value = 0;
};

// The first word, ended by any character that is not of a name.
FieldName firstWord(std::string_view line)
{
    std::size_t at = 0;
    while (at < line.size() && !isTokenCharacter(line[at]))
        ++at;
    FieldName found;
    for (; at < line.size() && (isTokenCharacter(line[at]) || (isControl(line[at]) && line[at] != '\t'));
         ++at) {
        if (!isControl(line[at]))
            found.name += line[at];
    }
    std::size_t colon = at;
    while (colon < line.size() && isSpace(line[colon]))
        ++colon;
    const bool hasColon = colon < line.size() && line[colon] == ':';
    found.value = std::min((hasColon ? colon : at) + 1, line.size());
    return found;
}

// What is before the colon. Without a colon, or if the first word tells of a secret already, it is that word.
FieldName fieldName(std::string_view line)
{
    FieldName word = firstWord(line);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || isSecretField(word.name))
        return word;
    FieldName found{{}, colon + 1};
    for (const char c : trimmed(line.substr(0, colon))) {
        if (!isControl(c))
            found.name += c;
    }
    return found.name.empty() ? word : found;
}

class HeadScan
{
public:
    HeadScan(std::string_view octets, TextEnd end, const std::function<void(const HeadPart &)> &visit)
        : m_octets(octets)
        , m_end(end)
        , m_visit(visit)
    {
    }

    void run()
    {
        for (std::size_t at = 0; at < m_octets.size();) {
            const std::size_t end = std::min(m_octets.find('\n', at), m_octets.size());
            m_lineEnd = end == m_octets.size() ? m_end : TextEnd::Final;
            scanLine(at, m_octets.substr(at, end - at));
            at = end + 1;
        }
        finishField(m_end); // a folded line may follow
    }

private:
    void scanLine(std::size_t at, std::string_view line)
    {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty()) {
            finishField(TextEnd::Final);
            m_isStart = true; // An interim answer is followed by another head.
            return;
        }
        // A reader may take a bare CR for the end of a line, or for a space.
        const std::size_t first = std::min(line.find('\r'), line.size());
        scanWholeLine(at, line.substr(0, first));
        for (std::size_t from = first; from < line.size();) {
            const std::size_t next = std::min(line.find('\r', from + 1), line.size());
            continueField(at + from + 1, line.substr(from + 1, next - from - 1));
            from = next;
        }
    }

    void scanWholeLine(std::size_t at, std::string_view line)
    {
        if (m_isStart) {
            m_isStart = false;
            scanStartLine(at, line);
        } else if (!line.empty() && isSpace(line.front())) {
            continueField(at, line);
        } else {
            beginField(at, line);
        }
    }

    void scanStartLine(std::size_t at, std::string_view line)
    {
        using Kind = HeadPart::Kind;
        if (line.starts_with(versionName))
            return visitLine(Kind::StatusLine, at, line);
        // The target is everything between the method and the version, also spaces.
        const std::size_t space = std::min(line.find(' '), line.size());
        const std::size_t lastSpace = line.rfind(' ');
        const bool hasVersion = lastSpace != std::string_view::npos && lastSpace > space
            && line.substr(lastSpace + 1).starts_with(versionName);
        const std::size_t end = hasVersion ? lastSpace : line.size();
        const std::size_t start = std::min(space + 1, end);
        visitLine(Kind::RequestLine, at + start, line.substr(start, end - start));
        // The start line may be missing.
        if (!hasVersion && isSecretField(firstWord(line).name))
            beginField(at, line);
    }

    void beginField(std::size_t at, std::string_view line)
    {
        finishField(TextEnd::Final);
        FieldName found = fieldName(line);
        m_name = std::move(found.name);
        m_isSecret = isSecretField(m_name);
        m_value.add(line.substr(found.value), at + found.value);
        if (line.find(':') == std::string_view::npos)
            visitLine(HeadPart::Kind::Other, at, line);
    }

    // A line that continues a field, unless there is none or the line has the name of a secret itself.
    void continueField(std::size_t at, std::string_view line)
    {
        const bool isField =
            !m_isSecret && line.find(':') != std::string_view::npos && isSecretField(firstWord(line).name);
        if (m_name.empty() || isField)
            beginField(at, line);
        else
            m_value.add(line, at);
    }

    void visitLine(HeadPart::Kind kind, std::size_t at, std::string_view line)
    {
        FieldValue value;
        value.lines = value.joined = TracedText(line, at);
        m_visit({kind, {}, value, m_lineEnd});
    }

    void finishField(TextEnd end)
    {
        if (!m_name.empty() || !m_value.joined.characters().empty())
            m_visit({HeadPart::Kind::Field, m_name, m_value, end});
        m_name.clear();
        m_isSecret = false;
        m_value = {};
    }

    std::string_view m_octets;
    TextEnd m_end;
    const std::function<void(const HeadPart &)> &m_visit;
    TextEnd m_lineEnd = TextEnd::Final;
    std::string m_name; // of the current field
    bool m_isSecret = false; // The name says so.
    FieldValue m_value;
    bool m_isStart = true;
};

} // namespace

void FieldValue::add(std::string_view line, std::size_t start)
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

void scanHeads(std::string_view octets, TextEnd end, const std::function<void(const HeadPart &)> &visit)
{
    HeadScan(octets, end, visit).run();
}

} // namespace fg
