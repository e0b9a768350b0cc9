#include "protocol/handshake/http_head.h"

#include <gtest/gtest.h>

#include <chrono>

namespace fg::http_head_reader_test {
namespace {

using Kind = HttpHeadReader::Kind;
using State = HttpHeadReader::State;

struct Reading
{
    State state{};
    HttpHead head;
    std::vector<Violation> violations;
    std::uint64_t taken = 0;

    bool operator==(const Reading &) const = default;
};

Reading resultOf(const HttpHeadReader &reader, std::uint64_t taken)
{
    // These tests are about rules and offsets; where_test.cpp is about fields and ranges.
    std::vector<Violation> violations = reader.violations();
    for (Violation &violation : violations)
        violation.where = {};
    return {reader.state(), reader.head(), violations, taken};
}

Reading readInTwo(Kind kind, std::string_view text, std::size_t cut, const HeadLimits &limits)
{
    HttpHeadReader reader(kind, limits);
    const std::size_t first = reader.feed(octetsOf(text.substr(0, cut)));
    std::size_t taken = first;
    if (first == cut)
        taken += reader.feed(octetsOf(text.substr(cut)));
    return resultOf(reader, taken);
}

Reading readOneByOne(Kind kind, std::string_view text, const HeadLimits &limits)
{
    HttpHeadReader reader(kind, limits);
    std::size_t taken = 0;
    for (; taken < text.size() && reader.state() == State::Reading; ++taken)
        EXPECT_EQ(reader.feed(octetsOf(text.substr(taken, 1))), 1U);
    return resultOf(reader, taken);
}

// Reads the text as a whole, cut in two at every octet, and octet by octet, and expects the same result each
// time.
Reading read(Kind kind, std::string_view text, const HeadLimits &limits = {})
{
    const Reading whole = readInTwo(kind, text, text.size(), limits);
    for (std::size_t cut = 0; cut < text.size(); ++cut)
        EXPECT_EQ(readInTwo(kind, text, cut, limits), whole) << "cut at " << cut;
    EXPECT_EQ(readOneByOne(kind, text, limits), whole);
    return whole;
}

using Violations = std::vector<Violation>;

Violation notHttpAt(std::uint64_t offset)
{
    return {.rule = RuleId::HeadNotHttp, .octetOffset = offset, .value = offset};
}

Violation broken(RuleId rule, std::uint64_t offset, std::uint64_t value)
{
    return {.rule = rule, .octetOffset = offset, .value = value};
}

TEST(HttpHeadReader, ReadsARequestInItsOrderAndSpelling)
{
    const Reading reading =
        read(Kind::Request,
             "GET /chat?a=b HTTP/1.1\r\nhost: x:1\r\nX-B:1\r\nX-A: \t two words \t\r\nEmpty:\r\n\r\n");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.startLine, "GET /chat?a=b HTTP/1.1");
    EXPECT_EQ(reading.head.fields,
              (std::vector<HeaderField>{{"host", "x:1"}, {"X-B", "1"}, {"X-A", "two words"}, {"Empty", ""}}));
    EXPECT_TRUE(reading.violations.empty());
}

TEST(HttpHeadReader, ReadsAnAnswerWithAnyReason)
{
    for (const std::string_view startLine :
         {"HTTP/1.1 101 Switching Protocols", "HTTP/1.1 101 ", "HTTP/1.0 404 Nicht gefunden \xe4"}) {
        const Reading reading = read(Kind::Response, std::string(startLine) + "\r\n\r\n");
        EXPECT_EQ(reading.state, State::Complete);
        EXPECT_EQ(reading.head.startLine, startLine);
        EXPECT_TRUE(reading.violations.empty());
    }
}

TEST(HttpHeadReader, LeavesWhatFollowsTheHeadToTheCaller)
{
    const std::string head = "HTTP/1.1 101 ok\r\nA: b\r\n\r\n";
    const Reading reading = read(Kind::Response, head + "\x81\x02hi\r\n\r\n");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.taken, head.size());

    HttpHeadReader reader(Kind::Response);
    EXPECT_EQ(reader.feed(octetsOf(head + "more")), head.size());
    EXPECT_EQ(reader.feed(octetsOf("more")), 0U);
}

TEST(HttpHeadReader, AHeadThatStopsInTheMiddleIsStillBeingRead)
{
    const Reading reading = read(Kind::Request, "GET / HTTP/1.1\r\nHost: a\r\nUpgr");
    EXPECT_EQ(reading.state, State::Reading);
    EXPECT_EQ(reading.head.fields, (std::vector<HeaderField>{{"Host", "a"}}));
    EXPECT_TRUE(reading.violations.empty());
}

