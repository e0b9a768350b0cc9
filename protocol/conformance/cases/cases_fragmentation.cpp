// Category 5: fragments (RFC 6455 5.4).

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

constexpr auto fragmentClause = "RFC 6455 5.4";

FrameStepSpec first(std::string_view text) { return unfinished(frame(Opcode::Text, chars(text))); }
FrameStepSpec middle(std::string_view text) { return unfinished(frame(Opcode::Continuation, chars(text))); }
FrameStepSpec last(std::string_view text) { return frame(Opcode::Continuation, chars(text)); }
FrameStepSpec ping(std::string_view text) { return frame(Opcode::Ping, chars(text)); }

// How the frames of a case are written: all at once, frame by frame, or octet by octet.
struct Pace
{
    const char *title;
    const char *words;
    Steps (*apply)(Steps);
};
const Pace paces[] = {
    {"", " All frames are written at once.", [](Steps steps) { return steps; }},
    {", frame by frame", " Each frame is written out before the next one.", synced},
    {", one octet at a time", " Each octet is written separately.", inOctets},
};

void addFragmentedControl(std::vector<CaseSpec> &cases)
{
    const auto fragmented = [](std::string id, const char *name, Opcode opcode) {
        return refused(
            {std::move(id), std::string("Fragmented ") + name, "RFC 6455 5.4, 5.5",
             std::string("We send a ") + name + " in two fragments. Control frames must not be fragmented."},
            {unfinished(frame(opcode, chars("fragment1"))), last("fragment2"), failAfter(1s)}, 1002);
    };
    cases.push_back(fragmented("5.1", "ping", Opcode::Ping));
    cases.push_back(fragmented("5.2", "pong", Opcode::Pong));
}

void addTwoFragments(std::vector<CaseSpec> &cases)
{
    const CaseEvent whole = echoed(Opcode::Text, chars("fragment1fragment2"));
    unsigned number = 3;
    for (const Pace &pace : paces)
        cases.push_back(
            answered({"5." + std::to_string(number++), std::string("Two fragments") + pace.title,
                      fragmentClause, std::string("We send a text message in two fragments.") + pace.words},
                     pace.apply({first("fragment1"), last("fragment2"), closeAfter(1s)}), {whole}));
    for (const Pace &pace : paces)
        cases.push_back(answered(
            {"5." + std::to_string(number++), std::string("Ping between two fragments") + pace.title,
             "RFC 6455 5.4, 5.5.2",
             std::string("We send a text message in two fragments with a ping between them.") + pace.words},
            pace.apply({first("fragment1"), ping("ping payload"), last("fragment2"), closeAfter(1s)}),
            {pong(chars("ping payload")), whole}));
}

void addStrayContinuations(std::vector<CaseSpec> &cases)
{
    const FrameStepSpec message = frame(Opcode::Text, chars("Hello, world!"));
    unsigned number = 9;
    for (const bool fin : {true, false}) {
        FrameStepSpec stray = last("non-continuation payload");
        stray.fin = fin;
        for (const Pace &pace : paces)
            cases.push_back(refused(
                {"5." + std::to_string(number++),
                 std::string("Continuation without a message, FIN ") + (fin ? "set" : "clear") + pace.title,
                 fragmentClause,
                 std::string("There is no message to continue. We send a continuation frame with FIN ")
                     + (fin ? "set" : "clear") + ", and then a whole text message." + pace.words},
                pace.apply({stray, message, failAfter(1s)}), 1002));
    }
}

void addMixedUp(std::vector<CaseSpec> &cases)
{
    cases.push_back(refused(
        {"5.15", "Continuation after a whole message", fragmentClause,
         "We send a text message in two fragments, then another continuation frame, and then a whole text "
         "message."},
        {first("fragment1"), last("fragment2"), middle("fragment3"), frame(Opcode::Text, chars("fragment4")),
         failAfter(1s)},
        1002, {echoed(Opcode::Text, chars("fragment1fragment2"))}));
    const auto twice = [](const FrameStepSpec &opening) {
        Steps steps;
        for (int round = 0; round < 2; ++round)
            steps.insert(steps.end(), {opening, first("fragment2"), last("fragment3")});
        steps.push_back(failAfter(1s));
        return steps;
    };
    cases.push_back(refused(
        {"5.16", "Continuation with FIN clear before each message", fragmentClause,
         "We send two text messages in two fragments each. Before each of them we send a continuation "
         "frame with FIN clear, although there is no message to continue."},
        twice(middle("fragment1")), 1002));
    cases.push_back(refused(
        {"5.17", "Continuation with FIN set before each message", fragmentClause,
         "We send two text messages in two fragments each. Before each of them we send a continuation "
         "frame with FIN set, although there is no message to continue."},
        twice(last("fragment1")), 1002));
    cases.push_back(refused(
        {"5.18", "New message inside a message", fragmentClause,
         "We send a text message in two fragments. The second one has the opcode of a text frame instead "
         "of a continuation frame."},
        {first("fragment1"), frame(Opcode::Text, chars("fragment2")), failAfter(1s)}, 1002));
}

void addFiveFragments(std::vector<CaseSpec> &cases)
{
    const Steps steps = {first("fragment1"), middle("fragment2"), ping("pongme 1!"),
                         wait(1s),           middle("fragment3"), middle("fragment4"),
                         ping("pongme 2!"),  last("fragment5"),   closeAfter(1s)};
    const Events events = {pong(chars("pongme 1!")), pong(chars("pongme 2!")),
                           echoed(Opcode::Text, chars("fragment1fragment2fragment3fragment4fragment5"))};
    const std::string description = "We send a text message in five fragments with two pings in between. "
                                    "After the first ping we wait for "
                                    "one second.";
    cases.push_back(answered(
        {"5.19", "Five fragments, two pings and a pause", fragmentClause, description + paces[0].words},
        steps, events));
    cases.push_back(answered({"5.20", "Five fragments, two pings and a pause, frame by frame", fragmentClause,
                              description + paces[1].words},
                             synced(steps), events));
}

} // namespace

std::vector<CaseSpec> fragmentationCases()
{
    std::vector<CaseSpec> cases;
    addFragmentedControl(cases);
    addTwoFragments(cases);
    addStrayContinuations(cases);
    addMixedUp(cases);
    addFiveFragments(cases);
    return cases;
}

} // namespace fg::case_data
