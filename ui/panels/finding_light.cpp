#include "ui/panels/finding_light.h"

#include "protocol/report/wording/finding_sentences.h"
#include "ui/base/text.h"

#include <algorithm>
#include <utility>

namespace fg {

FindingLight::FindingLight(std::shared_ptr<const Session> session, const Finding &finding)
    : m_session(std::move(session))
    , m_finding(finding)
{
}

OctetRange FindingLight::inRow(const RowDetail &detail) const
{
    const OctetsOfStream &octets = m_finding.where().onWire;
    const std::uint64_t start = detail.offset.value();
    const bool isInRow = !octets.isEmpty() && m_finding.direction == detail.direction && octets.first >= start
        && octets.first - start < detail.length;
    if (!isInRow)
        return {};
    const std::uint64_t first = octets.first - start;
    return {first, std::min(octets.count, detail.length - first)};
}

OctetBuffer FindingLight::inflated(std::uint64_t from, std::size_t length) const
{
    if (!isInflated() || from >= inflatedLength())
        return {};
    const std::uint64_t there = inflatedLength() - from;
    return m_session->inflated(m_finding.direction, *m_finding.inflatedAt + from,
                               static_cast<std::size_t>(std::min<std::uint64_t>(there, length)));
}

OctetRange FindingLight::inInflated() const
{
    const OctetsOfMessage &octets = m_finding.where().inMessage;
    return isInflated() ? OctetRange{octets.first, octets.count} : OctetRange{};
}

QString FindingLight::sentence() const { return toQString(findingHeadline(m_finding, m_session->role())); }

QString FindingLight::place() const { return toQString(placeWords(m_finding)); }

} // namespace fg
