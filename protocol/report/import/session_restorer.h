// Makes a session again out of the rows of its log as JSON has them. Rows that the session derives by itself
// are passed over. Internal to report/.
#pragma once

#include "protocol/report/import/row_reader.h"
#include "protocol/session/log/session.h"

#include <memory>

namespace fg {

class SessionRestorer
{
public:
    SessionRestorer(Role role, const SessionLimits &limits);

    // One row, in the order of the log. What is wrong with it, and then nothing was added.
    [[nodiscard]] std::optional<ImportFault> take(const JsonValue &row);
    // After the last row.
    [[nodiscard]] std::shared_ptr<Session> finish();

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }

private:
    [[nodiscard]] std::optional<ImportFault> check(const ReadRow &read, JsonPlace place) const;
    void append(ReadRow read);

    std::shared_ptr<Session> m_session;
    OctetBuffer m_borrowed; // the peer's octets that the session has not yet taken in
};

} // namespace fg
