#include "protocol/report/wording/case_comparison.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/event_words.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/session/log/session.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

using State = ComparedRow::State;

State stateOf(bool agrees) { return agrees ? State::Agrees : State::Differs; }

std::string eventName(std::size_t event) { return ordinal(event + 1) + " event"; }

// The expected list that matches, or else the one that agrees with most of the events.
const Expectation *nearest(const CaseResult &result)
{
    const auto rank = [&](const Expectation &expectation) {
        const bool isWhole = matches(expectation.events, result.observed);
        return std::pair(isWhole, agreeingEvents(expectation.events, result.observed));
    };
    const auto found = std::ranges::max_element(result.spec->expectations, {}, rank);
    return found == result.spec->expectations.end() ? nullptr : &*found;
}

// Octets [from, from + count) of a payload, without building the whole payload.
OctetBuffer part(const PayloadSpec &payload, std::uint64_t from, std::uint64_t count)
{
    OctetBuffer out;
    const std::uint64_t end = std::min(payload.length(), from + count);
    for (std::uint64_t at = from; at < end; ++at)
        out.push_back(payload.pattern[at % payload.pattern.size()]);
    return out;
}

OctetBuffer part(const OctetBuffer &payload, std::uint64_t from, std::uint64_t count)
{
    const OctetView rest = OctetView(payload).subspan(std::min<std::size_t>(from, payload.size()));
    const OctetView taken = rest.first(std::min<std::size_t>(count, rest.size()));
    return {taken.begin(), taken.end()};
}

std::uint64_t firstDifference(const PayloadSpec &expected, const OctetBuffer &observed)
{
    const std::uint64_t both = std::min<std::uint64_t>(expected.length(), observed.size());
    for (std::uint64_t at = 0; at < both; ++at) {
        if (expected.pattern[at % expected.pattern.size()] != observed[at])
            return at;
    }
    return both;
}

std::optional<OctetDifference> differenceOf(const Expectation &expectation,
                                            const std::vector<ObservedEvent> &observed)
{
    const std::size_t event = agreeingEvents(expectation.events, observed);
    if (event >= expectation.events.size() || event >= observed.size())
        return std::nullopt;
    const CaseEvent &wanted = expectation.events[event];
    const ObservedEvent &actual = observed[event];
    const bool haveOctets = wanted.kind != CaseEvent::Kind::Timeout && wanted.kind == actual.kind;
    if (!haveOctets
        || (wanted.payload.length() == actual.payload.size() && wanted.payload.equals(actual.payload)))
        return std::nullopt;
    OctetDifference difference{.what = eventName(event),
                               .at = firstDifference(wanted.payload, actual.payload)};
    // The parts begin with a row of the hex dump.
    difference.start = difference.at / comparedOctets * comparedOctets;
    difference.start -= std::min(difference.start, comparedOctets);
    difference.expected = part(wanted.payload, difference.start, 3 * comparedOctets);
    difference.observed = part(actual.payload, difference.start, 3 * comparedOctets);
    difference.expectedLength = wanted.payload.length();
    difference.observedLength = actual.payload.size();
    return difference;
}

class Comparer
{
public:
    explicit Comparer(const CaseResult &result)
        : m_result(result)
        , m_spec(*result.spec)
    {
    }

    CaseComparison compare()
    {
        if (m_spec.echo)
            addEchoes();
        else
            addEvents();
        if (m_result.session)
            addClosing(m_result.session->closing());
        return std::move(m_comparison);
    }

private:
    void add(std::string what, std::string expected, std::string observed, State state)
    {
        const bool isJudged = !m_spec.informational && !m_result.wasStopped;
        m_comparison.rows.push_back(
            {std::move(what), std::move(expected), std::move(observed), isJudged ? state : State::Open});
    }
    void addEchoes();
    void addEvents();
    void addEvent(const std::vector<CaseEvent> &expected, std::size_t event);
    void addClosing(const ClosingRecord &closing);

    const CaseResult &m_result;
    const CaseSpec &m_spec;
    CaseComparison m_comparison;
};

