// Categories 3 and 4: reserved bits and reserved opcodes without an extension that allows them (RFC
// 6455 5.2).

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

constexpr auto reservedClause = "RFC 6455 5.2";
const PayloadSpec hello = chars("Hello, world!");

// A valid message, then the wrong frame, then a ping.
CaseSpec behindMessage(Words words, const FrameStepSpec &wrong, Steps (*how)(Steps) = nullptr)
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
        alone({"3.1", "RSV3 on a text frame", reservedClause, "A text frame with RSV3 set."}, text(1)),
        behindMessage({"3.2", "RSV2 on a text frame, behind a message", reservedClause,
                       "A right text message, one with RSV2 set and a ping, in one go."},
                      text(2)),
        behindMessage({"3.3", "RSV2 and RSV3 on a text frame, frame by frame", reservedClause,
                       "A right text message, one with RSV2 and RSV3 set and a ping, each written out before "
                       "the next."},
                      text(3), synced),
        behindMessage({"3.4", "RSV1 on a text frame, one octet at a time", reservedClause,
                       "A right text message, one with RSV1 set and a ping, each octet a write of its own."},
                      text(4), inOctets),
        alone({"3.5", "RSV1 and RSV3 on a binary frame", reservedClause,
               "A binary frame with RSV1 and RSV3 set."},
              withRsv(5, frame(Opcode::Binary, hex("00fffefdfcfb00ff")))),
        alone({"3.6", "RSV1 and RSV2 on a binary frame", reservedClause,
               "A binary frame with RSV1 and RSV2 set."},
              withRsv(6, frame(Opcode::Binary, hello))),
        alone({"3.7", "All RSV bits on a close frame", reservedClause,
               "A close frame with all three RSV bits set."},
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
                     "A frame with opcode " + opcode + ", which is reserved for further " + kind + " frames"
                         + description};
    };
    const PayloadSpec payload = chars("reserved opcode payload");
    cases.push_back(alone(words(0, "", ", without payload."), frame(opcodeOf(first))));
    cases.push_back(
        alone(words(1, " with payload", ", with a payload."), frame(opcodeOf(first + 1), payload)));
    cases.push_back(behindMessage(words(2, " behind a message", ", between a right message and a ping."),
                                  frame(opcodeOf(first + 2))));
    cases.push_back(behindMessage(
        words(3, " with payload behind a message", " and has a payload, between a right message and a ping."),
        frame(opcodeOf(first + 3), hello)));
    cases.push_back(
        behindMessage(words(4, " one octet at a time",
                            ", between a right message and a ping, each octet a write of its own."),
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
