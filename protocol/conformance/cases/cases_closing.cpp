// Category 7: the closing handshake (RFC 6455 5.5.1, 7).

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

const PayloadSpec greeting = chars("Hello World!");

// A close frame with 1000, and then a frame that the peer must ignore.
CaseSpec afterClose(Words words, const FrameStepSpec &late)
{
    return closing(std::move(words), {close(1000), late, failAfter(1s)}, Clean::Must, {1000});
}

void addOrder(std::vector<CaseSpec> &cases)
{
    CaseSpec echo =
        answered({"7.1.1", "Message, then a close frame", "RFC 6455 7.1.2",
                  "We send a text message. When it has come back, we send a close frame."},
                 {frame(Opcode::Text, greeting), failAfter(1s)}, {echoed(Opcode::Text, greeting)});
    echo.wrongCodeFailsCase = true;
    cases.push_back(std::move(echo));
    cases.push_back(afterClose({"7.1.2", "Two close frames", "RFC 6455 5.5.1",
                                "We send two close frames, one directly after the other."},
                               frame(Opcode::Close)));
    cases.push_back(afterClose({"7.1.3", "Ping after the close frame", "RFC 6455 5.5.1",
                                "We send a close frame and then a ping, which the peer need not answer."},
                               frame(Opcode::Ping)));
    cases.push_back(afterClose({"7.1.4", "Message after the close frame", "RFC 6455 5.5.1",
                                "We send a close frame and then a text message, which must not come back."},
                               frame(Opcode::Text, greeting)));
    cases.push_back(
        closing({"7.1.5", "Close frame inside a message", "RFC 6455 5.4, 5.5.1",
                 "We send the first fragment of a text message, a close frame, and then the last fragment."},
                {unfinished(frame(Opcode::Text, chars("fragment1"))), close(1000),
                 frame(Opcode::Continuation, chars("fragment2")), failAfter(1s)},
                Clean::Must, {1000}));
    CaseSpec race = closing(
        {"7.1.6", "Close frame directly after a message of 256 KiB", "RFC 6455 5.5.1, 7.1.2",
         "We send a text message of 262144 octets, a short one, a close frame and a ping, one directly "
         "after the other."},
        {frame(Opcode::Text, repeated(chars("BAsd7&jh23"), 262'144)), frame(Opcode::Text, greeting),
         close(1000), frame(Opcode::Ping), failAfter(1s)},
        Clean::Must, {1000});
    race.expectation =
        "Both behaviors are right: a peer that answers the close frame at once may never send the messages "
        "back, and a peer that works in order sends them. The case only reports what was observed.";
    race.expectations = {{Expectation::Name::Ok, {echoed(Opcode::Text, greeting)}},
                         {Expectation::Name::NonStrict, {}}};
    race.wrongCodeFailsCase = false;
    race.informational = true;
    cases.push_back(std::move(race));
}

void addPayloads(std::vector<CaseSpec> &cases)
{
    constexpr auto clause = "RFC 6455 5.5.1";
    const auto payload = [&](const char *id, const char *title, const char *description,
                             const CloseStepSpec &step, Clean clean, std::vector<std::uint16_t> codes) {
        cases.push_back(
            closing({id, title, clause, description}, {step, failAfter(1s)}, clean, std::move(codes)));
    };
    payload("7.3.1", "Close frame without payload", "We send a close frame without payload.",
            close(std::nullopt), Clean::Must, {1000});
    payload("7.3.2", "Close frame with a payload of one octet",
            "We send a close frame with a payload of one octet, which cannot be a code.",
            close(std::nullopt, chars("a")), Clean::May, {1002});
    payload("7.3.3", "Close frame with a code", "We send a close frame with code 1000 and no reason.",
            close(1000), Clean::Must, {1000});
    payload("7.3.4", "Close frame with a code and a reason",
            "We send a close frame with code 1000 and a reason.", close(1000, greeting), Clean::Must, {1000});
    payload("7.3.5", "Close frame with the longest reason",
            "We send a close frame with code 1000 and a reason of 123 octets, the most that fits in a "
            "control frame.",
            close(1000, repeated(chars("*"), 123)), Clean::Must, {1000});
    payload("7.3.6", "Close frame with a reason that is too long",
            "We send a close frame with code 1000 and a reason of 124 octets, one more than fits in a "
            "control frame.",
            close(1000, repeated(chars("*"), 124)), Clean::May, {1002});
    payload("7.5.1", "Close frame with a reason that is not UTF-8",
            "We send a close frame whose reason contains a surrogate.",
            close(1000, hex("cebae1bdb9cf83cebcceb5eda080656469746564")), Clean::May, {1002, 1007});
}

void addCodes(std::vector<CaseSpec> &cases)
{
    constexpr auto clause = "RFC 6455 7.4";
    const auto sends = [](unsigned code) {
        return "We send a close frame with the code " + std::to_string(code);
    };
    unsigned number = 0;
    for (const std::uint16_t code : std::initializer_list<std::uint16_t>{
             1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
        CaseSpec spec = closing({"7.7." + std::to_string(++number), "Close code " + std::to_string(code),
                                 clause, sends(code) + ", which may be sent."},
                                {close(code), failAfter(1s)}, Clean::Must, {1000, code});
        spec.closesWhenExpectedEventsArrived = true;
        cases.push_back(std::move(spec));
    }
    number = 0;
    for (const std::uint16_t code :
         std::initializer_list<std::uint16_t>{0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999}) {
        CaseSpec spec =
            closing({"7.9." + std::to_string(++number), "Forbidden close code " + std::to_string(code),
                     clause, sends(code) + ", which must not be sent."},
                    {close(code), failAfter(1s)}, Clean::May, {1002});
        spec.closesWhenExpectedEventsArrived = true;
        cases.push_back(std::move(spec));
    }
    number = 0;
    for (const std::uint16_t code : std::initializer_list<std::uint16_t>{5000, 65'535}) {
        CaseSpec spec =
            closing({"7.13." + std::to_string(++number), "Undefined close code " + std::to_string(code),
                     clause, sends(code) + ", which the RFC does not define."},
                    {close(code), failAfter(1s)}, Clean::May, {1000, code, 1002});
        spec.wrongCodeFailsCase = false;
        spec.informational = true;
        cases.push_back(std::move(spec));
    }
}

} // namespace

std::vector<CaseSpec> closingCases()
{
    std::vector<CaseSpec> cases;
    addOrder(cases);
    addPayloads(cases);
    addCodes(cases);
    return cases;
}

} // namespace fg::case_data
