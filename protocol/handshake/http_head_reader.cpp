#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {

HttpHeadReader::HttpHeadReader(Kind kind, HeadLimits limits)
    : m_limits(limits)
    , m_kind(kind)
    , m_startLine(kind)
{
}

std::size_t HttpHeadReader::feed(OctetView octets)
{
    const std::string_view text = charactersOf(octets);
    std::size_t used = 0;
    while (m_state == State::Reading && used < text.size())
        used += readPart(text.substr(used));
    return used;
}

// Consumes octets up to the end of the line, the end of the text or the limit, whichever comes first.
std::size_t HttpHeadReader::readPart(std::string_view text)
{
    const std::size_t lineRoom = m_limits.lineOctets - m_line.size();
    const std::size_t headRoom = m_limits.totalOctets - static_cast<std::size_t>(m_taken);
    const std::size_t room = std::min(lineRoom, headRoom);
    if (room == 0) {
        ++m_taken;
        if (lineRoom == 0)
            fail(RuleId::LineTooLong, m_taken - 1, m_line.size() + 1);
        else
            fail(RuleId::HeadTooLong, m_taken - 1, m_taken);
        return 1;
    }

    std::string_view part = text.substr(0, room);
    const std::size_t newline = part.find('\n');
    part = part.substr(0, newline == std::string_view::npos ? newline : newline + 1);
    if (m_isInStartLine) {
        const std::size_t possible = m_startLine.scan(part);
        if (possible < part.size()) {
            m_line += part.substr(0, possible + 1);
            m_taken += possible + 1;
            failInStartLine();
            return possible + 1;
        }
    }
    m_line += part;
    m_taken += part.size();
    if (newline != std::string_view::npos)
        finishLine();
    return part.size();
}

// The last octet is not valid where it is.
void HttpHeadReader::failInStartLine()
{
    const std::uint64_t offset = m_taken - 1;
    if (!isLikeStartLine(m_kind, m_line))
        fail(RuleId::HeadNotHttp, offset, offset);
    else if (m_startLine.isAfterReturn())
        fail(RuleId::BareCr, offset - 1, m_lines);
    else
        fail(RuleId::StartLineMalformed, offset, offset);
}

void HttpHeadReader::finishLine()
{
    std::string_view line = m_line;
    line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    else
        reportBareNewline();

    if (const std::size_t bareReturn = line.find('\r'); bareReturn != std::string_view::npos)
        reportBareReturn(lineOffset() + bareReturn);

    if (m_isInStartLine) {
        finishStartLine(line);
    } else if (line.empty()) {
        end(State::Complete);
    } else if (isSpace(line.front()) && !m_head.fields.empty()) {
        parseFoldedLine(line);
    } else {
        parseFieldLine(line);
    }
    m_line.clear();
    ++m_lines;
}

void HttpHeadReader::finishStartLine(std::string_view line)
{
    if (line.empty()) {
        reportEmptyLine();
        return;
    }
    m_head.startLine = line;
    m_isInStartLine = false;
    if (m_startLine.lacksSpaceAfterStatus())
        report(RuleId::StatusSpaceMissing, lineOffset() + line.size(), 0);
}

void HttpHeadReader::parseFieldLine(std::string_view line)
{
    if (m_head.fields.size() >= m_limits.fields) {
        fail(RuleId::TooManyFields, lineOffset(), m_head.fields.size() + 1);
        return;
    }
    const std::size_t colon = line.find(':');
    // RFC 9112 2.2: a line that begins with a space right after the start line must not be read as a field,
    // because two recipients would then see different messages.
    if (colon == std::string_view::npos || isSpace(line.front())) {
        m_head.fields.push_back({.name = std::string(line), .value = {}});
        if (isSpace(line.front()))
            reportField(RuleId::BlankBeforeFirstField, 0);
        else
            reportField(RuleId::FieldWithoutColon, line.size());
        return;
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    m_head.fields.push_back({.name = std::string(trimmed(name)), .value = std::string(value)});

    checkFieldName(name);
    checkFieldText(line, colon + 1);
}

// `name`: all that is before the colon, at the start of the line. A blank before the colon is told whatever
// else is wrong with the name, because a server has to refuse it.
void HttpHeadReader::checkFieldName(std::string_view name)
{
    if (name.empty()) {
        reportField(RuleId::FieldNameEmpty, 0);
        return;
    }
    const std::string_view word = trimmed(name);
    if (word.size() < name.size()) {
        reportField(RuleId::BlankBeforeColon, word.size());
        return;
    }
    const auto isBad = [](char c) { return !isTokenCharacter(c) && c != '\r'; };
    if (const auto bad = std::ranges::find_if(name, isBad); bad != name.end())
        reportField(RuleId::FieldNameCharacter, static_cast<std::size_t>(bad - name.begin()));
}

// RFC 9112 5.2: a folded line continues the value of the field before it.
void HttpHeadReader::parseFoldedLine(std::string_view line)
{
    const std::size_t number = m_head.fields.size() - 1;
    if (m_lastFolded != number) {
        m_lastFolded = number;
        report(RuleId::FieldFolded, lineOffset(), number);
    }
    std::string &value = m_head.fields.back().value;
    const std::string_view more = trimmed(line);
    if (!value.empty() && !more.empty())
        value += ' ';
    value += more;
    checkFieldText(line, 0);
}

// A bare CR is a fault of its own.
void HttpHeadReader::checkFieldText(std::string_view line, std::size_t from)
{
    const auto isBad = [](char c) { return !isFieldText(c) && c != '\r'; };
    const auto bad = std::find_if(line.begin() + static_cast<std::ptrdiff_t>(from), line.end(), isBad);
    if (bad != line.end())
        reportField(RuleId::FieldValueCharacter, static_cast<std::size_t>(bad - line.begin()));
}

// Reports one violation for each field, whatever else is wrong with it, because the peer decides how many
// faults it sends.
void HttpHeadReader::reportField(RuleId rule, std::size_t positionInLine)
{
    const std::size_t number = m_head.fields.size() - 1;
    if (m_lastMalformed == number)
        return;
    m_lastMalformed = number;
    report(rule, lineOffset() + positionInLine, number);
}

// All empty lines are one violation.
void HttpHeadReader::reportEmptyLine()
{
    if (!m_emptyLines) {
        m_emptyLines = m_violations.size();
        report(RuleId::EmptyLineBeforeStart, lineOffset(), 0);
    }
    ++m_violations[*m_emptyLines].value;
}

// A peer that ends one line with a bare LF does the same with every line, so only the first one is reported.
void HttpHeadReader::reportBareNewline()
{
    if (!m_sawBareNewline)
        report(RuleId::LineEndBareLf, m_taken - 1, m_lines);
    m_sawBareNewline = true;
}

// One of them is enough to refuse the head.
void HttpHeadReader::reportBareReturn(std::uint64_t offset)
{
    if (!m_sawBareReturn)
        report(RuleId::BareCr, offset, m_lines);
    m_sawBareReturn = true;
}

void HttpHeadReader::report(RuleId rule, std::uint64_t offset, std::uint64_t value)
{
    m_violations.push_back({.rule = rule, .octetOffset = offset, .value = value});
}

std::uint64_t HttpHeadReader::lineOffset() const { return m_taken - m_line.size(); }

void HttpHeadReader::fail(RuleId rule, std::uint64_t offset, std::uint64_t value)
{
    report(rule, offset, value);
    if (m_isInStartLine)
        m_head.startLine = m_line;
    end(State::Failed);
}

void HttpHeadReader::end(State state)
{
    m_state = state;
    release(m_line);
}

} // namespace fg
