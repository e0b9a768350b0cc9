// What is wrong in a session in JSON is named with its key.
#include "protocol/report/import/session_import.h"

#include <gtest/gtest.h>

namespace fg::test::json_faults_test {
namespace {

std::string problemOf(std::string_view members)
{
    const SessionImport read =
        importSessions(R"({"format": "frameglass-sessions", "version": 1, )" + std::string(members) + '}');
    return read.error ? read.error->problem : "none";
}

TEST(JsonFault, NamesTheListThatIsMissing)
{
    EXPECT_EQ(problemOf(R"("sessions": null)"), "\"sessions\": expected a list");
    EXPECT_EQ(problemOf(R"("sessions": "x")"), "\"sessions\": expected a list");
    EXPECT_EQ(problemOf(R"("sessions": [7])"), "\"sessions\": expected a list of objects");
    EXPECT_EQ(problemOf(R"("sessions": [{"role": "client", "rows": {}}])"), "\"rows\": expected a list");
    EXPECT_EQ(problemOf(R"("sessions": [{"role": "client"}])"), "\"rows\": expected a list");
}

TEST(JsonFault, NamesTheMemberAndNotWhatIsInsideIt)
{
    constexpr std::string_view expected = "expected a text, or an object with octets as \"base64\"";
    for (const std::string_view text : {"7", "{}", R"({"base64": 7})", R"({"base64": "!"})"})
        EXPECT_EQ(problemOf(R"("sessions": [{"role": "client", "title": )" + std::string(text)
                            + R"(, "rows": []}])"),
                  "\"title\": " + std::string(expected))
            << text;
}

} // namespace
} // namespace fg::test::json_faults_test
