// Transfer codings (RFC 9112 7) and content codings (RFC 9110 8.4) of bodies.
#include "protocol/handshake/http_body.h"

#include <gtest/gtest.h>

#include <zlib.h>

namespace fg::http_body_test {
namespace {

constexpr int gzipFormat = 31;
constexpr int zlibFormat = 15;
constexpr int bareFormat = -15;

std::string deflated(std::string_view text, int format)
{
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, format, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<const Bytef *>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

std::string chunked(std::string_view text, std::size_t size, std::string_view trailers = "")
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += size) {
        const std::string_view part = text.substr(at, size);
        out += std::string(1, digits[part.size() >> 4]) + digits[part.size() & 15] + ";x=y\r\n";
        out.append(part).append("\r\n");
    }
    return out + "0\r\n" + std::string(trailers) + "\r\n";
}

HttpHead answer(std::vector<HeaderField> fields)
{
    return {.startLine = "HTTP/1.1 403 Forbidden", .fields = std::move(fields)};
}

const std::string page = "<p>You are not allowed to be here, and neither is anybody else.</p>";
using Names = std::vector<std::string>;

TEST(DecodeBody, WithoutCodingsIsWhatPassedTheWire)
{
    const DecodedBody body = decodeBody(page, answer({}), BodyRest::Nothing);
    EXPECT_EQ(body.content, page);
    EXPECT_TRUE(body.undone.empty());
    EXPECT_TRUE(body.remarks.empty());
    EXPECT_TRUE(body.isReadable);
}

TEST(DecodeBody, EndsWhereItsLengthSays)
{
    EXPECT_EQ(decodeBody("hello and more", answer({{"Content-Length", "5"}}), BodyRest::Nothing).content,
              "hello");
}

TEST(DecodeBody, IsPutTogetherOfItsChunks)
{
    const DecodedBody body =
        decodeBody(chunked(page, 20), answer({{"Transfer-Encoding", "chunked"}}), BodyRest::Nothing);
    EXPECT_EQ(body.content, page);
    EXPECT_EQ(body.undone, Names{"chunked"});
    EXPECT_TRUE(body.remarks.empty());
}

TEST(DecodeBody, HasTheTrailersOfItsChunks)
{
    const DecodedBody body = decodeBody(chunked(page, 20, "X-Sum: 7 \r\nX-Other:8\r\n"),
                                        answer({{"Transfer-Encoding", "chunked"}}), BodyRest::Nothing);
    EXPECT_EQ(body.content, page);
    EXPECT_EQ(body.trailers, (std::vector<HeaderField>{{"X-Sum", "7"}, {"X-Other", "8"}}));
}

TEST(DecodeBody, IsInflatedInAllSpellingsOfItsCoding)
{
    for (const auto &[name, format] : std::vector<std::pair<std::string, int>>{{"gzip", gzipFormat},
                                                                               {"X-GZIP", gzipFormat},
                                                                               {"deflate", zlibFormat},
                                                                               {"Deflate", bareFormat}}) {
        const std::string coded = deflated(page, format);
        const DecodedBody body = decodeBody(
            coded, answer({{"Content-Encoding", name}, {"Content-Length", std::to_string(coded.size())}}),
            BodyRest::Nothing);
        EXPECT_EQ(body.content, page) << name;
        EXPECT_TRUE(body.remarks.empty()) << name;
        EXPECT_EQ(body.undone, Names{name});
    }
}

TEST(DecodeBody, UndoesSeveralCodingsFromTheOutermost)
{
    const std::string inner = deflated(deflated(page, zlibFormat), gzipFormat);
    const DecodedBody body = decodeBody(
        chunked(deflated(inner, gzipFormat), 9),
        answer({{"Content-Encoding", "deflate, identity, gzip"}, {"Transfer-Encoding", "gzip, chunked"}}),
        BodyRest::Nothing);
    EXPECT_EQ(body.content, page);
    EXPECT_EQ(body.undone, (Names{"chunked", "gzip", "gzip", "deflate"}));
    EXPECT_TRUE(body.remarks.empty());
}

TEST(DecodeBody, MayHaveSeveralGzipMembers)
{
    const std::string coded = deflated("one ", gzipFormat) + deflated("two", gzipFormat);
    EXPECT_EQ(decodeBody(coded, answer({{"Content-Encoding", "gzip"}}), BodyRest::Nothing).content,
              "one two");
}

TEST(DecodeBody, KeepsWhatCouldBeReadAndSaysWhatIsWrong)
{
    const std::string gzip = deflated(page, gzipFormat);
    const HeaderField isChunked{"Transfer-Encoding", "chunked"};
    const HeaderField isGzip{"Content-Encoding", "gzip"};
    struct Odd
    {
        std::string octets;
        std::vector<HeaderField> fields;
        std::string content;
        std::string remark;
    };
    for (const Odd &odd : std::vector<Odd>{
             {"5\r\nhello\r\nzz\r\nmore", {isChunked}, "hello", "The size of a chunk"},
             {"5\r\nhello more", {isChunked}, "hello", "A chunk does not end"},
             {"5\r\nhel", {isChunked}, "hel", "The connection ended before it was complete"},
             {"hel", {{"Content-Length", "5"}}, "hel", "The connection ended before it was complete"},
             {"5\r\nhello\r\nffffffffffffffffff\r\nmore",
              {isChunked},
              "hello",
              "The size of a chunk is too large for 64 bits"},
             {"hello",
              {{"Content-Length", "99999999999999999999"}},
              "hello",
              "Its Content-Length is too large for 64 bits"},
             {"hello",
              {{"Content-Length", "3"}, {"Content-Length", "4"}},
              "hello",
              "Its Content-Length says two different lengths"},
             {"hello",
              {{"Content-Length", "3, 3"}, {"Content-Length", "x"}},
              "hello",
              "Its Content-Length is not a number"},
             {"hello", {{"Content-Length", "five"}}, "hello", "Its Content-Length is not a number"},
             {"no gzip at all", {isGzip}, "", "It is broken"},
             {"no deflate", {{"Content-Encoding", "deflate"}}, "", "It is broken"},
             {gzip.substr(0, gzip.size() - 4), {isGzip}, page, "Its coding \"gzip\" ends early"},
             {gzip.substr(0, gzip.size() - 1) + '\x7f', {isGzip}, page, "It is broken"},
             {"x", {{"Content-Encoding", "br"}}, "x", "Its coding \"br\" is not undone"},
             {"x",
              {{"Transfer-Encoding", "chunked, compress"}},
              "x",
              "Its coding \"compress\" is not undone"},
             {"x", {{"Content-Encoding", "b\x1br"}}, "x", "Its coding \"b\\x1br\" is not undone"}}) {
        const DecodedBody body = decodeBody(odd.octets, answer(odd.fields), BodyRest::Nothing);
        EXPECT_EQ(body.content, odd.content) << odd.remark;
        ASSERT_EQ(body.remarks.size(), 1U) << odd.remark;
        EXPECT_TRUE(body.remarks[0].starts_with(odd.remark)) << body.remarks[0];
        EXPECT_EQ(body.isReadable, odd.remark.find("not undone") == std::string::npos) << odd.remark;
    }
}

TEST(DecodeBody, IsNotCalledCutWhileMoreMayCome)
{
    const std::string gzip = deflated(page, gzipFormat);
    const DecodedBody some =
        decodeBody(gzip.substr(0, gzip.size() / 2), answer({{"Content-Encoding", "gzip"}}), BodyRest::Coming);
    EXPECT_TRUE(some.remarks.empty());
    EXPECT_TRUE(page.starts_with(some.content));
    EXPECT_TRUE(
        decodeBody("5\r\nhe", answer({{"Transfer-Encoding", "chunked"}}), BodyRest::Coming).remarks.empty());
}

TEST(DecodeBody, SaysThatOnlyItsBeginningIsRead)
{
    const DecodedBody body = decodeBody(std::string(longestBody, 'x'), answer({}), BodyRest::NotRead);
    EXPECT_EQ(body.content.size(), longestBody);
    EXPECT_EQ(body.remarks, Names{"Only its first 64 KiB are read here."});
}

TEST(DecodeBody, NeverInflatesToMoreThanItsLimit)
{
    const std::string bomb = deflated(std::string(5'000'000, '\0'), gzipFormat);
    ASSERT_LT(bomb.size(), longestBody);
    const DecodedBody body = decodeBody(bomb, answer({{"Content-Encoding", "gzip"}}), BodyRest::Nothing);
    EXPECT_EQ(body.content.size(), longestBody);
    EXPECT_EQ(body.remarks, Names{"Only the first 64 KiB that it inflates to are read here."});

    const std::string exact = deflated(std::string(longestBody, 'x'), gzipFormat);
    EXPECT_TRUE(decodeBody(exact, answer({{"Content-Encoding", "gzip"}}), BodyRest::Nothing).remarks.empty());
}

TEST(DecodeBody, UndoesNoMoreThanAFewCodings)
{
    std::string coded = page;
    std::string names;
    for (int i = 0; i < 6; ++i) {
        coded = deflated(coded, gzipFormat);
        names += "gzip,";
    }
    const DecodedBody body = decodeBody(coded, answer({{"Content-Encoding", names}}), BodyRest::Nothing);
    EXPECT_EQ(body.undone.size(), mostCodings);
    EXPECT_FALSE(body.isReadable);
}

// Whatever the octets are, the result is the same each time and within the limit.
TEST(DecodeBody, ReadsAnyOctets)
{
    const std::string gzip = deflated(page, gzipFormat);
    const HttpHead head = answer({{"Content-Encoding", "gzip"}, {"Transfer-Encoding", "chunked"}});
    const std::string whole = chunked(gzip, 11, "A: b\r\n");
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const unsigned flip : {1U, 0x80U}) {
            std::string octets = whole;
            octets[at] = static_cast<char>(static_cast<unsigned char>(octets[at]) ^ flip);
            const DecodedBody body = decodeBody(octets, head, BodyRest::Nothing);
            EXPECT_LE(body.content.size(), longestBody);
            EXPECT_LE(body.remarks.size(), 3U);
        }
    }
}

} // namespace
} // namespace fg::http_body_test
