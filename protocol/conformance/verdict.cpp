#include "protocol/conformance/verdict.h"

namespace fg {

std::string_view wordOf(Behavior behavior)
{
    switch (behavior) {
    case Behavior::Ok:
        return "OK";
    case Behavior::NonStrict:
        return "NON-STRICT";
    case Behavior::Failed:
        return "FAILED";
    case Behavior::Unimplemented:
        return "UNIMPLEMENTED";
    case Behavior::Informational:
        return "INFORMATIONAL";
    }
    return "FAILED";
}

std::string_view wordOf(CloseBehavior behavior)
{
    switch (behavior) {
    case CloseBehavior::Ok:
        return "OK";
    case CloseBehavior::Failed:
        return "FAILED";
    case CloseBehavior::WrongCode:
        return "WRONG CODE";
    case CloseBehavior::Unclean:
        return "UNCLEAN";
    case CloseBehavior::FailedByClient:
        return "FAILED BY CLIENT";
    case CloseBehavior::Informational:
        return "INFORMATIONAL";
    }
    return "FAILED";
}

} // namespace fg
