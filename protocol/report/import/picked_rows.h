// Rows that were picked out of a session, as JSON has them, in a session that is made up for them: their
// frames with their payloads, and what is no octets as it is. Internal to report/.
#pragma once

#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/synthetic_session.h"

namespace fg {

class PickedRows
{
public:
    PickedRows(Role role, const SessionLimits &limits);

    [[nodiscard]] std::optional<ImportFault> take(const JsonValue &row);
    [[nodiscard]] std::shared_ptr<Session> finish();

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session.session(); }

private:
    SyntheticSession m_session;
};

} // namespace fg