TEST(HttpHeadReader, ABareNewlineEndsALineAndIsReportedOnce)
{
    const Reading reading = read(Kind::Response, "HTTP/1.1 101 x\nA: 1\nB: 2\n\n");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.fields, (std::vector<HeaderField>{{"A", "1"}, {"B", "2"}}));
    EXPECT_EQ(reading.violations, Violations{broken(RuleId::LineEndBareLf, 14, 0)});

    const Reading atEnd = read(Kind::Response, "HTTP/1.1 101 x\r\nA: 1\r\n\n");
    EXPECT_EQ(atEnd.state, State::Complete);
    EXPECT_EQ(atEnd.violations, Violations{broken(RuleId::LineEndBareLf, 22, 2)});
}

TEST(HttpHeadReader, AFoldedLineContinuesTheValueAndIsReportedOnceForItsField)
{
    const Reading reading =
        read(Kind::Response, "HTTP/1.1 101 x\r\nA: 1\r\n  2\r\n\t3 \r\nB:\r\n \r\n 4\r\n\r\n");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.fields, (std::vector<HeaderField>{{"A", "1 2 3"}, {"B", "4"}}));
    EXPECT_EQ(reading.violations,
              (Violations{{.rule = RuleId::FieldFolded, .octetOffset = 22, .value = 0},
                          {.rule = RuleId::FieldFolded, .octetOffset = 36, .value = 1}}));
}

TEST(HttpHeadReader, ASpaceBeforeTheColonIsUnderstoodAndReported)
{
    const Reading reading = read(Kind::Response, "HTTP/1.1 101 x\r\nA: 1\r\nB \t: 2\r\n\r\n");
    EXPECT_EQ(reading.head.fields, (std::vector<HeaderField>{{"A", "1"}, {"B", "2"}}));
    EXPECT_EQ(reading.violations, Violations{broken(RuleId::BlankBeforeColon, 23, 1)});
}

TEST(HttpHeadReader, ALineWithoutAColonIsKeptAsANameAndReportedWhereTheColonIsDue)
{
    const Reading reading = read(Kind::Response, "HTTP/1.1 101 x\r\nno colon\r\nA: 1\r\n\r\n");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.fields, (std::vector<HeaderField>{{"no colon", ""}, {"A", "1"}}));
    EXPECT_EQ(reading.violations, Violations{broken(RuleId::FieldWithoutColon, 24, 0)});
}

TEST(HttpHeadReader, AnIndentedLineAfterTheStartLineIsNotAField)
{
    const Reading reading = read(Kind::Request, "GET / HTTP/1.1\r\n Host: a\r\nHost: b\r\n\r\n");
    EXPECT_EQ(reading.head.fields, (std::vector<HeaderField>{{" Host: a", ""}, {"Host", "b"}}));
    EXPECT_EQ(reading.violations, Violations{broken(RuleId::BlankBeforeFirstField, 16, 0)});
}

TEST(HttpHeadReader, OctetsThatNoFieldMayHoldAreKeptAndReported)
{
    using namespace std::literals;
    const Reading reading =
        read(Kind::Response, "HTTP/1.1 101 x\r\nA(: 1\r\nB: \1x\2z\r\n: 3\r\nD: \xff\r\n\r\n"sv);
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.fields,
              (std::vector<HeaderField>{{"A(", "1"}, {"B", "\1x\2z"s}, {"", "3"}, {"D", "\xff"}}));
    EXPECT_EQ(
        reading.violations,
        (Violations{broken(RuleId::FieldNameCharacter, 17, 0), broken(RuleId::FieldValueCharacter, 26, 1),
                    broken(RuleId::FieldNameEmpty, 32, 2)}));
}

TEST(HttpHeadReader, ABareReturnIsReportedOnceWhereverItIs)
{
    const std::string start = "HTTP/1.1 101 x\r\n";
    for (const auto &[line, at] : std::vector<std::pair<std::string, std::uint64_t>>{
             {"A: 1\r2\r3\r\n", 4}, {"A\rB: 1\r\n", 1}, {"A: 1\r\r\n", 4}, {"A: 1\r\n 2\r3\r\n", 8}}) {
        const Reading reading = read(Kind::Response, start + line + "B: \r\r\n\r\n");
        EXPECT_EQ(reading.state, State::Complete) << line;
        const bool isInSecond = line.find('\n') + 1 < line.size();
        Violations returns = reading.violations;
        std::erase_if(returns, [](const Violation &found) { return found.rule != RuleId::BareCr; });
        EXPECT_EQ(returns, Violations{broken(RuleId::BareCr, start.size() + at, isInSecond ? 2 : 1)}) << line;
    }
}

