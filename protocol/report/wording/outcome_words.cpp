// The outcome of a case, in sentences.
#include "protocol/report/wording/outcome_words.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/event_words.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/session/log/session.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <iterator>

namespace fg {
namespace {

std::string messageName(const EchoSpec &spec, const EchoRecord &echoes)
{
    return spec.count == 1 ? "The message" : "Message " + std::to_string(echoes.right + 1);
}

std::string faultSentence(const EchoSpec &spec, const EchoRecord &echoes)
{
    const std::string name = messageName(spec, echoes);
    switch (echoes.fault) {
    case EchoRecord::Fault::None:
        break;
    case EchoRecord::Fault::Type:
        return name + " was sent as " + opcodeName(spec.message.opcode) + " and came back as another type.";
    case EchoRecord::Fault::Length:
        return name + " was sent with " + counted(echoes.length, "octet") + " and came back with "
            + std::to_string(echoes.difference) + '.';
    case EchoRecord::Fault::Content:
        return name + " came back with other content: it first differs at octet "
            + std::to_string(echoes.difference) + " (counted from 0) of " + std::to_string(echoes.length)
            + '.';
    }
    return {};
}

// The sentences for "in time" and "not in time" are constants of the report format. The latter are also used
// if the peer ended the connection before the time was up.
std::string echoSentence(const EchoSpec &spec, const EchoRecord &echoes, double timeScale)
{
    const bool isSingle = spec.count == 1;
    if (echoes.fault != EchoRecord::Fault::None)
        return faultSentence(spec, echoes);
    if (echoes.right == spec.count) {
        return isSingle ? "Received " + opcodeName(spec.message.opcode) + " message of length "
                + std::to_string(spec.length()) + '.'
                        : "Ok, received all echo'ed messages in time.";
    }
    return (isSingle ? "Did not receive message within " : "Case did not finish within ")
        + secondsText(scaled(spec.timeout, timeScale)) + " seconds.";
}

EchoRecord echoesOf(const CaseResult &result)
{
    if (!result.session)
        return {};
    return fg::echoesOf(*result.session).value_or(EchoRecord{});
}

// Says how many echoes came back, for a case without a wrong echo.
std::string echoEnd(const EchoSpec &spec, const EchoRecord &echoes, const ClosingRecord &closing)
{
    std::string out =
        std::to_string(echoes.right) + " of " + counted(spec.count, "message") + " came back the same";
    const bool peerEndedIt = closing.hasEnded() && !closing.closedByMe && !closing.droppedByMe;
    if (peerEndedIt)
        out += "; then the peer ended the connection";
    return out + '.';
}

void addEchoDetails(std::vector<std::string> &details, const CaseResult &result)
{
    const EchoSpec &spec = *result.spec->echo;
    const EchoRecord echoes = echoesOf(result);
    const bool allCame = echoes.right == spec.count && echoes.fault == EchoRecord::Fault::None;
    if (!allCame && result.session)
        details.push_back(echoEnd(spec, echoes, result.session->closing()));
}

// Compares the events with the expected list that agrees with most of them.
void addEventDetails(std::vector<std::string> &details, const CaseResult &result)
{
    const auto agreement = [&](const Expectation &expectation) {
        return agreeingEvents(expectation.events, result.observed);
    };
    const auto nearest = std::ranges::max_element(result.spec->expectations, {}, agreement);
    if (nearest == result.spec->expectations.end())
        return;
    std::string sentence = differenceSentence(nearest->events, result.observed);
    if (!sentence.empty())
        details.push_back(std::move(sentence));
}

void addFrameCountDetails(std::vector<std::string> &details, const CaseResult &result)
{
    if (!result.session)
        return;
    const Statistics statistics = result.session->statistics();
    for (const SentFramesSpec &sent : result.spec->sentFrames) {
        const std::uint64_t count = statistics.out.frames[valueOf(sent.opcode)];
        if (count != sent.count)
            details.push_back("We sent " + counted(count, "frame") + " with opcode "
                              + std::to_string(valueOf(sent.opcode)) + "; the case asks for "
                              + std::to_string(sent.count) + '.');
    }
}

std::string codeList(const std::vector<std::uint16_t> &codes)
{
    std::string out;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (i > 0)
            out += i + 1 == codes.size() ? " or " : ", ";
        out += std::to_string(codes[i]);
    }
    return out;
}

void addCloseDetails(std::vector<std::string> &details, const CaseResult &result)
{
    const ExpectedClose &expected = result.spec->close;
    const ClosingRecord closing = result.session->closing();
    if (!closing.openedAt)
        return;
    if (closing.closedByMe != expected.byTester) {
        const std::string wanted = expected.byTester ? "The tester" : "The peer";
        details.push_back(wanted + " should have closed first"
                          + (expected.wrongCloserFailsCase ? "; this alone fails the case." : "."));
    }
    if (result.verdict.plainClose == CloseBehavior::WrongCode && closing.remoteCloseCode)
        details.push_back("The peer's close code was " + std::to_string(*closing.remoteCloseCode) + "; "
                          + codeList(expected.codes) + " would have been right"
                          + (result.spec->wrongCodeFailsCase ? ". This alone fails the case." : "."));
}

// Says what the reports of the case lack because the log reached a limit.
void addLimitDetails(std::vector<std::string> &details, const SessionSummary &summary)
{
    if (summary.hasDiscardedOctets)
        details.push_back(limitSentence({LimitRecord::What::Octets, summary.limits.octets}));
    if (summary.isFull)
        details.push_back(limitSentence({LimitRecord::What::Rows, summary.limits.rows.value()}));
}

// A server is asked only for what we want at a time; a client decides itself what else it does meanwhile.
std::string aloneIfSo(const CaseResult &result)
{
    const bool isOfServer = !result.session || result.session->role() == Role::Client;
    return isOfServer ? "alone, " : "";
}

std::string listed(const std::vector<std::string> &ids)
{
    constexpr std::size_t mostNamed = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(ids.size(), mostNamed); ++i)
        out += (i > 0 ? ", " : "") + ids[i];
    if (ids.size() > mostNamed)
        out += " and " + std::to_string(ids.size() - mostNamed) + " more";
    return out;
}

