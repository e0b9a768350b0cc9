// The numbers in the help and in README are those of the program.
#include "app/options/connect_options.h"
#include "app/options/help_text.h"
#include "app/options/peer_options.h"
#include "protocol/endpoint/stream_reader.h"
#include "protocol/handshake/opening_head_reader.h"
#include "protocol/session/file/session_reader.h"
#include "protocol/text/text_tools.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace fg::numbers_in_words_test {
namespace {

std::string readme()
{
    std::ifstream file(FRAMEGLASS_README);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The line that begins like this, without its beginning; empty if there is none.
std::string lineAfter(const std::string &text, const std::string &start)
{
    const std::size_t at = text.find('\n' + start);
    return at == std::string::npos
        ? std::string()
        : text.substr(at + 1 + start.size(), text.find('\n', at + 1) - at - 1 - start.size());
}

// The words of an option in the help, up to those of the next one.
std::string helpOf(const std::string &command, const std::string &option)
{
    const std::string help = helpText();
    const std::size_t section = help.find("\nOptions of " + command);
    const std::size_t at = help.find("\n  " + option, section);
    if (section == std::string::npos || at == std::string::npos)
        return {};
    return help.substr(at, help.find("\n  --", at + 1) - at);
}

std::string seconds(Duration limit) { return secondsText(limit) + " s"; }

template <typename Command, typename Parse> Command parsed(Parse parse, std::vector<std::string> words)
{
    return std::get<Command>(parse(words));
}

struct Row
{
    std::string start; // Of the row in README.
    std::vector<std::string> numbers;
};

std::vector<Row> rowsOfSizes()
{
    const HeadLimits head;
    const StreamReader::Settings reader;
    const auto echo = parsed<EchoCommand>(parseEcho, {}).settings;
    const auto broadcast = parsed<BroadcastCommand>(parseBroadcast, {}).settings;
    const auto connect = parsed<ConnectCommand>(parseConnect, {"ws://a/"});
    return {
        {"everything that the connections of a server hold",
         {sizeText(ConnectionBudget::usualLimit), sizeText(ConnectionBudget::smallestLimit)}},
        {"connections at the same time", {std::to_string(echo.listen.maxConnections)}},
        {"opening handshake: head, line, fields",
         {sizeText(head.totalOctets) + ", " + sizeText(head.lineOctets) + ", " + std::to_string(head.fields)
          + "; " + std::to_string(OpeningHeadReader::mostInterimAnswers)}},
        {"octets that a client sends before the answer", {sizeText(reader.earlyLimit)}},
        {"body of an answer other than 101", {sizeText(reader.bodyLimit)}},
        {"message, before and after it is inflated",
         {sizeText(connect.target.messageLimit), sizeText(echo.limits.messageOctets),
          "broadcast " + sizeText(broadcast.peer.limits.messageOctets),
          "a case " + sizeText(caseLimits.messageOctets)}},
        {"line that is typed to connect", {sizeText(connect.target.messageLimit)}},
        {"replies that wait for a peer that does not read", {sizeText(usualReplyLimit)}},
        {"messages that wait for a client of broadcast",
         {sizeText(broadcast.queue.octets), sizeText(broadcast.queue.octetsTogether)}},
        {"log of a case", {sizeText(caseLimits.octets)}},
        {"log of a session without a file", {sizeText(SessionLimits().octets)}},
        {"inflated octets in a log",
         {sizeText(SessionLimits().inflatedOctets), sizeText(SessionLimits::onFile().inflatedOctets)}},
        {"everything that is kept of a file that is opened",
         {sizeText(MemoryBudget::defaultLimit), sizeText(MemoryBudget::smallestLimit)}},
    };
}

std::vector<Row> rowsOfWaits()
{
    const auto connect = parsed<ConnectCommand>(parseConnect, {"ws://a/"});
    const ClientLimits client;
    return {
        {"connecting to a server", {seconds(connect.target.connectLimit)}},
        {"the answer to our opening handshake", {seconds(connect.target.openingLimit)}},
        {"the answer to our close frame", {seconds(connect.target.closingLimit)}},
        {"a server that does not read",
         {"connect " + seconds(connect.patience), "replay " + seconds(ReplaySettings().patience)}},
        {"a server that does not stop sending", {seconds(connect.patience)}},
        {"the messages and pongs after which replay sends", {seconds(ReplaySettings().patience)}},
        {"further messages, when nothing is left to send", {seconds(connect.linger)}},
        {"a client of `serve --exec` that asks for nothing", {seconds(client.silence)}},
        {"time without a whole frame from a client",
         {seconds(parsed<EchoCommand>(parseEcho, {}).settings.limits.idle)}},
    };
}

TEST(Readme, HasTheLimitsOfTheProgram)
{
    const std::string text = readme();
    ASSERT_FALSE(text.empty());
    for (const auto &rows : {rowsOfSizes(), rowsOfWaits()}) {
        for (const Row &row : rows) {
            const std::string line = lineAfter(text, "| " + row.start);
            for (const std::string &number : row.numbers)
                EXPECT_NE(line.find(number), std::string::npos) << row.start << ": " << number;
        }
    }
}

TEST(Help, HasTheDefaultsOfTheProgram)
{
    const auto connect = parsed<ConnectCommand>(parseConnect, {"ws://a/"});
    const auto inBrackets = [](const std::string &number) { return '(' + number + ')'; };
    const auto expect = [](const std::string &command, const std::string &option, const std::string &number) {
        EXPECT_NE(helpOf(command, option).find(number), std::string::npos) << command << ' ' << option;
    };
    expect("connect", "--linger", inBrackets(secondsText(connect.linger)));
    expect("connect", "--patience", inBrackets(secondsText(connect.patience)));
    expect("connect", "--timeout", inBrackets(secondsText(connect.target.closingLimit)));
    expect("connect", "--longest-message",
           inBrackets(std::to_string(connect.target.messageLimit / mebibyte) + 'M'));
    expect("replay", "--patience", inBrackets(secondsText(ReplaySettings().patience)));
    expect("test", "--connect-timeout", inBrackets(secondsText(connect.target.connectLimit)));
    expect("test", "--open-timeout", inBrackets(secondsText(connect.target.openingLimit)));
    expect("test", "--jobs", inBrackets(std::to_string(TestCommand().run.jobs)));
    expect("serve", "--client-silence", '(' + secondsText(ClientLimits().silence) + ',');
    expect("serve", "--client-time", '(' + secondsText(ClientLimits().inAll) + ',');
    const auto echo = parsed<EchoCommand>(parseEcho, {}).settings;
    expect("echo", "--connections", inBrackets(std::to_string(echo.listen.maxConnections)));
    expect("echo", "--idle", inBrackets(secondsText(echo.limits.idle)));
    expect("echo", "--longest-message", '(' + std::to_string(echo.limits.messageOctets / mebibyte) + "M;");
}

} // namespace
} // namespace fg::numbers_in_words_test
