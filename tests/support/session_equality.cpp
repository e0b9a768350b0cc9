#include "tests/support/session_equality.h"

#include <algorithm>

namespace fg::test {
namespace {

std::string differenceOfRows(const Session &a, const Session &b)
{
    if (a.rowCount() != b.rowCount())
        return std::to_string(a.rowCount().value()) + " rows and " + std::to_string(b.rowCount().value());
    for (RowNumber number; number < endOf(a.rowCount()); ++number) {
        const std::string name = "row " + std::to_string(number.value()) + " of kind "
            + std::to_string(static_cast<int>(a.row(number).kind));
        if (a.row(number) != b.row(number))
            return name;
        if (a.extra(a.row(number)) != b.extra(b.row(number)))
            return "extra of " + name;
    }
    return {};
}

std::string differenceOfHandshakes(const HandshakeRecord &a, const HandshakeRecord &b)
{
    const auto same = [](const HandshakeCheck &x, const HandshakeCheck &y) {
        return x.violations == y.violations && x.agreement == y.agreement && x.isFatal == y.isFatal;
    };
    if (a.request != b.request || a.requestHead != b.requestHead || a.requestComplete != b.requestComplete)
        return "request";
    if (a.answer != b.answer || a.answerHead != b.answerHead || a.answerComplete != b.answerComplete)
        return "answer";
    if (a.bodyOffset != b.bodyOffset || a.bodyLength != b.bodyLength)
        return "body";
    if (!same(a.requestCheck, b.requestCheck) || !same(a.answerCheck, b.answerCheck))
        return "checks";
    return {};
}

bool haveSameMessages(const Session &a, const Session &b)
{
    return std::ranges::equal(a.messages(), b.messages(), [](const MessageRecord &x, const MessageRecord &y) {
        return x.direction == y.direction && x.opcode == y.opcode && x.firstRow == y.firstRow
            && x.lastRow == y.lastRow && x.length == y.length;
    });
}

} // namespace

std::string differenceOf(const Session &a, const Session &b)
{
    if (a.role() != b.role())
        return "role";
    for (const Direction direction : bothDirections) {
        if (a.octets(direction, {}, SIZE_MAX) != b.octets(direction, {}, SIZE_MAX))
            return "octets";
    }
    if (std::string difference = differenceOfRows(a, b); !difference.empty())
        return difference;
    if (std::string difference = differenceOfHandshakes(a.handshake(), b.handshake()); !difference.empty())
        return difference;
    if (a.closing() != b.closing())
        return "closing";
    if (a.statistics() != b.statistics())
        return "statistics";
    if (a.findings() != b.findings())
        return "findings";
    if (!haveSameMessages(a, b))
        return "messages";
    const SessionSummary of = a.summary();
    const SessionSummary other = b.summary();
    return of.state == other.state && of.error == other.error && of.peer == other.peer ? "" : "summary";
}

} // namespace fg::test
