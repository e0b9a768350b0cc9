#include "protocol/conformance/catalogue.h"

#include "protocol/conformance/case_data.h"

#include <algorithm>
#include <charconv>

namespace fg {

namespace {

using namespace case_data;

std::vector<CaseSpec> makeCatalogue()
{
    std::vector<CaseSpec> cases;
    cases.push_back({
        .id = "1.2.1",
        .number = 9,
        .title = "Empty binary message",
        .description = "A binary message without payload.",
        .expectation =
            "The message comes back, still binary and empty. The connection closes cleanly with 1000.",
        .clause = "RFC 6455 5.6",
        .steps = {frame(Opcode::Binary), failAfter(1s)},
        .expectations = {ok({echoed(Opcode::Binary, {})})},
        .close = closedByTester(),
        .closesWhenExpectedEventsArrived = true,
    });
    cases.push_back({
        .id = "2.2",
        .number = 18,
        .title = "Ping with a short text",
        .description = "A ping whose payload is a short text.",
        .expectation = "A pong with the same payload. The connection closes cleanly with 1000.",
        .clause = "RFC 6455 5.5.2",
        .steps = {frame(Opcode::Ping, chars("Hello, world!")), closeAfter(1s)},
        .expectations = {ok({pong(chars("Hello, world!"))})},
        .close = closedByTester(),
        .closesWhenExpectedEventsArrived = true,
    });
    cases.push_back({
        .id = "6.2.4",
        .number = 71,
        .title = "Valid UTF-8, one octet a frame",
        .description =
            "A text of five Greek letters in frames of one octet each, so that most frames end inside a "
            "character; an empty last frame ends the message.",
        .expectation =
            "The text comes back whole: a fragment may end anywhere, only the message must be UTF-8.",
        .clause = "RFC 6455 5.4, 8.1",
        .steps = {message(Opcode::Text, hex("cebae1bdb9cf83cebcceb5"), 1), closeAfter(1s)},
        .expectations = {ok({echoed(Opcode::Text, hex("cebae1bdb9cf83cebcceb5"))})},
        .close = closedByTester(),
        .closesWhenExpectedEventsArrived = true,
    });
    cases.push_back({
        .id = "6.22.27",
        .number = 195,
        .title = "Noncharacter U+DFFFE",
        .description =
            "A text message of one code point that Unicode calls a noncharacter: U+DFFFE, f3 9f bf be in "
            "UTF-8.",
        .expectation = "The text comes back: noncharacters are well-formed UTF-8.",
        .clause = "RFC 6455 8.1",
        .steps = {message(Opcode::Text, hex("f39fbfbe")), failAfter(500ms)},
        .expectations = {ok({echoed(Opcode::Text, hex("f39fbfbe"))})},
        .close = closedByTester(),
        .closesWhenExpectedEventsArrived = true,
    });
    cases.push_back({
        .id = "7.1.6",
        .number = 215,
        .title = "Close right behind a message of 256 KiB",
        .description =
            "A text message of 262144 octets, a short one, a close frame and a ping, all back to back.",
        .expectation =
            "Either is right: a peer that answers the close at once may never send the messages back, one "
            "that works in order does. The case only reports what it saw.",
        .clause = "RFC 6455 5.5.1, 7.1.2",
        .steps = {frame(Opcode::Text, repeated(chars("BAsd7&jh23"), 262'144)),
                  frame(Opcode::Text, chars("Hello World!")), startClose(1000), frame(Opcode::Ping),
                  failAfter(1s)},
        .expectations = {ok({echoed(Opcode::Text, chars("Hello World!"))}), nonStrict({})},
        .close = closedByTester(),
        .informational = true,
    });
    return cases;
}

std::vector<unsigned> numbersOf(std::string_view id)
{
    std::vector<unsigned> numbers;
    while (!id.empty()) {
        const std::string_view part = id.substr(0, id.find('.'));
        unsigned number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number);
        numbers.push_back(number);
        id.remove_prefix(std::min(id.size(), part.size() + 1));
    }
    return numbers;
}

bool fits(std::string_view pattern, std::string_view id)
{
    if (pattern == "*")
        return true;
    return pattern.ends_with(".*") ? id.starts_with(pattern.substr(0, pattern.size() - 1)) : pattern == id;
}

} // namespace

std::span<const CaseSpec> catalogue()
{
    static const std::vector<CaseSpec> cases = makeCatalogue();
    return cases;
}

const CaseSpec *findCase(std::string_view id)
{
    const auto found = std::ranges::find(catalogue(), id, &CaseSpec::id);
    return found == catalogue().end() ? nullptr : &*found;
}

std::span<const CategoryInfo> categories()
{
    static const std::vector<CategoryInfo> all = {
        {"1", "Framing"},
        {"1.2", "Binary messages"},
        {"2", "Pings and pongs"},
        {"6", "UTF-8"},
        {"6.2", "Valid UTF-8 in fragments"},
        {"6.22", "Noncharacters"},
        {"7", "Closing"},
        {"7.1", "Basic closing"},
    };
    return all;
}

std::variant<std::vector<const CaseSpec *>, BadPattern> selectCases(std::span<const std::string> patterns)
{
    for (const std::string &pattern : patterns) {
        if (std::ranges::none_of(catalogue(), [&](const CaseSpec &spec) { return fits(pattern, spec.id); }))
            return BadPattern{pattern};
    }
    std::vector<const CaseSpec *> selected;
    for (const CaseSpec &spec : catalogue()) {
        if (std::ranges::any_of(patterns, [&](const std::string &pattern) { return fits(pattern, spec.id); }))
            selected.push_back(&spec);
    }
    return selected;
}

bool idLess(std::string_view a, std::string_view b) { return numbersOf(a) < numbersOf(b); }

} // namespace fg
