// Which frames make a message, RFC 6455 5.4.
#include "protocol/wire/message_assembler.h"

#include <gtest/gtest.h>

#include <vector>

namespace fg::message_assembler_test {
namespace {

using Place = MessageAssembler::Place;

// All opcodes of a class.
std::vector<Opcode> opcodesOf(OpcodeClass wanted)
{
    std::vector<Opcode> opcodes;
    for (unsigned value = 0; value < 16; ++value) {
        if (classOf(opcodeOf(value)) == wanted)
            opcodes.push_back(opcodeOf(value));
    }
    return opcodes;
}

void expectStep(MessageAssembler::Step step, Place place, bool endsMessage, bool replacesMessage = false)
{
    EXPECT_EQ(step.place, place);
    EXPECT_EQ(step.endsMessage, endsMessage);
    EXPECT_EQ(step.replacesMessage, replacesMessage);
    EXPECT_EQ(step.isOfMessage(), place != Place::Outside);
}

TEST(OpcodeClass, DividesAllOpcodes)
{
    using Opcodes = std::vector<Opcode>;
    EXPECT_EQ(opcodesOf(OpcodeClass::Start), (Opcodes{Opcode::Text, Opcode::Binary}));
    EXPECT_EQ(opcodesOf(OpcodeClass::Continuation), Opcodes{Opcode::Continuation});
    EXPECT_EQ(opcodesOf(OpcodeClass::Reserved),
              (Opcodes{opcodeOf(3), opcodeOf(4), opcodeOf(5), opcodeOf(6), opcodeOf(7)}));
    EXPECT_EQ(opcodesOf(OpcodeClass::Control),
              (Opcodes{Opcode::Close, Opcode::Ping, Opcode::Pong, opcodeOf(11), opcodeOf(12), opcodeOf(13),
                       opcodeOf(14), opcodeOf(15)}));
}

TEST(MessageAssembler, AnUnfragmentedMessageIsOneFrameWithFin)
{
    for (const Opcode opcode : opcodesOf(OpcodeClass::Start)) {
        MessageAssembler assembler;
        expectStep(assembler.add(opcode, true), Place::First, true);
        EXPECT_FALSE(assembler.isOpen());
        expectStep(assembler.add(opcode, true), Place::First, true);
    }
}

TEST(MessageAssembler, AFragmentedMessageEndsWithTheContinuationThatHasFin)
{
    for (const Opcode opcode : opcodesOf(OpcodeClass::Start)) {
        MessageAssembler assembler;
        EXPECT_FALSE(assembler.opcode());
        expectStep(assembler.add(opcode, false), Place::First, false);
        EXPECT_TRUE(assembler.isOpen());
        EXPECT_EQ(assembler.opcode(), opcode);
        expectStep(assembler.add(Opcode::Continuation, false), Place::Further, false);
        EXPECT_EQ(assembler.opcode(), opcode);
        expectStep(assembler.add(Opcode::Continuation, true), Place::Further, true);
        EXPECT_FALSE(assembler.isOpen());
        EXPECT_FALSE(assembler.opcode());
    }
}

TEST(MessageAssembler, ControlAndReservedFramesStandOutsideAndLeaveTheMessageOpen)
{
    for (const OpcodeClass outside : {OpcodeClass::Control, OpcodeClass::Reserved}) {
        for (const Opcode opcode : opcodesOf(outside)) {
            for (const bool fin : {true, false}) {
                MessageAssembler assembler;
                expectStep(assembler.add(opcode, fin), Place::Outside, false);
                EXPECT_FALSE(assembler.isOpen()) << valueOf(opcode);
                assembler.add(Opcode::Binary, false);
                expectStep(assembler.add(opcode, fin), Place::Outside, false);
                EXPECT_EQ(assembler.opcode(), Opcode::Binary) << valueOf(opcode);
                expectStep(assembler.add(Opcode::Continuation, true), Place::Further, true);
            }
        }
    }
}

TEST(MessageAssembler, AStartInsideAMessageReplacesIt)
{
    MessageAssembler assembler;
    assembler.add(Opcode::Text, false);
    assembler.add(Opcode::Continuation, false);
    expectStep(assembler.add(Opcode::Binary, false), Place::First, false, true);
    EXPECT_EQ(assembler.opcode(), Opcode::Binary);
    expectStep(assembler.add(Opcode::Text, true), Place::First, true, true);
    EXPECT_FALSE(assembler.isOpen());
    expectStep(assembler.add(Opcode::Text, true), Place::First, true);
}

TEST(MessageAssembler, AContinuationWithoutAStartStandsOutside)
{
    MessageAssembler assembler;
    expectStep(assembler.add(Opcode::Continuation, false), Place::Outside, false);
    expectStep(assembler.add(Opcode::Continuation, true), Place::Outside, false);
    assembler.add(Opcode::Text, true);
    expectStep(assembler.add(Opcode::Continuation, true), Place::Outside, false);
    EXPECT_FALSE(assembler.isOpen());
}

TEST(MessageAssembler, ForgetsTheOpenMessageIfFramesAreMissing)
{
    MessageAssembler assembler;
    assembler.add(Opcode::Text, false);
    assembler.reset();
    EXPECT_FALSE(assembler.isOpen());
    expectStep(assembler.add(Opcode::Continuation, true), Place::Outside, false);
    expectStep(assembler.add(Opcode::Text, false), Place::First, false);
}

} // namespace
} // namespace fg::message_assembler_test
