// What is lit of a finding, wherever one comes to it from: the row, the fields of that row and the octets
// that break the rule, as they passed the wire and as they are in the inflated message.
#pragma once

#include "protocol/session/log/session.h"
#include "ui/panels/field_model.h"

#include <QString>

#include <memory>

namespace fg {

class FindingLight
{
public:
    FindingLight(std::shared_ptr<const Session> session, const Finding &finding);

    [[nodiscard]] RowNumber row() const { return m_finding.row; }
    [[nodiscard]] const Finding &finding() const { return m_finding; }
    // Positions in the octets of the row, masked or not; none if no octets show it.
    [[nodiscard]] OctetRange inRow(const RowDetail &detail) const;
    // The message, inflated, as far as it shows the fault; nothing if the fault is not in inflated octets.
    [[nodiscard]] bool isInflated() const { return m_finding.inflatedAt.has_value(); }
    [[nodiscard]] std::uint64_t inflatedLength() const { return m_finding.where().inMessage.end(); }
    [[nodiscard]] OctetBuffer inflated(std::uint64_t from, std::size_t length) const;
    // Positions in these octets.
    [[nodiscard]] OctetRange inInflated() const;

    // "The server set RSV2 in frame 9 (RFC 6455 5.2)."
    [[nodiscard]] QString sentence() const;
    // "RSV2: octet 0 of frame 9"; empty if no octets show it.
    [[nodiscard]] QString place() const;

private:
    std::shared_ptr<const Session> m_session;
    Finding m_finding;
};

} // namespace fg
