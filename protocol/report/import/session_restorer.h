// Restores a session from the rows of its log in JSON. Rows that the session derives itself are skipped.
// Internal to report/.
#pragma once

#include "protocol/report/import/row_reader.h"
#include "protocol/session/log/session.h"

#include <memory>

namespace fg {

class SessionRestorer
{
public:
    // `memory`: what the session counts against; null: only its own limits apply.
    SessionRestorer(Role role, const SessionLimits &limits, std::shared_ptr<MemoryBudget> memory = {});

    // Adds one row; they must come in the order of the log. Returns what is wrong with it if it was not
    // added.
    [[nodiscard]] std::optional<ImportFault> add(const JsonValue &row);
    // Must be called after the last row.
    [[nodiscard]] std::shared_ptr<Session> finish();

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }

private:
    [[nodiscard]] std::optional<ImportFault> check(const ReadRow &read, JsonPlace place) const;
    void append(ReadRow read);

    std::shared_ptr<MemoryBudget> m_memory;
    std::shared_ptr<Session> m_session;
    OctetBuffer m_borrowed; // the last received octets, which the session still refers to
};

} // namespace fg
