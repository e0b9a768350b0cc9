#include "protocol/report/import/picked_rows.h"

#include "protocol/report/import/row_reader.h"
#include "protocol/session/log/restored_note.h"

#include <utility>

namespace fg {

PickedRows::PickedRows(Role role, const SessionLimits &limits, std::shared_ptr<MemoryBudget> memory)
    : m_memory(std::move(memory))
    , m_session(role, limits, m_memory)
{
    m_session.addNote(
        "The rows of this session were picked out of a longer one. Their frames and texts are unchanged; the "
        "opening handshake and the octets that carry them are made up.",
        {});
    m_session.addOpeningHandshake("localhost", "/", {});
}

std::optional<ImportFault> PickedRows::add(const JsonValue &value)
{
    ReadRow read;
    if (std::optional<ImportFault> fault = readRow(value, read))
        return fault;
    const LogRow &row = read.row;
    // Everything so far counts as a row.
    m_session.session()->commit();
    const RowNumber next = endOf(m_session.session()->rowCount());
    switch (row.kind) {
    case RowKind::Frame:
        m_session.addFrame(row.direction, row.header(), read.octets, row.time);
        break;
    case RowKind::Octets:
    case RowKind::Recording: // it says which octets are not in the log, but here all octets are made up
        break;
    default:
        m_session.addRow(row, std::move(read.extra));
        break;
    }
    if (!read.note.empty())
        restoreNote(row, next, std::move(read.note));
    return std::nullopt;
}

// The made-up octets of a frame are a row of their own, before or after that of the frame.
void PickedRows::restoreNote(const LogRow &noted, RowNumber first, std::string note)
{
    Session &session = *m_session.session();
    session.commit();
    for (RowNumber number = first; number < endOf(session.rowCount()); ++number) {
        const LogRow row = session.row(number);
        if (row.kind == noted.kind && row.direction == noted.direction) {
            fg::restoreNote(session, m_memory.get(), number, std::move(note));
            return;
        }
    }
}

std::shared_ptr<Session> PickedRows::finish()
{
    m_session.session()->endReading();
    return m_session.session();
}

} // namespace fg
