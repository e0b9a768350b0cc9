#include "protocol/report/results/agent_names.h"

#include "protocol/handshake/secrets.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace fg::agent_names_test {
namespace {

TEST(AgentNames, HaveNoSecretsAndAreNumberedIfTheyWouldBeTheSame)
{
    AgentNames names;
    EXPECT_EQ(names.nameFor("h?token=abc"), "h?token=***");
    EXPECT_EQ(names.nameFor("h?token=xyz"), "h?token=*** (2)");
    EXPECT_EQ(names.nameFor("h?token=abc"), "h?token=***");
    EXPECT_EQ(names.nameFor("h?token=*** (2)"), "h?token=*** (2) (2)");
    EXPECT_EQ(names.nameFor("plain"), "plain");
}

// A reader blanks them again, and must not make two of them the same.
TEST(AgentNames, StayApartWhenTheyAreBlankedAgain)
{
    AgentNames names;
    std::set<std::string> seen;
    for (const std::string start : {"Cookie: a=", "h?token=", "api_key=", "Authorization: Bearer "}) {
        for (const char *const secret : {"abc", "xyz", "123", "987"}) {
            const std::string name = names.nameFor(start + secret);
            EXPECT_EQ(discreet(name), name);
            EXPECT_EQ(name.find(secret), std::string::npos) << name;
            EXPECT_TRUE(seen.insert(name).second) << name;
        }
    }
}

} // namespace
} // namespace fg::agent_names_test
