#include "protocol/session/live/live_recording.h"

#include <utility>

namespace fg {
std::shared_ptr<Session> makeLog(const Target &target, LiveRecording &recording)
{
    SessionLimits limits = recording.backing.store ? SessionLimits::onFile() : SessionLimits();
    limits.messageOctets = target.messageLimit;
    return std::make_shared<Session>(Role::Client, limits, std::move(recording.backing));
}

LiveSettings liveSettings(const Target &target, const Policies &policies)
{
    LiveSettings settings{
        .endpoint = clientSettings(target), .policies = policies, .replyLimit = usualReplyLimit};
    settings.endpoint.closeReplyTimeout = target.closingLimit;
    return settings;
}

} // namespace fg
