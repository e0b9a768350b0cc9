// Names of opcodes, verdicts and close codes, and times for people to read.
#include "protocol/report/wording/names.h"

#include "protocol/conformance/cases/verdict.h"

#include <array>
#include <cstdio>

namespace fg {

std::string opcodeName(Opcode opcode)
{
    switch (opcode) {
    case Opcode::Continuation:
        return "continuation";
    case Opcode::Text:
        return "text";
    case Opcode::Binary:
        return "binary";
    case Opcode::Close:
        return "close";
    case Opcode::Ping:
        return "ping";
    case Opcode::Pong:
        return "pong";
    }
    return "reserved " + std::to_string(valueOf(opcode));
}

std::string_view verdictWord(const CaseVerdict &verdict)
{
    switch (verdict.behavior) {
    case Behavior::Ok:
        return "Pass";
    case Behavior::NonStrict:
        return "Non-Strict";
    case Behavior::Failed:
        return "Fail";
    case Behavior::Unimplemented:
        return "Unimplemented";
    case Behavior::Informational:
        return "Informational";
    }
    return "Fail";
}

namespace {

struct CodeName
{
    std::uint16_t code;
    std::string_view name;
};

// RFC 6455 7.4.1 and the registry of 11.7.
constexpr std::array codeNames{
    CodeName{1000, "normal closure"},
    CodeName{1001, "going away"},
    CodeName{1002, "protocol error"},
    CodeName{1003, "data of an unsupported type"},
    CodeName{1004, "reserved"},
    CodeName{1005, "no code; must not be sent"},
    CodeName{1006, "abnormal closure; must not be sent"},
    CodeName{1007, "invalid payload data"},
    CodeName{1008, "policy violation"},
    CodeName{1009, "message too big"},
    CodeName{1010, "extension missing"},
    CodeName{1011, "internal error"},
    CodeName{1012, "service restart"},
    CodeName{1013, "try again later"},
    CodeName{1014, "bad gateway"},
    CodeName{1015, "TLS handshake failed; must not be sent"},
};

std::string_view rangeName(std::uint16_t code)
{
    if (code < 1000)
        return "not used";
    if (code < 3000)
        return "reserved for the protocol";
    if (code < 4000)
        return "registered by a library or framework";
    return code < 5000 ? "private use" : "out of range";
}

} // namespace

std::string_view closeCodeMeaning(std::uint16_t code)
{
    for (const CodeName &known : codeNames) {
        if (known.code == code)
            return known.name;
    }
    return rangeName(code);
}

std::string closeCodeName(std::uint16_t code)
{
    return std::to_string(code) + " (" + std::string(closeCodeMeaning(code)) + ")";
}

std::string durationText(Duration duration)
{
    const double ms = std::chrono::duration<double, std::milli>(duration).count();
    const double size = ms < 0 ? -ms : ms;
    std::array<char, 48> out{};
    if (size < 10)
        std::snprintf(out.data(), out.size(), "%.3f ms", ms);
    else if (size < 1'000)
        std::snprintf(out.data(), out.size(), "%.1f ms", ms);
    else if (size < 60'000)
        std::snprintf(out.data(), out.size(), "%.1f s", ms / 1'000);
    else
        std::snprintf(out.data(), out.size(), "%.1f min", ms / 60'000);
    return out.data();
}

} // namespace fg
