// What the window shows of compression, from the heads and the octets of a session.

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/deflate_words.h"
#include "protocol/report/wording/row_detail.h"
#include "protocol/report/wording/row_texts.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

namespace fg::deflate_words_test {
namespace {

using test::ScriptedSession;
using test::withExtensions;
using Source = DeflateParameterRow::Source;

std::string inWords(const DeflateParameterRow &row)
{
    std::string out = row.name + ":";
    for (const std::string &value : row.values)
        out += " " + value + ";";
    return out;
}

TEST(DeflateParameterRows, ShowOffersAnswerAndUseInThisOrder)
{
    ScriptedSession script;
    script.connect()
        .writeText(withExtensions(test::request,
                                  "permessage-deflate; server_max_window_bits=10, "
                                  "permessage-deflate; server_max_window_bits=77, "
                                  "permessage-deflate; client_max_window_bits"))
        .readText(withExtensions(test::answer,
                                 "permessage-deflate; client_max_window_bits=9; "
                                 "server_no_context_takeover"));
    const auto rows = deflateParameterRows(script.log().handshake().deflate);
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(inWords(rows[0]), "Offer 1: –; –; 10; –;");
    EXPECT_EQ(rows[0].source, Source::Offer);
    EXPECT_EQ(rows[1].name, "Offer 2, illegal");
    EXPECT_EQ(rows[1].source, Source::IllegalOffer);
    EXPECT_EQ(inWords(rows[2]), "Offer 3, accepted: –; –; –; any;");
    EXPECT_EQ(rows[2].source, Source::AcceptedOffer);
    EXPECT_EQ(inWords(rows[3]), "Answer: yes; –; –; 9;");
    EXPECT_EQ(inWords(rows[4]), "Used: no takeover; context kept; 15 (32 KiB); 9 (512 octets);");
    EXPECT_EQ(rows[4].source, Source::Used);
}

TEST(DeflateParameterRows, SayThatAnOfferWasNotAcceptedAndAreEmptyWithoutAnOffer)
{
    ScriptedSession script;
    script.connect().writeText(withExtensions(test::request, "permessage-deflate")).readText(test::answer);
    const auto rows = deflateParameterRows(script.log().handshake().deflate);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].source, Source::NotUsed);
    EXPECT_TRUE(deflateParameterRows(ScriptedSession().open().log().handshake().deflate).empty());
}

TEST(DeflateParameterRows, ShowOnlyTheFirstOfVeryManyOffers)
{
    std::string offers = "permessage-deflate";
    for (int i = 0; i < 30; ++i)
        offers += ", permessage-deflate";
    ScriptedSession script;
    script.connect().writeText(withExtensions(test::request, offers)).readText(test::answer);
    const auto rows = deflateParameterRows(script.log().handshake().deflate);
    ASSERT_EQ(rows.size(), 22u);
    EXPECT_EQ(rows[20].name, "and 11 more offers");
}

// "Hello" twice (RFC 7692 7.2.3.2); the second message refers to the first one.
constexpr auto hello = "c107f248cdc9c90700";
constexpr auto helloAgain = "c105f200110000";

class CompressedText : public testing::Test
{
protected:
    CompressedText()
    {
        script.connect()
            .writeText(withExtensions(test::request, "permessage-deflate"))
            .readText(withExtensions(test::answer, "permessage-deflate"));
    }
    // The fields of the frame that came last, as "name: value (meaning)".
    [[nodiscard]] std::string field(std::string_view name) const
    {
        for (const Field &field :
             rowDetail(SessionView(script.log(), Secrets::Kept), script.last(RowKind::Frame)).fields) {
            if (field.name != name)
                continue;
            std::string out = field.value + " (" + field.meaning + ")";
            for (const Field &child : field.children)
                out += ", " + child.name + ": " + child.value;
            return out;
        }
        return {};
    }
    ScriptedSession script;
};

TEST_F(CompressedText, ShowsOctetsOnTheWireAndInflatedAndTheirRatio)
{
    script.read(hello).read(helloAgain);
    EXPECT_EQ(field("RSV1"), "1 (set: the message that begins here is compressed)");
    EXPECT_EQ(field("message, inflated"),
              "5 octets (from 5 octets on the wire, which is 100.0 %), text: Hello, characters: 5");
    EXPECT_EQ(field("payload"), "0xf200110000 (5 octets)");
    const auto rows = compressionRows(script.log().statistics());
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].compressed, 2u);
    EXPECT_EQ(rows[0].inflatedOctets, 10u);
    EXPECT_EQ(rows[0].wireOctets, 12u);
    EXPECT_EQ(rows[0].ratio, "120.0 %");
    EXPECT_EQ(rows[1].ratio, "-");
    EXPECT_EQ(rows[2].ratio, "120.0 %");
}

TEST_F(CompressedText, InOneFrameIsInflatedInTheWireLogAndMarked)
{
    const auto info = [this] {
        return rowTexts(SessionView(script.log(), Secrets::Kept), script.last(RowKind::Frame)).info;
    };
    script.read(hello);
    EXPECT_EQ(info(), "inflated: Hello");
    script.read(helloAgain);
    EXPECT_EQ(info(), "inflated: Hello");
    script.read("810548656c6c6f");
    EXPECT_EQ(info(), "Hello");
    // If a message has several frames, none of their rows shows the message.
    script.read("4103f200118002").read("0000");
    EXPECT_EQ(info(), R"(\x00\x00)");
}

TEST_F(CompressedText, IsShownWithEachOfItsFramesAndNotWithTheFramesBetween)
{
    script.read("4103f248cd");
    EXPECT_EQ(field("message, inflated"), "") << "it is not complete";
    script.read("8901418a0142");
    EXPECT_EQ(field("message, inflated"), "");
    script.read("8004c9c90700");
    EXPECT_EQ(field("message, inflated"),
              "5 octets (from 7 octets on the wire, which is 140.0 %), text: Hello, characters: 5");
    EXPECT_EQ(field("RSV1"), "0 ()");
    const RowNumber last = script.last(RowKind::Frame);
    RowNumber first;
    while (script.log().row(first).kind != RowKind::Frame)
        ++first;
    EXPECT_EQ(script.log().messageOf(first)->lastRow, last);
}

TEST_F(CompressedText, HasNoRatioIfItIsNotCompressed)
{
    script.read("810548656c6c6f");
    EXPECT_EQ(field("message, inflated"), "");
    EXPECT_TRUE(compressionRows(script.log().statistics()).empty());
}

} // namespace
} // namespace fg::deflate_words_test
