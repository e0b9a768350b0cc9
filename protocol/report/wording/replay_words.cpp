#include "protocol/report/wording/replay_words.h"

#include "protocol/text/text_tools.h"

namespace fg {
namespace {

using End = ReplayOutcome::End;

std::string completeWords(RecordingRead read)
{
    switch (read) {
    case RecordingRead::Whole:
        return "The recording was replayed to its end";
    case RecordingRead::UpToDamage:
        return "What could be read of the recording was replayed, but its file is damaged or cut, so the "
               "rest is missing";
    case RecordingRead::NotToEnd:
        return "What was read of the recording was replayed, but its file was not read to its end, so the "
               "rest is missing";
    }
    return {};
}

std::string whyOf(const ReplayOutcome &outcome)
{
    switch (outcome.end) {
    case End::Complete:
        return completeWords(outcome.read);
    case End::ConnectionOver:
        return "The connection ended before everything was replayed";
    case End::NotOpened:
        return "Nothing was replayed: no WebSocket connection opened";
    case End::OtherDeflate:
        return "Nothing was replayed: the recorded client compressed its messages as its server had agreed, "
               "and this server did not agree to that";
    case End::ReplyMissing:
        return "The replay was stopped: a reply that the recording has was not received";
    case End::Unreadable:
        return "The replay was stopped: the recording could not be read any further";
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
               "recorded in full with --record full on the command line.";
    case ReplayFault::Discarded:
        return "The recording does not hold all of its octets any more, so it cannot be replayed.";
    }
    return {};
}

std::string replaySentence(const ReplayOutcome &outcome)
{
    const std::string came =
        outcome.replies == 1 ? "1 message or pong" : std::to_string(outcome.replies) + " messages and pongs";
    return whyOf(outcome) + ". " + counted(outcome.sent, "frame") + " sent; " + came
        + " came back; the recording has " + std::to_string(outcome.recordedReplies) + '.';
}

} // namespace fg
