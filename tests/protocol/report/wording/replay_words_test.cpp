// What is said about a replay.
#include "protocol/report/wording/replay_words.h"

#include <gtest/gtest.h>

namespace fg::test::replay_words_test {
namespace {

TEST(ReplayWords, SayThatTheRestIsMissingWhereARecordingIsOnlyAPart)
{
    const auto sentence = [](RecordingRead read) {
        return replaySentence({.read = read, .sent = 2, .replies = 1, .recordedReplies = 2});
    };
    const std::string counts = ". 2 frames sent; 1 message or pong came back; the recording has 2.";
    EXPECT_EQ(sentence(RecordingRead::Whole), "The recording was replayed to its end" + counts);
    EXPECT_EQ(sentence(RecordingRead::UpToDamage),
              "What could be read of the recording was replayed, but its file is damaged or cut, so the rest "
              "is missing"
                  + counts);
    EXPECT_EQ(sentence(RecordingRead::NotToEnd),
              "What was read of the recording was replayed, but its file was not read to its end, so the "
              "rest is missing"
                  + counts);
}

} // namespace
} // namespace fg::test::replay_words_test
