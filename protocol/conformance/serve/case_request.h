// The requests of clients to the server of cases. They are read from the target of the opening handshake: the
// paths and parameters that existing client drivers use.
#pragma once

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/handshake/http_answer.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

struct CountRequest // /getCaseCount
{
};
struct InfoRequest // /getCaseInfo?case=N
{
    const CaseSpec *spec = nullptr;
};
struct StatusRequest // /getCaseStatus?case=N&agent=A
{
    const CaseSpec *spec = nullptr;
    std::string agent;
};
struct RunRequest // /runCase?case=N&agent=A
{
    const CaseSpec *spec = nullptr;
    std::string agent;
};
struct ReportRequest // /updateReports?agent=A
{
    std::string agent;
    bool stopsServer = false; // shutdownOnComplete=true
    std::vector<const CaseSpec *> notRun; // notRun=N,M: cases that the agent could not run
};
struct StopRequest // /stopServer
{
};
using CaseRequest =
    std::variant<CountRequest, InfoRequest, StatusRequest, RunRequest, ReportRequest, StopRequest,
                 HttpAnswer>; // The refusal of any other request.

inline constexpr std::size_t longestAgentName = 200; // Octets of UTF-8.

// Cases are numbered from 1 in `selected`; casetuple=1.2.3 in place of case=N may name any case of the set.
// An agent without a name gets the value of its User-Agent field as its name, or else "unknown". A name never
// has secrets: results are stored and compared by name.
[[nodiscard]] CaseRequest parseCaseRequest(const HttpHead &head,
                                           const std::vector<const CaseSpec *> &selected);

// Decodes a part of a query or form (application/x-www-form-urlencoded): a plus sign is a space. A percent
// sign without two hexadecimal digits stays as it is.
[[nodiscard]] std::string formDecoded(std::string_view text);

} // namespace fg
