#include "protocol/conformance/serve/case_request.h"

#include "protocol/handshake/opening.h"
#include "protocol/handshake/secrets.h"
#include "protocol/text/number_text.h"
#include "protocol/text/percent.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <map>
#include <optional>

namespace fg {

namespace {

constexpr std::string_view pathsSentence =
    "The paths are /getCaseCount, /getCaseInfo?case=N, /getCaseStatus?case=N&agent=NAME, "
    "/runCase?case=N&agent=NAME, /updateReports?agent=NAME and /stopServer.";

using Parameters = std::map<std::string, std::string, std::less<>>;

HttpAnswer badRequest(std::string_view sentence) { return plainAnswer(HttpStatus::BadRequest, sentence); }

// If a name is repeated, its first value counts.
Parameters parametersOf(std::string_view query)
{
    Parameters parameters;
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        const std::size_t equals = std::min(part.find('='), part.size());
        const std::string_view value = part.substr(std::min(part.size(), equals + 1));
        parameters.emplace(formDecoded(part.substr(0, equals)), formDecoded(value));
    }
    return parameters;
}

const std::string *valueOf(const Parameters &parameters, std::string_view name)
{
    const auto found = parameters.find(name);
    return found == parameters.end() ? nullptr : &found->second;
}

std::optional<std::size_t> numberOf(std::string_view text, std::size_t most)
{
    const auto number = numberIn<std::size_t>(text);
    return number && *number >= 1 && *number <= most ? number : std::nullopt;
}

std::variant<const CaseSpec *, HttpAnswer> caseOf(const Parameters &parameters,
                                                  const std::vector<const CaseSpec *> &selected)
{
    if (const std::string *const id = valueOf(parameters, "casetuple")) {
        if (const CaseSpec *const spec = findCase(*id))
            return spec;
        return badRequest("casetuple does not name a case; it should look like 6.2.3.");
    }
    const std::string range = "case should be a number from 1 to " + std::to_string(selected.size()) + '.';
    const std::string *const text = valueOf(parameters, "case");
    if (!text)
        return badRequest("The parameter case is missing: " + range
                          + " You may also name a case with casetuple=6.2.3.");
    const auto number = numberOf(*text, selected.size());
    if (!number)
        return badRequest(range);
    return selected[*number - 1];
}

// The cases of a list of numbers. What is not the number of a case is left out: nobody reads an answer about
// it.
std::vector<const CaseSpec *> casesOf(std::string_view numbers, const std::vector<const CaseSpec *> &selected)
{
    std::vector<const CaseSpec *> cases;
    while (!numbers.empty()) {
        const std::string_view text = numbers.substr(0, numbers.find(','));
        numbers.remove_prefix(std::min(numbers.size(), text.size() + 1));
        if (const auto number = numberOf(text, selected.size()))
            cases.push_back(selected[*number - 1]);
    }
    return cases;
}

bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }

std::variant<std::string, HttpAnswer> agentOf(const Parameters &parameters, const HttpHead &request)
{
    const std::string *name = valueOf(parameters, "agent");
    if (!name || name->empty())
        name = request.find("User-Agent");
    if (!name || name->empty())
        return "unknown";
    if (name->size() > longestAgentName)
        return badRequest("The agent's name is longer than " + std::to_string(longestAgentName) + " octets.");
    if (!isUtf8(octetsOf(*name)) || std::ranges::any_of(*name, isControl))
        return badRequest("The agent's name should be UTF-8 without control characters, percent-encoded.");
    return discreet(*name);
}

// Reads a request that names a case and an agent.
template <typename Request>
CaseRequest withCaseAndAgent(const Parameters &parameters, const HttpHead &head,
                             const std::vector<const CaseSpec *> &selected)
{
    auto spec = caseOf(parameters, selected);
    if (auto *const answer = std::get_if<HttpAnswer>(&spec))
        return std::move(*answer);
    auto agent = agentOf(parameters, head);
    if (auto *const answer = std::get_if<HttpAnswer>(&agent))
        return std::move(*answer);
    return Request{std::get<const CaseSpec *>(spec), std::get<std::string>(std::move(agent))};
}

CaseRequest infoRequest(const Parameters &parameters, const std::vector<const CaseSpec *> &selected)
{
    auto spec = caseOf(parameters, selected);
    if (auto *const answer = std::get_if<HttpAnswer>(&spec))
        return std::move(*answer);
    return InfoRequest{std::get<const CaseSpec *>(spec)};
}

CaseRequest reportRequest(const Parameters &parameters, const HttpHead &head,
                          const std::vector<const CaseSpec *> &selected)
{
    auto agent = agentOf(parameters, head);
    if (auto *const answer = std::get_if<HttpAnswer>(&agent))
        return std::move(*answer);
    const std::string *const stops = valueOf(parameters, "shutdownOnComplete");
    const std::string *const notRun = valueOf(parameters, "notRun");
    return ReportRequest{.agent = std::get<std::string>(std::move(agent)),
                         .stopsServer = stops && equalsIgnoringCase(*stops, "true"),
                         .notRun = casesOf(notRun ? *notRun : std::string(), selected)};
}

} // namespace

CaseRequest parseCaseRequest(const HttpHead &head, const std::vector<const CaseSpec *> &selected)
{
    const HttpHead request = inOriginForm(head);
    const std::string_view target = targetOf(request);
    const std::string_view path = target.substr(0, target.find('?'));
    const Parameters parameters = parametersOf(target.substr(std::min(target.size(), path.size() + 1)));
    if (path == "/getCaseCount")
        return CountRequest{};
    if (path == "/getCaseInfo")
        return infoRequest(parameters, selected);
    if (path == "/getCaseStatus")
        return withCaseAndAgent<StatusRequest>(parameters, request, selected);
    if (path == "/runCase")
        return withCaseAndAgent<RunRequest>(parameters, request, selected);
    if (path == "/updateReports")
        return reportRequest(parameters, request, selected);
    if (path == "/stopServer")
        return StopRequest{};
    return plainAnswer(HttpStatus::NotFound, pathsSentence);
}

std::string formDecoded(std::string_view text)
{
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    return percentDecoded(spaced);
}

} // namespace fg