std::string verdictWords(const CaseVerdict &verdict)
{
    return std::string(wordOf(verdict.behavior)) + ", closing " + std::string(wordOf(verdict.close));
}

} // namespace

// Constants of the report format: the sentences for Ok, NonStrict and Failed in resultSentence(), and those
// for Ok, Unclean and Failed in resultCloseSentence().

std::string_view resultSentence(const CaseVerdict &verdict)
{
    switch (verdict.plainBehavior) {
    case Behavior::Ok:
    case Behavior::NonStrict:
        return "Actual events match at least one expected.";
    case Behavior::Failed:
        break;
    case Behavior::Unimplemented:
        return "The peer did not agree to the extension that this case is about.";
    case Behavior::Informational:
        return "This case only informs: any events are accepted.";
    }
    return "Actual events differ from any expected.";
}

std::string_view resultCloseSentence(const CaseVerdict &verdict)
{
    switch (verdict.plainClose) {
    case CloseBehavior::Ok:
        return "Connection was properly closed";
    case CloseBehavior::Unclean:
        return "The spec requires the connection to be failed cleanly here";
    case CloseBehavior::Failed:
        break;
    case CloseBehavior::WrongCode:
        return "The peer closed with a code that this case does not allow";
    case CloseBehavior::FailedByClient:
        return "The tester had to drop the TCP connection, which is the server's part";
    case CloseBehavior::Informational:
        return "This case only informs: any closing is accepted";
    }
    return "The connection was failed by the wrong endpoint";
}