// RFC 9110 5.5: a reader that ends a text there understands another head.
TEST(HttpHeadReader, AZeroOctetIsReportedOnceWhereverItIsBesideOtherFaultsOfItsField)
{
    using namespace std::literals;
    const std::string start = "GET / HTTP/1.1\r\n";
    for (const auto &[lines, at, number] :
         std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>>{{"A: 1\0\0002\0\r\n"s, 4, 1},
                                                                            {"A\0B: 1\r\n"s, 1, 1},
                                                                            {"A: \0\r\n"s, 3, 1},
                                                                            {"A: 1\r\n \0\r\n"s, 7, 2},
                                                                            {"no colon\0\r\n"s, 8, 1},
                                                                            {"A(: \1\0\r\n"s, 5, 1}}) {
        Violations zeros = read(Kind::Request, start + lines + "B: \0\r\n\r\n"s).violations;
        std::erase_if(zeros, [](const Violation &found) { return found.rule != RuleId::ZeroOctetInHead; });
        EXPECT_EQ(zeros, Violations{broken(RuleId::ZeroOctetInHead, start.size() + at, number)}) << lines;
    }
    EXPECT_EQ(read(Kind::Request, start + "A(: \1\0\r\n\r\n"s).violations,
              (Violations{broken(RuleId::ZeroOctetInHead, start.size() + 5, 1),
                          broken(RuleId::FieldNameCharacter, start.size() + 1, 0)}));
}

TEST(HttpHeadReader, ABareReturnIsReportedBesideOtherFaultsOfItsField)
{
    const Reading reading = read(Kind::Request, "GET / HTTP/1.1\r\nA(: 1\r2\r\n\r\n");
    EXPECT_EQ(reading.violations,
              (Violations{broken(RuleId::BareCr, 21, 1), broken(RuleId::FieldNameCharacter, 17, 0)}));
}

TEST(HttpHeadReader, ABlankBeforeTheColonIsReportedWhateverElseIsWrongWithTheName)
{
    const Reading reading = read(Kind::Request, "GET / HTTP/1.1\r\nA(\t: 1\r\n : 2\r\n\r\n");
    EXPECT_EQ(reading.violations.front(), broken(RuleId::BlankBeforeColon, 18, 0));
    EXPECT_EQ(read(Kind::Request, "GET / HTTP/1.1\r\nA: 1\r\nB b : 2\r\n\r\n").violations,
              Violations{broken(RuleId::BlankBeforeColon, 25, 1)});
}

TEST(HttpHeadReader, EmptyLinesBeforeARequestAreSkippedAndReportedTogether)
{
    const Reading reading = read(Kind::Request, "\r\n\r\n\r\nGET / HTTP/1.1\r\nA: 1\r\n\r\n");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.startLine, "GET / HTTP/1.1");
    EXPECT_EQ(reading.head.fields, (std::vector<HeaderField>{{"A", "1"}}));
    EXPECT_EQ(reading.violations, Violations{broken(RuleId::EmptyLineBeforeStart, 0, 3)});

    EXPECT_EQ(read(Kind::Request, "\nGET / HTTP/1.1\r\n\r\n").violations,
              (Violations{broken(RuleId::LineEndBareLf, 0, 0), broken(RuleId::EmptyLineBeforeStart, 0, 1)}));
}

TEST(HttpHeadReader, EmptyLinesWithoutEndEndAtTheHeadLimit)
{
    std::string lines;
    for (int i = 0; i < 100; ++i)
        lines += "\r\n";
    const Reading reading = read(Kind::Request, lines, {.totalOctets = 64});
    EXPECT_EQ(reading.state, State::Failed);
    EXPECT_EQ(reading.violations.size(), 2U);
    EXPECT_EQ(reading.violations.back().rule, RuleId::HeadTooLong);
}

TEST(HttpHeadReader, AnAnswerThatDoesNotStartAsHttpFailsAtItsFirstImpossibleOctet)
{
    EXPECT_EQ(read(Kind::Response, "\x15\x03\x01").violations, Violations{notHttpAt(0)});
    EXPECT_EQ(read(Kind::Response, "http/1.1 101 x").violations, Violations{notHttpAt(0)});
    EXPECT_EQ(read(Kind::Response, "\r\nHTTP/1.1 101 x").violations, Violations{notHttpAt(0)});
    EXPECT_EQ(read(Kind::Response, "HTTQ").violations, Violations{notHttpAt(3)});
    EXPECT_EQ(read(Kind::Response, "SSH-2.0-x\r\n").state, State::Failed);
}

