#include "tests/ui/bench/model_test.h"

#include "protocol/files/file_hold.h"
#include "ui/bench/agent_book.h"
#include "ui/bench/apply_spec.h"
#include "ui/bench/case_model.h"
#include "ui/bench/session_book.h"
#include "ui/kit/hex_input.h"
#include "ui/kit/hex_view.h"
#include "ui/kit/text_table.h"
#include "ui/log/wire_log_model.h"
#include "ui/panels/field_model.h"
#include "ui/panels/findings_model.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QtTest>

namespace fg {

namespace {

std::shared_ptr<Session> makeSession(int rows)
{
    auto session = std::make_shared<Session>(Role::Client);
    for (int row = 0; row < rows; ++row) {
        LogRow note;
        note.kind = RowKind::Note;
        note.time = std::chrono::milliseconds(row);
        session->append(note, RowExtra(std::string("a note")));
    }
    return session;
}

RowDetail makeDetail()
{
    RowDetail detail;
    detail.title = "Frame";
    detail.offset = StreamOffset(100);
    detail.length = 8;
    detail.fields = {{.name = "header",
                      .value = "",
                      .meaning = "",
                      .offset = StreamOffset(100),
                      .length = 2,
                      .children = {{.name = "FIN",
                                    .value = "1",
                                    .meaning = "",
                                    .offset = StreamOffset(100),
                                    .length = 1,
                                    .children = {}},
                                   {.name = "length",
                                    .value = "6",
                                    .meaning = "",
                                    .offset = StreamOffset(101),
                                    .length = 1,
                                    .children = {}}}},
                     {.name = "payload",
                      .value = "",
                      .meaning = "",
                      .offset = StreamOffset(102),
                      .length = 6,
                      .children = {}},
                     {.name = "note", .value = "", .meaning = "", .offset = {}, .length = 0, .children = {}}};
    return detail;
}

constexpr auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;

} // namespace

void ModelTest::theWireLogModelKeepsItsContractWhileRowsArrive()
{
    WireLogModel model;
    const QAbstractItemModelTester tester(&model, mode);
    const std::shared_ptr<Session> session = makeSession(3);
    model.setSession(session);
    QCOMPARE(model.rowCount(), 3);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    for (int row = 0; row < 1'000; ++row) {
        LogRow note;
        note.kind = RowKind::Note;
        session->append(note, RowExtra(std::string("more")));
    }
    model.poll();
    // All new rows are inserted at once.
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(model.rowCount(), 1'003);
    QCOMPARE(model.index(2, WireLogModel::Number).data().toInt(), 2);
    model.setFindings({{.row = RowNumber(1)}, {.row = RowNumber(5)}});
    model.setSession(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::anIncompleteFrameIsUpdatedAsItsPayloadLeaves()
{
    const auto session = std::make_shared<Session>(Role::Client);
    const auto write = [&session](std::string_view octets) {
        LogRow row;
        row.kind = RowKind::Octets;
        row.direction = Direction::Out;
        session->append(row, {}, octetsOf(octets));
    };
    LogRow frame;
    frame.kind = RowKind::Frame;
    frame.direction = Direction::Out;
    FrameHeader header;
    header.opcode = Opcode::Text;
    header.payloadLength = 8;
    frame.setHeader(header);
    session->append(frame, FrameIntent{.patternLength = 8});
    write("\x81\x08half");
    WireLogModel model;
    model.setSession(session);
    const QModelIndex info = model.index(0, WireLogModel::Info);
    QVERIFY(info.data().toString().contains(QStringLiteral("half")));
    // The message has to be far from the end of the log, where cached lines are kept.
    for (int row = 0; row < 500; ++row) {
        LogRow note;
        note.kind = RowKind::Note;
        session->append(note, RowExtra(std::string("more")));
    }
    model.poll();
    QVERIFY(info.data().toString().contains(QStringLiteral("half")));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    write("full");
    model.poll();
    QVERIFY(changed.count() >= 1);
    QVERIFY(info.data().toString().contains(QStringLiteral("halffull")));
}

void ModelTest::theFieldModelKeepsItsContract()
{
    FieldModel model;
    const QAbstractItemModelTester tester(&model, mode);
    model.setDetail(makeDetail());
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
    model.setDetail({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::theFieldAtAnOctetIsTheInnermost()
{
    FieldModel model;
    model.setDetail(makeDetail());
    QCOMPARE(model.fieldAt(1).data().toString(), QStringLiteral("length"));
    QCOMPARE(model.fieldAt(7).data().toString(), QStringLiteral("payload"));
    QVERIFY(!model.fieldAt(8).isValid());
    QCOMPARE(model.rangeOf(model.fieldAt(7)).start, std::uint64_t(2));
    QCOMPARE(model.rangeOf(model.index(2, 0)).length, std::uint64_t(0));
}

void ModelTest::theCaseModelKeepsItsContract()
{
    CaseModel model;
    const QAbstractItemModelTester tester(&model, mode);
    const CaseSpec &spec = catalogue().front();
    model.setRunning(spec);
    QCOMPARE(model.indexOf(spec).siblingAtColumn(CaseModel::Verdict).data().toString(),
             QStringLiteral("running"));
    model.setOutcome(spec, CaseOutcome{});
    model.notifyViews();
    QCOMPARE(model.indexOf(spec).siblingAtColumn(CaseModel::Verdict).data().toString(),
             QStringLiteral("FAILED"));
    // A report that was read need not say how long a case took.
    const QModelIndex time = model.indexOf(spec).siblingAtColumn(CaseModel::Time);
    const QModelIndex ofCategory = model.index(0, CaseModel::Time);
    QCOMPARE(time.data().toString(), QString());
    QCOMPARE(ofCategory.data().toString(), QString());
    model.setOutcome(spec, CaseOutcome{.duration = std::chrono::milliseconds(42)});
    QCOMPARE(time.data().toString(), QStringLiteral("42 ms"));
    QCOMPARE(ofCategory.data().toString(), QStringLiteral("42 ms"));
    QCOMPARE(model.casesUnder({}).size(), catalogue().size());
}

void ModelTest::aCategoryIsCheckedWithItsCases()
{
    CaseModel model;
    const CaseSpec &spec = catalogue().front();
    const QModelIndex index = model.indexOf(spec);
    const QModelIndex top = model.index(0, 0);
    QCOMPARE(model.checkedCases().size(), catalogue().size());
    model.setData(top, Qt::Unchecked, Qt::CheckStateRole);
    QCOMPARE(index.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    const QStringList unchecked = model.uncheckedIds();
    QVERIFY(unchecked.contains(QString::fromStdString(spec.id)));
    model.setUncheckedIds({});
    QCOMPARE(top.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
}

void ModelTest::theSessionBookKeepsItsContract()
{
    SessionBook book;
    const QAbstractItemModelTester tester(&book, mode);
    const auto add = [&book](const QString &title) {
        auto entry = std::make_shared<SessionEntry>();
        entry->title = book.freeTitle(title);
        entry->log = makeSession(1);
        book.add(entry);
        return entry;
    };
    const EntryPtr a = add(QStringLiteral("a"));
    const EntryPtr b = add(QStringLiteral("b"));
    const EntryPtr again = add(QStringLiteral("a"));
    QCOMPARE(again->title, QStringLiteral("a (2)"));
    QCOMPARE(book.rowOf(again), 2);
    book.move(2, 0);
    QCOMPARE(book.at(0), again);
    // A pinned session goes to the front, and no other can be moved before it.
    book.setPinned(b, true);
    QCOMPARE(book.at(0), b);
    book.move(1, 0);
    QCOMPARE(book.at(0), b);
    book.move(2, 0);
    QCOMPARE(book.at(1), a);
    book.setPinned(b, false);
    QCOMPARE(book.at(0), b);
    QVERIFY(book.setData(book.index(1, SessionBook::Title), QStringLiteral("  mine "), Qt::EditRole));
    QCOMPARE(book.index(1, SessionBook::Title).data().toString(), QStringLiteral("mine"));
    book.rename(a, {});
    QCOMPARE(book.index(1, SessionBook::Title).data().toString(), QStringLiteral("a"));
    book.poll();
    book.remove(a);
    QCOMPARE(book.rowCount(), 2);
}

void ModelTest::onlySessionsThatNobodyNeedsMakeRoomForMore()
{
    SessionBook book;
    const auto add = [&book](bool isPinned) {
        auto entry = std::make_shared<SessionEntry>();
        entry->log = makeSession(1);
        entry->isPinned = isPinned;
        entry->summary.state = SessionState::Closed;
        book.add(entry);
        return entry;
    };
    const EntryPtr pinned = add(true);
    const EntryPtr oldest = add(false);
    for (std::size_t i = 2; i < SessionBook::maxLive; ++i)
        add(false);
    QCOMPARE(book.rowCount(), int(SessionBook::maxLive));
    add(false);
    QCOMPARE(book.rowCount(), int(SessionBook::maxLive));
    QCOMPARE(book.rowOf(pinned), 0);
    QCOMPARE(book.rowOf(oldest), -1);
}

void ModelTest::sessionsWithoutAFileAreUnsaved()
{
    SessionEntry entry;
    entry.summary.rows = RowCount(3);
    QVERIFY(!entry.isUnsaved()); // it has no messages to save
    entry.summary.messages = 1;
    QVERIFY(entry.isUnsaved());
    entry.noteSaved(RowCount(2), QStringLiteral("a.pcapng"));
    QVERIFY(entry.isUnsaved()); // it has new rows since
    entry.noteSaved(RowCount(3), QStringLiteral("a.pcapng"));
    QVERIFY(!entry.isUnsaved());
    LiveConnection trial;
    trial.isTrial = true;
    entry.kind = std::move(trial);
    QVERIFY(!entry.isUnsaved());
    // A case can be run again, and a recording is already a file.
    entry.kind = CaseSession{.of = {{}, {}, &catalogue().front()}, .target = {}, .result = {}};
    QVERIFY(!entry.isUnsaved());
    entry.kind = Recording{.file = QStringLiteral("a.pcapng"), .isRead = true, .hold = {}, .remarks = {}};
    QVERIFY(!entry.isUnsaved());
}

void ModelTest::savingARecordingRemovesTheFileOfAKilledProgram()
{
    const QTemporaryDir folder;
    const auto leave = [&folder](const QString &name) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) ? FileHold::tryLock(file.fileName().toStdString()) : nullptr;
    };
    const auto entryOf = [](const QString &file, const std::shared_ptr<FileHold> &hold, bool isWhole) {
        SessionEntry entry;
        entry.summary.rows = RowCount(3);
        entry.kind = Recording{.file = file, .isRead = true, .isWhole = isWhole, .hold = hold, .remarks = {}};
        return entry;
    };
    const QString whole = folder.filePath(QStringLiteral("whole"));
    SessionEntry entry = entryOf(whole, leave(QStringLiteral("whole")), true);
    QVERIFY(entry.isUnsaved());
    const QString saved = folder.filePath(QStringLiteral("saved"));
    entry.noteSaved(RowCount(3), saved);
    QVERIFY(!entry.isUnsaved());
    QCOMPARE(entry.as<Recording>()->file, saved);
    QVERIFY(!QFile::exists(whole));

    // After saving over the temporary file, the file belongs to the user.
    const QString same = folder.filePath(QStringLiteral("same"));
    entry = entryOf(same, leave(QStringLiteral("same")), true);
    entry.noteSaved(RowCount(3), same);
    QVERIFY(!entry.isUnsaved());
    QVERIFY(QFile::exists(same));

    // If the session is only a part of the file, the file stays.
    const QString part = folder.filePath(QStringLiteral("part"));
    entry = entryOf(part, leave(QStringLiteral("part")), false);
    QVERIFY(!entry.isUnsaved());
    entry.noteSaved(RowCount(3), saved);
    entry.as<Recording>()->discard();
    QVERIFY(QFile::exists(part));
}

void ModelTest::tablesKeepTheirContract()
{
    TextTableModel model({{QStringLiteral("A")}, {QStringLiteral("B"), Qt::AlignRight}});
    const QAbstractItemModelTester tester(&model, mode);
    model.setRows({{{"1", "2"}, {}}, {{"3", "4"}, {}}});
    model.setRows({{{"1", "2"}, {}}, {{"3", "5"}, {}}});
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("5"));
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::theFindingsModelKeepsItsContract()
{
    FindingsModel model;
    const QAbstractItemModelTester tester(&model, mode);
    const std::shared_ptr<Session> session = makeSession(3);
    Finding finding;
    finding.violation.rule = RuleId::ReservedBits;
    model.setFindings(session, {finding});
    model.setFindings(session, {finding, finding, finding});
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.index(0, FindingsModel::Sentence).data().toString().isEmpty());
    QVERIFY(model.index(0, FindingsModel::Clause).data().toString().startsWith("RFC 6455"));
    model.setFindings(nullptr, {});
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::faultsInHexadecimalAreNamed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("named"); // empty: the text is valid
    QTest::newRow("spaces between octets") << "de ad be EF"
                                           << "";
    QTest::newRow("nothing") << ""
                             << "";
    QTest::newRow("no digit") << "00 1g"
                              << "Character 5";
    QTest::newRow("half an octet at the end") << "00 1"
                                              << "last octet";
    QTest::newRow("half an octet inside") << "0 0"
                                          << "before character 2";
}

void ModelTest::faultsInHexadecimalAreNamed()
{
    QFETCH(const QString, text);
    QFETCH(const QString, named);
    const auto read = readHex(text);
    const auto *sentence = std::get_if<QString>(&read);
    QCOMPARE(sentence == nullptr, named.isEmpty());
    if (sentence)
        QVERIFY2(sentence->contains(named), qPrintable(*sentence));
}

void ModelTest::theHexViewReadsOnlyWhatItShows()
{
    HexView view;
    view.resize(400, 300);
    view.show();
    std::size_t most = 0;
    view.setSource(
        [&most](std::uint64_t, std::size_t length) {
            most = std::max(most, length);
            return OctetBuffer(length, std::byte{0x41});
        },
        std::uint64_t(1) << 62);
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
    view.setLit(std::uint64_t(1) << 40, std::uint64_t(1) << 50);
    view.grab();
    QVERIFY(most > 0 && most < 2'000);
}

void ModelTest::aTargetIsTypedAndKeptWhateverTheEchoPeerIsCalled()
{
    const ConnectTarget echo = ConnectTarget::echo();
    QVERIFY(ConnectTarget::typed(' ' + echo.text().toUpper()).isEcho());
    QVERIFY(ConnectTarget::kept(echo.toKeep()).isEcho());
    // Settings of earlier versions have this text.
    QVERIFY(ConnectTarget::kept("built-in Echo peer").isEcho());
    QVERIFY(!echo.toKeep().contains("peer"));
    const ConnectTarget url = ConnectTarget::typed(" ws://Host:1/a ");
    QCOMPARE(url.text(), QString("ws://Host:1/a"));
    QCOMPARE(ConnectTarget::kept(url.toKeep()), url);
    QVERIFY(url.isLike(ConnectTarget::url("ws://host:1/A")));
    QVERIFY(!url.isLike(echo));
    QVERIFY(ConnectTarget::typed("  ").isNone());
}

void ModelTest::anAgentKeepsItsIdAndRemembersTheNameThatItWasToHave()
{
    AgentBook agents;
    const QAbstractItemModelTester tester(&agents, mode);
    const Agent one{.name = "one", .target = ConnectTarget::url("ws://a/"), .options = {}};
    const AgentId first = agents.at(agents.add(one))->id;
    const AgentId second = agents.at(agents.add(one))->id;
    QCOMPARE(agents.nameOf(second), QString("one (2)"));
    QCOMPARE(agents.find(second)->baseName, QString("one"));
    Agent renamed = *agents.find(first);
    renamed.name = "two";
    agents.replace(agents.rowOf(first), renamed);
    QCOMPARE(agents.nameOf(first), QString("two"));
    QCOMPARE(agents.find(first)->baseName, QString("two"));
    // An id is never given again.
    agents.remove(agents.rowOf(second));
    QVERIFY(!agents.find(second));
    QVERIFY(agents.at(agents.add(one))->id != second);
}

void ModelTest::namesOfAgentsHaveNoSecretsAndStayDifferent()
{
    AgentBook agents;
    const Agent first{.name = "h?token=abc", .target = ConnectTarget::url("ws://a/"), .options = {}};
    const Agent second{.name = "h?token=xyz", .target = ConnectTarget::url("ws://b/"), .options = {}};
    QCOMPARE(agents.at(agents.add(first))->name, QString("h?token=***"));
    const int row = agents.add(second);
    QCOMPARE(agents.at(row)->name, QString("h?token=*** (2)"));
    QCOMPARE(agents.at(row)->baseName, QString("h?token=***"));
    QCOMPARE(agents.nameOf(agents.addReported("h?token=old")), QString("h?token=*** (3)"));
    agents.replace(row, first);
    QCOMPARE(agents.at(row)->name, QString("h?token=*** (2)"));
}

void ModelTest::aClientThatComesAgainIsTheSameAgentWhateverItsNameBecame()
{
    AgentBook agents;
    agents.add({.name = "mine", .target = ConnectTarget::url("ws://a/"), .options = {}});
    const AgentId client = agents.addClient("mine");
    QCOMPARE(agents.nameOf(client), QString("mine (2)"));
    QCOMPARE(agents.addClient("mine"), client);
    const AgentId other = agents.addClient("mine (2)");
    QVERIFY(other != client);
    QCOMPARE(agents.addClient("mine (2)"), other);
    QCOMPARE(agents.addClient(""), agents.addClient(""));
    QCOMPARE(agents.rowCount(), 5);
}

void ModelTest::aSpecFileNeedsRoomOnlyForAgentsThatAreNotListedYet()
{
    AgentBook agents;
    CaseModel tree;
    ClientSpec spec;
    const auto add = [&spec](int number) {
        ClientSpec::Agent agent;
        agent.target.agent = "agent " + std::to_string(number);
        agent.cases = {&catalogue().front()};
        spec.agents.push_back(std::move(agent));
    };
    for (int number = agents.room(); number > 0; --number)
        add(number);
    QVERIFY(std::holds_alternative<AppliedSpec>(applyClientSpec(spec, agents, tree)));
    QCOMPARE(agents.room(), 0);
    QVERIFY(std::holds_alternative<AppliedSpec>(applyClientSpec(spec, agents, tree)));
    QCOMPARE(agents.rowCount(), AgentBook::maxAgents);
    add(AgentBook::maxAgents);
    const auto refused = applyClientSpec(spec, agents, tree);
    QVERIFY(std::holds_alternative<Trouble>(refused));
    QVERIFY(std::get<Trouble>(refused).why.find("1 of the file") != std::string::npos);
    QCOMPARE(agents.rowCount(), AgentBook::maxAgents);
}

} // namespace fg
