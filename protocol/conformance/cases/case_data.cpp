#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

CaseSpec specOf(Words words, Steps steps)
{
    CaseSpec spec{.id = std::move(words.id),
                  .title = std::move(words.title),
                  .description = std::move(words.description),
                  .clause = std::move(words.clause)};
    spec.steps = std::move(steps);
    return spec;
}

std::string codeList(const std::vector<std::uint16_t> &codes)
{
    std::string text;
    for (std::size_t i = 0; i < codes.size(); ++i)
        text += (i == 0 ? "" : " or ") + std::to_string(codes[i]);
    return text;
}

} // namespace

Steps inOctets(Steps steps)
{
    for (CaseStep &step : steps) {
        if (auto *frame = std::get_if<FrameStepSpec>(&step))
            frame->chop = 1;
    }
    return steps;
}

Steps synced(Steps steps)
{
    for (CaseStep &step : steps) {
        if (auto *frame = std::get_if<FrameStepSpec>(&step))
            frame->sync = true;
    }
    return steps;
}

CaseSpec answered(Words words, Steps steps, Events events)
{
    CaseSpec spec = specOf(std::move(words), std::move(steps));
    spec.expectation = events.empty()
        ? "The peer sends nothing back. The connection is closed cleanly with code 1000."
        : "The peer answers a message with the same message, and a ping with a pong that has the same "
          "payload. "
          "The connection is closed cleanly with code 1000.";
    spec.expectations = {{Expectation::Name::Ok, std::move(events)}};
    spec.close = {.codes = {1000}};
    spec.closesWhenExpectedEventsArrived = true;
    return spec;
}

CaseSpec refused(Words words, Steps steps, std::uint16_t code, Events before)
{
    CaseSpec spec = specOf(std::move(words), std::move(steps));
    const std::string failure =
        "The peer fails the connection at once with code " + std::to_string(code) + '.';
    spec.expectation = before.empty() ? failure
                                      : failure
            + " It may answer the valid frames before the fault. If it does not, the case is non-strict.";
    const bool mayAnswer = !before.empty();
    spec.expectations = {{Expectation::Name::Ok, std::move(before)}};
    if (mayAnswer)
        spec.expectations.push_back({Expectation::Name::NonStrict, {}});
    spec.close = {.byTester = false, .clean = false, .codes = {code}};
    return spec;
}

CaseSpec refusedByPeer(Words words, Steps steps, std::uint16_t code)
{
    CaseSpec spec = refused(std::move(words), std::move(steps), code);
    spec.close.wrongCloserFailsCase = true;
    return spec;
}

CaseSpec closing(Words words, Steps steps, Clean clean, std::vector<std::uint16_t> codes)
{
    CaseSpec spec = specOf(std::move(words), std::move(steps));
    spec.expectation =
        (clean == Clean::Must ? "The connection is closed cleanly." : "The connection ends, cleanly or not.")
        + std::string(" If the peer's close frame has a code, it is ") + codeList(codes)
        + ". The peer sends nothing else.";
    spec.expectations = {{Expectation::Name::Ok, {}}};
    spec.close = {.clean = clean == Clean::Must, .codes = std::move(codes)};
    spec.wrongCodeFailsCase = true;
    return spec;
}

CaseSpec echoing(Words words, EchoSpec echo)
{
    CaseSpec spec = specOf(std::move(words), {});
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(echo.timeout).count();
    spec.expectation = (echo.count == 1 ? std::string("The message comes back")
                                        : "All " + std::to_string(echo.count) + " messages come back, each")
        + " with the same type, length and content, within " + std::to_string(seconds)
        + " s. The connection is closed cleanly with code 1000.";
    spec.close = {.codes = {1000}};
    spec.closesWhenExpectedEventsArrived = true;
    spec.echo = std::move(echo);
    return spec;
}

std::string octetCount(std::uint64_t count)
{
    return std::to_string(count) + (count == 1 ? " octet" : " octets");
}

std::string sizeOf(std::uint64_t octets)
{
    constexpr std::uint64_t kibi = 1024;
    constexpr std::uint64_t mebi = 1024 * kibi;
    if (octets >= mebi && octets % mebi == 0)
        return std::to_string(octets / mebi) + " MiB";
    return octets >= kibi && octets % kibi == 0 ? std::to_string(octets / kibi) + " KiB" : octetCount(octets);
}

} // namespace fg::case_data
