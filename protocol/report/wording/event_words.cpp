#include "protocol/report/wording/event_words.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/report/wording/names.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <span>

namespace fg {
namespace {

std::string payloadText(OctetView start, std::uint64_t length)
{
    if (length == 0)
        return "\"\"";
    const bool isCut = length > longestWholeData;
    const OctetView shown = isCut ? start.first(std::min(start.size(), cutData)) : start;
    std::string text = isUtf8(shown) ? inQuotes(charactersOf(shown)) : "0x" + toHex(shown);
    if (isCut)
        text += " ... (" + counted(length, "octet") + ")";
    return text;
}

std::string textOf(CaseEvent::Kind kind, Opcode opcode, OctetView start, std::uint64_t length,
                   std::string_view tag)
{
    switch (kind) {
    case CaseEvent::Kind::Message:
        return opcodeName(opcode) + " message " + payloadText(start, length);
    case CaseEvent::Kind::Pong:
        return "pong " + payloadText(start, length);
    case CaseEvent::Kind::Timeout:
        return "timeout " + escaped(tag);
    }
    return {};
}

bool areOfOneKind(const CaseEvent &expected, const ObservedEvent &observed)
{
    if (expected.kind != observed.kind || expected.kind == CaseEvent::Kind::Timeout)
        return false;
    return expected.kind != CaseEvent::Kind::Message || expected.opcode == observed.opcode;
}

// Says where two payloads differ. They must not be equal.
std::string payloadDifference(const PayloadSpec &expected, const OctetBuffer &observed)
{
    const std::uint64_t length = expected.length();
    if (observed.size() != length)
        return "it has " + counted(observed.size(), "octet") + " where " + std::to_string(length)
            + (length == 1 ? " was expected" : " were expected");
    const std::uint64_t at = expected.firstDifference(observed).value_or(0);
    const OctetView wanted = OctetView(expected.pattern).subspan(at % expected.pattern.size(), 1);
    return "octet " + std::to_string(at) + " (counted from 0) is 0x"
        + toHex(OctetView(observed).subspan(at, 1)) + " where 0x" + toHex(wanted) + " was expected";
}

constexpr std::size_t shownEvents = 100;

template <typename Event> std::string listOf(const std::vector<Event> &events)
{
    std::string out;
    for (const Event &event : std::span(events).first(std::min(events.size(), shownEvents)))
        out += (out.empty() ? "" : ", then ") + eventText(event);
    if (events.size() > shownEvents)
        out += ", and " + std::to_string(events.size() - shownEvents) + " more";
    return out.empty() ? "nothing" : out;
}

} // namespace

std::string eventListText(const std::vector<CaseEvent> &events) { return listOf(events); }

std::string eventListText(const std::vector<ObservedEvent> &events) { return listOf(events); }

std::string eventText(const CaseEvent &event)
{
    return textOf(event.kind, event.opcode, event.payload.octets(cutData), event.payload.length(), event.tag);
}

std::string eventText(const ObservedEvent &event)
{
    return textOf(event.kind, event.opcode, event.payload, event.payload.size(), event.tag);
}

std::size_t agreeingEvents(const std::vector<CaseEvent> &expected, const std::vector<ObservedEvent> &observed)
{
    const std::size_t both = std::min(expected.size(), observed.size());
    std::size_t count = 0;
    while (count < both && matches(expected[count], observed[count]))
        ++count;
    return count;
}

std::string differenceSentence(const std::vector<CaseEvent> &expected,
                               const std::vector<ObservedEvent> &observed)
{
    const std::size_t at = agreeingEvents(expected, observed);
    const std::string name = "The " + ordinal(at + 1) + " event";
    if (at == expected.size() && at == observed.size())
        return {};
    if (at == observed.size())
        return name + " never came: " + eventText(expected[at]) + " was expected.";
    if (at == expected.size())
        return name + " was not expected: " + eventText(observed[at]) + '.';
    if (areOfOneKind(expected[at], observed[at]))
        return name + " differs: " + payloadDifference(expected[at].payload, observed[at].payload) + '.';
    return name + " was " + eventText(observed[at]) + " where " + eventText(expected[at]) + " was expected.";
}

} // namespace fg
