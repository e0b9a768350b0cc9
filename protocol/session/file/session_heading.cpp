#include "protocol/session/file/session_heading.h"

#include <algorithm>

namespace fg {
namespace {

// Version of the format, for future readers.
constexpr unsigned formatVersion = 1;

std::chrono::system_clock::time_point timeOf(std::uint64_t nanoseconds)
{
    return std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(
            std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds))));
}

} // namespace

std::uint64_t epochTime(std::chrono::system_clock::time_point time)
{
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
}

void addHeading(JournalWriter &entry, const SessionHeading &heading)
{
    entry.add("FG_FORMAT", formatVersion).add("FG_ROLE", heading.role == Role::Client ? "client" : "server");
    entry.add("FG_STARTED", epochTime(heading.started)).add("FG_URL", heading.url);
    entry.add("FG_AGENT", heading.agent).add("FG_CASE", heading.caseId);
    entry.add("FG_MESSAGE_LIMIT", heading.messageLimit);
    for (std::size_t i = 0; i < std::min(heading.settings.size(), mostSettings); ++i) {
        const std::string prefix = "FG_SETTING_" + std::to_string(i);
        entry.add(prefix + "_NAME", heading.settings[i].first).add(prefix, heading.settings[i].second);
    }
}

std::optional<SessionHeading> headingIn(const JournalEntry &entry)
{
    const std::string_view role = entry.find("FG_ROLE").value_or("");
    const auto started = entry.number<std::uint64_t>("FG_STARTED");
    const bool isKnown = entry.number<unsigned>("FG_FORMAT") == formatVersion && started
        && (role == "client" || role == "server");
    if (!isKnown)
        return std::nullopt;
    const std::uint64_t defaultLimit = SessionHeading().messageLimit;
    SessionHeading heading{.role = role == "client" ? Role::Client : Role::Server,
                           .started = timeOf(*started),
                           .url = entry.text("FG_URL"),
                           .agent = entry.text("FG_AGENT"),
                           .caseId = entry.text("FG_CASE"),
                           .messageLimit =
                               entry.number<std::uint64_t>("FG_MESSAGE_LIMIT").value_or(defaultLimit),
                           .settings = {}};
    while (heading.settings.size() < mostSettings) {
        const std::string prefix = "FG_SETTING_" + std::to_string(heading.settings.size());
        const auto name = entry.find(prefix + "_NAME");
        if (!name)
            break;
        heading.settings.emplace_back(std::string(*name), entry.text(prefix));
    }
    return heading;
}

} // namespace fg
