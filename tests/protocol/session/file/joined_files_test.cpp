// Recordings that other programs have joined or written again are read as the recordings themselves.
#include "protocol/session/file/joined_section.h"
#include "protocol/session/file/pcapng.h"
#include "tests/support/random_session.h"
#include "tests/support/recorded.h"

#include "protocol/session/file/session_save.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::joined_files_test {
namespace {

const std::filesystem::path data = std::filesystem::path(FRAMEGLASS_TEST_DATA) / "joined";

// Whether the file has exactly these connections, in any order.
void expectConnections(const std::filesystem::path &path, const std::vector<std::shared_ptr<Session>> &wanted)
{
    const ReadFile read = readFile(path);
    EXPECT_FALSE(read.damage) << path << ", offset " << (read.damage ? read.damage->offset : 0);
    ASSERT_EQ(read.connections.size(), wanted.size()) << path;
    for (const auto &session : wanted) {
        const bool isThere = std::ranges::any_of(read.connections, [&](const RecordedConnection &connection) {
            return difference(*connection.session, *session).empty();
        });
        EXPECT_TRUE(isThere) << path << ": " << difference(*read.connections.front().session, *session);
    }
}

std::shared_ptr<Session> sessionIn(const std::filesystem::path &path)
{
    const ReadFile read = readFile(path);
    EXPECT_EQ(read.connections.size(), 1U) << path;
    return read.connections.empty() ? nullptr : read.connections.front().session;
}

// Two live recordings, which overlap in time, as mergecap has joined them.
TEST(JoinedFile, OfMergecapHasTheConnectionsOfBoth)
{
    const auto one = sessionIn(data / "one.pcapng");
    const auto two = sessionIn(data / "two.pcapng");
    ASSERT_TRUE(one && two);
    for (const std::string_view name :
         {"same_interface.pcapng", "own_interfaces.pcapng", "one_after_the_other.pcapng"})
        expectConnections(data / name, {one, two});
}

TEST(JoinedFile, WithCommentsOnItsPacketsIsReadAllTheSame)
{
    expectConnections(data / "commented.pcapng", {sessionIn(data / "one.pcapng")});
}

// A block of a recording, and the time by which it is ordered.
struct TimedBlock
{
    OctetBuffer octets;
    std::uint64_t time = 0; // in nanoseconds
    std::uint32_t interfaces = 0; // of its recording
};

std::uint32_t typeOf(OctetView block) { return pcapng::number32At(block, 0); }

std::vector<TimedBlock> blocksOf(const std::filesystem::path &path)
{
    const OctetBuffer content = contentOf(path);
    std::vector<TimedBlock> blocks;
    std::uint64_t time = 0;
    for (OctetView rest = content; !rest.empty();) {
        const auto block = std::get<pcapng::Block>(pcapng::readBlock(rest));
        if (block.type == pcapng::BlockType::Packet)
            time = pcapng::readPacket(block.body)->time;
        else if (block.type == pcapng::BlockType::Journal)
            time = JournalEntry(block.body).number<std::uint64_t>("__REALTIME_TIMESTAMP").value_or(0) * 1000;
        const OctetView octets = rest.first(block.length);
        blocks.push_back({OctetBuffer(octets.begin(), octets.end()), time});
        rest = rest.subspan(block.length);
    }
    return blocks;
}

enum class Interfaces : std::uint8_t { Own, Shared };

void putNumber(OctetBuffer &block, std::size_t at, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        block[at + i] = static_cast<std::byte>(value >> (8 * i));
}

// Joins recordings of one connection each as mergecap does: one section, the blocks in the order of their
// times, and those of each recording in their own.
void join(const std::vector<std::filesystem::path> &recordings, Interfaces interfaces,
          const std::filesystem::path &into)
{
    OctetBuffer out;
    pcapng::appendSection(out, "Mergecap (test)");
    std::vector<std::vector<TimedBlock>> all;
    for (const auto &path : recordings) {
        all.push_back(blocksOf(path));
        all.back().erase(all.back().begin()); // the section
    }
    // The interfaces come first.
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto interface =
            std::ranges::find_if(all[i], [](const TimedBlock &block) { return typeOf(block.octets) == 1; });
        if (i == 0 || interfaces == Interfaces::Own)
            out.insert(out.end(), interface->octets.begin(), interface->octets.end());
        all[i].erase(interface);
    }
    std::vector<std::size_t> next(all.size());
    for (;;) {
        std::optional<std::size_t> first;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (next[i] < all[i].size() && (!first || all[i][next[i]].time < all[*first][next[*first]].time))
                first = i;
        }
        if (!first)
            break;
        TimedBlock block = all[*first][next[*first]++];
        if (typeOf(block.octets) == static_cast<std::uint32_t>(pcapng::BlockType::Packet))
            putNumber(block.octets, 8,
                      interfaces == Interfaces::Own ? static_cast<std::uint32_t>(*first) : 0);
        out.insert(out.end(), block.octets.begin(), block.octets.end());
    }
    writeContent(into, out);
}

