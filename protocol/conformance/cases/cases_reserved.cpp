// Categories 3 and 4: reserved bits and reserved opcodes without an extension that allows them (RFC
// 6455 5.2).

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

constexpr auto reservedClause = "RFC 6455 5.2";
const PayloadSpec hello = chars("Hello, world!");

// A valid message, then the wrong frame, then a ping.
CaseSpec afterMessage(Words words, const FrameStepSpec &wrong, Steps (*how)(Steps) = nullptr)
{
    Steps steps = {frame(Opcode::Text, hello), wrong, frame(Opcode::Ping), failAfter(1s)};
    return refused(std::move(words), how ? how(std::move(steps)) : std::move(steps), 1002,
                   {echoed(Opcode::Text, hello)});
}

CaseSpec alone(Words words, const FrameStepSpec &wrong)
{
    return refused(std::move(words), {wrong, failAfter(1s)}, 1002);
}

std::vector<CaseSpec> reservedBits()
{
    const auto text = [](std::uint8_t bits) { return withRsv(bits, frame(Opcode::Text, hello)); };
    return {
        alone({"3.1", "RSV3 on a text frame", reservedClause, "We send a text frame with RSV3 set."},
              text(1)),
        afterMessage({"3.2", "RSV2 on a text frame after a message", reservedClause,
                      "We send a valid text message, one with RSV2 set and a ping. All frames are written at "
                      "once."},
                     text(2)),
        afterMessage({"3.3", "RSV2 and RSV3 on a text frame, frame by frame", reservedClause,
                      "We send a valid text message, one with RSV2 and RSV3 set and a ping. Each frame is "
                      "written out before the next one."},
                     text(3), synced),
        afterMessage({"3.4", "RSV1 on a text frame, one octet at a time", reservedClause,
                      "We send a valid text message, one with RSV1 set and a ping. Each octet is written "
                      "separately."},
                     text(4), inOctets),
        alone({"3.5", "RSV1 and RSV3 on a binary frame", reservedClause,
               "We send a binary frame with RSV1 and RSV3 set."},
              withRsv(5, frame(Opcode::Binary, hex("00fffefdfcfb00ff")))),
        alone({"3.6", "RSV1 and RSV2 on a binary frame", reservedClause,
               "We send a binary frame with RSV1 and RSV2 set."},
              withRsv(6, frame(Opcode::Binary, hello))),
        alone({"3.7", "All RSV bits on a close frame", reservedClause,
               "We send a close frame with all three RSV bits set."},
              withRsv(7, frame(Opcode::Close))),
    };
}

// Five reserved opcodes, beginning with `first`: two alone, three after a message.
void addReservedOpcodes(std::vector<CaseSpec> &cases, const std::string &prefix, const char *kind,
                        unsigned first)
{
    const auto words = [&](unsigned index, const std::string &how, const std::string &description) {
        const std::string opcode = std::to_string(first + index);
        return Words{prefix + std::to_string(index + 1),
                     "Reserved " + std::string(kind) + " opcode " + opcode + how, reservedClause,
                     "We send a frame with opcode " + opcode + ", which is reserved for further " + kind
                         + " frames. " + description};
    };
    const PayloadSpec payload = chars("reserved opcode payload");
    cases.push_back(alone(words(0, "", "It has no payload."), frame(opcodeOf(first))));
    cases.push_back(
        alone(words(1, " with payload", "It has a payload."), frame(opcodeOf(first + 1), payload)));
    cases.push_back(
        afterMessage(words(2, " after a message", "It is sent between a valid message and a ping."),
                     frame(opcodeOf(first + 2))));
    cases.push_back(afterMessage(words(3, " with payload after a message",
                                       "It has a payload, and is sent between a valid message and a ping."),
                                 frame(opcodeOf(first + 3), hello)));
    cases.push_back(afterMessage(
        words(4, ", one octet at a time",
              "It is sent between a valid message and a ping. Each octet is written separately."),
        frame(opcodeOf(first + 4), hello), inOctets));
}

} // namespace

std::vector<CaseSpec> reservedCases()
{
    std::vector<CaseSpec> cases = reservedBits();
    addReservedOpcodes(cases, "4.1.", "data", 3);
    addReservedOpcodes(cases, "4.2.", "control", 11);
    return cases;
}

} // namespace fg::case_data
