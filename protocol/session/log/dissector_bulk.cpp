// Saves the state at the end of a bulk phase, and continues from such a state.
#include "protocol/session/log/dissector.h"

#include <algorithm>

namespace fg {

BulkEnd Session::Dissector::bulkEnd(std::size_t findingsBefore) const
{
    BulkEnd end{.streams = {}, .statistics = statistics, .closing = closing, .state = state};
    end.illegalCloseCame = m_illegalCloseCame;
    end.pendingTime = m_in.octetsTime;
    end.pendingRow = m_in.octetsRow;
    for (std::size_t i = findingsBefore; i < findings.size(); ++i)
        end.findings.push_back(findings[i]);
    for (const Stream *const stream : {&m_in, &m_out}) {
        BulkEnd::Stream &left = stream == &m_in ? end.streams.in : end.streams.out;
        left.closeSeen = stream->closeSeen;
        left.position = stream->position();
        if (const InboundReader *const frames = stream->reader.frames())
            left.frames = frames->continuation();
    }
    return end;
}

void Session::Dissector::resume(const BulkEnd &end, std::size_t findingsBefore)
{
    statistics = end.statistics;
    closing = end.closing;
    state = end.state;
    m_illegalCloseCame = end.illegalCloseCame;
    closing.failedOverClose =
        closing.closedByMe && closing.failedByMe && closing.closeReceivedAt && m_illegalCloseCame;
    findings.resize(std::min(findings.size(), findingsBefore));
    for (const Finding &finding : end.findings) {
        if (findings.size() < m_session.m_limits.findings)
            findings.push_back(finding);
    }
    resume(m_in, end.streams.in);
    resume(m_out, end.streams.out);
    m_in.octetsTime = end.pendingTime;
    m_in.octetsRow = std::min(end.pendingRow, endOf(m_session.m_rows.size()));
    const std::uint64_t left = end.streams.in.size - m_in.position();
    m_resumed.assign(
        end.streams.in.last.end()
            - static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(left, end.streams.in.last.size())),
        end.streams.in.last.end());
    m_in.pending = PendingOctets();
    m_in.pending.add(m_resumed);
}

void Session::Dissector::resume(Stream &stream, const BulkEnd::Stream &end)
{
    stream.reader.resume(std::min(end.position, end.size).value(), end.frames);
    stream.closeSeen = end.closeSeen;
    stream.frameRow.reset();
    stream.frameFindings.clear();
    stream.message.reset();
    stream.announced.clear();
}

} // namespace fg
