#include "protocol/handshake/head_places.h"

#include <algorithm>
#include <array>
#include <optional>

namespace fg {
namespace {

// What of a head a rule is about.
enum class Part : std::uint8_t {
    Version, // the HTTP version in the start line
    Status, // the status code in the start line
    Method, // the method in the start line
    Field, // the header field with this name
    Value, // the value of the header field with this name
    Character, // the character of that value whose number is the violation's value
    Element, // the element of that value, a list, whose number is the violation's value
    Numbered, // the header field whose number is the violation's value
};

struct Subject
{
    RuleId rule;
    Part part;
    std::string_view name; // Field, Value, Character, Element
};

constexpr std::string_view extensionsName = "Sec-WebSocket-Extensions";

constexpr std::array subjects{
    Subject{RuleId::HttpVersionTooOld, Part::Version, {}},
    Subject{RuleId::TooManyInterimAnswers, Part::Status, {}},
    Subject{RuleId::StatusNot101, Part::Status, {}},
    Subject{RuleId::MethodNotGet, Part::Method, {}},
    Subject{RuleId::FieldRepeated, Part::Numbered, {}},
    Subject{RuleId::UpgradeMissing, Part::Value, "Upgrade"},
    Subject{RuleId::UpgradeNotAlone, Part::Value, "Upgrade"},
    Subject{RuleId::ConnectionUpgradeMissing, Part::Value, "Connection"},
    Subject{RuleId::TransferEncodingForbidden, Part::Field, "Transfer-Encoding"},
    Subject{RuleId::ContentLengthForbidden, Part::Field, "Content-Length"},
    Subject{RuleId::AcceptMissing, Part::Value, "Sec-WebSocket-Accept"},
    Subject{RuleId::AcceptWrong, Part::Value, "Sec-WebSocket-Accept"},
    Subject{RuleId::SubprotocolNotOffered, Part::Value, "Sec-WebSocket-Protocol"},
    Subject{RuleId::HostMissing, Part::Value, "Host"},
    Subject{RuleId::KeyMissing, Part::Value, "Sec-WebSocket-Key"},
    Subject{RuleId::KeyMalformed, Part::Value, "Sec-WebSocket-Key"},
    Subject{RuleId::VersionMissing, Part::Value, "Sec-WebSocket-Version"},
    Subject{RuleId::VersionNotSupported, Part::Value, "Sec-WebSocket-Version"},
    Subject{RuleId::ExtensionsMalformed, Part::Character, extensionsName},
    Subject{RuleId::ExtensionNotOffered, Part::Element, extensionsName},
    Subject{RuleId::AnswerDeflateRepeated, Part::Element, extensionsName},
    Subject{RuleId::AnswerDeflateParameterUnknown, Part::Element, extensionsName},
    Subject{RuleId::AnswerDeflateParameterRepeated, Part::Element, extensionsName},
    Subject{RuleId::AnswerDeflateTakeoverHasValue, Part::Element, extensionsName},
    Subject{RuleId::AnswerDeflateWindowWithoutValue, Part::Element, extensionsName},
    Subject{RuleId::AnswerDeflateWindowOutOfRange, Part::Element, extensionsName},
    Subject{RuleId::AnswerServerTakeoverKept, Part::Element, extensionsName},
    Subject{RuleId::AnswerServerWindowTooLarge, Part::Element, extensionsName},
    Subject{RuleId::AnswerServerWindowUnsaid, Part::Element, extensionsName},
    Subject{RuleId::AnswerClientWindowNotOffered, Part::Element, extensionsName},
    Subject{RuleId::AnswerToIllegalOffer, Part::Element, extensionsName},
    Subject{RuleId::OfferDeflateParameterUnknown, Part::Element, extensionsName},
    Subject{RuleId::OfferDeflateParameterRepeated, Part::Element, extensionsName},
    Subject{RuleId::OfferDeflateTakeoverHasValue, Part::Element, extensionsName},
    Subject{RuleId::OfferDeflateWindowWithoutValue, Part::Element, extensionsName},
    Subject{RuleId::OfferDeflateWindowOutOfRange, Part::Element, extensionsName},
};

// A part of a text.
struct Span
{
    std::size_t first = 0;
    std::size_t count = 0;
};

// The element of a comma-separated list with this number, as listElements() counts them. Empty, at the end,
// if there are not as many.
Span elementOf(std::string_view list, std::uint64_t number)
{
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t comma = std::min(list.find(',', at), list.size());
        const std::string_view element = trimmed(list.substr(at, comma - at));
        if (!element.empty() && number-- == 0)
            return {static_cast<std::size_t>(element.data() - list.data()), element.size()};
        at = comma + 1;
    }
    return {list.size(), 0};
}

class PlaceFinder
{
public:
    PlaceFinder(const HttpHead &head, const HeadLines &lines, std::uint64_t start)
        : m_head(head)
        , m_lines(lines)
        , m_start(start)
    {
    }

