#include "protocol/handshake/opening_head_reader.h"

#include "protocol/handshake/opening.h"

namespace fg {

OpeningHeadReader::OpeningHeadReader(Kind kind, HeadLimits limits)
    : m_kind(kind)
    , m_limits(limits)
    , m_reader(kind, limits)
{
}

std::size_t OpeningHeadReader::feed(OctetView octets)
{
    const std::uint64_t before = m_taken;
    for (;;) {
        const std::size_t taken = m_reader.feed(octets);
        m_taken += taken;
        octets = octets.subspan(taken);
        m_isOverLimit = isInterim() && m_interimAnswers == mostInterimAnswers;
        if (m_isOverLimit || !isInterim())
            return static_cast<std::size_t>(m_taken - before);
        m_violations = violations();
        for (Violation fault : bodyFieldFaults(head())) {
            fault.octetOffset += m_headStart;
            m_violations.push_back(fault);
        }
        m_reader = HttpHeadReader(m_kind, m_limits);
        m_headStart = m_taken;
        ++m_interimAnswers;
    }
}

bool OpeningHeadReader::isInterim() const
{
    if (m_kind != Kind::Response || m_reader.state() != State::Complete)
        return false;
    const int status = statusOf(head()).value_or(0);
    return status >= 100 && status < 200 && status != 101;
}

std::vector<Violation> OpeningHeadReader::violations() const
{
    std::vector<Violation> all = m_violations;
    for (Violation violation : m_reader.violations()) {
        violation.octetOffset += m_headStart;
        all.push_back(violation);
    }
    if (m_isOverLimit)
        all.push_back({.rule = RuleId::TooManyInterimAnswers,
                       .octetOffset = m_headStart,
                       .value = m_interimAnswers + 1});
    return all;
}

} // namespace fg
