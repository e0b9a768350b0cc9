// Filters over the rows and messages of a session: each field, whole messages, rows that are added, and what
// comes late.
#include "protocol/session/look/filter_run.h"

#include "protocol/session/look/filter_parser.h"
#include "tests/support/live.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <random>

namespace fg::test::filter_run_test {
namespace {

using std::chrono::milliseconds;
using Rows = std::vector<std::size_t>;

FilterTree treeOf(std::string_view filter)
{
    const FilterReading reading = readFilter(filter);
    if (!reading.tree)
        ADD_FAILURE() << filter << ": "
                      << (reading.fault ? filterFaultSentence(*reading.fault) : std::string("is empty"));
    return reading.tree ? *reading.tree : *readFilter("no < 0").tree;
}

std::shared_ptr<const Session> shared(const ScriptedSession &script)
{
    return {std::shared_ptr<const Session>(), &script.log()};
}

Rows numbers(const std::vector<RowNumber> &rows)
{
    Rows out;
    for (const RowNumber row : rows)
        out.push_back(row.value());
    return out;
}

Rows found(const std::shared_ptr<const Session> &session, std::string_view filter, FilterView view)
{
    FilterRun run(session, treeOf(filter), view, [](RowNumber number, const LogRow &) {
        return "words of row " + std::to_string(number.value());
    });
    while (run.runSome()) { }
    EXPECT_EQ(run.position(), session->rowCount());
    EXPECT_EQ(run.unreadable(), 0U);
    return numbers(run.found().rowsFrom(RowNumber()));
}

std::string frameHex(unsigned first, std::string_view payload)
{
    const std::byte head[] = {static_cast<std::byte>(first), static_cast<std::byte>(payload.size())};
    return toHex(head) + toHex(octetsOf(payload));
}

// A conversation whose rows have these numbers:
//  0 connected      1, 2 octets of the heads
//  3 frame sent     4 octets          a text "Hello", masked
//  5 octets         6 frame           a text "{...}", whole
//  7 octets         8 frame           the first part of a message, "bin", binary
//  9 octets        10 frame           a ping "p1"
// 11 octets        12 frame           the end of that message, "ary"
// 13 frame sent    14 octets          a ping "q"
// 15 octets        16 frame           a pong "q"
// 17 octets        18 frame           a text with RSV2
// 19 octets        20 frame           a close frame with 1001 "bye"
// 21 dropped
class FilterRunTest : public testing::Test
{
protected:
    FilterRunTest()
    {
        script.open();
        script.frame(Opcode::Text, 5, "37fa213d").write("818537fa213d7f9f4d5158");
        script.read(frameHex(0x81, R"({"user": {"id": 7, "name": "Ann"}, "list": [1, 2.5, "x"]})"));
        script.read(frameHex(0x02, "bin")).read(frameHex(0x89, "p1")).read(frameHex(0x80, "ary"));
        script.frame(Opcode::Ping, 1, "00000000").write("89810000000071");
        script.read(frameHex(0x8a, "q"));
        script.read(frameHex(0xa1, "odd"));
        script.read(frameHex(0x88,
                             "\x03\xe9"
                             "bye"));
        script.droppedByPeer();
    }

    [[nodiscard]] Rows frames(std::string_view filter) const
    {
        return found(shared(script), filter, FilterView::Frames);
    }
    [[nodiscard]] Rows messages(std::string_view filter) const
    {
        return found(shared(script), filter, FilterView::Messages);
    }

