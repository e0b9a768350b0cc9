// Categories 9 and 10: large messages, many messages, and a peer that has to assemble fragments.

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

constexpr auto bulkClause = "RFC 6455 5.2, 5.4";
constexpr std::uint64_t kibi = 1024;
constexpr std::uint64_t mebi = 1024 * kibi;

struct DataKind
{
    const char *name;
    Opcode opcode;
    PayloadSpec pattern;
};
const DataKind textKind{"text", Opcode::Text, chars("BAsd7&jh23")};
const DataKind binaryKind{"binary", Opcode::Binary, hex("00fe23faf0")};

void addWhole(std::vector<CaseSpec> &cases, const std::string &prefix, const DataKind &kind,
              const std::vector<Duration> &timeouts)
{
    unsigned number = 0;
    for (const std::uint64_t length : {64 * kibi, 256 * kibi, mebi, 4 * mebi, 8 * mebi, 16 * mebi}) {
        const Duration timeout = timeouts[number++];
        cases.push_back(echoing(
            {prefix + std::to_string(number), sizeOf(length) + " of " + kind.name, bulkClause,
             "We send one " + std::string(kind.name) + " message of " + sizeOf(length) + " in one frame."},
            {.message = message(kind.opcode, repeated(kind.pattern, length)), .timeout = timeout}));
    }
}

void addFragmented(std::vector<CaseSpec> &cases, const std::string &prefix, const char *name, Opcode opcode,
                   const std::vector<PayloadSpec> &patterns)
{
    unsigned number = 0;
    for (std::size_t fragment = 64; fragment <= 4 * mebi; fragment *= 4) {
        const PayloadSpec &pattern = patterns[std::min<std::size_t>(number, patterns.size() - 1)];
        cases.push_back(echoing(
            {prefix + std::to_string(++number),
             "4 MiB of " + std::string(name) + " in frames of " + sizeOf(fragment), bulkClause,
             "We send one " + std::string(name) + " message of 4 MiB in frames of " + sizeOf(fragment) + '.'},
            {.message = message(opcode, repeated(pattern, 4 * mebi), fragment), .timeout = 100s}));
    }
}

void addChopped(std::vector<CaseSpec> &cases, const std::string &prefix, const DataKind &kind)
{
    unsigned number = 0;
    for (std::size_t chop = 64; chop <= 2048; chop *= 2)
        cases.push_back(echoing(
            {prefix + std::to_string(++number),
             "1 MiB of " + std::string(kind.name) + ", written " + sizeOf(chop) + " at a time", bulkClause,
             "We send one " + std::string(kind.name) + " message of 1 MiB in one frame, in writes of "
                 + sizeOf(chop) + '.'},
            {.message = message(kind.opcode, repeated(kind.pattern, mebi)), .chop = chop, .timeout = 1000s}));
}

void addManySmall(std::vector<CaseSpec> &cases, const std::string &prefix, const char *name, Opcode opcode,
                  const PayloadSpec &unit)
{
    unsigned number = 0;
    const Duration timeouts[] = {60s, 60s, 60s, 120s, 240s, 480s};
    for (const std::uint64_t length : {0, 16, 64, 256, 1024, 4096}) {
        const Duration timeout = timeouts[number++];
        cases.push_back(echoing({prefix + std::to_string(number),
                                 "1000 round trips of " + sizeOf(length) + " of " + name, "RFC 6455 5.6",
                                 "We send 1000 " + std::string(name) + " messages of " + sizeOf(length)
                                     + ", each after the one before has come back."},
                                {.message = message(opcode, repeated(unit, length)),
                                 .count = 1000,
                                 .timeout = timeout,
                                 .announcement = EchoSpec::Announcement::Row}));
    }
}

} // namespace

std::vector<CaseSpec> bulkCases()
{
    std::vector<CaseSpec> cases;
    addWhole(cases, "9.1.", textKind, {10s, 10s, 100s, 100s, 100s, 100s});
    addWhole(cases, "9.2.", binaryKind, {10s, 10s, 10s, 10s, 100s, 100s});
    addFragmented(cases, "9.3.", textKind.name, textKind.opcode, {chars("*")});
    addFragmented(cases, "9.4.", binaryKind.name, binaryKind.opcode, {hex("fe"), chars("*")});
    addChopped(cases, "9.5.", textKind);
    addChopped(cases, "9.6.", binaryKind);
    addManySmall(cases, "9.7.", textKind.name, textKind.opcode, chars("*"));
    addManySmall(cases, "9.8.", binaryKind.name, binaryKind.opcode, hex("fe"));

    CaseSpec split = answered({"10.1.1", "64 KiB of text in frames of 1300 octets", "RFC 6455 5.4",
                               "We send a text message of 65536 octets in 51 frames of at most 1300 octets."},
                              {message(Opcode::Text, repeated(chars("*"), 65'536), 1300), failAfter(10s)},
                              {echoed(Opcode::Text, repeated(chars("*"), 65'536))});
    split.sentFrames = {{Opcode::Continuation, 50}, {Opcode::Text, 1}};
    cases.push_back(std::move(split));
    return cases;
}

} // namespace fg::case_data
