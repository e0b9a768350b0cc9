#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/message_texts.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_detail.h"
#include "protocol/report/wording/row_texts.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

namespace fg::row_test {
namespace {

using namespace std::chrono_literals;
using test::ScriptedSession;

RowTexts lastTexts(const ScriptedSession &script, RowKind kind)
{
    return rowTexts(SessionView(script.log(), Secrets::Kept), script.last(kind));
}

const Field *find(const std::vector<Field> &fields, std::string_view name)
{
    for (const Field &field : fields) {
        if (field.name == name)
            return &field;
        if (const Field *const inside = find(field.children, name))
            return inside;
    }
    return nullptr;
}

Field fieldOf(const RowDetail &detail, std::string_view name)
{
    const Field *const field = find(detail.fields, name);
    EXPECT_TRUE(field) << name;
    return field ? *field : Field{};
}

TEST(RowTexts, OfAFrameNameOpcodeFlagsLengthAndPayload)
{
    ScriptedSession script;
    script.open().frame(Opcode::Close, 2, "3b2016e2").write("88823b2016e238c8");
    const RowTexts texts = lastTexts(script, RowKind::Frame);
    EXPECT_EQ(texts.direction, "TX");
    EXPECT_EQ(texts.what, "frame");
    EXPECT_EQ(texts.opcode, "8 close");
    EXPECT_EQ(texts.flags, "F-M");
    EXPECT_EQ(texts.length, "2");
    EXPECT_EQ(texts.info, "1000 (normal closure)");
}

TEST(RowTexts, OfAReceivedFrameShowReservedBitsAndEscapeThePayload)
{
    ScriptedSession script;
    script.open().read("53021b41");
    const RowTexts texts = lastTexts(script, RowKind::Frame);
    EXPECT_EQ(texts.direction, "RX");
    EXPECT_EQ(texts.opcode, "3 reserved");
    EXPECT_EQ(texts.flags, "-5-");
    EXPECT_EQ(texts.info, "\\x1bA");
}

TEST(LineTexts, CallAFrameByItsOpcode)
{
    ScriptedSession script;
    script.open().read("8900");
    const SessionView view(script.log(), Secrets::Kept);
    EXPECT_EQ(lineTexts(view, script.last(RowKind::Frame)).what, "ping frame");
    script.read("8300");
    EXPECT_EQ(lineTexts(view, script.last(RowKind::Frame)).what, "reserved 3 frame");
    EXPECT_EQ(lineTexts(view, RowNumber(0)).what, "TCP");
}

TEST(LineTexts, OfBinaryPayloadsLookLikeBinary)
{
    ScriptedSession script;
    script.open();
    const SessionView view(script.log(), Secrets::Kept);
    const auto info = [&](std::string_view octets) {
        script.read(octets);
        return lineTexts(view, script.last(RowKind::Frame)).info;
    };
    EXPECT_EQ(info("8203616263"), "0x616263 \"abc\"");
    EXPECT_EQ(info("8203610062"), "0x610062");
    EXPECT_EQ(info("8202c328"), "0xc328");
    EXPECT_EQ(info("8200"), "");
    EXPECT_EQ(info("8103616263"), "abc");
    EXPECT_EQ(info("020161"), "0x61 \"a\"");
}

// A message is called a message, with the length and the payload of the whole.
TEST(LineTexts, OfAMessageAreAboutTheWhole)
{
    ScriptedSession script;
    script.open();
    const SessionView view(script.log(), Secrets::Kept);
    script.read("0103616263");
    const RowNumber first = script.last(RowKind::Frame);
    EXPECT_TRUE(beginsMessage(script.log().row(first)));
    RowTexts texts = messageTexts(view, first, script.log().messageOf(first), 1);
    EXPECT_EQ(texts.what, "text message");
    EXPECT_EQ(texts.length, "");
    EXPECT_EQ(texts.info, "1 frame so far: abc");
    script.read("80026465");
    texts = messageTexts(view, first, script.log().messageOf(first), 2);
    EXPECT_EQ(texts.length, "5");
    EXPECT_EQ(texts.info, "2 frames: abcde");
    EXPECT_FALSE(beginsMessage(script.log().row(script.last(RowKind::Frame))));
    script.read("8201ff");
    const RowNumber single = script.last(RowKind::Frame);
    texts = messageTexts(view, single, script.log().messageOf(single), 1);
    EXPECT_EQ(texts.what, "binary message");
    EXPECT_EQ(texts.flags, "F--");
    EXPECT_EQ(texts.info, "0xff");
}

TEST(RowTexts, OfTheHandshakeShowItsFirstLine)
{
    ScriptedSession script;
    script.open();
    EXPECT_EQ(lastTexts(script, RowKind::Octets).info, "HTTP/1.1 101 Switching Protocols");
    EXPECT_EQ(lastTexts(script, RowKind::Octets).length, "129");
}

TEST(RowTexts, OfOtherRowsAreSentences)
{
    ScriptedSession script;
    script.open();
    EXPECT_EQ(lastTexts(script, RowKind::Connected).info, "connected to 127.0.0.1 port 9002");
    script.timer(RowKind::TimerSet, TimerPurpose::FailConnection, 1s);
    EXPECT_EQ(lastTexts(script, RowKind::TimerSet).info, "fail the connection after 1.0 s");
    script.row(RowKind::Note, std::string("a\nb"));
    EXPECT_EQ(lastTexts(script, RowKind::Note).info, "a\\x0ab");
    script.droppedByPeer(TcpEnd::Reset, TlsEnd::Missing);
    EXPECT_EQ(lastTexts(script, RowKind::Dropped).info, "reset by the peer (RST), without TLS close_notify");
}

TEST(RowDetail, OfAFrameHasItsFieldsWithTheirOctets)
{
    ScriptedSession script;
    script.open().frame(Opcode::Close, 5, "01020304").write("88850102030402ea6c6b63");
    const RowDetail detail = rowDetail(SessionView(script.log(), Secrets::Kept), script.last(RowKind::Frame));
    const StreamOffset start(test::request.size());
    EXPECT_EQ(detail.direction, Direction::Out);
    EXPECT_EQ(detail.offset, start);
    EXPECT_EQ(detail.length, 11u);
    EXPECT_EQ(detail.payloadStart, 6u);
    ASSERT_TRUE(detail.maskingKey);
    EXPECT_EQ(fieldOf(detail, "FIN").value, "1");
    EXPECT_EQ(fieldOf(detail, "RSV3").value, "0");
    EXPECT_EQ(fieldOf(detail, "opcode").meaning, "close");
    EXPECT_EQ(fieldOf(detail, "MASK").offset, start + 1);
    EXPECT_EQ(fieldOf(detail, "payload length").value, "5");
    EXPECT_EQ(fieldOf(detail, "masking key").value, "01020304");
    EXPECT_EQ(fieldOf(detail, "masking key").offset, start + 2);
    EXPECT_EQ(fieldOf(detail, "code").value, "1000 (normal closure)");
    EXPECT_EQ(fieldOf(detail, "code").offset, start + 6);
    EXPECT_EQ(fieldOf(detail, "code").length, 2u);
    EXPECT_EQ(fieldOf(detail, "reason").value, "oob");
    EXPECT_EQ(fieldOf(detail, "reason").offset, start + 8);
}

TEST(RowDetail, OfATextFrameCountsItsCharacters)
{
    ScriptedSession script;
    script.open().read("8104cebae280"); // cut inside the second character
    EXPECT_EQ(
        fieldOf(rowDetail(SessionView(script.log(), Secrets::Kept), script.last(RowKind::Frame)), "text")
            .meaning,
        "not valid UTF-8 by itself");
    script.read("0102ceba");
    script.read("8002ceb1");
    EXPECT_EQ(fieldOf(rowDetail(SessionView(script.log(), Secrets::Kept), script.last(RowKind::Frame)),
                      "characters")
                  .value,
              "1");
}

TEST(RowDetail, NamesALengthThatIsNotInItsShortestForm)
{
    ScriptedSession script;
    script.open().read("827e00024142");
    const RowDetail detail = rowDetail(SessionView(script.log(), Secrets::Kept), script.last(RowKind::Frame));
    EXPECT_EQ(fieldOf(detail, "payload length").value, "126");
    EXPECT_EQ(fieldOf(detail, "extended payload length").value, "2");
    EXPECT_EQ(fieldOf(detail, "extended payload length").length, 2u);
    EXPECT_NE(fieldOf(detail, "extended payload length").meaning.find("shorter form"), std::string::npos);
    EXPECT_EQ(fieldOf(detail, "payload").value, "AB");
}

TEST(RowDetail, OfAFrameThatDeclaresMoreThanArrivedShowsWhatArrived)
{
    for (const char *const length : {"7fffffffffffffff", "ffffffffffffffff"}) {
        ScriptedSession script;
        script.open().read("827f" + std::string(length) + "414243").droppedByPeer();
        const RowNumber number = script.last(RowKind::Frame);
        const RowDetail detail = rowDetail(SessionView(script.log(), Secrets::Kept), number);
        EXPECT_EQ(detail.length, 13u);
        EXPECT_EQ(fieldOf(detail, "payload").length, 3u);
        EXPECT_EQ(fieldOf(detail, "payload").value, "ABC ...");
        EXPECT_NE(fieldOf(detail, "payload").meaning.find("3 of them arrived"), std::string::npos);
        const RowTexts texts = rowTexts(SessionView(script.log(), Secrets::Kept), number);
        EXPECT_EQ(texts.info, "cut off by the end of the connection ABC ...");
    }
}

TEST(RowDetail, OfAFrameWhoseOctetsAreGoneSaysSo)
{
    SessionLimits limits;
    limits.octets = 64 * 1024;
    ScriptedSession script(Role::Client, limits);
    script.open().read("82024142");
    const RowNumber number = script.last(RowKind::Frame);
    for (int i = 0; i < 4; ++i)
        script.read("827e8000" + std::string(0x10000, '0'));
    EXPECT_EQ(fieldOf(rowDetail(SessionView(script.log(), Secrets::Kept), number), "payload").value,
              "(no longer kept)");
    EXPECT_EQ(rowTexts(SessionView(script.log(), Secrets::Kept), number).info, "(no longer kept)");
}

TEST(RowDetail, OfAHeadHasItsLinesWithTheirOctets)
{
    ScriptedSession script;
    script.connect()
        .writeText(test::request)
        .readText(std::string(test::answer)
                  + "\x81\x01"
                    "A");
    const RowDetail detail =
        rowDetail(SessionView(script.log(), Secrets::Kept), script.last(RowKind::Octets));
    EXPECT_EQ(fieldOf(detail, "status line").value, "HTTP/1.1 101 Switching Protocols");
    EXPECT_EQ(fieldOf(detail, "status line").length, 34u);
    EXPECT_EQ(fieldOf(detail, "Sec-WebSocket-Accept").value, "bCneu53Z3L7CC1l1q27+mv+OiDA=");
    EXPECT_EQ(fieldOf(detail, "Sec-WebSocket-Accept").offset, StreamOffset(34));
    EXPECT_EQ(fieldOf(detail, "empty line").length, 2u);
    EXPECT_EQ(fieldOf(detail, "after the head").offset, StreamOffset(test::answer.size()));
    EXPECT_EQ(fieldOf(detail, "after the head").length, 3u);
}

TEST(RowDetail, TheLinesOfAHeadCoverItHoweverItIsCutIntoReads)
{
    for (std::size_t cut = 1; cut < test::answer.size(); ++cut) {
        ScriptedSession script;
        script.connect().writeText(test::request);
        script.readText(test::answer.substr(0, cut)).readText(test::answer.substr(cut));
        StreamOffset covered;
        for (RowNumber number; number < endOf(script.log().rowCount()); ++number) {
            const LogRow row = script.log().row(number);
            if (row.kind != RowKind::Octets || row.direction != Direction::In)
                continue;
            const RowDetail detail = rowDetail(SessionView(script.log(), Secrets::Kept), number);
            for (const Field &field : detail.fields.front().children) {
                EXPECT_EQ(field.offset, covered);
                covered += field.length;
            }
        }
        EXPECT_EQ(covered, StreamOffset(test::answer.size())) << cut;
    }
}

TEST(RowDetail, OfAMissingRowIsEmpty)
{
    ScriptedSession script;
    EXPECT_TRUE(rowDetail(SessionView(script.log(), Secrets::Kept), RowNumber()).fields.empty());
}

TEST(OpcodeName, NamesReservedOnesByNumber)
{
    EXPECT_EQ(opcodeName(Opcode::Text), "text");
    EXPECT_EQ(opcodeName(opcodeOf(3)), "reserved 3");
    EXPECT_EQ(opcodeName(opcodeOf(15)), "reserved 15");
}

TEST(DurationText, UsesTheUnitThatFits)
{
    EXPECT_EQ(durationText(1'234us), "1.234 ms");
    EXPECT_EQ(durationText(200us), "0.200 ms");
    EXPECT_EQ(durationText(123'400us), "123.4 ms");
    EXPECT_EQ(durationText(3'100ms), "3.1 s");
    EXPECT_EQ(durationText(150s), "2.5 min");
    EXPECT_EQ(durationText(-5us), "-0.005 ms");
}

} // namespace
} // namespace fg::row_test