    ScriptedSession script;
};

TEST_F(FilterRunTest, TheConversationHasTheRowsThatAreNamedAbove)
{
    ASSERT_EQ(script.log().rowCount(), RowCount(22));
    EXPECT_EQ(frames("frame"), (Rows{3, 6, 8, 10, 12, 13, 16, 18, 20}));
    EXPECT_EQ(frames("kind == dropped"), (Rows{21}));
}

TEST_F(FilterRunTest, FieldsOfTheHeader)
{
    EXPECT_EQ(frames("dir == tx && frame"), (Rows{3, 13}));
    EXPECT_EQ(frames("dir == rx && op == text"), (Rows{6, 18}));
    EXPECT_EQ(frames("op in {ping, pong}"), (Rows{10, 13, 16}));
    EXPECT_EQ(frames("op not in {text, ping, pong}"), (Rows{8, 12, 20}))
        << "rows without an opcode are not asked";
    EXPECT_EQ(frames("!fin && frame"), (Rows{8}));
    EXPECT_EQ(frames("rsv != 0"), (Rows{18}));
    EXPECT_EQ(frames("rsv2"), (Rows{18}));
    EXPECT_EQ(frames("rsv1 || rsv3"), (Rows{}));
    EXPECT_EQ(frames("masked"), (Rows{3, 13}));
    EXPECT_EQ(frames("key == 0x37fa213d"), (Rows{3}));
    EXPECT_EQ(frames("key"), (Rows{3, 13}));
    EXPECT_EQ(frames("control"), (Rows{10, 13, 16, 20}));
    EXPECT_EQ(frames("frame && len >= 5 && len < 50"), (Rows{3, 20}));
    EXPECT_EQ(frames("wire.len == 3"), (Rows{8, 12, 18}));
    EXPECT_EQ(frames("frame.no == 2"), (Rows{8, 13}));
    EXPECT_EQ(frames("compressed"), (Rows{}));
}

TEST_F(FilterRunTest, FieldsOfEveryRow)
{
    EXPECT_EQ(frames("no in {0, 3..4}"), (Rows{0, 3, 4}));
    EXPECT_EQ(frames("time <= 2ms"), (Rows{0, 1}));
    EXPECT_EQ(frames("kind == octets && no < 5"), (Rows{1, 2, 4}));
    EXPECT_EQ(frames("kind == connected"), (Rows{0}));
    EXPECT_EQ(frames("head"), (Rows{1, 2}));
    EXPECT_EQ(frames("frame && delta > 1ms"), (Rows{6, 16})) << "the octets of a sent frame came in between";
}

TEST_F(FilterRunTest, MessagesAndTheirFrames)
{
    EXPECT_EQ(frames("message"), (Rows{3, 6, 8, 12, 18}));
    EXPECT_EQ(messages("message"), (Rows{3, 6, 8, 18}));
    EXPECT_EQ(messages("op == binary && len == 6 && fin"), (Rows{8}));
    EXPECT_EQ(frames("message.frames > 1"), (Rows{12}));
    EXPECT_EQ(messages("message.frames > 1"), (Rows{8}));
    EXPECT_EQ(messages("message.no == 2"), (Rows{8}));
    EXPECT_EQ(messages("op == ping"), (Rows{10, 13})) << "also between the frames of a message";
    EXPECT_EQ(messages("no >= 0"), (Rows{0, 1, 2, 3, 6, 8, 10, 13, 16, 18, 20, 21}))
        << "octets have no rows, except those of heads";
}

TEST_F(FilterRunTest, TextAndPayload)
{
    EXPECT_EQ(frames("text ~ \"hello\""), (Rows{3})) << "unmasked, in any case";
    EXPECT_EQ(frames("text == \"hello\""), (Rows{}));
    EXPECT_EQ(frames("text == \"Hello\""), (Rows{3}));
    EXPECT_EQ(frames("text != \"Hello\""), (Rows{6, 18}));
    EXPECT_EQ(frames("text"), (Rows{3, 6, 18}));
    EXPECT_EQ(frames("text matches \"^h.l+o$\""), (Rows{3}));
    EXPECT_EQ(frames("text ~ {\"hello\", \"odd\"}"), (Rows{3, 18}));
    EXPECT_EQ(frames("payload ~ \"ary\""), (Rows{12}));
    EXPECT_EQ(frames("payload ~ \"binary\""), (Rows{})) << "no frame has it by itself";
    EXPECT_EQ(messages("payload ~ \"binary\""), (Rows{8}));
    EXPECT_EQ(messages("payload == 0x62696e617279"), (Rows{8}));
    EXPECT_EQ(frames("payload ~ 0x03e9"), (Rows{20}));
    EXPECT_EQ(frames("frame && !payload"), (Rows{}));
}

TEST_F(FilterRunTest, OctetsOnTheWire)
{
    EXPECT_EQ(frames("frame && wire ~ 0x8185"), (Rows{3}));
    EXPECT_EQ(frames("wire ~ 0x8185"), (Rows{3, 4})) << "the row of octets, too";
    EXPECT_EQ(messages("wire ~ 0x62696e8003617279"), (Rows{8})) << "without the ping between its frames";
    EXPECT_EQ(messages("wire ~ 0x8003617279"), (Rows{8}));
}

TEST_F(FilterRunTest, ValuesInJson)
{
    EXPECT_EQ(frames("json.user.id == 7"), (Rows{6}));
    EXPECT_EQ(frames("json.user.id == 7.0"), (Rows{6}));
    EXPECT_EQ(frames("json.user.id == \"7\""), (Rows{}));
    EXPECT_EQ(frames("json.user.id > 6 && json.user.id <= 7"), (Rows{6}));
    EXPECT_EQ(frames("json.user.id != 8"), (Rows{6}));
    EXPECT_EQ(frames("json.user.none != 8"), (Rows{})) << "there is no such value";
    EXPECT_EQ(frames("json.user.name == Ann"), (Rows{6}));
    EXPECT_EQ(frames("json.user.name ~ ann"), (Rows{6}));
    EXPECT_EQ(frames("json.user.name matches \"^a\""), (Rows{6}));
    EXPECT_EQ(frames("json.list[1] == 2.5"), (Rows{6}));
    EXPECT_EQ(frames("json.list[*] == x"), (Rows{6}));
    EXPECT_EQ(frames("json.list[3]"), (Rows{}));
    EXPECT_EQ(frames("json.user"), (Rows{6}));
    EXPECT_EQ(frames("json"), (Rows{6}));
}

TEST(FilterRunJson, NumbersAreComparedExactly)
{
    ScriptedSession script;
    script.open();
    for (const char *const id : {"9007199254740992", "9007199254740993", "0", "1e999"})
        script.read(frameHex(0x81, std::string("{\"id\": ") + id + '}'));
    const auto frames = [&](std::string_view filter) {
        return found(shared(script), filter, FilterView::Frames);
    };
    EXPECT_EQ(frames("json.id == 9007199254740992"), (Rows{4}));
    EXPECT_EQ(frames("json.id == 9007199254740993.0"), (Rows{6}));
    EXPECT_EQ(frames("json.id > 9007199254740992"), (Rows{6, 10}));
    EXPECT_EQ(frames("json.id == 1e999"), (Rows{10}));
    EXPECT_EQ(frames("json.id == 0"), (Rows{8}));
    EXPECT_EQ(frames("json.id < 1e998"), (Rows{4, 6, 8}));
}

TEST_F(FilterRunTest, CloseCodesAndReasons)
{
    EXPECT_EQ(frames("code == 1001"), (Rows{20}));
    EXPECT_EQ(frames("code"), (Rows{20})) << "the connection ended with a close frame";
    EXPECT_EQ(frames("code != 1000"), (Rows{20}));
    EXPECT_EQ(frames("reason == \"bye\""), (Rows{20}));
    EXPECT_EQ(frames("reason"), (Rows{20}));

    ScriptedSession abrupt;
    abrupt.open().read("8800").droppedByPeer();
    EXPECT_EQ(found(shared(abrupt), "code == 1005", FilterView::Frames), (Rows{4})) << "RFC 6455 7.1.5";
    EXPECT_EQ(found(shared(abrupt), "reason", FilterView::Frames), (Rows{}));
    ScriptedSession silent;
    silent.open().droppedByPeer();
    EXPECT_EQ(found(shared(silent), "code == 1006", FilterView::Frames), (Rows{3})) << "RFC 6455 7.1.5";
}

TEST_F(FilterRunTest, BrokenRules)
{
    EXPECT_EQ(frames("finding"), (Rows{18}));
    EXPECT_EQ(messages("finding && message"), (Rows{18}));
    EXPECT_EQ(frames("finding == frame.reserved-bits"), (Rows{18}));
    EXPECT_EQ(frames("finding != frame.reserved-bits"), (Rows{}));
    EXPECT_EQ(frames("finding ~ reserved"), (Rows{18}));
    EXPECT_EQ(frames("finding.clause ~ \"5.2\""), (Rows{18}));
    EXPECT_EQ(frames("finding.severity == must"), (Rows{18}));
    EXPECT_EQ(frames("finding.severity != must"), (Rows{}));
    EXPECT_EQ(frames("finding.severity in {should, note}"), (Rows{}));
    EXPECT_EQ(frames("finding.severity"), (Rows{18}));
    EXPECT_EQ(frames("frame && !finding").size(), 8U);
}

TEST_F(FilterRunTest, APongHasTheTimeSinceItsPing)
{
    EXPECT_EQ(frames("rtt"), (Rows{16}));
    EXPECT_EQ(frames("rtt == 2ms"), (Rows{16}));
    EXPECT_EQ(messages("rtt < 1ms"), (Rows{}));

    ScriptedSession pongs;
    pongs.open();
    for (const char payload : {'a', 'b', 'c'})
        pongs.frame(Opcode::Ping, 1, "").write(frameHex(0x89, std::string(1, payload)));
    pongs.read(frameHex(0x8a, "b"))
        .read(frameHex(0x8a, "a"))
        .read(frameHex(0x8a, "c"))
        .read(frameHex(0x8a, "?"));
    EXPECT_EQ(found(shared(pongs), "rtt", FilterView::Frames), (Rows{10, 14}))
        << "a pong for b answers a, too, and nobody asked for the last one";
}

TEST_F(FilterRunTest, TheOpeningHandshake)
{
    EXPECT_EQ(frames("header.host == \"127.0.0.1:9002\""), (Rows{1}));
    EXPECT_EQ(frames("header.UPGRADE ~ websocket"), (Rows{1, 2}));
    EXPECT_EQ(frames("header.origin"), (Rows{}));
    EXPECT_EQ(frames("status == 101"), (Rows{2}));
    EXPECT_EQ(frames("status != 101"), (Rows{}));
}

TEST_F(FilterRunTest, PlainWordsSearchWhatTheRowsShow)
{
    EXPECT_EQ(frames("HELLO"), (Rows{3})) << "the row of its octets would only show it twice";
    EXPECT_EQ(frames("pong"), (Rows{16})) << "the opcode's name";
    EXPECT_EQ(frames("reserved-bits"), (Rows{18})) << "the name of the rule";
    EXPECT_EQ(frames("sec-websocket-key"), (Rows{1})) << "a header field";
    EXPECT_EQ(frames("\"row 21\""), (Rows{21})) << "the column Info";
    EXPECT_EQ(frames("\"row 18\""), (Rows{18})) << "the sentence of a broken rule";
    EXPECT_EQ(frames("\"row 6\""), (Rows{})) << "what Info says of other frames is in the payload";
    EXPECT_EQ(messages("binary"), (Rows{8}));
    EXPECT_EQ(frames("info ~ \"row 6\""), (Rows{6}));
}

TEST_F(FilterRunTest, AndOrNot)
{
    EXPECT_EQ(frames("op == text && (masked || rsv2)"), (Rows{3, 18}));
    EXPECT_EQ(frames("!(op == text) && message"), (Rows{8, 12}));
    EXPECT_EQ(frames("hello or odd"), (Rows{3, 18}));
    EXPECT_EQ(frames("text hello"), (Rows{3}));
}

// --- what a run costs ---

TEST(FilterNeedsTest, HeaderFieldsTakeNothingButTheRows)
{
    const auto needs = [](std::string_view filter) { return FilterProgram(treeOf(filter)).needs(); };
    EXPECT_TRUE(needs("dir == rx && op == text && fin && masked && no > 5 && len > 1k").readsOnlyItsRow());
    EXPECT_TRUE(needs("payload || wire || head || control").readsOnlyItsRow());
    for (const char *const counting :
         {"delta > 1s", "text", "message.no == 1", "message.frames == 1", "frame.no == 1", "compressed"}) {
        EXPECT_FALSE(needs(counting).readsOnlyItsRow()) << counting;
        EXPECT_FALSE(needs(counting).readsOctets()) << counting;
    }
    EXPECT_TRUE(needs("finding").findings);
    EXPECT_FALSE(needs("finding").readsOctets());
    EXPECT_TRUE(needs("text ~ x").payloads);
    EXPECT_TRUE(needs("code == 1000").closePayloads);
    EXPECT_FALSE(needs("code == 1000").payloads);
    EXPECT_TRUE(needs("word").payloads);
}

// --- compressed messages ---

TEST(CompressedFilterRun, MessagesAreInflatedAgainIfTheSessionNoLongerHoldsThem)
{
    // "Hello" twice (RFC 7692 7.2.3.1 and 7.2.3.2): the second one refers to the first.
    SessionLimits limits;
    limits.inflatedOctets = 1;
    Live live(Role::Client, {}, limits, 0, "permessage-deflate");
    live.open();
    live.peer("c107f248cdc9c90700").peer("4103f20011").peer("80020000");
    const std::shared_ptr<const Session> log = live.log;
    const Rows firsts = found(log, "op == text", FilterView::Messages);
    ASSERT_EQ(firsts.size(), 2U);
    EXPECT_EQ(found(log, "text == \"Hello\"", FilterView::Messages), firsts);
    EXPECT_EQ(found(log, "text ~ hello && len == 5", FilterView::Messages), firsts);
    EXPECT_EQ(found(log, "compressed && inflated == 5", FilterView::Messages), firsts);
    EXPECT_EQ(found(log, "len == 7 || wire.len == 5", FilterView::Messages),
              firsts.size() == 2 ? Rows{firsts[1]} : Rows{});
    EXPECT_EQ(found(log, "compressed", FilterView::Frames).size(), 3U);
    EXPECT_EQ(found(log, "text == \"Hello\"", FilterView::Frames).front(), firsts.front());
}

// --- rows that are added ---

TEST(GrowingFilterRun, GoesOnWithTheRowsThatAreAdded)
{
    ScriptedSession script;
    script.open();
    FilterRun run(shared(script), treeOf("text ~ \"yes\""), FilterView::Frames, {});
    EXPECT_FALSE(run.runSome());
    EXPECT_FALSE(run.takeChange());
    script.read(frameHex(0x81, "yes")).read(frameHex(0x81, "no"));
    EXPECT_FALSE(run.runSome());
    const auto change = run.takeChange();
    ASSERT_TRUE(change);
    EXPECT_EQ(change->from, RowNumber(4));
    EXPECT_EQ(numbers(change->rows), (Rows{4}));
    script.read(frameHex(0x81, "no"));
    EXPECT_FALSE(run.runSome());
    EXPECT_FALSE(run.takeChange());
    EXPECT_EQ(run.position(), script.log().rowCount());
}

TEST(GrowingFilterRun, DecidesOnAMessageByWhatHasComeAndAgainWhenItIsComplete)
{
    for (const auto &[filter, open, complete] :
         std::vector<std::tuple<std::string_view, bool, bool>>{{"text ~ \"hello\"", false, true},
                                                               {"text == \"hel\"", true, false},
                                                               {"op == text && !fin", true, false},
                                                               {"len == 5", false, true}}) {
        SCOPED_TRACE(filter);
        ScriptedSession script;
        script.open().read(frameHex(0x01, "hel"));
        FilterRun run(shared(script), treeOf(filter), FilterView::Messages, {});
        EXPECT_FALSE(run.runSome());
        EXPECT_EQ(run.found().contains(RowNumber(4)), open);
        (void)run.takeChange();
        script.read(frameHex(0x89, "")).read(frameHex(0x80, "lo"));
        EXPECT_FALSE(run.runSome());
        EXPECT_EQ(run.found().contains(RowNumber(4)), complete);
        const auto change = run.takeChange();
        ASSERT_TRUE(change);
        EXPECT_EQ(change->from, RowNumber(4));
    }
}

TEST(GrowingFilterRun, FindsARuleThatIsBrokenInARowFromBefore)
{
    // The payload of a frame of ours comes after its row, and shows that it is not UTF-8.
    for (const FilterView view : {FilterView::Frames, FilterView::Messages}) {
        ScriptedSession script;
        script.open();
        script.frame(Opcode::Text, 1, "");
        FilterRun run(shared(script), treeOf("finding == message.not-utf8 || finding ~ utf"), view, {});
        EXPECT_FALSE(run.runSome());
        EXPECT_EQ(run.found().size(), 0U);
        script.write(frameHex(0x81, "\xff"));
        ASSERT_FALSE(script.log().findings().empty());
        ASSERT_EQ(script.log().findings().front().row, RowNumber(3));
        EXPECT_FALSE(run.runSome());
        EXPECT_EQ(numbers(run.found().rowsFrom(RowNumber())), (Rows{3}));
    }
}

// The row is too far back to be decided again by itself, so the run begins again with the first row.
TEST(GrowingFilterRun, FindsARuleThatIsBrokenInARowFromLongBefore)
{
    constexpr std::string_view filter = "finding ~ utf || kind == octets && len == 3";
    for (const FilterView view : {FilterView::Frames, FilterView::Messages}) {
        ScriptedSession script;
        script.open();
        script.frame(Opcode::Text, 1, "");
        for (int i = 0; i < 1'200; ++i)
            script.read(frameHex(0x89, ""));
        FilterRun run(shared(script), treeOf(filter), view, {});
        while (run.runSome()) { }
        EXPECT_EQ(run.found().size(), 0U);
        script.write(frameHex(0x81, "\xff"));
        while (run.runSome()) { }
        EXPECT_EQ(run.position(), script.log().rowCount());
        const Rows late = numbers(run.found().rowsFrom(RowNumber()));
        EXPECT_EQ(late, found(shared(script), filter, view)) << "each row is read by its own number";
        EXPECT_EQ(late, view == FilterView::Frames ? (Rows{3, 2'404}) : (Rows{3}));
    }
}

TEST(GrowingFilterRun, EndsSoonAfterAStop)
{
    ScriptedSession script;
    script.open();
    for (int i = 0; i < 100; ++i)
        script.read(frameHex(0x81, "yes"));
    FilterRun run(shared(script), treeOf("text ~ \"yes\""), FilterView::Frames, {});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(run.runSome(stop.get_token()));
    EXPECT_EQ(run.position(), RowCount());
}

TEST(GrowingFilterRun, MessagesFromBeforeABulkPhaseAreNotContinued)
{
    for (const std::string_view filter : {"payload ~ \"bcd\"", "frame && len > 3"}) {
        ScriptedSession script;
        script.open().read("0103616263");
        script.recording(false).read("800121").recording(true);
        script.read("80026465").droppedByPeer();
        EXPECT_EQ(found(shared(script), filter, FilterView::Messages), (Rows{})) << filter;
    }
}

// --- hostile payloads and filters ---

std::string longFrameHex(std::string_view text)
{
    const std::byte head[] = {std::byte{0x81}, std::byte{126}, static_cast<std::byte>(text.size() >> 8),
                              static_cast<std::byte>(text.size() & 0xff)};
    return toHex(head) + toHex(octetsOf(text));
}

std::string lettersByChance(std::size_t length)
{
    std::mt19937 random(7);
    std::string text(length, 'a');
    for (char &c : text)
        c = random() % 2 == 0 ? 'a' : 'b';
    return text;
}

TEST(HostileFilterRun, ACallDoesLessIfARegularExpressionTakesManySteps)
{
    ScriptedSession script;
    script.open();
    for (int i = 0; i < 8; ++i)
        script.read(longFrameHex(lettersByChance(8'000)));
    const auto callsFor = [&](std::string_view filter) {
        FilterRun run(shared(script), treeOf(filter), FilterView::Frames, {});
        int calls = 1;
        while (run.runSome())
            ++calls;
        return calls;
    };
    EXPECT_EQ(callsFor("text matches \"abc\""), 1);
    EXPECT_GT(callsFor("text matches \"[ab]*a[ab]{900}c\""), 5);
}

TEST(HostileFilterRun, RegularExpressionsShareTheMemoryForWhatTheyLearn)
{
    class Payload final : public FilterSource
    {
    public:
        OctetView payload(const FilterUnit & /*unit*/) override { return octetsOf(m_text); }
        OctetView wire(const FilterUnit & /*unit*/) override { return {}; }
        std::optional<std::uint64_t> inflatedLength(const FilterUnit & /*unit*/) override { return {}; }
        const std::vector<RuleId> &findings(const FilterUnit & /*unit*/) override { return m_rules; }
        std::vector<std::string> headerValues(const FilterUnit & /*unit*/, std::string_view /*name*/) override
        {
            return {};
        }
        std::optional<unsigned> status(const FilterUnit & /*unit*/) override { return {}; }
        std::string info(const FilterUnit & /*unit*/) override { return {}; }

    private:
        std::string m_text = lettersByChance(1'500);
        std::vector<RuleId> m_rules;
    };
    std::string filter = "text matches {";
    for (int i = 0; i < 100; ++i)
        filter += (i == 0 ? "\"" : ", \"") + std::string("(?-i)[ab]*a[ab]{40}") + std::to_string(i) + '"';
    FilterProgram program(treeOf(filter + '}'));
    FilterUnit unit;
    unit.row.kind = RowKind::Frame;
    unit.messageOpcode = Opcode::Text;
    unit.length = unit.wireLength = 1'500;
    unit.stage = UnitStage::Whole;
    Payload payload;
    EXPECT_EQ(program.decide(unit, payload), Truth::No);
    EXPECT_GT(program.patternMemory(), FilterProgram::mostPatternMemory / 2)
        << "they learn as much as they may";
    EXPECT_LE(program.patternMemory(), FilterProgram::mostPatternMemory);
    EXPECT_GT(program.takeSteps(), 100U * 1'500);
    EXPECT_EQ(program.takeSteps(), 0U);
}

TEST(HostileFilterRun, DeepJsonTakesNoStack)
{
    ScriptedSession script;
    script.open();
    const std::string deep = std::string(30'000, '[') + std::string(30'000, ']');
    const std::byte head[] = {std::byte{0x81}, std::byte{126}, static_cast<std::byte>(deep.size() >> 8),
                              static_cast<std::byte>(deep.size() & 0xff)};
    script.read(toHex(head) + toHex(octetsOf(deep)));
    EXPECT_EQ(found(shared(script), "json", FilterView::Frames), (Rows{4}));
    EXPECT_EQ(found(shared(script), "text ~ \"[[]]\"", FilterView::Frames), (Rows{4}));
}

TEST(HostileFilterRun, ALyingLengthDoesNotReachIntoTheNextFrame)
{
    ScriptedSession script;
    script.open();
    script.frame(Opcode::Text, 10, "").write("810a616263");
    script.frame(Opcode::Text, 3, "").write("8103646566");
    script.droppedByPeer();
    FilterRun run(shared(script), treeOf("payload ~ \"def\""), FilterView::Frames, {});
    while (run.runSome()) { }
    EXPECT_EQ(numbers(run.found().rowsFrom(RowNumber())), (Rows{5}));
}

} // namespace
} // namespace fg::test::filter_run_test