TEST(HttpHeadReader, AStatusLineThatIsMalformedFailsAtItsFirstWrongOctet)
{
    for (const auto &[line, at] :
         std::vector<std::pair<std::string_view, std::uint64_t>>{{"HTTP/11 101 x", 6},
                                                                 {"HTTP/1.1  101 x", 9},
                                                                 {"HTTP/1.1\t101 x", 8},
                                                                 {"HTTP/1.1 10x", 11},
                                                                 {"HTTP/1.1 1011", 12},
                                                                 {"HTTP/1.1\r\n", 8},
                                                                 {"HTTP/1.1 101 a\x01", 14}}) {
        const Reading reading = read(Kind::Response, line);
        EXPECT_EQ(reading.state, State::Failed) << line;
        EXPECT_EQ(reading.violations, Violations{broken(RuleId::StartLineMalformed, at, at)}) << line;
    }
}

TEST(HttpHeadReader, ABareReturnInTheStartLineIsOne)
{
    EXPECT_EQ(read(Kind::Response, "HTTP/1.1 101 a\rb").violations,
              Violations{broken(RuleId::BareCr, 14, 0)});
    EXPECT_EQ(read(Kind::Request, "\r\nGET / HTTP/1.1\rb").violations,
              (Violations{broken(RuleId::EmptyLineBeforeStart, 0, 1), broken(RuleId::BareCr, 16, 1)}));
    EXPECT_EQ(read(Kind::Request, "\rGET / HTTP/1.1").violations, Violations{notHttpAt(1)});
}

TEST(HttpHeadReader, ARequestThatDoesNotStartAsHttpFailsAtItsFirstImpossibleOctet)
{
    EXPECT_EQ(read(Kind::Request, "\x16\x03\x01\x02").violations, Violations{notHttpAt(0)});
    EXPECT_EQ(read(Kind::Request, " GET / HTTP/1.1").violations, Violations{notHttpAt(0)});
    EXPECT_EQ(read(Kind::Request, "GET\r\n").violations, Violations{notHttpAt(3)});
    EXPECT_EQ(read(Kind::Request, "HELO mail.example\r\n").violations, Violations{notHttpAt(17)});
}

TEST(HttpHeadReader, ARequestLineThatIsMalformedFailsAtItsFirstWrongOctet)
{
    for (const auto &[line, at] :
         std::vector<std::pair<std::string_view, std::uint64_t>>{{"GET  / HTTP/1.1", 4},
                                                                 {"GET\t/ HTTP/1.1", 3},
                                                                 {"GET /\r\n", 5},
                                                                 {"GET /\xc3\xa4 HTTP/1.1", 5},
                                                                 {"GET /a b HTTP/1.1", 7},
                                                                 {"GET / HTTPS", 10},
                                                                 {"GET / HTTP/1.1 \r\n", 14}}) {
        const Reading reading = read(Kind::Request, line);
        EXPECT_EQ(reading.state, State::Failed) << line;
        EXPECT_EQ(reading.violations, Violations{broken(RuleId::StartLineMalformed, at, at)}) << line;
    }
}

TEST(HttpHeadReader, WhatIsNotHttpIsKeptUpToTheOctetThatShowsIt)
{
    const Reading reading = read(Kind::Response, "HTTQ and a lot more\r\n\r\n");
    EXPECT_EQ(reading.state, State::Failed);
    EXPECT_EQ(reading.head.startLine, "HTTQ");
    EXPECT_EQ(reading.taken, 4U);
}

TEST(HttpHeadReader, AMissingSpaceAfterTheStatusCodeIsUnderstoodAndReported)
{
    const Reading reading = read(Kind::Response, "HTTP/1.1 101\r\nA: 1\r\n\r\n");
    EXPECT_EQ(reading.state, State::Complete);
    EXPECT_EQ(reading.head.startLine, "HTTP/1.1 101");
    EXPECT_EQ(reading.violations, Violations{broken(RuleId::StatusSpaceMissing, 12, 0)});
}

