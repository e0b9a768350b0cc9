// Makes up a session for rows that were picked out of a session and written as JSON. It has their frames with
// the payloads, and all other rows except reads and writes, each with the note of a person on it. Internal to
// report/.
#pragma once

#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/synthetic_session.h"

namespace fg {

class PickedRows
{
public:
    // `memory`: what the session counts against; null: only its own limits apply.
    PickedRows(Role role, const SessionLimits &limits, std::shared_ptr<MemoryBudget> memory = {});

    [[nodiscard]] std::optional<ImportFault> add(const JsonValue &row);
    [[nodiscard]] std::shared_ptr<Session> finish();

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session.session(); }

private:
    // Of the row that was made up for this one, among those from `first` on.
    void restoreNote(const LogRow &noted, RowNumber first, std::string note);

    std::shared_ptr<MemoryBudget> m_memory;
    SyntheticSession m_session;
};

} // namespace fg
