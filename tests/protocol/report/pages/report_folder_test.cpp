#include "protocol/report/pages/report_folder.h"

#include "protocol/conformance/cases/catalogue.h"
#include "tests/support/recorded_case.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include <sys/stat.h>

namespace fg::report_folder_test {
namespace {

namespace fs = std::filesystem;
using test::resultOf;

QJsonObject jsonAt(const fs::path &path)
{
    QFile file(QString::fromStdString(path.string()));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    EXPECT_EQ(error.error, QJsonParseError::NoError) << path << error.errorString().toStdString();
    return document.object();
}

std::set<std::string> filesIn(const fs::path &folder)
{
    std::set<std::string> names;
    for (const auto &entry : fs::recursive_directory_iterator(folder))
        names.insert(fs::relative(entry.path(), folder).string());
    return names;
}

class ReportFolderTest : public testing::Test
{
private:
    QTemporaryDir m_dir; // the first member, because the others need its path

protected:
    fs::path m_top = fs::path(m_dir.path().toStdString());
    ReportFolder m_folder{m_top / "reports" / "servers", Secrets::Blanked};
    RunReport m_report{TestedSide::Servers, {}};

    void write(const CaseResult &result)
    {
        EXPECT_FALSE(m_folder.writeCase(result));
        m_report.add(result);
    }
};

TEST_F(ReportFolderTest, HoldsTheFilesThatTheCaseSetsOwnReportHolds)
{
    ASSERT_FALSE(m_folder.create());
    const CaseResult result = test::play(test::recordedReport("1.1.1"));
    write(result);
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_EQ(filesIn(m_folder.path()),
              (std::set<std::string>{"index.html", "index.json", "ws_node_case_1_1_1.html",
                                     "ws_node_case_1_1_1.json"}));
    const QJsonObject index = jsonAt(m_folder.path() / "index.json");
    EXPECT_EQ(index["ws-node"].toObject()["1.1.1"].toObject()["reportfile"].toString(),
              "ws_node_case_1_1_1.json");
    EXPECT_EQ(index["ws-node"].toObject()["1.1.1"].toObject()["remoteCloseCode"].toInt(), 1000);
    EXPECT_EQ(jsonAt(m_folder.path() / "ws_node_case_1_1_1.json")["id"].toString(), "1.1.1");
}

TEST_F(ReportFolderTest, IsAValidReportAfterEachIndex)
{
    ASSERT_FALSE(m_folder.create());
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_TRUE(jsonAt(m_folder.path() / "index.json").isEmpty());
    for (const char *const id : {"1.1.1", "1.1.2"}) {
        write(resultOf("peer", id));
        ASSERT_FALSE(m_folder.writeIndex(m_report));
        for (const QJsonValue entry : jsonAt(m_folder.path() / "index.json")["peer"].toObject())
            EXPECT_FALSE(jsonAt(m_folder.path() / entry["reportfile"].toString().toStdString()).isEmpty());
    }
}

TEST_F(ReportFolderTest, ACaseThatRanAgainTakesThePlaceOfItsFirstRun)
{
    ASSERT_FALSE(m_folder.create());
    write(resultOf("peer", "1.1.1", Behavior::Failed, CloseBehavior::Failed));
    write(resultOf("peer", "1.1.1"));
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_EQ(m_report.agents().front().cases.size(), 1u);
    const QJsonValue index = jsonAt(m_folder.path() / "index.json");
    EXPECT_EQ(index["peer"]["1.1.1"]["behavior"].toString(), "OK");
    EXPECT_EQ(filesIn(m_folder.path()).size(), 4u);
}

TEST_F(ReportFolderTest, NoAgentsNameCanWriteOutsideIt)
{
    ASSERT_FALSE(m_folder.create());
    const std::string_view names[] = {
        "../../../etc/passwd",      "..", "/tmp/x", "C:\\x", "a\nb", "", "CON", "\u202Ex", "\xff",
        std::string_view("a\0b", 3)};
    for (const std::string_view name : names)
        write(resultOf(name, "1.1.1"));
    write(resultOf(std::string(5'000, 'x'), "1.1.1"));
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_EQ(filesIn(m_top).size(), 2 + filesIn(m_folder.path()).size());
    EXPECT_EQ(filesIn(m_folder.path()).size(), 2 + 2 * (std::size(names) + 1));
    for (const std::string &name : filesIn(m_folder.path()))
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_."), std::string::npos)
            << name;
}

TEST_F(ReportFolderTest, WritesNothingForACaseThatWasStopped)
{
    ASSERT_FALSE(m_folder.create());
    CaseResult stopped = resultOf("peer", "1.1.1");
    stopped.wasStopped = true;
    write(stopped);
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_EQ(filesIn(m_folder.path()), (std::set<std::string>{"index.html", "index.json"}));
}

TEST_F(ReportFolderTest, AnErrorNamesTheFileAndTheReason)
{
    fs::create_directories(m_top / "reports");
    QFile file(QString::fromStdString((m_top / "reports" / "servers").string()));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    const std::optional<FileError> created = m_folder.create();
    ASSERT_TRUE(created);
    EXPECT_NE(created->sentence().find("servers: "), std::string::npos) << created->sentence();
    const std::optional<FileError> written = m_folder.writeCase(resultOf("peer", "1.1.1"));
    ASSERT_TRUE(written);
    EXPECT_NE(written->sentence().find("peer_case_1_1_1.json: Not a directory."), std::string::npos)
        << written->sentence();
}

TEST_F(ReportFolderTest, LeavesNoPartOfAFileIfOneCannotBeReplaced)
{
    ASSERT_FALSE(m_folder.create());
    fs::create_directories(m_folder.path() / "peer_case_1_1_1.json" / "x");
    const std::optional<FileError> error = m_folder.writeCase(resultOf("peer", "1.1.1"));
    ASSERT_TRUE(error);
    EXPECT_NE(error->sentence().find("peer_case_1_1_1.json: "), std::string::npos);
    EXPECT_EQ(filesIn(m_folder.path()),
              (std::set<std::string>{"peer_case_1_1_1.json", "peer_case_1_1_1.json/x"}));
}

TEST_F(ReportFolderTest, IsWrittenByTwoRunsAtOnceWithoutTakingEachOthersParts)
{
    ReportFolder other(m_folder.path(), Secrets::Blanked);
    ASSERT_FALSE(m_folder.create());
    WholeFile first(m_folder.indexPage(), FileReaders::Usual, NamedBy::Program);
    first.stream() << "first" << std::flush;
    // The other run tidies up, and writes the same file meanwhile.
    ASSERT_FALSE(other.create());
    WholeFile second(m_folder.indexPage(), FileReaders::Usual, NamedBy::Program);
    second.stream() << "second" << std::flush;
    EXPECT_EQ(filesIn(m_folder.path()).size(), 2U);
    ASSERT_FALSE(second.commit());
    ASSERT_FALSE(first.commit());
    EXPECT_EQ(filesIn(m_folder.path()), std::set<std::string>{"index.html"});
    std::string text;
    std::getline(std::ifstream(m_folder.indexPage()), text);
    EXPECT_EQ(text, "first");
}

TEST_F(ReportFolderTest, TidiesUpWhatAKilledRunHasLeft)
{
    ASSERT_FALSE(m_folder.create());
    std::ofstream(m_folder.path() / "frameglass-0123456789abcdef01234567.part") << "left";
    ASSERT_FALSE(m_folder.create());
    EXPECT_EQ(filesIn(m_folder.path()), std::set<std::string>{});
}

// Others may write to the folder, and know the names that its files will have.
TEST_F(ReportFolderTest, WritesNowhereElseThroughALinkAndWaitsForNoPipe)
{
    ASSERT_FALSE(m_folder.create());
    std::ofstream(m_top / "victim") << "theirs";
    fs::create_symlink(m_top / "victim", m_folder.path() / "peer_case_1_1_1.json");
    ASSERT_EQ(mkfifo((m_folder.path() / "peer_case_1_1_1.html").c_str(), 0600), 0);
    fs::create_symlink(m_top / "victim", m_folder.path() / "index.json");
    write(resultOf("peer", "1.1.1"));
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    for (const std::string &name : filesIn(m_folder.path()))
        EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(m_folder.path() / name))) << name;
    std::string text;
    std::getline(std::ifstream(m_top / "victim"), text);
    EXPECT_EQ(text, "theirs");
}

TEST_F(ReportFolderTest, MayBeALinkToAFolder)
{
    fs::create_directories(m_top / "elsewhere");
    fs::create_directories(m_top / "reports");
    fs::create_directory_symlink(m_top / "elsewhere", m_folder.path());
    ASSERT_FALSE(m_folder.create());
    write(resultOf("peer", "1.1.1"));
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_EQ(filesIn(m_top / "elsewhere").size(), 4U);
    EXPECT_TRUE(fs::is_symlink(m_folder.path()));
}

TEST_F(ReportFolderTest, KeepsTheIndexOfAnEarlierRunUntilACaseHasRun)
{
    ASSERT_FALSE(m_folder.create());
    write(resultOf("peer", "1.1.1"));
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    ReportFolder later(m_folder.path(), Secrets::Blanked);
    ASSERT_FALSE(later.create());
    RunReport report{TestedSide::Servers, {}};
    ASSERT_FALSE(later.writeIndex(report));
    EXPECT_TRUE(later.keptOlderIndex());
    EXPECT_TRUE(jsonAt(m_folder.path() / "index.json").contains("peer"));
    EXPECT_FALSE(later.writeCase(resultOf("other", "1.1.1")));
    report.add(resultOf("other", "1.1.1"));
    ASSERT_FALSE(later.writeIndex(report));
    EXPECT_FALSE(later.keptOlderIndex());
    EXPECT_FALSE(jsonAt(m_folder.path() / "index.json").contains("peer"));
}

TEST_F(ReportFolderTest, DoesNotTakeItsOwnIndexForThatOfAnEarlierRun)
{
    ASSERT_FALSE(m_folder.create());
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_FALSE(m_folder.keptOlderIndex());
    // As a run without a case writes it again.
    ASSERT_FALSE(m_folder.writeIndex(m_report));
    EXPECT_FALSE(m_folder.keptOlderIndex());
}

TEST(AgentFileNames, AreThoseOfTheCaseSet)
{
    AgentFileNames names;
    EXPECT_EQ(names.stemOf("ws-node", *findCase("1.1.1")), "ws_node_case_1_1_1");
    EXPECT_EQ(names.stemOf("Debian 4.0"), "debian_4_0");
    EXPECT_EQ(names.stemOf("  -- WS  node (v2)! "), "ws__node__v2"); // The blanks at the ends are removed.
    EXPECT_EQ(names.stemOf("caf\u00e9 1"), "caf__1"); // One character of two octets, and a blank.
    EXPECT_EQ(names.stemOf("\u03ba\u03cc", *findCase("2.10")), "_case_2_10");
    EXPECT_EQ(names.stemOf(std::string(5'000, 'X')), std::string(200, 'x'));
}

TEST(AgentFileNames, AreDifferentForDifferentAgents)
{
    AgentFileNames names;
    std::set<std::string> stems;
    for (const char *const agent :
         {"a-b", "a_b", "a b", "A-B", "a_b_2", "a_b_3", "..", "__", "", "unnamed"}) {
        const std::string stem = names.stemOf(agent);
        EXPECT_EQ(names.stemOf(agent), stem);
        EXPECT_TRUE(stems.insert(stem).second) << agent;
    }
    EXPECT_EQ(names.stemOf("a-b"), "a_b");
    EXPECT_EQ(names.stemOf("a_b"), "a_b_2");
}

} // namespace
} // namespace fg::report_folder_test