void Comparer::addEchoes()
{
    const EchoSpec &echo = *m_spec.echo;
    const std::string messages = opcodeName(echo.message.opcode) + " message";
    const bool areRight = m_result.verdict.plainBehavior == Behavior::Ok;
    add("Echoes",
        counted(echo.count, messages) + " of " + counted(echo.message.payload.length(), "octet") + " within "
            + durationText(echo.timeout),
        resultSentence(m_result), stateOf(areRight));
}

void Comparer::addEvents()
{
    const Expectation *const expectation = nearest(m_result);
    if (!expectation)
        return;
    m_comparison.expectation = expectation->name == Expectation::Name::Ok ? "OK" : "NON-STRICT";
    const std::size_t count = std::max(expectation->events.size(), m_result.observed.size());
    if (count == 0)
        add("Events", "nothing", "nothing", State::Agrees);
    for (std::size_t event = 0; event < std::min(count, comparedEvents); ++event)
        addEvent(expectation->events, event);
    if (count > comparedEvents)
        add("...", std::to_string(expectation->events.size()) + " in all",
            std::to_string(m_result.observed.size()) + " in all",
            stateOf(matches(expectation->events, m_result.observed)));
    m_comparison.difference = differenceOf(*expectation, m_result.observed);
}

void Comparer::addEvent(const std::vector<CaseEvent> &expected, std::size_t event)
{
    const std::vector<ObservedEvent> &observed = m_result.observed;
    const bool isExpected = event < expected.size();
    const bool isObserved = event < observed.size();
    const bool agrees = isExpected && isObserved && matches(expected[event], observed[event]);
    add(eventName(event), isExpected ? eventText(expected[event]) : "nothing",
        isObserved ? eventText(observed[event]) : "nothing", stateOf(agrees));
}

void Comparer::addClosing(const ClosingRecord &closing)
{
    const ExpectedClose &expected = m_spec.close;
    const std::string peer = closing.isServer ? "the client" : "the server";
    const auto closer = [&](bool tester) { return tester ? std::string("the tester") : peer; };
    if (!closing.openedAt) {
        add("Opening handshake", "complete", "not complete", State::Differs);
        return;
    }
    add("Closed first by", closer(expected.byTester), closer(closing.closedByMe),
        stateOf(expected.byTester == closing.closedByMe));
    std::string codes;
    for (const std::uint16_t code : expected.codes)
        codes += (codes.empty() ? "" : " or ") + std::to_string(code);
    const bool isRightCode = !closing.remoteCloseCode
        || std::ranges::find(expected.codes, *closing.remoteCloseCode) != expected.codes.end();
    add("Close code of the peer", codes.empty() ? "none" : codes + ", or none",
        closing.remoteCloseCode ? closeCodeName(*closing.remoteCloseCode) : "none", stateOf(isRightCode));
    const std::string clean = "both close frames, then TCP dropped by " + std::string("the server");
    add("Ended cleanly", expected.clean ? clean : "not required",
        closing.wasClean ? "yes" : "no: " + notCleanText(closing.wasNotCleanReason),
        expected.clean ? stateOf(closing.wasClean) : State::Open);
}

} // namespace

std::string OctetDifference::sentence() const
{
    const std::string place = "In the " + what + ", octet " + std::to_string(at) + " (counted from 0) ";
    if (at >= observedLength)
        return place + "is missing: " + counted(observedLength, "octet") + " came where "
            + std::to_string(expectedLength) + (expectedLength == 1 ? " was" : " were") + " expected.";
    if (at >= expectedLength)
        return place + "is one too many: " + counted(observedLength, "octet") + " came where "
            + std::to_string(expectedLength) + (expectedLength == 1 ? " was" : " were") + " expected.";
    const auto hex = [this](const OctetBuffer &octets) {
        return toHex(OctetView(octets).subspan(at - start, 1));
    };
    return place + "is 0x" + hex(observed) + " where 0x" + hex(expected) + " was expected.";
}

CaseComparison comparisonOf(const CaseResult &result) { return Comparer(result).compare(); }

} // namespace fg