TEST(HttpHeadReader, ALineOverItsLimitFailsAtTheFirstOctetTooMany)
{
    const HeadLimits limits{.totalOctets = 1000, .lineOctets = 20, .fields = 10};
    const std::string start = "HTTP/1.1 101 x\r\n";
    EXPECT_EQ(read(Kind::Response, start + "A: 456789012345678\r\n\r\n", limits).state, State::Complete);

    const Reading reading = read(Kind::Response, start + "A: 4567890123456789\r\n\r\n", limits);
    EXPECT_EQ(reading.state, State::Failed);
    EXPECT_EQ(reading.violations,
              (Violations{{.rule = RuleId::LineTooLong, .octetOffset = 36, .value = 21}}));

    const Reading inStartLine = read(Kind::Request, "GET /" + std::string(90, 'x'), limits);
    EXPECT_EQ(inStartLine.violations,
              (Violations{{.rule = RuleId::LineTooLong, .octetOffset = 20, .value = 21}}));
    EXPECT_EQ(inStartLine.head.startLine.size(), 20U);
}

TEST(HttpHeadReader, AHeadOverItsLimitFailsAtTheFirstOctetTooMany)
{
    const std::string head = "HTTP/1.1 101 x\r\nA: 1\r\nB: 2\r\n\r\n";
    EXPECT_EQ(read(Kind::Response, head, {.totalOctets = head.size()}).state, State::Complete);

    const Reading reading = read(Kind::Response, head, {.totalOctets = head.size() - 1});
    EXPECT_EQ(reading.state, State::Failed);
    EXPECT_EQ(
        reading.violations,
        (Violations{{.rule = RuleId::HeadTooLong, .octetOffset = head.size() - 1, .value = head.size()}}));
}

TEST(HttpHeadReader, OneFieldTooManyFails)
{
    const std::string head = "HTTP/1.1 101 x\r\nA: 1\r\nB: 2\r\n";
    EXPECT_EQ(read(Kind::Response, head + "\r\n", {.fields = 2}).state, State::Complete);
    EXPECT_EQ(read(Kind::Response, head + " folded\r\n\r\n", {.fields = 2}).state, State::Complete);

    const Reading reading = read(Kind::Response, head + "C: 3\r\n\r\n", {.fields = 2});
    EXPECT_EQ(reading.state, State::Failed);
    EXPECT_EQ(reading.head.fields.size(), 2U);
    EXPECT_EQ(reading.violations,
              (Violations{{.rule = RuleId::TooManyFields, .octetOffset = 28, .value = 3}}));
}

std::size_t heldBy(const HttpHeadReader &reader) { return reader.head().serialized().size(); }

TEST(HttpHeadReader, AFieldLineOf100KilobytesEndsAtTheLineLimit)
{
    HttpHeadReader reader(Kind::Response);
    const std::string text = "HTTP/1.1 101 x\r\nX: " + std::string(100 * 1024, 'a');
    EXPECT_LT(reader.feed(octetsOf(text)), 17U * 1024);
    EXPECT_EQ(reader.state(), State::Failed);
    ASSERT_EQ(reader.violations().size(), 1U);
    EXPECT_EQ(reader.violations()[0].rule, RuleId::LineTooLong);
    EXPECT_LT(heldBy(reader), 64U);
}

TEST(HttpHeadReader, AnEndlessHeadEndsAtTheHeadLimitHoweverItIsBuilt)
{
    for (const std::string_view line :
         {"X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", " folded\r\n", "no colon\n", "\t\n"}) {
        HttpHeadReader reader(Kind::Response, {.totalOctets = 4096, .lineOctets = 1024, .fields = 1000});
        std::size_t taken = reader.feed(octetsOf("HTTP/1.1 101 x\r\nA: b\r\n"));
        for (int i = 0; i < 10'000 && reader.state() == State::Reading; ++i)
            taken += reader.feed(octetsOf(line));
        EXPECT_EQ(reader.state(), State::Failed);
        EXPECT_EQ(reader.violations().back().rule, RuleId::HeadTooLong);
        EXPECT_LE(taken, 4097U);
        EXPECT_LE(heldBy(reader), 3U * 4096);
        EXPECT_LE(reader.violations().size(), 2 * reader.head().fields.size() + 2);
    }
}

// Scanning from the line's start at each octet would take minutes here.
TEST(HttpHeadReader, ALongLineThatArrivesOctetByOctetIsReadInLinearTime)
{
    const std::size_t size = 2 * 1024 * 1024;
    HttpHeadReader reader(Kind::Response, {.totalOctets = 2 * size, .lineOctets = 2 * size, .fields = 2});
    EXPECT_EQ(reader.feed(octetsOf("HTTP/1.1 101 x\r\nX:")), 18U);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < size; ++i)
        reader.feed(octetsOf("a"));
    EXPECT_EQ(reader.feed(octetsOf("\r\n\r\n")), 4U);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
    EXPECT_EQ(reader.state(), State::Complete);
    EXPECT_EQ(reader.head().fields[0].value.size(), size);
}

} // namespace
} // namespace fg::http_head_reader_test
