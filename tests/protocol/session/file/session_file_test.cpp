// Reading a session file gives the recorded session with all values; reading a cut file gives what precedes
// the cut.
#include "protocol/files/file_hold.h"
#include "protocol/session/file/session_save.h"
#include "protocol/session/live/target_heading.h"
#include "protocol/session/log/session_copy.h"
#include "tests/support/recorded.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::session_file_test {
namespace {

// Two connections with the same events, one of which is recorded.
struct Pair
{
    TemporaryFolder folder;
    std::shared_ptr<Session> recorded;
    std::shared_ptr<Session> plain;

    explicit Pair(Role role)
        : recorded(std::make_shared<Session>(role, SessionLimits{},
                                             createFile(folder.file())->addConnection(headingOf(role))))
        , plain(std::make_shared<Session>(role))
    {
    }
    template <typename Play> void play(Play play, Policies policies = {}, const std::string &extensions = {})
    {
        for (const std::shared_ptr<Session> &log : {recorded, plain}) {
            Live live(log, policies, 0, extensions);
            play(live);
        }
    }
    void expectTheSame()
    {
        EXPECT_EQ(difference(*recorded, *plain), "");
        for (const std::size_t step : {std::size_t{1}, std::size_t{1} << 40}) {
            const ReadFile file = readFile(folder.file(), step);
            EXPECT_FALSE(file.damage);
            ASSERT_EQ(file.connections.size(), 1U);
            EXPECT_EQ(difference(*file.connections[0].session, *plain), "");
        }
    }
};

constexpr std::string_view conversations[] = {
    "810568656c6c6f89000103616263890170800264658"
    "80203e8",
    "8203010203c103616263820304050"
    "6",
    "8102c3288900",
    "880203ed88020bb88900",
    "810568656c",
    "8105",
    "81",
    "09000b00",
    "8a0378797a8a00",
    "827fffffffffffffffff616263",
};

TEST(SessionFile, HoldsTheSameSessionAgain)
{
    for (const Role role : {Role::Client, Role::Server}) {
        for (std::string_view hex : conversations) {
            Pair pair(role);
            pair.play([&](Live &live) {
                live.open();
                live.session->sendFrame({.payload = octetsOf("first")});
                live.session->sendMessage({.payload = octetsOf("in three parts"), .fragment = 5});
                live.time.advance(std::chrono::milliseconds(3));
                live.peer(hex.substr(0, hex.size() & ~std::size_t{1}));
                live.stream.end(TcpEnd::Reset);
            });
            pair.expectTheSame();
        }
    }
}

TEST(SessionFile, HoldsRepliesBetweenTheFramesOfOneRead)
{
    Pair pair(Role::Client);
    pair.play([](Live &live) {
        live.open();
        live.peer("8901618901628901638900810161890164");
        live.time.advance(std::chrono::microseconds(7));
        live.peerEachOctet("89016581016689016788020"
                           "3e8");
        live.stream.end();
    });
    pair.expectTheSame();
}

TEST(SessionFile, HoldsHowFramesWereAskedFor)
{
    Pair pair(Role::Client);
    pair.play([](Live &live) {
        live.open();
        live.stream.drains = false;
        live.session->sendFrame({.payload = octetsOf("chopped"), .chop = 2});
        live.session->sendFrame({.payload = octetsOf("x"), .repeatTo = 300'000, .chop = 70'000});
        live.session->sendFrame({.opcode = Opcode::Binary, .rsv = 5, .sync = true});
        live.session->sendFrame({.payload = octetsOf("plain")});
        for (int i = 0; i < 20; ++i)
            live.stream.drain();
        live.session->sendFrame({.payload = octetsOf("lies"), .masking = Masking::Off, .declaredLength = 77});
        live.session->beginFrame({.fin = false, .declaredLength = 4});
        live.session->sendFrameData(octetsOf("ab"), WriteApart::Yes);
        live.session->sendOctets(octetsOf("raw"), WriteApart::No);
        live.session->drop();
    });
    pair.expectTheSame();
}

TEST(SessionFile, HoldsTimersNotesAndFailures)
{
    Pair pair(Role::Client);
    pair.play([](Live &live) {
        live.open();
        live.session->logTimer(RowKind::TimerSet, TimerPurpose::Wait, std::chrono::seconds(1),
                               "tag =\n\x01\xff");
        live.time.advance(std::chrono::seconds(1));
        live.session->logTimer(RowKind::TimerFired, TimerPurpose::Wait, std::chrono::seconds(1),
                               "tag =\n\x01\xff");
        live.session->logNote("a note\nin two lines");
        live.session->logNote("");
        live.session->logEchoes(
            {.wanted = 5, .right = 2, .fault = EchoRecord::Fault::Content, .difference = 17});
        live.session->fail(1001);
        live.time.advance(std::chrono::seconds(30));
    });
    pair.expectTheSame();
}

TEST(SessionFile, HoldsWhatABulkPhaseLeft)
{
    for (const std::string_view rest : {"", "8102", "0103616263",
                                        "8105616263646588020"
                                        "3e8"}) {
        for (const std::string_view after : {"", "63648900880203e8", "880203e8"}) {
            Pair pair(Role::Client);
            pair.play(
                [&](Live &live) {
                    live.open();
                    live.peer("810161");
                    live.session->logRecording(false);
                    for (int i = 0; i < 50; ++i) {
                        live.session->sendFrame({.payload = octetsOf("bulk"), .repeatTo = 10'000});
                        live.peer("c103616263810161890161");
                    }
                    live.session->logTimer(RowKind::TimerFired, TimerPurpose::Wait, std::chrono::seconds(1),
                                           "in it");
                    live.onEvent = [](LiveSession &session, const EndpointEvent &event) {
                        if (event.kind == EndpointEvent::Kind::Ping)
                            session.logRecording(true);
                    };
                    live.peer("8900" + std::string(rest));
                    live.session->sendFrame({.payload = octetsOf("behind")});
                    live.onEvent = [](auto &, const auto &) {};
                    if (rest.empty() || rest.size() > 20)
                        live.peer(after);
                    live.stream.end();
                },
                {.failsOnViolation = false});
            pair.expectTheSame();
        }
    }
}

// A compressed message refers to earlier ones, so a message after the phase needs the messages before it.
// What the peer sends is inflated in the phase, too; what we send is not, so that messages of ours that refer
// to it cannot be inflated.
TEST(SessionFile, HoldsWhatCompressedMessagesAfterABulkPhaseAreReadWith)
{
    enum class InPhase : std::uint8_t { Nothing, Compressed, Broken };
    for (const auto &[inPhase, understood] :
         {std::pair{InPhase::Nothing, 4}, {InPhase::Compressed, 3}, {InPhase::Broken, 3}}) {
        Pair pair(Role::Client);
        pair.play(
            [phase = inPhase](Live &live) {
                Deflater deflater{DeflateDirection{}};
                const auto bothSend = [&] {
                    OctetBuffer out;
                    deflater.compress(octetsOf("the same again and again"), out);
                    live.peer("c1" + toHex(std::array{static_cast<std::byte>(out.size())}) + toHex(out));
                    live.session->sendMessage(
                        {.payload = octetsOf("ours, ours, ours"), .compression = Compression::On});
                };
                live.open();
                bothSend();
                live.session->logRecording(false);
                live.peer("810161890162");
                if (phase == InPhase::Compressed)
                    bothSend();
                else if (phase == InPhase::Broken)
                    live.peer("c10107");
                live.session->logRecording(true);
                bothSend();
                live.peer("810163");
                live.stream.end();
            },
            {.failsOnViolation = false}, "permessage-deflate");
        const std::vector<MessageRecord> messages = pair.plain->messages();
        EXPECT_EQ(std::ranges::count(messages, true, &MessageRecord::isCompressed), understood);
        pair.expectTheSame();
    }
}

TEST(SessionFile, HoldsThatNoConnectionWasEstablished)
{
    Pair pair(Role::Client);
    for (const std::shared_ptr<Session> &log : {pair.recorded, pair.plain}) {
        LogRow row{.time = std::chrono::milliseconds(12)};
        row.kind = RowKind::Error;
        log->append(row,
                    TransportError{.kind = TransportErrorKind::Certificate,
                                   .detail = "it says so",
                                   .certificateFaults = {{"CertificateExpired", "CN=x", "old", 2},
                                                         {"Other", "", "\n"}}});
        log->commit();
    }
    pair.expectTheSame();
}

TEST(SessionFile, HoldsWhatIsKnownOfCertificates)
{
    for (const PeerProof proof : {PeerProof::NotAsked, PeerProof::Verified, PeerProof::Waived}) {
        Pair pair(Role::Client);
        for (const std::shared_ptr<Session> &log : {pair.recorded, pair.plain}) {
            LogRow row{.time = std::chrono::milliseconds(12)};
            row.kind = RowKind::Connected;
            PeerInfo peer;
            peer.proof = proof;
            peer.allowedFaults = {{"KeyTooWeak", "b", std::string("c\0d", 3), 1}, {"Other", {}, {}}};
            log->append(row, peer);
            log->commit();
        }
        pair.expectTheSame();
    }
}

TEST(SessionFile, HoldsRequestsThatDidNotWaitForTheirAnswer)
{
    const std::string frame("\x81\x81\0\0\0\0a", 7);
    for (const bool inOneRead : {true, false}) {
        for (const bool isAnswered : {true, false}) {
            Pair pair(Role::Server);
            pair.play(
                [&](Live &live) {
                    live.session->open();
                    live.stream.receive(std::string(liveRequest) + (inOneRead ? frame : ""));
                    if (!inOneRead)
                        live.stream.receive(frame);
                    if (isAnswered)
                        live.session->accept();
                    live.stream.end();
                },
                {.acceptsRequests = false});
            EXPECT_EQ(std::ranges::count(pair.plain->findings(), RuleId::FrameBeforeAnswer,
                                         [](const Finding &finding) { return finding.violation.rule; }),
                      1);
            EXPECT_EQ(pair.plain->messageCount(), 1U) << "what was sent is shown, answered or not";
            pair.expectTheSame();
        }
    }
}

TEST(SessionFile, HoldsSeveralConnectionsSideBySide)
{
    const TemporaryFolder folder;
    const auto file = createFile(folder.file());
    std::vector<std::shared_ptr<Session>> logs;
    std::vector<std::unique_ptr<Live>> lives;
    for (const Role role : {Role::Client, Role::Server, Role::Client}) {
        SessionHeading heading = headingOf(role);
        heading.caseId = std::to_string(lives.size());
        logs.push_back(std::make_shared<Session>(role, SessionLimits{}, file->addConnection(heading)));
        lives.push_back(std::make_unique<Live>(logs.back(), Policies{}));
    }
    for (const auto &live : lives)
        live->open();
    for (int i = 0; i < 5'000; ++i) {
        Live &live = *lives[static_cast<std::size_t>(i) % 3];
        const bool isServer = live.log->role() == Role::Server;
        live.peer(isServer ? "89820000000061628180000000"
                             "00"
                           : "89026162810100");
        if (i % 7 == 0)
            live.session->sendFrame({.payload = octetsOf("x"), .repeatTo = static_cast<std::size_t>(i)});
    }
    ASSERT_FALSE(file->addRemark(1, {"verdict", "OK"}));
    const ReadFile read = readFile(folder.file());
    EXPECT_FALSE(read.damage);
    ASSERT_EQ(read.connections.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(read.connections[i].heading.caseId, std::to_string(i));
        EXPECT_EQ(difference(*read.connections[i].session, *logs[i]), "") << i;
    }
    EXPECT_EQ(read.connections[1].remarks, (std::vector<NamedText>{{"verdict", "OK"}}));
}

// A note that was written while the connection was recorded, one that was changed, and one that was removed.
TEST(SessionFile, HoldsTheNotesOnRows)
{
    const TemporaryFolder folder;
    const std::shared_ptr<SessionFile> file = createFile(folder.file());
    const auto log = std::make_shared<Session>(Role::Client, SessionLimits{},
                                               file->addConnection(headingOf(Role::Client)));
    Live live(log, Policies{});
    live.open();
    live.peer("81026869");
    const std::string odd = "two\nlines, \"quotes\", <markup> and \u00e9";
    EXPECT_TRUE(log->notes().set(RowNumber(1), "first"));
    EXPECT_TRUE(log->notes().set(RowNumber(3), "removed"));
    EXPECT_TRUE(log->notes().set(RowNumber(1), odd));
    EXPECT_TRUE(log->notes().set(RowNumber(3), ""));
    EXPECT_FALSE(log->notes().set(RowNumber(2), "\xff")) << "not UTF-8";
    const std::map<RowNumber, std::string> notes{{RowNumber(1), odd}};
    EXPECT_EQ(log->notes().all(), notes);
    const ReadFile read = readFile(folder.file());
    EXPECT_FALSE(read.damage);
    ASSERT_EQ(read.connections.size(), 1U);
    const Session &reopened = *read.connections[0].session;
    EXPECT_EQ(reopened.notes().all(), notes);
    EXPECT_EQ(reopened.notes().changes(), 0U) << "what was read is not a change";
    EXPECT_EQ(difference(reopened, *log), "");
    EXPECT_TRUE(read.connections[0].remarks.empty());

    // A copy has them, too, and so has a recording that begins later.
    const std::filesystem::path copy = folder.file().string() + ".copy";
    ASSERT_FALSE(saveSession(reopened, headingOf(Role::Client), {}, copy));
    EXPECT_EQ(readFile(copy).connections.at(0).session->notes().all(), notes);
    const std::filesystem::path later = folder.file().string() + ".later";
    log->record(createFile(later)->addConnection(headingOf(Role::Client)));
    EXPECT_TRUE(log->notes().set(RowNumber(0), "more"));
    EXPECT_EQ(readFile(later).connections.at(0).session->notes().all(), log->notes().all());
}

TEST(SessionFile, HoldsTheHeadingWithoutItsSecrets)
{
    const TemporaryFolder folder;
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("wss://host:1/x"));
    target.headers = {{"authorization", "Bearer secret"},
                      {"X-Colour", "blue"},
                      {"Cookie", "secret"},
                      {"Referer", "https://user:secret@there/"},
                      {"X-Foo", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZWNyZXQifQ.secret"}};
    target.origin = "http://user:secret@origin";
    target.subprotocols = {"a", "access_token", "secret"};
    target.tls.keyFile = "secret.pem";
    target.messageLimit = 12'345;
    SessionHeading heading = headingFor(target);
    heading.agent = "an\nagent";
    (void)createFile(folder.file())->addConnection(heading);
    const ReadFile read = readFile(folder.file());
    ASSERT_EQ(read.connections.size(), 1U);
    EXPECT_EQ(read.connections[0].heading, heading);
    EXPECT_EQ(std::string(charactersOf(contentOf(folder.file()))).find("secret"), std::string::npos);
}

TEST(SessionFile, IsBegunInTheMiddleOfASessionAndHoldsItsBeginningToo)
{
    Pair pair(Role::Client);
    pair.recorded = std::make_shared<Session>(Role::Client);
    pair.play(
        [&](Live &live) {
            live.open();
            live.session->sendFrame({.payload = octetsOf("chopped"), .chop = 2});
            live.session->logRecording(false);
            for (int i = 0; i < 50; ++i)
                live.peer("810161890162");
            live.session->logRecording(true);
            live.peer("8101");
            if (live.log == pair.recorded)
                live.log->record(createFile(pair.folder.file())->addConnection(headingOf(Role::Client)));
            live.peer("63890164");
            live.session->logNote("behind");
            live.stream.end();
        },
        {.failsOnViolation = false});
    pair.expectTheSame();
}

TEST(SessionFile, IsSavedAsAWholeOrNotAtAll)
{
    const TemporaryFolder folder;
    Live live(Role::Client);
    live.open();
    live.peer("810161890162880203e8");
    live.stream.end();
    const SessionHeading heading = headingOf(Role::Client);
    const auto stop = [](RowCount, RowCount) { return false; };
    EXPECT_TRUE(saveSession(*live.log, heading, {}, folder.file(), stop));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    const auto fault = saveSession(*live.log, heading, {}, folder.path() / "gone" / "x", {});
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->file, (folder.path() / "gone" / "x").string());
    EXPECT_EQ(fault->reason, "No such file or directory");
    EXPECT_FALSE(saveSession(*live.log, heading, {{"verdict", "OK"}}, folder.file(), {}));
    const ReadFile read = readFile(folder.file());
    ASSERT_EQ(read.connections.size(), 1U);
    EXPECT_EQ(difference(*read.connections[0].session, *live.log), "");
    EXPECT_EQ(read.connections[0].remarks, (std::vector<NamedText>{{"verdict", "OK"}}));
}

TEST(SessionFile, OfARecordingThatNobodyAskedForLeavesRoomToOthers)
{
    const TemporaryFolder folder;
    const SessionFile::Created created = SessionFile::createTemporary(folder.file(), UINT64_MAX);
    const auto *const fault = std::get_if<RecordingFault>(&created);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->file, folder.file().string());
    EXPECT_EQ(
        fault->reason,
        "fewer than 17592186044415 MiB are free on the disk, and this space is reserved for other programs");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SessionFile, IsSavedWithSeveralConnectionsAndSaysHowFarItIs)
{
    const TemporaryFolder folder;
    std::vector<SavedSession> saved;
    RowCount rows;
    for (const std::string_view hex : {"810161", "810162890163", "880203e8"}) {
        Live live(Role::Client);
        live.open();
        live.peer(hex);
        live.stream.end();
        SessionHeading heading = headingOf(Role::Client);
        heading.agent = hex;
        saved.push_back({live.log, heading, {{"remark", std::string(hex)}}});
        rows += live.log->rowCount();
    }
    std::vector<RowCount> steps;
    const auto note = [&](RowCount done, RowCount all) {
        EXPECT_EQ(all, rows);
        steps.push_back(done);
        return true;
    };
    ASSERT_FALSE(saveSessions(saved, folder.file(), note));
    EXPECT_TRUE(std::ranges::is_sorted(steps));
    EXPECT_EQ(steps.back(), rows);
    const ReadFile read = readFile(folder.file());
    EXPECT_FALSE(read.damage);
    ASSERT_EQ(read.connections.size(), saved.size());
    for (std::size_t i = 0; i < saved.size(); ++i) {
        EXPECT_EQ(difference(*read.connections[i].session, *saved[i].session), "") << i;
        EXPECT_EQ(read.connections[i].heading, saved[i].heading);
        EXPECT_EQ(read.connections[i].remarks, saved[i].remarks);
    }
}

TEST(SessionFile, IsSavedThroughALinkForItsOwnerAlone)
{
    const TemporaryFolder folder;
    const std::filesystem::path link = folder.path() / "link.pcapng";
    std::filesystem::create_symlink(folder.file(), link);
    // What was there was readable by all users.
    writeContent(folder.file(), octetsOf("before"));
    std::filesystem::permissions(folder.file(), std::filesystem::perms(0644));
    Live live(Role::Client);
    live.open();
    live.stream.end();
    ASSERT_FALSE(saveSession(*live.log, headingOf(Role::Client), {}, link));
    EXPECT_TRUE(std::filesystem::is_symlink(link));
    EXPECT_EQ(std::filesystem::status(folder.file()).permissions(), std::filesystem::perms(0600));
    EXPECT_EQ(readFile(link).connections.size(), 1U);
    const std::filesystem::path directory = folder.path() / "folder.pcapng";
    std::filesystem::create_directory(directory);
    const auto fault = saveSession(*live.log, headingOf(Role::Client), {}, directory);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->file, directory.string());
}

TEST(FileHold, IsOneProgramsAtATimeAndNobodysWhileItIsRecorded)
{
    const TemporaryFolder folder;
    EXPECT_FALSE(FileHold::tryLock(folder.file()));
    std::shared_ptr<SessionFile> file = createFile(folder.file());
    EXPECT_FALSE(FileHold::tryLock(folder.file()));
    file.reset();
    std::shared_ptr<FileHold> hold = FileHold::tryLock(folder.file());
    ASSERT_TRUE(hold);
    EXPECT_FALSE(FileHold::tryLock(folder.file()));
    EXPECT_EQ(std::get<RecordingFault>(SessionFile::create(folder.file())).reason, "Device or resource busy");
    EXPECT_FALSE(readFile(folder.file()).damage);
    hold.reset();
    hold = FileHold::tryLock(folder.file());
    ASSERT_TRUE(hold);
    hold->remove();
    EXPECT_FALSE(std::filesystem::exists(folder.file()));
}

// --- an older file with the same name ---

TEST(SessionFile, LeavesAnOlderOneUntilAConnectionHasOctets)
{
    const TemporaryFolder folder;
    writeContent(folder.file(), octetsOf("older"));
    const auto log = std::make_shared<Session>(
        Role::Client, SessionLimits{}, createFile(folder.file())->addConnection(headingOf(Role::Client)));
    Live live(log, {});
    live.session->logNote("before the connection");
    EXPECT_EQ(charactersOf(contentOf(folder.file())), "older");
    live.open();
    const ReadFile read = readFile(folder.file());
    ASSERT_EQ(read.connections.size(), 1U);
    EXPECT_EQ(difference(*read.connections[0].session, *log), "");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(SessionFile, LeavesAnOlderOneIfThereIsNoConnection)
{
    const TemporaryFolder folder;
    writeContent(folder.file(), octetsOf("older"));
    {
        const auto log = std::make_shared<Session>(
            Role::Client, SessionLimits{}, createFile(folder.file())->addConnection(headingOf(Role::Client)));
        Live live(log, {});
        live.stream.listener->transportFailed(
            {.kind = TransportErrorKind::ConnectionRefused, .detail = {}, .certificateFaults = {}});
        EXPECT_FALSE(log->summary().recordingFault);
    }
    EXPECT_EQ(charactersOf(contentOf(folder.file())), "older");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(SessionFile, IsNotMadeOverAnOlderOneThatIsInUseOrNotAFile)
{
    const TemporaryFolder folder;
    writeContent(folder.file(), octetsOf("older"));
    const auto hold = FileHold::tryLock(folder.file());
    const auto reasonOf = [](const std::filesystem::path &path) {
        const SessionFile::Created created = SessionFile::create(path);
        const auto *const fault = std::get_if<RecordingFault>(&created);
        return fault ? fault->reason : "";
    };
    EXPECT_EQ(reasonOf(folder.file()), "Device or resource busy");
    EXPECT_EQ(reasonOf(folder.path()), "Is a directory");
    EXPECT_EQ(reasonOf("/dev/full"), "Not a regular file");
    EXPECT_EQ(charactersOf(contentOf(folder.file())), "older");
}

TEST(SessionFile, TakesANameOfTheProgramsOwnFromWhateverHasIt)
{
    const TemporaryFolder folder;
    writeContent(folder.path() / "victim", octetsOf("theirs"));
    std::filesystem::create_symlink(folder.path() / "victim", folder.file());
    const SessionFile::Created created = SessionFile::create(folder.file(), NamedBy::Program);
    ASSERT_EQ(created.index(), 0U);
    Live live(std::make_shared<Session>(Role::Client, SessionLimits{},
                                        std::get<0>(created)->addConnection(headingOf(Role::Client))),
              {});
    live.open();
    EXPECT_FALSE(std::filesystem::is_symlink(folder.file()));
    EXPECT_EQ(readFile(folder.file()).connections.size(), 1U);
    EXPECT_EQ(charactersOf(contentOf(folder.path() / "victim")), "theirs");
}

TEST(SessionFile, ThatIsTemporaryTakesNoNameThatIsTakenAndCanBeKept)
{
    const TemporaryFolder folder;
    std::filesystem::create_symlink(folder.path() / "victim", folder.file());
    EXPECT_EQ(std::get<RecordingFault>(SessionFile::createTemporary(folder.file())).reason, "File exists");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "victim"));
    for (const bool isKept : {false, true}) {
        const std::filesystem::path path = folder.path() / "temporary";
        SessionFile::Created created = SessionFile::createTemporary(path);
        ASSERT_EQ(created.index(), 0U);
        if (isKept)
            std::get<0>(created)->keep();
        std::get<0>(created).reset();
        EXPECT_EQ(std::filesystem::exists(path), isKept);
    }
}

// /dev/full behaves like a full disk.
TEST(SessionFile, ThatCannotBeWrittenIsReportedInARowAndTheSessionContinues)
{
    const TemporaryFolder folder;
    std::filesystem::create_symlink("/dev/full", folder.file());
    SessionFile::Created created = SessionFile::create(folder.file());
    std::shared_ptr<Session> log;
    if (const auto *const file = std::get_if<0>(&created)) {
        log = std::make_shared<Session>(Role::Client, SessionLimits{},
                                        (*file)->addConnection(headingOf(Role::Client)));
        Live live(log, {});
        live.open();
        live.peer("810161");
        ASSERT_TRUE(log->summary().recordingFault);
        EXPECT_FALSE(log->summary().recordingFault->reason.empty());
        EXPECT_EQ(live.log->messages().size(), 1U);
        EXPECT_EQ(toHex(log->payload(log->messages()[0], 9)), "61");
    } else {
        EXPECT_FALSE(std::get<RecordingFault>(created).reason.empty());
    }
}

// The rows were written one by one. A killed program can leave a file that ends at any octet.
TEST(SessionFile, CutAtAnyOctetHoldsWhatPrecedesTheCut)
{
    const TemporaryFolder folder;
    const auto file = createFile(folder.file());
    auto log = std::make_shared<Session>(Role::Client, SessionLimits{},
                                         file->addConnection(headingOf(Role::Client)));
    // Size of the file, and the number of rows shown by then.
    std::vector<std::pair<std::uint64_t, RowCount>> shown;
    {
        Live live(log, {});
        const auto noteSize = [&] { shown.emplace_back(file->size(), log->rowCount()); };
        live.onEvent = [&](auto &, const auto &) { noteSize(); };
        live.open();
        noteSize();
        live.peer("890161810162");
        noteSize();
        live.session->sendFrame({.payload = octetsOf("abc"), .chop = 2});
        noteSize();
        live.session->logNote("note");
        noteSize();
        live.peer("880203e8");
        live.stream.end();
        noteSize();
    }
    const Words all = rowsOf(*log);
    const OctetBuffer content = contentOf(folder.file());
    for (std::size_t size = 0; size < content.size(); ++size) {
        writeContent(folder.file("cut"), OctetView(content).first(size));
        const ReadFile read = readFile(folder.file("cut"));
        RowCount expected;
        for (const auto &[bytes, rows] : shown)
            expected = bytes <= size ? std::max(expected, rows) : expected;
        const Words rows = read.connections.empty() ? Words{} : rowsOf(*read.connections[0].session);
        ASSERT_GE(RowCount(rows.size()), expected) << size;
        // All rows except the last are unchanged; the last may be incomplete.
        for (std::size_t i = 0; i + 1 < rows.size(); ++i)
            ASSERT_EQ(rows[i], all[i]) << size;
        if (read.damage)
            ASSERT_LE(read.damage->offset, size);
        else
            ASSERT_TRUE(size == content.size() || size > 0);
    }
}

TEST(SessionFile, WithAChangedOctetIsReadWithoutHarm)
{
    Pair pair(Role::Client);
    pair.play([](Live &live) {
        live.open();
        live.peer("890161810162");
        live.session->sendFrame({.payload = octetsOf("x"), .repeatTo = 200, .chop = 90});
        live.session->logRecording(false);
        live.peer("810161");
        live.session->logRecording(true);
        live.peer("880203e8");
        live.stream.end();
    });
    const OctetBuffer content = contentOf(pair.folder.file());
    for (std::size_t at = 0; at < content.size(); ++at) {
        OctetBuffer changed = content;
        changed[at] ^= static_cast<std::byte>(at % 3 == 0 ? 0xFF : 1 << at % 8);
        writeContent(pair.folder.file("changed"), changed);
        const ReadFile read = readFile(pair.folder.file("changed"));
        for (const RecordedConnection &connection : read.connections)
            (void)everythingOf(*connection.session);
    }
}

TEST(SessionFile, ThatIsNoneIsNamedSo)
{
    const TemporaryFolder folder;
    using Kind = FileDamage::Kind;
    const auto kindOf = [&](OctetView content) {
        writeContent(folder.file(), content);
        return readFile(folder.file()).damage->kind;
    };
    EXPECT_EQ(kindOf({}), Kind::NotASession);
    EXPECT_EQ(kindOf(octetsOf("GET / HTTP/1.1\r\n\r\n and so on, for a while")), Kind::NotASession);
    EXPECT_EQ(readFile(folder.path()).damage->kind, Kind::Unreadable);
    EXPECT_EQ(readFile(folder.file("nothing")).damage->kind, Kind::Unreadable);
    EXPECT_FALSE(readFile(folder.file("nothing")).damage->reason.empty());
    // A capture of another program.
    OctetBuffer section;
    pcapng::appendSection(section, "dumpcap");
    EXPECT_EQ(kindOf(section), Kind::NotASession);
}

} // namespace
} // namespace fg::test::session_file_test
