#include "protocol/report/wording/plain_verdict.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/event_words.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/session/log/session.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/rules.h"

#include <algorithm>

namespace fg {
namespace {

std::string withoutStop(std::string sentence)
{
    if (sentence.ends_with('.'))
        sentence.pop_back();
    return sentence;
}

std::string peerOf(const CaseResult &result)
{
    return result.session->role() == Role::Client ? "The server" : "The client";
}

PlainVerdict verdictOf(const Finding &finding, const Session &session)
{
    return {findingWords(finding.violation, finding.direction, session.role()),
            std::string(clauseOf(finding.violation)), finding.row};
}

// Whether the case can have failed because of this finding. A broken SHOULD can only be the reason for a
// wrong closing, so it does not explain a case whose events are wrong.
bool explains(const Finding &finding, const CaseVerdict &verdict)
{
    const Severity severity = ruleOf(finding.violation.rule).severity;
    return severity == Severity::Must
        || (severity == Severity::Should && verdict.behavior != Behavior::Failed);
}

std::optional<PlainVerdict> brokenRule(const CaseResult &result)
{
    const std::vector<Finding> findings = result.session->findings();
    const auto found = std::ranges::find_if(findings, [&](const Finding &finding) {
        return explains(finding, result.verdict) && isHeldAgainstPeer(finding, *result.session);
    });
    if (found == findings.end())
        return std::nullopt;
    return verdictOf(*found, *result.session);
}

PlainVerdict neverOpened(const CaseResult &result)
{
    if (const std::optional<PlainVerdict> broken = brokenRule(result))
        return *broken;
    // A server that refuses breaks no rule, and yet that is the reason.
    const std::vector<Finding> findings = result.session->findings();
    const auto refusal = std::ranges::find_if(
        findings, [](const Finding &finding) { return finding.violation.rule == RuleId::StatusNot101; });
    if (refusal != findings.end())
        return verdictOf(*refusal, *result.session);
    return {peerOf(result) + " did not complete the opening handshake", "RFC 6455 4", std::nullopt};
}

PlainVerdict wrongClosing(const CaseResult &result)
{
    const ClosingRecord closing = result.session->closing();
    switch (result.verdict.plainClose) {
    case CloseBehavior::WrongCode: {
        const std::string code = closing.remoteCloseCode ? closeCodeName(*closing.remoteCloseCode) : "none";
        std::string wanted;
        for (const std::uint16_t expected : result.spec->close.codes)
            wanted += (wanted.empty() ? "" : " or ") + std::to_string(expected);
        return {peerOf(result) + " closed with code " + code + " where " + wanted + " would have been right",
                "RFC 6455 7.4.1", std::nullopt};
    }
    case CloseBehavior::Unclean:
        return {peerOf(result) + " did not end the connection with a complete closing handshake",
                "RFC 6455 7.1.4", std::nullopt};
    case CloseBehavior::FailedByClient:
        return {"The server left it to the client to drop TCP", "RFC 6455 7.1.1", std::nullopt};
    case CloseBehavior::Ok:
    case CloseBehavior::Failed:
    case CloseBehavior::Informational:
        break;
    }
    const std::string first = result.spec->close.byTester
        ? peerOf(result) + " closed the connection before the tester did"
        : peerOf(result) + " should have failed the connection and did not";
    return {first, result.spec->clause, std::nullopt};
}

PlainVerdict failure(const CaseResult &result)
{
    if (std::optional<PlainVerdict> broken = brokenRule(result))
        return std::move(*broken);
    const bool eventsDiffer = result.verdict.plainBehavior == Behavior::Failed;
    const std::vector<std::string> details = verdictDetails(result);
    if (eventsDiffer && result.spec->echo)
        return {withoutStop(resultSentence(result)), result.spec->clause, std::nullopt};
    if (eventsDiffer && !details.empty())
        return {withoutStop(details.front()), result.spec->clause, std::nullopt};
    return wrongClosing(result);
}

PlainVerdict nonStrict(const CaseResult &result)
{
    const auto strict =
        std::ranges::find(result.spec->expectations, Expectation::Name::Ok, &Expectation::name);
    std::string difference;
    if (strict != result.spec->expectations.end())
        difference = differenceSentence(strict->events, result.observed);
    return {difference.empty()
                ? "What came back is accepted, although a strict reading of the RFC asks for something else"
                : "Accepted, although a strict reading of the RFC asks for more: " + withoutStop(difference),
            result.spec->clause, std::nullopt};
}

PlainVerdict informational(const CaseResult &result)
{
    const ClosingRecord closing = result.session->closing();
    std::string out = "No verdict, for information only: ";
    out += result.observed.empty() ? "nothing came back" : eventListText(result.observed) + " came back";
    if (closing.remoteCloseCode)
        out += ", and the peer's close code was " + closeCodeName(*closing.remoteCloseCode);
    else if (!closing.closeReceivedAt)
        out += ", and the peer sent no close frame";
    return {out, {}, std::nullopt};
}

} // namespace

std::string PlainVerdict::text() const
{
    return clause.empty() ? sentence + '.' : sentence + ": " + clause + '.';
}

PlainVerdict plainVerdict(const CaseResult &result)
{
    if (result.wasStopped)
        return {"The case was stopped before it ended, so it has no verdict", {}, std::nullopt};
    if (const std::optional<TransportError> error = result.connectError())
        return {"No connection was established, so the case says nothing about the peer: "
                    + withoutStop(errorSentence(*error)),
                {},
                std::nullopt};
    if (!result.session)
        return {std::string(wordOf(result.verdict.behavior)), {}, std::nullopt};
    if (!result.session->closing().openedAt)
        return neverOpened(result);
    switch (result.verdict.behavior) {
    case Behavior::Unimplemented:
        return {withoutStop(std::string(resultSentence(result))), {}, std::nullopt};
    case Behavior::Informational:
        return informational(result);
    case Behavior::Ok:
    case Behavior::NonStrict:
    case Behavior::Failed:
        break;
    }
    if (result.verdict.hasFailed())
        return failure(result);
    if (result.verdict.behavior == Behavior::NonStrict)
        return nonStrict(result);
    return {"Everything came back as it should, and the connection was closed properly", {}, std::nullopt};
}

} // namespace fg
