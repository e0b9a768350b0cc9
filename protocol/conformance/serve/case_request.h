// What a client asks of the server of cases, read out of the target of its opening handshake: the paths
// and parameters that existing client drivers use.
#pragma once

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/serve/http_answer.h"

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
};
struct StopRequest // /stopServer
{
};
using CaseRequest =
    std::variant<CountRequest, InfoRequest, StatusRequest, RunRequest, ReportRequest, StopRequest,
                 HttpAnswer>; // the refusal of what is none of these

inline constexpr std::size_t longestAgentName = 200; // octets of UTF-8

// Cases are numbered from 1 in `selected`; casetuple=1.2.3, in place of case=N, names any case of the set. An
// agent that is not named is called as its User-Agent field says, or "unknown".
[[nodiscard]] CaseRequest parseCaseRequest(const HttpHead &request,
                                           const std::vector<const CaseSpec *> &selected);

// Of a query or form (application/x-www-form-urlencoded): a plus is a space. A percent sign without two
// hexadecimal digits stands for itself.
[[nodiscard]] std::string percentDecoded(std::string_view text);

} // namespace fg
