// What is to be said of a connection as a whole that its octets do not say: in a session file the first
// thing of each connection.
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

// A name and a text. Names are those of whoever writes them ("verdict", "header"); texts are UTF-8.
using NamedText = std::pair<std::string, std::string>;

struct SessionHeading
{
    Role role = Role::Client; // ours
    std::chrono::system_clock::time_point started; // row time 0, kept to the nanosecond
    std::string url; // empty for a server
    std::string agent; // the peer's name in reports; may be empty
    std::string caseId; // empty: no case
    std::uint64_t messageLimit = EndpointSettings().messageLimit; // SessionLimits::messageOctets
    std::vector<NamedText> settings; // how it was asked for, without secrets

    bool operator==(const SessionHeading &) const = default;
};

// Settings that a heading can hold.
inline constexpr std::size_t mostSettings = 100;

void addHeading(JournalWriter &entry, const SessionHeading &heading);
// nullopt: no heading, or one of a format that is not known.
[[nodiscard]] std::optional<SessionHeading> headingIn(const JournalEntry &entry);

// Nanoseconds since 1970.
[[nodiscard]] std::uint64_t epochTime(std::chrono::system_clock::time_point time);

} // namespace fg
