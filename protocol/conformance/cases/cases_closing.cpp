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
        answered({"7.1.1", "Message, then a close", "RFC 6455 7.1.2",
                  "A text message; when it has come back, a close."},
                 {frame(Opcode::Text, greeting), failAfter(1s)}, {echoed(Opcode::Text, greeting)});
    echo.wrongCodeFailsCase = true;
    cases.push_back(std::move(echo));
    cases.push_back(
        afterClose({"7.1.2", "Two close frames", "RFC 6455 5.5.1", "Two close frames, back to back."},
                   frame(Opcode::Close)));
    cases.push_back(afterClose({"7.1.3", "Ping after the close", "RFC 6455 5.5.1",
                                "A close frame and a ping behind it, which nobody has to answer any more."},
                               frame(Opcode::Ping)));
    cases.push_back(afterClose({"7.1.4", "Message after the close", "RFC 6455 5.5.1",
                                "A close frame and a text message behind it, which may not come back."},
                               frame(Opcode::Text, greeting)));
    cases.push_back(closing({"7.1.5", "Close inside a message", "RFC 6455 5.4, 5.5.1",
                             "The first fragment of a text, a close frame, and then the last fragment."},
                            {unfinished(frame(Opcode::Text, chars("fragment1"))), close(1000),
                             frame(Opcode::Continuation, chars("fragment2")), failAfter(1s)},
                            Clean::Must, {1000}));
    CaseSpec race =
        closing({"7.1.6", "Close right behind a message of 256 KiB", "RFC 6455 5.5.1, 7.1.2",
                 "A text message of 262144 octets, a short one, a close frame and a ping, all back to back."},
                {frame(Opcode::Text, repeated(chars("BAsd7&jh23"), 262'144)), frame(Opcode::Text, greeting),
                 close(1000), frame(Opcode::Ping), failAfter(1s)},
                Clean::Must, {1000});
    race.expectation =
        "Either is right: a peer that answers the close at once may never send the messages back, one that "
        "works in order does. The case only reports what it saw.";
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
    payload("7.3.1", "Close without payload", "A close frame without payload.", close(std::nullopt),
            Clean::Must, {1000});
    payload("7.3.2", "Close with a payload of one octet",
            "A close frame with a single octet, which can be no code.", close(std::nullopt, chars("a")),
            Clean::May, {1002});
    payload("7.3.3", "Close with a code", "A close frame with 1000 and no reason.", close(1000), Clean::Must,
            {1000});
    payload("7.3.4", "Close with code and reason", "A close frame with 1000 and a reason.",
            close(1000, greeting), Clean::Must, {1000});
    payload("7.3.5", "Close with the longest reason", "A close frame with 1000 and a reason of 123 octets.",
            close(1000, repeated(chars("*"), 123)), Clean::Must, {1000});
    payload("7.3.6", "Close with too long a reason",
            "A close frame with 1000 and a reason of 124 octets, one more than fits a control frame.",
            close(1000, repeated(chars("*"), 124)), Clean::May, {1002});
    payload("7.5.1", "Close with a reason that is no UTF-8",
            "A close frame whose reason has a surrogate in it.",
            close(1000, hex("cebae1bdb9cf83cebcceb5eda080656469746564")), Clean::May, {1002, 1007});
}

void addCodes(std::vector<CaseSpec> &cases)
{
    constexpr auto clause = "RFC 6455 7.4";
    const auto sends = [](unsigned code) { return "A close frame with the code " + std::to_string(code); };
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
                     clause, sends(code) + ", which may not be sent."},
                    {close(code), failAfter(1s)}, Clean::May, {1002});
        spec.closesWhenExpectedEventsArrived = true;
        cases.push_back(std::move(spec));
    }
    number = 0;
    for (const std::uint16_t code : std::initializer_list<std::uint16_t>{5000, 65'535}) {
        CaseSpec spec =
            closing({"7.13." + std::to_string(++number), "Undefined close code " + std::to_string(code),
                     clause, sends(code) + ", which the RFC says nothing about."},
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
