#include "protocol/conformance/cases/case_result.h"

#include "protocol/session/log/session.h"

namespace fg {

std::optional<TransportError> CaseResult::connectError() const
{
    return session ? session->summary().error : std::nullopt;
}

} // namespace fg
