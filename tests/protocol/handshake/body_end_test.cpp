#include "protocol/handshake/body_end.h"

#include <gtest/gtest.h>

namespace fg::body_end_test {
namespace {

HttpHead answer(std::vector<HeaderField> fields, std::string startLine = "HTTP/1.1 404 Not Found")
{
    return {.startLine = std::move(startLine), .fields = std::move(fields)};
}

// The number of octets of the text that belong to the body; npos if the body is not complete. Expects the
// same result for the whole text and for the text cut in two.
std::size_t bodySize(const HttpHead &head, std::string_view text)
{
    BodyEnd whole(head);
    const std::size_t size = whole.feed(octetsOf(text));
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
        BodyEnd body(head);
        std::size_t taken = body.feed(octetsOf(text.substr(0, cut)));
        if (taken == cut)
            taken += body.feed(octetsOf(text.substr(cut)));
        EXPECT_EQ(taken, size) << "cut at " << cut;
        EXPECT_EQ(body.isComplete(), whole.isComplete()) << "cut at " << cut;
    }
    return whole.isComplete() ? size : std::string_view::npos;
}

bool endsOnlyWithTheConnection(const HttpHead &head, std::string_view text)
{
    // The end of a chunk and of a chunked body, wherever the reader is in one.
    constexpr std::string_view wouldEndIt = "\r\n0\r\n\r\n0\r\n\r\n";
    BodyEnd body(head);
    return bodySize(head, text) == std::string_view::npos && body.feed(octetsOf(text)) == text.size()
        && body.feed(octetsOf(wouldEndIt)) == wouldEndIt.size() && !body.isComplete();
}

constexpr std::size_t incomplete = std::string_view::npos;

TEST(BodyEnd, ContentLengthSaysHowMuchBelongsToTheBody)
{
    EXPECT_EQ(bodySize(answer({{"Content-Length", "5"}}), "helloHTTP"), 5U);
    EXPECT_EQ(bodySize(answer({{"content-length", " 5 "}}), "hell"), incomplete);
    EXPECT_EQ(bodySize(answer({{"Content-Length", "5, 5"}}), "hello!"), 5U);
    EXPECT_TRUE(BodyEnd(answer({{"Content-Length", "0"}})).isComplete());
}

TEST(BodyEnd, AContentLengthThatMakesNoSenseLeavesOnlyTheConnectionToEndTheBody)
{
    for (const char *value : {"-1", "+5", "", "5x", "0x5", "5 5", "5, 6", "18446744073709551616",
                              "99999999999999999999999999", "5.0"})
        EXPECT_TRUE(endsOnlyWithTheConnection(answer({{"Content-Length", value}}), "hello")) << value;
    EXPECT_TRUE(
        endsOnlyWithTheConnection(answer({{"Content-Length", "5"}, {"Content-Length", "6"}}), "hello"));
}

TEST(BodyEnd, AHugeContentLengthIsJustNotComplete)
{
    BodyEnd body(answer({{"Content-Length", "18446744073709551615"}}));
    EXPECT_EQ(body.feed(octetsOf("hello")), 5U);
    EXPECT_FALSE(body.isComplete());
}

TEST(BodyEnd, WithoutALengthTheBodyLastsUntilTheDrop)
{
    EXPECT_TRUE(endsOnlyWithTheConnection(answer({}), "hello"));
    EXPECT_TRUE(
        endsOnlyWithTheConnection(answer({{"Transfer-Encoding", "gzip"}, {"Content-Length", "2"}}), "hello"));
    EXPECT_TRUE(endsOnlyWithTheConnection(answer({{"Transfer-Encoding", "chunked, gzip"}}), "0\r\n\r\n"));
    EXPECT_TRUE(endsOnlyWithTheConnection(answer({{"Transfer-Encoding", ""}}), "0\r\n\r\n"));
}

TEST(BodyEnd, SomeAnswersNeverHaveABody)
{
    for (const char *startLine : {"HTTP/1.1 101 x", "HTTP/1.1 100 x", "HTTP/1.1 204 x", "HTTP/1.1 304 x"}) {
        BodyEnd body(answer({{"Content-Length", "5"}}, startLine));
        EXPECT_TRUE(body.isComplete());
        EXPECT_EQ(body.feed(octetsOf("hello")), 0U);
    }
}

const HttpHead chunked = answer({{"Transfer-Encoding", "gzip, Chunked"}, {"Content-Length", "1"}});

TEST(BodyEnd, ChunksEndWithAChunkOfNothing)
{
    EXPECT_EQ(bodySize(chunked, "5\r\nhello\r\n0\r\n\r\nrest"), 15U);
    EXPECT_EQ(bodySize(chunked, "0\r\n\r\n"), 5U);
    EXPECT_EQ(bodySize(chunked, "00000000000000000000001\r\nx\r\n000\r\n\r\n"), 35U);
    EXPECT_EQ(bodySize(chunked, "1\nx\n0\n\n"), 7U);
    EXPECT_EQ(bodySize(chunked, "A \r\n0123456789\r\na;n=v\r\n0123456789\r\n0;last\r\n\r\n"), 45U);
}

TEST(BodyEnd, TrailersBelongToTheBody)
{
    EXPECT_EQ(bodySize(chunked, "0\r\nA: b\r\nC: d\r\n\r\nrest"), 17U);
    EXPECT_EQ(bodySize(chunked, "0\r\n\rA: b\r\n\r\n"), 12U);
    EXPECT_EQ(bodySize(chunked, "0\r\nA: b\r\n"), incomplete);
}

TEST(BodyEnd, ChunksThatMakeNoSenseLeaveOnlyTheConnectionToEndTheBody)
{
    for (const char *text :
         {"-1\r\n0\r\n\r\n", "\r\n0\r\n\r\n", ";a\r\n", "5g\r\nhello\r\n0\r\n\r\n", "0x5\r\nhello",
          "10000000000000000\r\nhello\r\n0\r\n\r\n", "ffffffffffffffffffffff\r\n", "5\r\nhello!\r\n0\r\n\r\n",
          "5\r\nhello\r\r\n0\r\n\r\n"})
        EXPECT_TRUE(endsOnlyWithTheConnection(chunked, text)) << text;
}

TEST(BodyEnd, TheLargestChunkIsJustNotComplete)
{
    BodyEnd body(chunked);
    EXPECT_EQ(body.feed(octetsOf("ffffffffffffffff\r\nhello\r\n0\r\n\r\n")), 30U);
    EXPECT_FALSE(body.isComplete());
}

} // namespace
} // namespace fg::body_end_test