TEST(JoinedFile, OfAnyRecordingsHasTheirConnections)
{
    for (unsigned seed = 0; seed < 10; ++seed) {
        const TemporaryFolder folder;
        std::vector<std::filesystem::path> recordings;
        std::vector<std::shared_ptr<Session>> sessions;
        for (unsigned i = 0; i < 3; ++i) {
            recordings.push_back(folder.file("recording" + std::to_string(i)));
            SessionHeading heading;
            heading.url = "ws://localhost/";
            const auto random = randomSession(3 * seed + i);
            heading.role = random->role();
            // All at nearly the same time.
            heading.started = std::chrono::system_clock::time_point(std::chrono::seconds(1'772'269'200)
                                                                    + std::chrono::microseconds(7 * i));
            ASSERT_FALSE(saveSession(*random, heading, {}, recordings.back()));
            sessions.push_back(sessionIn(recordings.back()));
        }
        for (const Interfaces interfaces : {Interfaces::Own, Interfaces::Shared}) {
            join(recordings, interfaces, folder.file("joined"));
            expectConnections(folder.file("joined"), sessions);
        }
    }
}

// What cannot be told apart by anything but its order.
TEST(JoinedFile, OfOneRecordingTwiceHasItTwice)
{
    const auto session = sessionIn(data / "two.pcapng");
    const TemporaryFolder folder;
    for (const Interfaces interfaces : {Interfaces::Own, Interfaces::Shared}) {
        join({data / "two.pcapng", data / "two.pcapng"}, interfaces, folder.file("joined"));
        expectConnections(folder.file("joined"), {session, session});
    }
}

// They all have the same ends, and each leaves the list of these when its packets begin.
TEST(JoinedFile, OfOneRecordingManyTimesHasItAsOften)
{
    constexpr std::size_t many = 100;
    const TemporaryFolder folder;
    const auto session = sessionIn(data / "two.pcapng");
    ASSERT_TRUE(session);
    for (const Interfaces interfaces : {Interfaces::Own, Interfaces::Shared}) {
        join(std::vector(many, data / "two.pcapng"), interfaces, folder.file("joined"));
        const ReadFile read = readFile(folder.file("joined"));
        EXPECT_FALSE(read.damage);
        ASSERT_EQ(read.connections.size(), many);
        for (const RecordedConnection &connection : read.connections)
            ASSERT_EQ(difference(*connection.session, *session), "");
    }
}

TEST(JoinedFile, KeepsTheRemarksOfEachConnection)
{
    const TemporaryFolder folder;
    std::vector<std::filesystem::path> recordings;
    for (unsigned i = 0; i < 2; ++i) {
        recordings.push_back(folder.file("recording" + std::to_string(i)));
        SessionHeading heading;
        heading.caseId = "1." + std::to_string(i);
        heading.started = std::chrono::system_clock::time_point(std::chrono::seconds(1'772'269'200 + i));
        ASSERT_FALSE(
            saveSession(*randomSession(i), heading, {{"verdict", heading.caseId}}, recordings.back()));
    }
    join(recordings, Interfaces::Shared, folder.file("joined"));
    const ReadFile read = readFile(folder.file("joined"));
    ASSERT_EQ(read.connections.size(), 2U);
    for (const RecordedConnection &connection : read.connections) {
        ASSERT_EQ(connection.remarks.size(), 1U);
        EXPECT_EQ(connection.remarks[0].second, connection.heading.caseId);
    }
}

TEST(JoinedFile, LeavesOutWhatOtherCapturesHave)
{
    const auto session = sessionIn(data / "one.pcapng");
    const TemporaryFolder folder;
    OctetBuffer out;
    pcapng::appendSection(out, "Mergecap (test)");
    const std::vector<TimedBlock> blocks = blocksOf(data / "one.pcapng");
    for (std::size_t i = 1; i < blocks.size(); ++i) {
        out.insert(out.end(), blocks[i].octets.begin(), blocks[i].octets.end());
        if (typeOf(blocks[i].octets) == 1)
            pcapng::appendInterface(out, "other", "");
        // Neither IP nor one of our connections.
        pcapng::appendPacket(out, 1, 0, Direction::In, octetsOf("\xff\xff\xff\xff"), {});
        const SegmentEncoder::End end{"10.0.0.1", 4000};
        SegmentEncoder encoder(end, end);
        pcapng::appendPacket(out, 1, 0, Direction::In,
                             encoder.headers(Direction::In, {.payload = octetsOf("x")}), octetsOf("x"));
    }
    writeContent(folder.file("joined"), out);
    expectConnections(folder.file("joined"), {session});
    auto opened = SessionReader::open(folder.file("joined"));
    auto &reader = *std::get<0>(opened);
    reader.readAll();
    EXPECT_EQ(reader.foreignPackets(), 2 * (blocks.size() - 1));
}

TEST(JoinedFile, WithNoRecordingInItIsACaptureOfAnotherProgram)
{
    const TemporaryFolder folder;
    OctetBuffer out;
    pcapng::appendSection(out, "Dumpcap (test)");
    pcapng::appendInterface(out, "eth0", "");
    pcapng::appendPacket(out, 0, 0, Direction::In, octetsOf("anything at all"), {});
    writeContent(folder.file("capture"), out);
    const ReadFile read = readFile(folder.file("capture"));
    ASSERT_TRUE(read.damage);
    EXPECT_EQ(read.damage->kind, FileDamage::Kind::NotASession);
    EXPECT_EQ(read.damage->reason, "Dumpcap (test)");
}

TEST(JoinedFile, WithAChangedOctetIsReadWithoutHarm)
{
    const TemporaryFolder folder;
    const OctetBuffer content = contentOf(data / "same_interface.pcapng");
    for (std::size_t at = 0; at < content.size(); at += 5) {
        OctetBuffer changed = content;
        changed[at] ^= static_cast<std::byte>(at % 3 == 0 ? 0xFF : 1 << at % 8);
        writeContent(folder.file("changed"), changed);
        const ReadFile read = readFile(folder.file("changed"));
        for (const RecordedConnection &connection : read.connections)
            (void)everythingOf(*connection.session);
    }
}

} // namespace
} // namespace fg::test::joined_files_test
