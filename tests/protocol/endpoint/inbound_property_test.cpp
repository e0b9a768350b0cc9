// The pieces in which octets arrive change nothing, whatever the frames are.
#include "tests/protocol/endpoint/conversation.h"

#include <gtest/gtest.h>

#include <random>

namespace fg::test::inbound_property_test {
namespace {

class Frames
{
public:
    explicit Frames(std::uint64_t seed)
        : m_random(seed)
    {
    }

    OctetBuffer stream(Role sender, int count)
    {
        OctetBuffer octets;
        for (int i = 0; i < count; ++i) {
            const OctetBuffer frame = encoded(next(sender));
            octets.insert(octets.end(), frame.begin(), frame.end());
        }
        return octets;
    }

private:
    std::uint64_t upTo(std::uint64_t most) { return m_random() % (most + 1); }
    bool once(std::uint64_t in) { return m_random() % in == 0; }

    RawFrame next(Role sender)
    {
        static constexpr Opcode usual[] = {Opcode::Continuation, Opcode::Text, Opcode::Binary,
                                           Opcode::Ping,         Opcode::Pong, Opcode::Continuation};
        RawFrame frame{.opcode = usual[upTo(5)], .fin = !once(3)};
        if (once(200))
            frame.opcode = Opcode::Close;
        if (isControl(frame.opcode))
            frame.fin = !once(20);
        frame.payload = payload();
        if ((sender == Role::Client) != once(20))
            frame.key = MaskingKey{std::byte(upTo(255)), std::byte(upTo(255)), std::byte(upTo(255)),
                                   std::byte(upTo(255))};
        if (once(15))
            frame.opcode = opcodeOf(static_cast<unsigned>(upTo(15)));
        if (once(15))
            frame.rsv = static_cast<std::uint8_t>(upTo(7));
        if (once(15))
            frame.form = frame.payload.size() < 126 && once(2) ? LengthForm::Bits16 : LengthForm::Bits64;
        return frame;
    }

    std::string payload()
    {
        static constexpr std::string_view parts[] = {"a", "\xce\xba", "\xf0\x9f\x98\x80", "\xe2\x82", "\xff"};
        std::string text;
        for (std::uint64_t i = upTo(once(10) ? 200 : 20); i > 0; --i)
            text += parts[once(40) ? upTo(4) : upTo(2)];
        return text;
    }

    std::mt19937_64 m_random;
};

TEST(AnyStream, TellsTheSameHoweverItArrives)
{
    std::size_t frames = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        const Role sender = seed % 2 == 0 ? Role::Client : Role::Server;
        const OctetBuffer stream = Frames(seed).stream(sender, 100);
        for (const PayloadUse use : {PayloadUse::Collect, PayloadUse::CheckOnly}) {
            const InboundReader::Settings settings{.sender = sender, .payloadUse = use, .messageLimit = 300};
            const Words whole = reported(settings, stream, stream.size());
            ASSERT_EQ(reported(settings, stream, 1), whole) << "seed " << seed;
            ASSERT_EQ(reported(settings, stream, 7), whole) << "seed " << seed;
        }
        frames += 100;
    }
    EXPECT_EQ(frames, 40'000U);
}

TEST(AnyStream, BreaksTheSameRulesWhetherOrNotPayloadsAreKept)
{
    for (std::uint64_t seed = 1000; seed <= 1100; ++seed) {
        const OctetBuffer stream = Frames(seed).stream(Role::Server, 200);
        InboundReader::Settings settings{.sender = Role::Server, .messageLimit = 300};
        const Words kept = reported(settings, stream, stream.size(), Detail::BrokenOnly);
        settings.payloadUse = PayloadUse::CheckOnly;
        ASSERT_EQ(reported(settings, stream, stream.size(), Detail::BrokenOnly), kept) << "seed " << seed;
        EXPECT_FALSE(kept.empty());
    }
}

TEST(AnyStream, OfNoiseIsReadToItsEnd)
{
    std::mt19937_64 random(42);
    for (int round = 0; round < 2'000; ++round) {
        OctetBuffer noise(200);
        for (std::byte &octet : noise)
            octet = static_cast<std::byte>(random());
        const InboundReader::Settings settings{.sender = Role::Client};
        ASSERT_EQ(reported(settings, noise, 1), reported(settings, noise, noise.size())) << "round " << round;
    }
}

} // namespace
} // namespace fg::test::inbound_property_test
