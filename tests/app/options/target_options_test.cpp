// The options for time limits.
#include "app/options/connect_options.h"
#include "app/options/help_text.h"
#include "app/options/replay_options.h"
#include "app/options/test_options.h"
#include "protocol/session/live/target_limits.h"
#include "protocol/wire/octets.h"

#include <gtest/gtest.h>

namespace fg::target_options_test {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

const std::string url = "ws://127.0.0.1:1/";

Target connected(Words words)
{
    words.insert(words.begin(), url);
    return std::get<ConnectCommand>(parseConnect(words)).target;
}

// The connecting, opening and closing limits.
std::array<Duration, 3> limitsOf(const Target &target)
{
    return {target.connectLimit, target.openingLimit, target.closingLimit};
}

using Limits = std::array<Duration, 3>;

TEST(TimeLimits, AreThoseOfTheTargetUnlessOptionsSetThem)
{
    EXPECT_EQ(limitsOf(connected({})), (Limits{5s, 5s, 10s}));
    EXPECT_EQ(limitsOf(connected({"--timeout", "3"})), (Limits{3s, 3s, 3s}));
    EXPECT_EQ(limitsOf(connected({"--connect-timeout", "0.5"})), (Limits{500ms, 5s, 10s}));
    EXPECT_EQ(limitsOf(connected({"--open-timeout", "60"})), (Limits{5s, 60s, 10s}));
}

// The help, each run of blanks and line ends as one blank.
std::string helpInOneLine()
{
    std::string line;
    for (const char c : helpText()) {
        const bool isBlank = c == ' ' || c == '\n';
        if (!isBlank || !line.ends_with(' '))
            line += isBlank ? ' ' : c;
    }
    return line;
}

TEST(TimeLimits, HaveTheWordsAndDefaultsOfTheWindowInTheHelp)
{
    const std::string help = helpInOneLine();
    for (const TargetTimeLimit &limit : {connectTimeLimit, openTimeLimit}) {
        const auto usual = std::chrono::duration_cast<std::chrono::seconds>(Target().*limit.value).count();
        const std::string entry = std::string(limit.flag) + " SECONDS " + std::string(limit.words) + " ("
            + std::to_string(usual) + ')';
        EXPECT_NE(help.find(entry), std::string::npos) << entry;
    }
    // --timeout sets several.
    EXPECT_EQ(closeTimeLimit.flag, "--timeout");
    EXPECT_NE(help.find("the answer to our close frame (10)"), std::string::npos);
    EXPECT_EQ(Target().*closeTimeLimit.value, Duration(10s));
    const std::string entry =
        std::string(longestMessageLimit.flag) + " SIZE " + std::string(longestMessageLimit.words);
    EXPECT_NE(help.find(entry), std::string::npos) << entry;
    EXPECT_EQ(Target().*longestMessageLimit.value, 64 * mebibyte);
}

TEST(TimeLimits, OfTheirOwnCountWhateverTheOrder)
{
    EXPECT_EQ(limitsOf(connected({"--timeout", "3", "--open-timeout", "1.25"})), (Limits{3s, 1250ms, 3s}));
    EXPECT_EQ(limitsOf(connected({"--open-timeout", "1.25", "--timeout", "3"})), (Limits{3s, 1250ms, 3s}));
}

TEST(TimeLimits, AreThoseOfReplayAndTestToo)
{
    const Words replay{"file", url, "--connect-timeout", "1", "--open-timeout", "2"};
    EXPECT_EQ(limitsOf(std::get<ReplayCommand>(parseReplay(replay)).target), (Limits{1s, 2s, 10s}));
    const Words test{url, "--agent", "a=ws://127.0.0.1:2/", "--connect-timeout", "1", "--open-timeout", "2"};
    const auto command = std::get<TestCommand>(parseTest(test));
    ASSERT_EQ(command.agents.size(), 2u);
    for (const ClientSpec::Agent &agent : command.agents)
        EXPECT_EQ(limitsOf(agent.target), (Limits{1s, 2s, 10s}));
    EXPECT_EQ(limitsOf(std::get<TestCommand>(parseTest(Words{url})).agents.front().target),
              (Limits{5s, 5s, 10s}));
}

TEST(TimeLimits, ReachTheTransportAndTheEndpoint)
{
    const Target target = connected({"--connect-timeout", "0.5", "--open-timeout", "0.25"});
    EXPECT_EQ(connectSettings(target).connectTimeout, 500ms);
    EXPECT_EQ(clientSettings(target).openingTimeout, 250ms);
}

TEST(TimeLimits, AreMoreThanNothing)
{
    for (const char *const option : {"--timeout", "--connect-timeout", "--open-timeout"}) {
        for (const char *const value : {"0", "-1", "1e3", "x", "", "86401", "inf"}) {
            const auto command = parseConnect(Words{url, option, value});
            const auto *const error = std::get_if<UsageError>(&command);
            ASSERT_TRUE(error) << option << ' ' << value;
            EXPECT_TRUE(error->message.starts_with(option)) << error->message;
            EXPECT_TRUE(error->message.ends_with("is not a number of seconds above 0, up to 86400."))
                << error->message;
        }
    }
}

TEST(HeaderOption, NamesTheBlankInANameAndNoMoreThanTheBeginning)
{
    for (const char *const field : {"X Y: secret", "X : secret", "X\tY: secret"}) {
        const auto command = parseConnect(Words{url, "--header", field});
        const auto *const error = std::get_if<UsageError>(&command);
        ASSERT_TRUE(error) << field;
        EXPECT_NE(error->message.find("begins with \"X\" contains a blank"), std::string::npos)
            << error->message;
        EXPECT_EQ(error->message.find("secret"), std::string::npos) << error->message;
    }
}

TEST(Seconds, MayHaveAFraction)
{
    const Words words{url, "--linger", "0.5", "--patience", ".25"};
    const auto command = std::get<ConnectCommand>(parseConnect(words));
    EXPECT_EQ(command.linger, 500ms);
    EXPECT_EQ(command.patience, 250ms);
}

TEST(Seconds, ThatAreNotZeroNeverStandForNoLimit)
{
    const Words words{url, "--patience", "0.00000000001"};
    EXPECT_GT(std::get<ConnectCommand>(parseConnect(words)).patience, Duration{});
}

} // namespace
} // namespace fg::target_options_test
