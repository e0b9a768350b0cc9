#include "protocol/report/import/session_restorer.h"

#include "protocol/session/log/restored_note.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <utility>

namespace fg {
SessionRestorer::SessionRestorer(Role role, const SessionLimits &limits, std::shared_ptr<MemoryBudget> memory)
    : m_memory(std::move(memory))
    , m_session(std::make_shared<Session>(role, limits, SessionBacking{.budget = m_memory}))
{
}

std::optional<ImportFault> SessionRestorer::add(const JsonValue &value)
{
    ReadRow row;
    std::optional<ImportFault> fault = readRow(value, row);
    if (fault)
        return fault;
    if (!row.note.empty())
        restoreNote(*m_session, m_memory.get(), row.number, std::move(row.note));
    if (row.isDerived)
        return std::nullopt;
    fault = check(row, value.place);
    if (!fault)
        append(std::move(row));
    return fault;
}

std::optional<ImportFault> SessionRestorer::check(const ReadRow &read, JsonPlace place) const
{
    const LogRow &row = read.row;
    if (row.kind == RowKind::Frame && row.direction == Direction::In)
        return ImportFault{
            place, "\"derived\": expected true, because frames of the peer are derived from its octets"};
    if (row.kind != RowKind::Octets)
        return std::nullopt;
    // A gap in a stream would change everything that is derived from its octets.
    const StreamOffset expected = m_session->streamSize(row.direction);
    if (row.offset != expected)
        return ImportFault{place,
                           "\"offset\": expected " + std::to_string(expected.value())
                               + ", where the octets before it end; the octets between were not kept"};
    if (row.length != read.octets.size())
        return ImportFault{place,
                           "\"octets\": expected " + counted(row.length, "octet") + ", found "
                               + std::to_string(read.octets.size()) + "; the others were not kept"};
    return std::nullopt;
}

void SessionRestorer::append(ReadRow read)
{
    const bool isFrame = read.row.kind == RowKind::Frame;
    const bool isReceived = read.row.kind == RowKind::Octets && read.row.direction == Direction::In;
    m_session->append(read.row, std::move(read.extra), isFrame ? OctetView() : OctetView(read.octets));
    // The session has now read the previous octets.
    if (isReceived)
        m_borrowed = std::move(read.octets);
}

std::shared_ptr<Session> SessionRestorer::finish()
{
    m_session->processReceived();
    m_session->endReading();
    m_borrowed.clear();
    return std::move(m_session);
}

} // namespace fg
