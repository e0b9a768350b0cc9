// The verdict on a case: on its behavior, and on the closing of its connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fg {

enum class Behavior : std::uint8_t { Ok, NonStrict, Failed, Unimplemented, Informational };
enum class CloseBehavior : std::uint8_t { Ok, Failed, WrongCode, Unclean, FailedByClient, Informational };

// The words that other programs read: "NON-STRICT", "WRONG CODE".
[[nodiscard]] std::string_view wordOf(Behavior behavior);
[[nodiscard]] std::string_view wordOf(CloseBehavior behavior);
// Parse such a word; nullopt if it is none of them.
[[nodiscard]] std::optional<Behavior> behaviorOf(std::string_view word);
[[nodiscard]] std::optional<CloseBehavior> closeBehaviorOf(std::string_view word);

struct CaseVerdict
{
    Behavior behavior = Behavior::Failed;
    CloseBehavior close = CloseBehavior::Failed;
    // What `behavior` and `close` were before the case's settings (for example `informational`) replaced
    // them. The sentences of reports are made from these.
    Behavior plainBehavior = Behavior::Failed;
    CloseBehavior plainClose = CloseBehavior::Failed;

    // Used for exit codes. A case has failed if its behavior is FAILED, or its closing is neither OK nor
    // INFORMATIONAL. A case whose behavior is UNIMPLEMENTED or INFORMATIONAL never fails.
    [[nodiscard]] bool hasFailed() const;
    bool operator==(const CaseVerdict &) const = default;
};

} // namespace fg
