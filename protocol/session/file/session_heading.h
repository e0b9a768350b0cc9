// Facts about a connection as a whole that its octets do not show. They are the first entry of each
// connection in a session file.
#pragma once

#include "protocol/endpoint/endpoint.h"
#include "protocol/endpoint/role.h"
#include "protocol/session/file/journal_entry.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fg {

// A name and a text. The writer chooses the name ("verdict", "header"); texts are UTF-8.
using NamedText = std::pair<std::string, std::string>;

struct SessionHeading
{
    Role role = Role::Client; // Our role.
    std::chrono::system_clock::time_point started; // Row time 0, exact to the nanosecond.
    std::string url; // Empty for a server.
    std::string agent; // The peer's name in reports; may be empty.
    std::string caseId; // Empty if the connection does not belong to a case.
    std::uint64_t messageLimit = EndpointSettings().messageLimit; // SessionLimits::messageOctets
    std::vector<NamedText> settings; // How the user asked for the connection, without secrets.

    bool operator==(const SessionHeading &) const = default;
};

// A heading can have this many settings.
inline constexpr std::size_t mostSettings = 100;

void addHeading(JournalWriter &entry, const SessionHeading &heading);
// nullopt if the entry is not a heading, or has an unknown format version.
[[nodiscard]] std::optional<SessionHeading> headingIn(const JournalEntry &entry);

// Nanoseconds since 1970.
[[nodiscard]] std::uint64_t epochTime(std::chrono::system_clock::time_point time);

} // namespace fg
