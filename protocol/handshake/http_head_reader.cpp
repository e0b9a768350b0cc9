#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {
namespace {

// Told by rules of their own, whatever else is wrong with the field: a receiver has to refuse them (RFC 9112
// 2.2, RFC 9110 5.5).
bool hasRuleOfItsOwn(char c) { return c == '\r' || c == '\0'; }

} // namespace

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
    if (const std::size_t zero = line.find('\0'); zero != std::string_view::npos)
        reportZeroOctet(lineOffset() + zero);

    if (m_isInStartLine) {
        finishStartLine(line);
    } else if (line.empty()) {
        m_places.end = lineOctets();
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
    m_places.startLine = lineOctets();
    if (m_startLine.lacksSpaceAfterStatus())
        report(RuleId::StatusSpaceMissing, {lineOffset() + line.size(), 1}, 0);
    m_isInStartLine = false;
}

void HttpHeadReader::parseFieldLine(std::string_view line)
{
    if (m_head.fields.size() >= m_limits.fields) {
        fail(RuleId::TooManyFields, lineOffset(), m_head.fields.size() + 1);
        return;
    }
    const std::size_t colon = line.find(':');
    m_places.fields.push_back(
        {.octets = lineOctets(), .valueStart = static_cast<std::uint32_t>(line.size())});
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
    m_places.fields.back().valueStart = static_cast<std::uint32_t>(value.data() - line.data());
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
    const auto isBad = [](char c) { return !isTokenCharacter(c) && !hasRuleOfItsOwn(c); };
    if (const auto bad = std::ranges::find_if(name, isBad); bad != name.end())
        reportField(RuleId::FieldNameCharacter, static_cast<std::size_t>(bad - name.begin()));
}

// RFC 9112 5.2: a folded line continues the value of the field before it.
void HttpHeadReader::parseFoldedLine(std::string_view line)
{
    const std::size_t number = m_head.fields.size() - 1;
    if (m_lastFolded != number) {
        m_lastFolded = number;
        report(RuleId::FieldFolded, lineOctets(), number);
    }
    HeadLines::Field &places = m_places.fields.back();
    places.isFolded = true;
    places.octets.count = lineOctets().end() - places.octets.first;
    std::string &value = m_head.fields.back().value;
    const std::string_view more = trimmed(line);
    if (!value.empty() && !more.empty())
        value += ' ';
    value += more;
    checkFieldText(line, 0);
}

void HttpHeadReader::checkFieldText(std::string_view line, std::size_t from)
{
    const auto isBad = [](char c) { return !isFieldText(c) && !hasRuleOfItsOwn(c); };
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
    report(rule, {lineOffset() + positionInLine, 1}, number);
}

// All empty lines are one violation.
void HttpHeadReader::reportEmptyLine()
{
    if (!m_emptyLines) {
        m_emptyLines = m_violations.size();
        report(RuleId::EmptyLineBeforeStart, lineOctets(), 0);
    }
    Violation &all = m_violations[*m_emptyLines];
    ++all.value;
    all.where.onWire.count = lineOctets().end() - all.where.onWire.first;
}

// A peer that ends one line with a bare LF does the same with every line, so only the first one is reported.
void HttpHeadReader::reportBareNewline()
{
    if (!m_sawBareNewline)
        report(RuleId::LineEndBareLf, {m_taken - 1, 1}, m_lines);
    m_sawBareNewline = true;
}

// One of them is enough to refuse the head.
void HttpHeadReader::reportBareReturn(std::uint64_t offset)
{
    if (!m_sawBareReturn)
        report(RuleId::BareCr, {offset, 1}, m_lines);
    m_sawBareReturn = true;
}

// One of them is enough, too.
void HttpHeadReader::reportZeroOctet(std::uint64_t offset)
{
    if (!m_sawZeroOctet)
        report(RuleId::ZeroOctetInHead, {offset, 1}, m_lines);
    m_sawZeroOctet = true;
}

void HttpHeadReader::report(RuleId rule, OctetsOfFrame octets, std::uint64_t value)
{
    m_violations.push_back(
        {.rule = rule, .octetOffset = octets.first, .value = value, .where = whereInLine(octets)});
}

// An empty line before the start line counts as a part of it.
Where HttpHeadReader::whereInLine(OctetsOfFrame octets) const
{
    const bool isEmptyLine = m_line == "\n" || m_line == "\r\n";
    const WireField kind = m_isInStartLine ? WireField::StartLine
        : isEmptyLine                      ? WireField::HeadEnd
                                           : WireField::HeaderField;
    return {.fields = {kind},
            .number = kind == WireField::HeaderField ? static_cast<std::uint32_t>(fieldOfLine()) : 0,
            .onWire = {octets.first, octets.count}};
}

// A folded line belongs to the field before it, and a line whose field is in the head already to that field.
std::size_t HttpHeadReader::fieldOfLine() const
{
    const std::size_t fields = m_head.fields.size();
    const bool isFolded = fields > 0 && m_line.find_first_of(" \t") == 0;
    const bool isInHead = fields > 0 && m_places.fields.back().octets.first == lineOffset();
    return isFolded || isInHead ? fields - 1 : fields;
}

std::uint64_t HttpHeadReader::lineOffset() const { return m_taken - m_line.size(); }

void HttpHeadReader::fail(RuleId rule, std::uint64_t offset, std::uint64_t value)
{
    const bool isLine = rule == RuleId::TooManyFields;
    report(rule, isLine ? lineOctets() : OctetsOfFrame{offset, 1}, value);
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
