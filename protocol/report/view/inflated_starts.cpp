#include "protocol/report/view/inflated_starts.h"

#include <algorithm>
#include <array>

namespace fg {

InflatedStarts::InflatedStarts(const Session &session)
    : m_view(session, Secrets::Kept)
{
}

std::optional<InflatedStart> InflatedStarts::addRow(RowNumber number, const LogRow &row)
{
    m_hasGap = m_hasGap || resumesRecording(row);
    const std::optional<WalkedMessage> walked = m_walk.addRow(number, row);
    const bool mayBeCompressed = walked && (walked->rsv & rsv1) != 0;
    const std::optional<MessageRecord> message = mayBeCompressed ? m_view.messageOf(number) : std::nullopt;
    if (!message || !message->isCompressed)
        return std::nullopt;
    InflatedStart start{.octets = m_view.payload(*message, previewOctets),
                        .length = message->length,
                        .isOneFrame = walked->isOneFrame()};
    const bool isMissing = start.octets.empty() && start.length > 0;
    if (isMissing && !m_again && !m_hasGap)
        inflateUpTo(walked->firstRow);
    // A later message may refer to this one, whether it is needed or not.
    OctetBuffer again = m_again && !m_hasGap ? inflate(*walked) : OctetBuffer();
    if (!isMissing)
        return start;
    start.octets = std::move(again);
    return start.octets.empty() ? std::nullopt : std::optional(std::move(start));
}

// Inflates the messages that end before this row.
void InflatedStarts::inflateUpTo(RowNumber end)
{
    m_again.emplace(m_view);
    MessageWalk walk;
    std::array<LogRow, 64> rows;
    for (RowNumber next; next < end;) {
        const RowCount count =
            m_view.rows(next, std::span(rows).first(std::min(RowCount(rows.size()), end - next).value()));
        if (count == RowCount())
            return;
        for (std::size_t i = 0; i < count.value(); ++i) {
            const std::optional<WalkedMessage> message = walk.addRow(next + RowCount(i), rows[i]);
            if (message && m_again->isCompressed(*message))
                (void)inflate(*message);
        }
        next += count;
    }
}

OctetBuffer InflatedStarts::inflate(const WalkedMessage &message)
{
    OctetBuffer start;
    m_again->inflate(message, [&start](OctetView octets) {
        const OctetView wanted = octets.first(std::min(octets.size(), previewOctets - start.size()));
        start.insert(start.end(), wanted.begin(), wanted.end());
    });
    return start;
}

} // namespace fg
