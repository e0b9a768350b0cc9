#include "protocol/report/wording/traffic.h"

#include "protocol/conformance/cases/judge.h"
#include "protocol/report/view/session_view.h"

#include <cmath>

namespace fg {
namespace {

std::optional<double> quotient(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
        return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

TrafficRow rowOf(const StreamStatistics &statistics, std::uint64_t handshakeOctets)
{
    const auto frames = [&](Opcode opcode) { return statistics.frames[valueOf(opcode)]; };
    return {.messages = statistics.messages,
            .frames = frames(Opcode::Continuation) + frames(Opcode::Text) + frames(Opcode::Binary),
            .plainOctets = statistics.payloadOctets,
            .payloadOctets = statistics.wirePayloadOctets,
            .frameOctets = statistics.wirePayloadOctets + statistics.dataHeaderOctets,
            .handshakeOctets = handshakeOctets};
}

} // namespace

std::optional<double> TrafficRow::ratio() const { return quotient(payloadOctets, plainOctets); }

std::optional<double> TrafficRow::overhead() const
{
    return quotient(frameOctets - payloadOctets, payloadOctets);
}

std::optional<Traffic> trafficOf(const CaseResult &result)
{
    const bool compresses = result.session && !result.spec->deflate.empty();
    const std::optional<EchoRecord> echoes = compresses ? echoesOf(*result.session) : std::nullopt;
    if (!echoes || echoes->right != result.spec->echo->count)
        return std::nullopt;
    const Statistics statistics = result.session->statistics();
    // Only their lengths are wanted.
    const HandshakeRecord handshake = SessionView(*result.session, Secrets::Kept).handshake();
    const bool isClient = result.session->role() == Role::Client;
    const std::string &sent = isClient ? handshake.request : handshake.answer;
    const std::string &received = isClient ? handshake.answer : handshake.request;
    return Traffic{.in = rowOf(statistics.in, received.size()), .out = rowOf(statistics.out, sent.size())};
}

std::string percentage(std::optional<double> ratio)
{
    if (!ratio)
        return "-";
    const auto tenths = std::llround(*ratio * 1000);
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

std::string ratioText(std::uint64_t part, std::uint64_t whole) { return percentage(quotient(part, whole)); }

} // namespace fg
