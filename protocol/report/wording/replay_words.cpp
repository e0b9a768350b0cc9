#include "protocol/report/wording/replay_words.h"

#include "protocol/text/text_tools.h"

namespace fg {
namespace {

using End = ReplayOutcome::End;

std::string whyOf(const ReplayOutcome &outcome)
{
    switch (outcome.end) {
    case End::Complete:
        return "Replayed to its end";
    case End::ConnectionOver:
        return "The connection was over before all was replayed";
    case End::NotOpened:
        return "Nothing was replayed: no WebSocket connection opened";
    case End::OtherDeflate:
        return "Nothing was replayed: the recorded client compressed its messages as the server had agreed "
               "to, "
               "which this server did not";
    case End::ReplyMissing:
        return "The replay was given up: a reply did not come that the recording has";
    case End::Unreadable:
        return "The replay was given up: the recording could not be read any further";
    }
    return {};
}

} // namespace

std::string replayFaultSentence(ReplayFault fault)
{
    switch (fault) {
    case ReplayFault::NeverOpened:
        return "The recorded connection never opened, so there is nothing to replay.";
    case ReplayFault::LeftOut:
        return "The recording leaves frames out (those of a bulk phase), so it cannot be replayed; cases are "
               "recorded in full with --record full.";
    case ReplayFault::Forgotten:
        return "The recording does not hold all of its octets any more, so it cannot be replayed.";
    }
    return {};
}

std::string replaySentence(const ReplayOutcome &outcome)
{
    return whyOf(outcome) + ". " + counted(outcome.sent, "frame") + " sent; "
        + std::to_string(outcome.replies) + " messages and pongs came, "
        + std::to_string(outcome.recordedReplies) + " in the recording.";
}

} // namespace fg
