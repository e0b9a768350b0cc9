// The final answer after interim ones (RFC 9110 15.2).
#include "protocol/handshake/opening_head_reader.h"

#include "protocol/handshake/opening.h"

#include <gtest/gtest.h>

#include <string>

namespace fg::opening_head_reader_test {
namespace {

using Kind = OpeningHeadReader::Kind;
using State = OpeningHeadReader::State;

const std::string early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
const std::string continueHead = "HTTP/1.1 100 Continue\r\n\r\n";
const std::string switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

struct Reading
{
    State state{};
    HttpHead head;
    std::vector<Violation> violations;
    unsigned interimAnswers = 0;
    std::size_t taken = 0;

    bool operator==(const Reading &) const = default;
};

Reading readInTwo(Kind kind, std::string_view text, std::size_t cut)
{
    OpeningHeadReader reader(kind);
    std::size_t taken = reader.feed(octetsOf(text.substr(0, cut)));
    if (taken == cut && reader.state() == State::Reading)
        taken += reader.feed(octetsOf(text.substr(cut)));
    return {reader.state(), reader.head(), reader.violations(), reader.interimAnswers(), taken};
}

// Reads the text as a whole and cut in two at every octet, and expects the same result each time.
Reading read(Kind kind, std::string_view text)
{
    const Reading whole = readInTwo(kind, text, text.size());
    for (std::size_t cut = 0; cut < text.size(); ++cut)
        EXPECT_EQ(readInTwo(kind, text, cut), whole) << "cut at " << cut;
    return whole;
}

TEST(OpeningHeadReader, PassesOverInterimAnswers)
{
    const std::string heads = early + continueHead + switching;
    const Reading reading = read(Kind::Response, heads + "\x81");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(statusOf(reading.head), 101);
    EXPECT_EQ(reading.interimAnswers, 2u);
    EXPECT_EQ(reading.taken, heads.size()) << "the frame after them is left to its reader";
    EXPECT_TRUE(reading.violations.empty());
}

TEST(OpeningHeadReader, HasNoAnswerWhileThereAreOnlyInterimOnes)
{
    const Reading reading = read(Kind::Response, early + continueHead);
    EXPECT_EQ(reading.state, State::Reading);
    EXPECT_EQ(reading.interimAnswers, 2u);
}

TEST(OpeningHeadReader, CountsOffsetsOfViolationsFromTheFirstHead)
{
    const std::string broken = "HTTP/1.1 101 Switching Protocols\r\nno colon\r\n\r\n";
    const Reading alone = read(Kind::Response, broken);
    ASSERT_FALSE(alone.violations.empty());
    const Reading behind = read(Kind::Response, early + broken);
    ASSERT_EQ(behind.violations.size(), alone.violations.size());
    EXPECT_EQ(behind.violations.front().octetOffset, early.size() + alone.violations.front().octetOffset);
}

TEST(OpeningHeadReader, EndsAtTheFirstOctetOfOneInterimAnswerTooMany)
{
    std::string many;
    for (unsigned number = 0; number < OpeningHeadReader::mostInterimAnswers; ++number)
        many += continueHead;
    EXPECT_EQ(statusOf(read(Kind::Response, many + switching).head), 101);
    const Reading reading = read(Kind::Response, many + continueHead + switching);
    EXPECT_EQ(reading.state, State::Failed);
    const std::vector<Violation> expected{{.rule = RuleId::TooManyInterimAnswers,
                                           .octetOffset = many.size(),
                                           .value = OpeningHeadReader::mostInterimAnswers + 1}};
    EXPECT_EQ(reading.violations, expected);
    EXPECT_EQ(reading.interimAnswers, OpeningHeadReader::mostInterimAnswers);
}

TEST(OpeningHeadReader, ReadsARequestAsItIs)
{
    const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const Reading reading = read(Kind::Request, request + "more");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.startLine, "GET / HTTP/1.1");
    EXPECT_EQ(reading.taken, request.size());
}

} // namespace
} // namespace fg::opening_head_reader_test