std::string_view resultCloseSentence(const CaseResult &result)
{
    if (result.session && !result.session->closing().openedAt)
        return "The opening handshake was not completed";
    return resultCloseSentence(result.verdict);
}

std::string couldNotRunSentence(std::string_view who, const std::vector<const CaseSpec *> &cases)
{
    std::string out(who);
    out += " says that it could not run";
    for (const CaseSpec *const spec : cases)
        out += ' ' + spec->id;
    return out + '.';
}

std::string oneAtATimeSentence(std::size_t again)
{
    return "The server takes one connection at a time, so the cases run one after another; "
        + (again == 1 ? std::string("the case that had to wait runs again.")
                      : "the " + std::to_string(again) + " cases that had to wait run again.");
}

std::string resultSentence(const CaseResult &result)
{
    if (result.wasStopped)
        return "The case was stopped before it ended.";
    const bool countsEchoes = result.spec->echo && result.verdict.plainBehavior != Behavior::Unimplemented;
    if (countsEchoes && result.session && result.session->closing().openedAt)
        return echoSentence(*result.spec->echo, echoesOf(result), result.timeScale);
    return std::string(resultSentence(result.verdict));
}

std::vector<std::string> verdictDetails(const CaseResult &result)
{
    std::vector<std::string> details;
    const bool hasAgreed =
        result.verdict.plainBehavior == Behavior::Ok || result.verdict.plainBehavior == Behavior::NonStrict;
    const bool neverOpened = !result.session || !result.session->closing().openedAt;
    if (result.wasStopped || neverOpened)
        return details;
    if (result.spec->echo)
        addEchoDetails(details, result);
    else if (!hasAgreed)
        addEventDetails(details, result);
    addFrameCountDetails(details, result);
    addCloseDetails(details, result);
    addLimitDetails(details, result.session->summary());
    return details;
}

std::vector<std::string> runDetails(const CaseResult &result)
{
    std::vector<std::string> details;
    if (result.timeScale != 1)
        details.push_back("All time limits were multiplied by " + shortNumber(result.timeScale) + '.');
    if (result.stretched > Duration::zero())
        details.push_back(
            "A time limit was " + secondsText(std::chrono::ceil<std::chrono::milliseconds>(result.stretched))
            + " s longer than the case says, because this machine kept us from running for that "
              "long.");
    switch (result.again) {
    case CaseResult::Again::No:
        break;
    case CaseResult::Again::KeptWaiting:
        details.emplace_back(
            "The case ran a second time, alone, because the server takes one connection at a time.");
        break;
    case CaseResult::Again::Disturbed:
        details.emplace_back("The case ran a second time, alone, because a case that sends bulk data had "
                             "disturbed its first run.");
        break;
    case CaseResult::Again::OutOfTime:
        details.push_back("The case ran a second time, " + aloneIfSo(result)
                          + "because its first run had run out of time with the verdict "
                          + verdictWords(result.firstVerdict)
                          + (result.hasFailedByTime() ? "; it ran out of time again." : "."));
        break;
    }
    return details;
}

std::vector<std::string> outcomeDetails(const CaseResult &result)
{
    std::vector<std::string> details = verdictDetails(result);
    std::ranges::move(runDetails(result), std::back_inserter(details));
    return details;
}

std::string ranAgainSentence(const std::vector<std::string> &ids)
{
    const bool isOne = ids.size() == 1;
    return (isOne ? std::string("One case") : std::to_string(ids.size()) + " cases")
        + " ran a second time because " + (isOne ? "it" : "they") + " had run out of time: " + listed(ids)
        + ". " + (isOne ? "Its second result counts." : "Their second results count.");
}

std::string unsureSentence(const std::vector<std::string> &ids)
{
    return (ids.size() == 1 ? std::string("One case") : std::to_string(ids.size()) + " cases")
        + " failed by running out of time and did not run again: " + listed(ids)
        + ". A busy machine can cause that, too.";
}

} // namespace fg
