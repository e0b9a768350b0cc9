#include "protocol/conformance/cases/verdict.h"

#include <initializer_list>

namespace fg {

namespace {

template <typename Verdict>
std::optional<Verdict> verdictOf(std::string_view word, std::initializer_list<Verdict> all)
{
    for (const Verdict verdict : all) {
        if (wordOf(verdict) == word)
            return verdict;
    }
    return std::nullopt;
}

} // namespace

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

std::optional<Behavior> behaviorOf(std::string_view word)
{
    return verdictOf<Behavior>(word,
                               {Behavior::Ok, Behavior::NonStrict, Behavior::Failed, Behavior::Unimplemented,
                                Behavior::Informational});
}

std::optional<CloseBehavior> closeBehaviorOf(std::string_view word)
{
    return verdictOf<CloseBehavior>(word,
                                    {CloseBehavior::Ok, CloseBehavior::Failed, CloseBehavior::WrongCode,
                                     CloseBehavior::Unclean, CloseBehavior::FailedByClient,
                                     CloseBehavior::Informational});
}

bool CaseVerdict::hasFailed() const
{
    if (behavior == Behavior::Unimplemented || behavior == Behavior::Informational)
        return false;
    return behavior == Behavior::Failed
        || (close != CloseBehavior::Ok && close != CloseBehavior::Informational);
}

} // namespace fg
