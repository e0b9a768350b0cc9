// Compares the catalogue with the facts of the case set in tests/data/case_facts.txt. Each line there is one
// case: what is sent, what may come back, and how the connection must end.

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/cases/deflate_demand.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>

namespace fg::test::catalogue_test {
namespace {

std::string hexOf(OctetView octets)
{
    if (octets.size() <= 64)
        return toHex(octets);
    return toHex(octets.first(4)) + ".." + std::to_string(octets.size());
}

std::string payloadOf(const PayloadSpec &payload)
{
    if (payload.repeatTo.value_or(0) > 4096)
        return toHex(payload.pattern) + '*' + std::to_string(*payload.repeatTo);
    return hexOf(payload.octets());
}

std::string secondsOf(Duration duration)
{
    std::ostringstream text;
    text << std::chrono::duration<double>(duration).count();
    return text.str();
}

struct StepText
{
    std::string operator()(const FrameStepSpec &frame) const
    {
        std::ostringstream text;
        text << "frame " << valueOf(frame.opcode) << " fin=" << frame.fin << " rsv=" << unsigned(frame.rsv)
             << " chop=" << frame.chop << " sync=" << frame.sync << ' ' << payloadOf(frame.payload);
        return text.str();
    }
    std::string operator()(const MessageStepSpec &message) const
    {
        std::ostringstream text;
        text << "message " << valueOf(message.opcode) << " fragment=" << message.fragment
             << " sync=" << message.sync << ' ' << payloadOf(message.payload);
        return text.str();
    }
    std::string operator()(const BeginFrameStepSpec &begin) const
    {
        return "begin " + std::to_string(valueOf(begin.opcode)) + " length=" + std::to_string(begin.length);
    }
    std::string operator()(const FrameDataStepSpec &data) const
    {
        return "data sync=" + std::to_string(data.sync) + ' ' + payloadOf(data.part);
    }
    std::string operator()(const WaitStepSpec &wait) const
    {
        return "wait " + secondsOf(wait.duration) + ' ' + (wait.tag.empty() ? "-" : wait.tag);
    }
    std::string operator()(const CloseStepSpec &close) const
    {
        return "close " + (close.code ? std::to_string(*close.code) : "-") + ' ' + hexOf(close.reason);
    }
    std::string operator()(const FailAfterStepSpec &fail) const
    {
        return "fail-after " + secondsOf(fail.duration);
    }
    std::string operator()(const CloseAfterStepSpec &close) const
    {
        return "close-after " + secondsOf(close.duration);
    }
};

const char *nameOf(DataSet::Kind kind)
{
    const char *const names[] = {"json", "bitmap", "prose", "html", "noise"};
    return names[static_cast<std::size_t>(kind)];
}

// The parameters of the offer that makes this demand.
std::string offerOf(const DeflateDemand &demand)
{
    const Extension extension = extensionOf(clientOffer(demand));
    return serializeExtensions({extension}).substr(deflateName.size());
}

std::string offersOf(const std::vector<DeflateDemand> &demands)
{
    std::string text = "offer";
    for (const DeflateDemand &demand : demands) {
        if (text != "offer")
            text += " /";
        const std::string parameters = offerOf(demand);
        std::ranges::remove_copy(parameters, std::back_inserter(text), ';');
    }
    return text;
}

std::vector<std::string> windowSteps(const EchoSpec &echo, const std::vector<DeflateDemand> &demands)
{
    const std::string window = std::string("window ") + std::to_string(valueOf(echo.message.opcode)) + ' '
        + nameOf(echo.window->data) + " length=" + std::to_string(echo.window->length)
        + " fragment=" + std::to_string(echo.message.fragment);
    return {"recording 0", offersOf(demands), "close-after " + secondsOf(echo.timeout), window,
            "echoes " + std::to_string(echo.count)};
}

// The facts list an echo case as its first message and its timer.
std::vector<std::string> echoSteps(const EchoSpec &echo)
{
    const MessageStepSpec &message = echo.message;
    const std::string sent = message.fragment > 0
        ? StepText{}(message)
        : StepText{}(FrameStepSpec{.opcode = message.opcode, .payload = message.payload, .chop = echo.chop});
    const std::string timer = "close-after " + secondsOf(echo.timeout);
    const std::string count = "echoes " + std::to_string(echo.count);
    if (echo.announcement == EchoSpec::Announcement::Row)
        return {"recording 0", timer, sent, count};
    return {sent, timer, count};
}

std::string eventOf(const CaseEvent &event)
{
    if (event.kind == CaseEvent::Kind::Message)
        return "message " + std::to_string(valueOf(event.opcode)) + ' ' + payloadOf(event.payload);
    if (event.kind == CaseEvent::Kind::Pong)
        return "pong " + payloadOf(event.payload);
    return "timeout " + event.tag;
}

std::string joined(const std::vector<std::string> &parts, const char *between)
{
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : between) + part;
    return text;
}

std::string factsOf(const CaseSpec &spec)
{
    std::vector<std::string> steps;
    if (spec.echo)
        steps = spec.echo->window ? windowSteps(*spec.echo, spec.deflate) : echoSteps(*spec.echo);
    for (const CaseStep &step : spec.steps)
        steps.push_back(std::visit(StepText{}, step));
    std::vector<std::string> expectations;
    for (const Expectation &expectation : spec.expectations) {
        std::vector<std::string> events;
        for (const CaseEvent &event : expectation.events)
            events.push_back(eventOf(event));
        expectations.push_back((expectation.name == Expectation::Name::Ok ? "OK[" : "NON-STRICT[")
                               + joined(events, ", ") + ']');
    }
    std::vector<std::string> codes;
    for (const std::uint16_t code : spec.close.codes)
        codes.push_back(std::to_string(code));
    std::vector<std::string> flags;
    if (spec.closesWhenExpectedEventsArrived)
        flags.push_back("closes-on-arrival");
    if (spec.wrongCodeFailsCase)
        flags.push_back("wrong-code-fails");
    if (spec.close.wrongCloserFailsCase)
        flags.push_back("wrong-closer-fails");
    if (spec.informational)
        flags.push_back("informational");
    return spec.id + ' ' + std::to_string(spec.number) + " | " + joined(steps, "; ") + " | "
        + joined(expectations, " ") + " | " + (spec.close.byTester ? "tester " : "peer ")
        + (spec.close.clean ? "clean " : "any ") + joined(codes, ",") + " | " + joined(flags, " ");
}

TEST(Catalogue, EveryCaseIsAsTheCaseSetHasIt)
{
    std::ifstream facts(FRAMEGLASS_TEST_DATA "/case_facts.txt");
    std::size_t index = 0;
    for (std::string line; std::getline(facts, line); ++index) {
        ASSERT_LT(index, catalogue().size());
        EXPECT_EQ(factsOf(catalogue()[index]), line);
    }
    EXPECT_EQ(index, 517u);
}

TEST(Catalogue, EveryCaseHasWordsOfItsOwn)
{
    std::set<std::string> descriptions;
    for (const CaseSpec &spec : catalogue()) {
        EXPECT_FALSE(spec.title.empty()) << spec.id;
        EXPECT_FALSE(spec.expectation.empty()) << spec.id;
        EXPECT_TRUE(spec.clause.starts_with("RFC ")) << spec.id;
        EXPECT_TRUE(descriptions.insert(spec.id + spec.description).second) << spec.id;
        EXPECT_GT(spec.description.size(), 10u) << spec.id;
    }
}

TEST(Catalogue, EveryCaseBelongsToATitledCategory)
{
    std::set<std::string> titled;
    for (const CategoryInfo &category : categories())
        titled.insert(category.id);
    for (const CaseSpec &spec : catalogue())
        EXPECT_TRUE(titled.contains(spec.id.substr(0, spec.id.rfind('.')))) << spec.id;
}

TEST(Catalogue, AreFoundByTheirId)
{
    ASSERT_NE(findCase("6.22.27"), nullptr);
    EXPECT_EQ(findCase("6.22.27")->number, 195u);
    EXPECT_EQ(findCase("6.22"), nullptr);
}

TEST(IdLess, OrdersByNumberAndNotByLetter)
{
    EXPECT_TRUE(idLess("1.2.8", "1.10.1"));
    EXPECT_TRUE(idLess("9.8.6", "10.1.1"));
    EXPECT_TRUE(idLess("2.9", "2.10"));
    EXPECT_FALSE(idLess("2.10", "2.10"));
}

} // namespace
} // namespace fg::test::catalogue_test