    [[nodiscard]] Where find(const Subject &subject, std::uint64_t value) const
    {
        switch (subject.part) {
        case Part::Version:
        case Part::Status:
        case Part::Method:
            return inStartLine(subject.part);
        case Part::Field:
            return inField(numberOf(subject.name));
        case Part::Value:
            return inValue(subject.name, {0, SIZE_MAX}, FaultReason::FieldUnfit);
        case Part::Character:
            return inValue(subject.name, {static_cast<std::size_t>(value), 1}, FaultReason::None);
        case Part::Element:
            return inValue(subject.name, elementOf(m_head.joined(subject.name), value), FaultReason::None);
        case Part::Numbered:
            return inField(value);
        }
        return {};
    }

private:
    [[nodiscard]] Where made(WireField field, OctetsOfFrame octets) const
    {
        return {.fields = {field}, .start = m_start, .onWire = {m_start + octets.first, octets.count}};
    }

    [[nodiscard]] Where inField(std::size_t number, OctetsOfFrame octets) const
    {
        Where where = made(WireField::HeaderField, octets);
        where.number = static_cast<std::uint32_t>(number);
        return where;
    }

    // All of the field with this number; nowhere if the head does not have it.
    [[nodiscard]] Where inField(std::uint64_t number) const
    {
        return number < m_lines.fields.size() ? inField(number, m_lines.fields[number].octets) : Where();
    }

    // Of the first field with this name. If there is none, it is the number of fields.
    [[nodiscard]] std::uint64_t numberOf(std::string_view name) const
    {
        const auto found = std::ranges::find_if(
            m_head.fields, [name](const HeaderField &field) { return equalsIgnoringCase(field.name, name); });
        return static_cast<std::uint64_t>(found - m_head.fields.begin());
    }

    // A response begins with its version, a request ends with it (RFC 9112 3 and 4).
    [[nodiscard]] Where inStartLine(Part part) const
    {
        constexpr std::size_t versionSize = std::string_view("HTTP/1.1").size();
        constexpr std::size_t statusSize = 3;
        const std::string_view line = m_head.startLine;
        const bool isResponse = line.starts_with("HTTP/");
        OctetsOfFrame octets{0, line.size()};
        if (part == Part::Status && line.size() >= versionSize + 1 + statusSize)
            octets = {versionSize + 1, statusSize};
        else if (part == Part::Method)
            octets = {0, std::min(line.find(' '), line.size())};
        else if (part == Part::Version && line.size() >= versionSize)
            octets = {isResponse ? 0 : line.size() - versionSize, versionSize};
        return made(WireField::StartLine, {m_lines.startLine.first + octets.first, octets.count});
    }

    // A part of head.joined(name); all of it is the first field with that name.
    [[nodiscard]] Where inValue(std::string_view name, Span part, FaultReason reason) const
    {
        std::optional<std::size_t> found;
        std::size_t before = 0; // characters of the joined values before the found field
        for (std::size_t number = 0; number < m_head.fields.size(); ++number) {
            if (!equalsIgnoringCase(m_head.fields[number].name, name))
                continue;
            if (found && part.first < before + m_head.fields[*found].value.size())
                break;
            constexpr std::size_t separator = std::string_view(", ").size();
            before += found ? m_head.fields[*found].value.size() + separator : 0;
            found = number;
        }
        if (!found) {
            Where end = made(WireField::HeadEnd, m_lines.end);
            end.reason = FaultReason::FieldMissing;
            return end;
        }
        const HeadLines::Field &lines = m_lines.fields[*found];
        const std::size_t size = m_head.fields[*found].value.size();
        OctetsOfFrame octets = lines.octets;
        // The value of a folded field is not in one piece.
        if (!lines.isFolded) {
            const std::size_t from = std::min(part.first - std::min(part.first, before), size);
            octets.first += lines.valueStart + from;
            // Where the value is too short, the end of its line shows it.
            octets.count = std::max<std::size_t>(1, std::min(part.count, size - from));
        }
        Where where = inField(*found, octets);
        where.reason = reason;
        return where;
    }

    const HttpHead &m_head;
    const HeadLines &m_lines;
    std::uint64_t m_start;
};

} // namespace

void findPlaces(std::span<Violation> violations, const HttpHead &head, const HeadLines &lines,
                std::uint64_t start)
{
    const PlaceFinder finder(head, lines, start);
    for (Violation &violation : violations) {
        if (const auto *const subject = std::ranges::find(subjects, violation.rule, &Subject::rule);
            subject != subjects.end())
            violation.where = finder.find(*subject, violation.value);
    }
}

} // namespace fg
