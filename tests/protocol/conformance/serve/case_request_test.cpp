// The meaning of paths and parameters, and the answers to those that are invalid.

#include "protocol/conformance/serve/case_request.h"

#include <gtest/gtest.h>

namespace fg::test::case_request_test {
namespace {

std::vector<const CaseSpec *> twoCases() { return {findCase("6.2.3"), findCase("1.1.1")}; }

HttpHead requestFor(const std::string &target, std::vector<HeaderField> fields = {})
{
    fields.push_back({"Host", "127.0.0.1:9001"});
    return {.startLine = "GET " + target + " HTTP/1.1", .fields = std::move(fields)};
}

template <typename Request> Request parsed(const std::string &target, std::vector<HeaderField> fields = {})
{
    const CaseRequest request = parseCaseRequest(requestFor(target, std::move(fields)), twoCases());
    const Request *const found = std::get_if<Request>(&request);
    EXPECT_TRUE(found) << target;
    return found ? *found : Request{};
}

std::string agentOf(const std::string &target, std::vector<HeaderField> fields = {})
{
    return parsed<RunRequest>(target, std::move(fields)).agent;
}

// The status and the body of a refusal.
std::string refusalOf(const std::string &target, std::vector<HeaderField> fields = {})
{
    const HttpAnswer answer = parsed<HttpAnswer>(target, std::move(fields));
    return std::to_string(static_cast<int>(answer.status)) + ' ' + answer.body;
}

TEST(CaseRequest, NumbersCountTheSelectedCasesFromOne)
{
    EXPECT_EQ(parsed<RunRequest>("/runCase?case=1&agent=a").spec->id, "6.2.3");
    EXPECT_EQ(parsed<StatusRequest>("/getCaseStatus?case=2&agent=a").spec->id, "1.1.1");
    EXPECT_EQ(parsed<InfoRequest>("/getCaseInfo?case=2").spec->id, "1.1.1");
}

TEST(CaseRequest, ATupleNamesAnyCaseOfTheSet)
{
    EXPECT_EQ(parsed<RunRequest>("/runCase?casetuple=7.1.6&agent=a").spec->id, "7.1.6");
    EXPECT_EQ(parsed<InfoRequest>("/getCaseInfo?casetuple=9.1.1").spec->id, "9.1.1");
}

TEST(CaseRequest, ThePathsWithoutACaseAreKnown)
{
    static_cast<void>(parsed<CountRequest>("/getCaseCount"));
    static_cast<void>(parsed<StopRequest>("/stopServer"));
    EXPECT_EQ(parsed<ReportRequest>("/updateReports?agent=a").agent, "a");
    EXPECT_FALSE(parsed<ReportRequest>("/updateReports?agent=a").stopsServer);
    EXPECT_TRUE(parsed<ReportRequest>("/updateReports?agent=a&shutdownOnComplete=true").stopsServer);
    EXPECT_FALSE(parsed<ReportRequest>("/updateReports?agent=a&shutdownOnComplete=false").stopsServer);
    EXPECT_TRUE(parsed<ReportRequest>("/updateReports?agent=a").notRun.empty());
    const std::vector<const CaseSpec *> two{twoCases().at(1), twoCases().at(0)};
    EXPECT_EQ(parsed<ReportRequest>("/updateReports?agent=a&notRun=2,1").notRun, two);
    EXPECT_EQ(parsed<ReportRequest>("/updateReports?agent=a&notRun=,x,2,0,9999,1,").notRun, two);
}

TEST(CaseRequest, TheAgentsNameIsPercentDecodedAndAPlusIsASpace)
{
    EXPECT_EQ(agentOf("/runCase?case=1&agent=node%20ws%2F8+beta"), "node ws/8 beta");
    EXPECT_EQ(agentOf("/runCase?case=1&agent=%C3%A4%e2%82%ac"), "\u00e4\u20ac");
    EXPECT_EQ(agentOf("/runCase?case=1&agent=%2e%2E%2f"), "../");
    EXPECT_EQ(formDecoded("100%, %4, %zz, %41%"), "100%, %4, %zz, A%");
}

TEST(CaseRequest, AnAgentWithoutANameIsCalledAsItsUserAgent)
{
    EXPECT_EQ(agentOf("/runCase?case=1", {{"User-Agent", "lib/2.0"}}), "lib/2.0");
    EXPECT_EQ(agentOf("/runCase?case=1&agent=", {{"User-Agent", "lib/2.0"}}), "lib/2.0");
    EXPECT_EQ(agentOf("/runCase?case=1"), "unknown");
}

TEST(CaseRequest, ANameThatIsTooLongOrNotCleanTextIsRefused)
{
    EXPECT_EQ(agentOf("/runCase?case=1&agent=" + std::string(longestAgentName, 'x')).size(),
              longestAgentName);
    const std::string tooLong(longestAgentName + 1, 'x');
    EXPECT_EQ(refusalOf("/runCase?case=1&agent=" + tooLong),
              "400 The agent's name is longer than 200 octets.\n");
    for (const char *const bad : {"%ff", "%00", "a%0ab", "%1b[31m", "%7f"})
        EXPECT_TRUE(refusalOf(std::string("/runCase?case=1&agent=") + bad).starts_with("400 ")) << bad;
}

TEST(CaseRequest, AnInvalidNumberIsAnsweredWithWhatIsExpected)
{
    for (const char *const bad : {"0", "3", "-1", "1x", "", "99999999999999999999", "+1"}) {
        EXPECT_EQ(refusalOf(std::string("/runCase?case=") + bad + "&agent=a"),
                  "400 case should be a number from 1 to 2.\n")
            << bad;
    }
    EXPECT_TRUE(refusalOf("/runCase?agent=a").starts_with("400 The parameter case is missing"));
    EXPECT_EQ(refusalOf("/runCase?casetuple=1.2&agent=a"),
              "400 casetuple does not name a case; it should look like 6.2.3.\n");
}

TEST(CaseRequest, AnUnknownPathIsAnsweredWithTheKnownOnes)
{
    for (const char *const path :
         {"/", "/runcase?case=1", "/runCase/?case=1", "//getCaseCount", "/../etc/passwd"})
        EXPECT_TRUE(refusalOf(path).starts_with("404 The paths are /getCaseCount")) << path;
}

} // namespace
} // namespace fg::test::case_request_test
