// A session that is written in a lossless format and read back is equal to the original. If the file is
// damaged in between, reading gives the sessions up to the damage and says where it is.
#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/export/pcapng_export.h"
#include "protocol/report/export/session_export.h"
#include "protocol/report/import/session_import.h"
#include "protocol/session/log/row_walk.h"
#include "tests/support/random_session.h"
#include "tests/support/recorded_case.h"
#include "tests/support/scripted_session.h"
#include "tests/support/session_equality.h"

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace fg::test::round_trip_test {
namespace {

SessionFacts someFacts(std::string title = "ws://localhost/")
{
    return {.title = std::move(title),
            .url = "ws://localhost/chat?token=abc",
            .started =
                std::chrono::system_clock::time_point(std::chrono::nanoseconds(1'540'952'268'284'123'456))};
}

std::string written(ExportFormat format, std::span<const ExportedSession> sessions,
                    ExportOptions options = {})
{
    std::ostringstream out;
    EXPECT_TRUE(exportSessions(out, format, sessions, options));
    return out.str();
}

const ExportOptions everything{.rows = {}, .secrets = Secrets::Kept, .mayContinue = {}};

// Makes a random session that is short enough for a test that cuts its file at every octet.
std::shared_ptr<Session> shortSession(unsigned firstSeed = 0)
{
    for (unsigned seed = firstSeed;; ++seed) {
        std::shared_ptr<Session> session = randomSession(seed);
        if (session->rowCount() > RowCount(25) && session->streamSize(Direction::In) < StreamOffset(2'000))
            return session;
    }
}

// Not true for a session with a message over the limit: it keeps only the newest octets of that message.
bool keepsAllOctets(const Session &session)
{
    bool keepsAll = true;
    forEachRow(session, [&](const LogRow &row, RowNumber) {
        if (row.kind == RowKind::Octets)
            keepsAll = keepsAll && session.octets(row.direction, row.offset, row.length).size() == row.length;
    });
    return keepsAll;
}

class LosslessFormat : public testing::TestWithParam<ExportFormat>
{
};

void expectShownWhileRead(ExportFormat format)
{
    ScriptedSession script;
    script.open();
    constexpr std::size_t frames = 1'000;
    for (std::size_t i = 0; i < frames; ++i)
        script.read("810161");
    const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
    const std::string text = written(format, std::span(&exported, 1), everything);
    std::shared_ptr<const Session> found;
    RowCount seen;
    std::uint64_t place = 0;
    ImportWatch watch;
    watch.found = [&](const ImportedSession &session) { found = session.session; };
    watch.mayContinue = [&](std::uint64_t octets) {
        EXPECT_GT(octets, place);
        EXPECT_LE(octets, text.size());
        place = octets;
        const RowCount before = std::exchange(seen, found->rowCount());
        EXPECT_GT(seen, before);
        return before == RowCount();
    };
    const SessionImport read = importSessions(text, {}, watch);
    EXPECT_TRUE(read.wasStopped);
    EXPECT_FALSE(read.error);
    ASSERT_EQ(read.sessions.size(), 1U);
    EXPECT_EQ(read.sessions[0].session, found);
    EXPECT_GE(found->rowCount(), seen);
    EXPECT_LT(found->messageCount(), frames);
}

TEST_P(LosslessFormat, GivesBackTheNotesOnRows)
{
    ScriptedSession script;
    script.open().read("810161");
    const RowNumber derived = script.last(RowKind::Frame);
    EXPECT_TRUE(script.log().notes().set(RowNumber(0), "on what was appended"));
    EXPECT_TRUE(script.log().notes().set(derived, "two\nlines, \"quotes\" and <markup>"));
    const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
    const SessionImport read = importSessions(written(GetParam(), std::span(&exported, 1), everything));
    ASSERT_FALSE(read.error);
    ASSERT_EQ(read.sessions.size(), 1U);
    EXPECT_EQ(read.sessions[0].session->notes().all(), script.log().notes().all());
    EXPECT_EQ(read.sessions[0].session->notes().changes(), 0U);
}

TEST_P(LosslessFormat, GivesBackAnEqualSessionWhateverPassedInIt)
{
    RowCount rows;
    unsigned sessions = 0;
    for (unsigned seed = 0; seed < 200; ++seed) {
        const auto session = randomSession(seed);
        if (!keepsAllOctets(*session))
            continue;
        ++sessions;
        rows += session->rowCount();
        const ExportedSession exported{session, someFacts(), nullptr};
        const std::string text = written(GetParam(), std::span(&exported, 1), everything);
        const SessionImport read = importSessions(text);
        ASSERT_FALSE(read.error) << seed << ": " << read.error->sentence();
        ASSERT_EQ(read.sessions.size(), 1U) << seed;
        ASSERT_EQ(differenceOf(*session, *read.sessions[0].session), "") << seed;
        EXPECT_EQ(read.sessions[0].facts, exported.facts);
        EXPECT_TRUE(read.notes.empty());
    }
    EXPECT_GT(rows, RowCount(4'500));
    EXPECT_GT(sessions, 190U);
}

TEST_P(LosslessFormat, KeepsWhatIsKnownOfCertificates)
{
    for (const PeerProof proof : {PeerProof::NotAsked, PeerProof::Verified, PeerProof::Waived}) {
        PeerInfo peer;
        peer.tlsVersion = "TLSv1.3";
        peer.tlsPeerSubject = "a\x1b";
        peer.proof = proof;
        peer.allowedFaults = {{"KeyTooWeak", "b", std::string("c\0d", 3), 1}, {"Other", {}, {}}};
        ScriptedSession script;
        script.row(RowKind::Connected, peer);
        const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
        const SessionImport read = importSessions(written(GetParam(), std::span(&exported, 1), everything));
        ASSERT_EQ(read.sessions.size(), 1U);
        EXPECT_EQ(differenceOf(script.log(), *read.sessions[0].session), "");
        EXPECT_EQ(read.sessions[0].session->summary().peer, peer);
    }
}

TEST_P(LosslessFormat, HoldsSeveralSessionsInTheirOrder)
{
    std::vector<ExportedSession> exported;
    for (unsigned seed = 0; seed < 5; ++seed)
        exported.push_back({randomSession(seed), someFacts("session " + std::to_string(seed)), nullptr});
    const SessionImport read = importSessions(written(GetParam(), exported, everything));
    ASSERT_EQ(read.sessions.size(), exported.size());
    for (std::size_t i = 0; i < exported.size(); ++i) {
        EXPECT_EQ(read.sessions[i].facts.title, exported[i].facts.title);
        EXPECT_EQ(differenceOf(*exported[i].session, *read.sessions[i].session), "");
    }
    EXPECT_TRUE(importSessions(written(GetParam(), {}, everything)).sessions.empty());
}

TEST_P(LosslessFormat, ShowsASessionWhileItIsReadAndStopsOnRequest) { expectShownWhileRead(GetParam()); }

TEST(HarImport, ShowsASessionWhileItIsReadAndStopsOnRequest) { expectShownWhileRead(ExportFormat::Har); }

TEST_P(LosslessFormat, KeepsTheRecordedCases)
{
    for (const char *const id : {"1.1.1", "2.2", "3.2", "5.19", "6.3.2", "6.4.1", "7.5.1", "7.9.1"}) {
        const CaseResult result = play(recordedReport(id));
        const ExportedSession exported{result.session, someFacts(), nullptr};
        const SessionImport read = importSessions(written(GetParam(), std::span(&exported, 1), everything));
        ASSERT_EQ(read.sessions.size(), 1U) << id;
        EXPECT_EQ(differenceOf(*result.session, *read.sessions[0].session), "") << id;
    }
}

TEST_P(LosslessFormat, BlanksSecretsAndLosesNothingElse)
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        const auto session = randomSession(seed);
        const ExportedSession exported{session, someFacts(), nullptr};
        const std::string text = written(GetParam(), std::span(&exported, 1));
        EXPECT_EQ(text.find("token=abc"), std::string::npos);
        EXPECT_EQ(text.find("sid=" + std::to_string(seed)), std::string::npos);
        EXPECT_EQ(text.find("Basic abc"), std::string::npos);
        const SessionImport read = importSessions(text);
        ASSERT_FALSE(read.error) << read.error->sentence();
        const Session &back = *read.sessions[0].session;
        EXPECT_EQ(back.rowCount(), session->rowCount());
        EXPECT_EQ(back.closing(), session->closing());
        EXPECT_EQ(back.statistics(), session->statistics());
        const OctetBuffer octets = back.octets(Direction::Out, {}, SIZE_MAX);
        EXPECT_EQ(charactersOf(octets).find("token=abc"), std::string_view::npos);
    }
}

TEST_P(LosslessFormat, CutAtAnyOctetShowsWhatIsGoodAndWhereItEnds)
{
    const auto session = shortSession();
    const ExportedSession exported{session, someFacts(), nullptr};
    const std::string text = written(GetParam(), std::span(&exported, 1), everything);
    RowCount rows;
    // Cuts at the end of each row, and at every seventh octet between.
    for (std::size_t size = 0; size + 1 < text.size(); size += text[size] == '\n' ? 1 : 7) {
        const SessionImport read = importSessions(std::string_view(text).substr(0, size));
        ASSERT_TRUE(read.error) << size;
        EXPECT_FALSE(read.error->sentence().empty());
        EXPECT_LE(read.error->offset.value_or(0), size);
        if (read.sessions.empty())
            continue;
        ASSERT_EQ(read.sessions.size(), 1U);
        const Session &part = *read.sessions[0].session;
        EXPECT_GE(part.rowCount(), rows);
        rows = part.rowCount();
        for (RowNumber number; number < endOf(rows); ++number)
            ASSERT_EQ(part.row(number).kind, session->row(number).kind) << size << ", row " << number.value();
    }
    EXPECT_GE(rows, session->rowCount() - RowCount(1));
}

TEST_P(LosslessFormat, WithAnyOctetChangedIsReadOrRefusedWithAPlace)
{
    RandomSource random(7);
    for (unsigned round = 0; round < 1'500; ++round) {
        const ExportedSession exported{randomSession(round % 10 + 2), someFacts(), nullptr};
        std::string text = written(GetParam(), std::span(&exported, 1), everything);
        for (std::size_t changes = random.below(3) + 1; changes > 0; --changes)
            text[random.below(std::min<std::size_t>(text.size(), 20'000))] =
                static_cast<char>(random.below(256));
        const SessionImport read = importSessions(text);
        EXPECT_LE(read.error.value_or(ImportError{}).offset.value_or(0), text.size());
        for (const ImportedSession &session : read.sessions)
            static_cast<void>(session.session->messages());
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, LosslessFormat, testing::Values(ExportFormat::Json, ExportFormat::Ndjson),
                         [](const auto &format) { return std::string(infoOf(format.param).word); });

TEST(PickedRows, AreShownInASessionThatIsMadeUpForThem)
{
    ScriptedSession script;
    script.open()
        .read("810161")
        .frame(Opcode::Text, 4, "98ad8561")
        .write("818498ad85616b323adf")
        .read("820161")
        .droppedByPeer();
    const auto session = std::shared_ptr<const Session>(std::shared_ptr<void>(), &script.log());
    const ExportedSession exported{session, someFacts(), nullptr};
    const auto selection = std::get<RowSelection>(parseRowSelection("4-7"));
    const std::string text = written(ExportFormat::Json, std::span(&exported, 1),
                                     {.rows = selection, .secrets = {}, .mayContinue = {}});
    const SessionImport read = importSessions(text);
    ASSERT_FALSE(read.error) << read.error->sentence();
    ASSERT_EQ(read.sessions.size(), 1U);
    EXPECT_EQ(read.notes.size(), 1U);
    const Session &part = *read.sessions[0].session;
    std::vector<MessageRecord> messages = part.messages();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(charactersOf(part.payload(messages[0], 10)), "a");
    EXPECT_EQ(messages[1].direction, Direction::Out);
    EXPECT_EQ(part.payload(messages[1], 10), fromHex("f39fbfbe"));
}

// The rows get other numbers, because the octets before them are made up.
TEST(PickedRows, KeepTheNotesOnThem)
{
    ScriptedSession script;
    script.open()
        .read("810161")
        .frame(Opcode::Text, 4, "98ad8561")
        .write("818498ad85616b323adf")
        .droppedByPeer();
    std::map<RowKind, std::string> notes{{RowKind::Octets, "on a write"}, {RowKind::Dropped, "on the end"}};
    for (const auto &[kind, note] : notes)
        EXPECT_TRUE(script.log().notes().set(script.last(kind), note));
    std::vector<RowNumber> frames;
    forEachRow(script.log(), [&](const LogRow &row, RowNumber number) {
        if (row.kind == RowKind::Frame)
            frames.push_back(number);
    });
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_TRUE(script.log().notes().set(frames[0], "on theirs"));
    EXPECT_TRUE(script.log().notes().set(frames[1], "on ours"));
    const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
    for (const ExportFormat format : {ExportFormat::Json, ExportFormat::Ndjson}) {
        const ExportOptions picked{.rows = RowSelection({{frames[0], script.last(RowKind::Dropped)}}),
                                   .secrets = {},
                                   .mayContinue = {}};
        const SessionImport read = importSessions(written(format, std::span(&exported, 1), picked));
        ASSERT_FALSE(read.error) << read.error->sentence();
        ASSERT_EQ(read.sessions.size(), 1U);
        const Session &part = *read.sessions[0].session;
        std::vector<std::pair<RowKind, std::string>> found;
        for (const auto &[number, note] : part.notes().all())
            found.emplace_back(part.row(number).kind, note);
        const std::vector<std::pair<RowKind, std::string>> expected{
            {RowKind::Frame, "on theirs"}, {RowKind::Frame, "on ours"}, {RowKind::Dropped, "on the end"}};
        EXPECT_EQ(found, expected);
    }
}

// The export also stops while the finished temporary file is copied to the output.
TEST(PcapngExport, EndsOnRequest)
{
    const std::shared_ptr<Session> log = randomSession(7);
    const ExportedSession exported{log, {}, nullptr};
    const RowCount rows = log->rowCount();
    std::ostringstream out;
    EXPECT_FALSE(writePcapng(
        out, std::span(&exported, 1),
        {.rows = {}, .secrets = {}, .mayContinue = [rows](RowCount done) { return done < rows; }}));
    EXPECT_TRUE(out.good());
    EXPECT_TRUE(writePcapng(out, std::span(&exported, 1), {}));
}

// Whatever a person notes, it can neither end a cell, a line or an element nor begin one.
TEST(Export, EscapesTheNotesOnRows)
{
    ScriptedSession script;
    script.open().read("810161");
    EXPECT_TRUE(script.log().notes().set(script.last(RowKind::Frame), "=1,\"a\"\n```<b>"));
    const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
    const auto in = [&exported](ExportFormat format) {
        return written(format, std::span(&exported, 1), everything);
    };
    EXPECT_NE(in(ExportFormat::Csv).find(",a,\"'=1,\"\"a\"\"\\x0a```<b>\"\r\n"), std::string::npos)
        << in(ExportFormat::Csv);
    EXPECT_NE(in(ExportFormat::Markdown).find(" note: =1,\"a\"\\x0a```<b>\n"), std::string::npos)
        << in(ExportFormat::Markdown);
    const std::string page = in(ExportFormat::Html);
    EXPECT_NE(page.find("<h2>Notes</h2>"), std::string::npos);
    EXPECT_NE(page.find("```&lt;b&gt;</td>"), std::string::npos) << page;
    EXPECT_EQ(page.find("```<b>"), std::string::npos);
}

// They may come from the file of a stranger.
TEST(Export, ShowsControlCharactersOfNotesAsMarks)
{
    ScriptedSession script;
    script.open().read("81021b61");
    EXPECT_TRUE(script.log().notes().set(script.last(RowKind::Frame), "\x1b[2J\u202Eabc"));
    const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Markdown, ExportFormat::Html}) {
        const std::string text = written(format, std::span(&exported, 1), everything);
        EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
        EXPECT_EQ(text.find("\u202E"), std::string::npos) << text;
        // Escaped once: the backslash is ours.
        EXPECT_NE(text.find("\\x1b[2J\\u{202e}abc"), std::string::npos) << text;
        EXPECT_EQ(text.find("\\\\x1b"), std::string::npos) << text;
    }
}

TEST(CsvExport, HasNoColumnForNotesWhereNoShownRowHasOne)
{
    ScriptedSession script;
    script.open().read("810161");
    const RowNumber frame = script.last(RowKind::Frame);
    EXPECT_TRUE(script.log().notes().set(RowNumber(0), "left out"));
    const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
    ExportOptions options;
    EXPECT_NE(written(ExportFormat::Csv, std::span(&exported, 1), options).find(",data,note\r\n"),
              std::string::npos);
    options.rows = RowSelection({{frame, frame}});
    EXPECT_NE(written(ExportFormat::Csv, std::span(&exported, 1), options).find(",data\r\n"),
              std::string::npos);
}

TEST(Export, LeavesOutNotesOnRowsThatAreNotPicked)
{
    ScriptedSession script;
    script.open().read("810161");
    const RowNumber frame = script.last(RowKind::Frame);
    EXPECT_TRUE(script.log().notes().set(RowNumber(0), "left out"));
    EXPECT_TRUE(script.log().notes().set(frame, "picked"));
    const ExportedSession exported{{std::shared_ptr<void>(), &script.log()}, someFacts(), nullptr};
    ExportOptions options;
    options.rows = RowSelection({{frame, frame}});
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Json, ExportFormat::Ndjson,
                                      ExportFormat::Markdown, ExportFormat::Html}) {
        const std::string text = written(format, std::span(&exported, 1), options);
        EXPECT_NE(text.find("picked"), std::string::npos);
        EXPECT_EQ(text.find("left out"), std::string::npos) << text;
    }
}

} // namespace
} // namespace fg::test::round_trip_test
