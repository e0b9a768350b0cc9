#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {

HttpHeadReader::HttpHeadReader(Kind kind, HeadLimits limits)
    : m_limits(limits)
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
            fail(RuleId::HeadNotHttp, m_taken - 1, m_taken - 1);
            return possible + 1;
        }
    }
    m_line += part;
    m_taken += part.size();
    if (newline != std::string_view::npos)
        finishLine();
    return part.size();
}

void HttpHeadReader::finishLine()
{
    std::string_view line = m_line;
    line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    else
        reportBareNewline();

    if (m_isInStartLine) {
        m_head.startLine = line;
        m_lines.startLine = lineOctets();
        if (m_startLine.lacksSpaceAfterStatus())
            reportLineFault(line.size(), FaultReason::NoSpaceAfterStatus);
        m_isInStartLine = false;
    } else if (line.empty()) {
        m_lines.end = lineOctets();
        end(State::Complete);
    } else if (isSpace(line.front()) && !m_head.fields.empty()) {
        parseFoldedLine(line);
    } else {
        parseFieldLine(line);
    }
    m_line.clear();
}

void HttpHeadReader::parseFieldLine(std::string_view line)
{
    if (m_head.fields.size() >= m_limits.fields) {
        fail(RuleId::TooManyFields, lineOffset(), m_head.fields.size() + 1);
        return;
    }
    const std::size_t colon = line.find(':');
    m_lines.fields.push_back({.octets = lineOctets(), .valueStart = static_cast<std::uint32_t>(line.size())});
    // RFC 9112 2.2: a line that begins with a space right after the start line must not be read as a field,
    // because two recipients would then see different messages.
    if (colon == std::string_view::npos || isSpace(line.front())) {
        m_head.fields.push_back({.name = std::string(line), .value = {}});
        if (isSpace(line.front()))
            reportMalformed(0, FaultReason::SpaceBeforeName);
        else
            reportMalformed(line.size(), FaultReason::NoColon);
        return;
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    m_lines.fields.back().valueStart = static_cast<std::uint32_t>(value.data() - line.data());
    m_head.fields.push_back({.name = std::string(trimmed(name)), .value = std::string(value)});

    const auto badInName = std::ranges::find_if_not(name, isTokenCharacter);
    if (name.empty() || badInName != name.end())
        reportMalformed(static_cast<std::size_t>(badInName - name.begin()),
                        name.empty() ? FaultReason::NoName : FaultReason::NameCharacter);
    checkFieldText(line, colon + 1);
}

// RFC 9112 5.2: a folded line continues the value of the field before it.
void HttpHeadReader::parseFoldedLine(std::string_view line)
{
    const std::size_t number = m_head.fields.size() - 1;
    if (m_lastFolded != number) {
        m_lastFolded = number;
        m_violations.push_back({.rule = RuleId::FieldFolded,
                                .octetOffset = lineOffset(),
                                .value = number,
                                .where = whereInLine(lineOctets(), number)});
    }
    HeadLines::Field &lines = m_lines.fields.back();
    lines.isFolded = true;
    lines.octets.count = lineOctets().end() - lines.octets.first;
    std::string &value = m_head.fields.back().value;
    const std::string_view more = trimmed(line);
    if (!value.empty() && !more.empty())
        value += ' ';
    value += more;
    checkFieldText(line, 0);
}

void HttpHeadReader::checkFieldText(std::string_view line, std::size_t from)
{
    const auto bad = std::find_if_not(line.begin() + from, line.end(), isFieldText);
    if (bad != line.end())
        reportMalformed(static_cast<std::size_t>(bad - line.begin()), FaultReason::ValueCharacter);
}

// Reports one violation for each field, whatever else is wrong with it, because the peer decides how many
// faults it sends.
void HttpHeadReader::reportMalformed(std::size_t positionInLine, FaultReason reason)
{
    const std::size_t number = m_head.fields.size() - 1;
    if (m_lastMalformed == number)
        return;
    m_lastMalformed = number;
    const std::uint64_t offset = lineOffset() + positionInLine;
    m_violations.push_back({.rule = RuleId::FieldMalformed,
                            .octetOffset = offset,
                            .value = number,
                            .where = whereInLine({offset, 1}, number, reason)});
}

// A peer that ends one line with a bare LF does the same with every line, so only the first one is reported.
void HttpHeadReader::reportBareNewline()
{
    if (!m_sawBareNewline)
        reportLineFault(m_taken - 1, FaultReason::LineFeedAlone);
    m_sawBareNewline = true;
}

// Reports a fault of the line itself rather than of its content, with the number of the field on that line,
// or of the next field if it is the start line or the empty line. HeadNotHttp, which ends the reading, is not
// reported here.
void HttpHeadReader::reportLineFault(std::uint64_t offset, FaultReason reason)
{
    const std::size_t number = m_head.fields.size();
    m_violations.push_back({.rule = RuleId::FieldMalformed,
                            .octetOffset = offset,
                            .value = number,
                            .where = whereInLine({offset, 1}, number, reason)});
}

Where HttpHeadReader::whereInLine(OctetsOfFrame octets, std::size_t field, FaultReason reason) const
{
    const bool isEmptyLine = !m_isInStartLine && (m_line == "\n" || m_line == "\r\n");
    const WireField kind = m_isInStartLine ? WireField::StartLine
        : isEmptyLine                      ? WireField::HeadEnd
                                           : WireField::HeaderField;
    return {.fields = {kind},
            .reason = reason,
            .number = kind == WireField::HeaderField ? static_cast<std::uint32_t>(field) : 0,
            .onWire = {octets.first, octets.count}};
}

std::uint64_t HttpHeadReader::lineOffset() const { return m_taken - m_line.size(); }

void HttpHeadReader::fail(RuleId rule, std::uint64_t offset, std::uint64_t value)
{
    const bool isLine = rule == RuleId::TooManyFields;
    m_violations.push_back(
        {.rule = rule,
         .octetOffset = offset,
         .value = value,
         .where = whereInLine(isLine ? lineOctets() : OctetsOfFrame{offset, 1}, m_head.fields.size())});
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
