#include "protocol/report/results/run_report.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/session/log/session.h"

#include <algorithm>

namespace fg {
namespace {

unsigned caseNumber(const CaseSummary &summary) { return summary.spec->number; }

std::vector<std::string> idsOf(const std::vector<CaseSummary> &cases, bool CaseSummary::*which)
{
    std::vector<std::string> ids;
    for (const CaseSummary &summary : cases) {
        if (summary.*which)
            ids.push_back(summary.spec->id);
    }
    return ids;
}

std::string productOf(const Session &session)
{
    const HandshakeRecord handshake = SessionView(session, Secrets::Blanked).handshake();
    const bool isServer = session.role() == Role::Client;
    const HttpHead &head = isServer ? handshake.answerHead : handshake.requestHead;
    const std::string *const value = head.find(isServer ? "Server" : "User-Agent");
    return value ? value->substr(0, longestProduct) : std::string();
}

} // namespace

CaseSummary::Outcome CaseSummary::outcome(Strictness strictness) const
{
    if (wasStopped)
        return Outcome::Skipped;
    if (couldNotConnect)
        return Outcome::Error;
    if (verdict.behavior == Behavior::Unimplemented)
        return Outcome::Skipped;
    const bool isTooLax = strictness == Strictness::Strict && verdict.behavior == Behavior::NonStrict;
    return verdict.hasFailed() || isTooLax ? Outcome::Failed : Outcome::Passed;
}

std::string CaseSummary::verdictText() const
{
    if (wasStopped)
        return "STOPPED";
    return std::string(wordOf(verdict.behavior)) + ", closing " + std::string(wordOf(verdict.close));
}

CaseSummary summaryOf(const CaseResult &result)
{
    CaseSummary summary{.spec = result.spec,
                        .started = result.started,
                        .duration = result.duration,
                        .verdict = result.verdict,
                        .wasStopped = result.wasStopped,
                        .hadRunOutOfTime = result.again == CaseResult::Again::OutOfTime,
                        .isUnsure = result.again != CaseResult::Again::OutOfTime && result.hasFailedByTime(),
                        .result = resultSentence(result),
                        .resultClose = std::string(resultCloseSentence(result)),
                        .details = outcomeDetails(result)};
    summary.couldNotConnect = result.connectError().has_value();
    if (result.session)
        summary.remoteCloseCode = result.session->closing().remoteCloseCode;
    return summary;
}

AgentResults::Counts AgentResults::counts(Strictness strictness) const
{
    Counts counts;
    for (const CaseSummary &summary : cases) {
        counts.time.add(summary.duration);
        switch (summary.outcome(strictness)) {
        case CaseSummary::Outcome::Passed:
            ++counts.passed;
            break;
        case CaseSummary::Outcome::Failed:
            ++counts.failed;
            break;
        case CaseSummary::Outcome::Skipped:
            ++counts.skipped;
            break;
        case CaseSummary::Outcome::Error:
            ++counts.errors;
            break;
        }
    }
    return counts;
}

std::optional<std::string> AgentResults::ranAgain() const
{
    const std::vector<std::string> ids = idsOf(cases, &CaseSummary::hadRunOutOfTime);
    return ids.empty() ? std::nullopt : std::optional(ranAgainSentence(ids));
}

std::optional<std::string> AgentResults::unsure() const
{
    const std::vector<std::string> ids = idsOf(cases, &CaseSummary::isUnsure);
    return ids.empty() ? std::nullopt : std::optional(unsureSentence(ids));
}

std::vector<std::string> AgentResults::allNotes() const
{
    std::vector<std::string> all = notes;
    for (std::optional<std::string> note : {ranAgain(), unsure()}) {
        if (note)
            all.push_back(std::move(*note));
    }
    return all;
}

const CaseSummary *AgentResults::find(const CaseSpec &spec) const
{
    const auto at = std::ranges::lower_bound(cases, spec.number, {}, caseNumber);
    return at != cases.end() && at->spec == &spec ? &*at : nullptr;
}

void AgentResults::add(CaseSummary summary)
{
    const auto at = std::ranges::lower_bound(cases, summary.spec->number, {}, caseNumber);
    if (at != cases.end() && at->spec == summary.spec)
        *at = std::move(summary);
    else
        cases.insert(at, std::move(summary));
}

void RunReport::add(const CaseResult &result)
{
    AgentResults &results = agent(result.agent);
    if (results.product.empty() && result.session)
        results.product = productOf(*result.session);
    if (!results.waivedProof && result.session) {
        if (const std::optional<PeerInfo> peer = result.session->summary().peer)
            results.waivedProof = waivedProof(*peer);
        if (results.waivedProof)
            results.notes.push_back(*results.waivedProof);
    }
    results.add(summaryOf(result));
}

const AgentResults *RunReport::find(std::string_view name) const
{
    const auto found = std::ranges::find(m_agents, name, &AgentResults::agent);
    return found == m_agents.end() ? nullptr : &*found;
}

AgentResults &RunReport::agent(std::string_view name)
{
    const auto found = std::ranges::find(m_agents, name, &AgentResults::agent);
    if (found != m_agents.end())
        return *found;
    m_agents.push_back({.agent = std::string(name)});
    return m_agents.back();
}

void RunReport::remove(std::string_view name)
{
    std::erase_if(m_agents, [name](const AgentResults &results) { return results.agent == name; });
}

} // namespace fg
