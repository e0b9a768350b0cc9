#include "tests/ui/message/difference_test.h"

#include "tests/ui/window_driver.h"
#include "ui/log/wire_log_model.h"
#include "ui/message/message_difference.h"
#include "ui/message/text_view.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QtTest>

namespace fg {

namespace {

using Change = MessageDifference::Tint;

MessageContent content(Opcode opcode, std::string_view payload)
{
    MessageContent content;
    content.opcode = opcode;
    const OctetView octets = octetsOf(payload);
    content.octets = std::make_shared<const OctetBuffer>(octets.begin(), octets.end());
    content.length = payload.size();
    content.isJson = opcode == Opcode::Text && looksLikeJson(payload);
    return content;
}

MessageDifference between(std::string_view before, std::string_view after, Opcode opcode = Opcode::Text)
{
    return *differenceOf(content(opcode, before), content(opcode, after));
}

QString tinted(const MessageDifference &difference, Change::Kind kind)
{
    QStringList parts;
    for (const Change &tint : difference.tints) {
        if (tint.kind == kind)
            parts += QString::fromStdString(difference.text->substr(tint.start, tint.end - tint.start));
    }
    return parts.join(QLatin1Char('|'));
}

} // namespace

void DifferenceTest::linesOfTextsAreMarkedAndWhatChangedInThemIsTinted()
{
    const MessageDifference difference = between("one\nprice 101\nthree", "one\nprice 207\nthree\nfour");
    QCOMPARE(*difference.text, "  one\n- price 101\n+ price 207\n  three\n+ four\n");
    QCOMPARE(tinted(difference, Change::Kind::Removed), "- price 101");
    QCOMPARE(tinted(difference, Change::Kind::Added), "+ price 207|+ four");
    QCOMPARE(tinted(difference, Change::Kind::Changed), "101|207");
    QCOMPARE(difference.summary, "1 line removed, 2 added");
    QCOMPARE(difference.note, "");
}

void DifferenceTest::jsonIsComparedValueByValue()
{
    const MessageDifference difference =
        between(R"({"id":1,"tags":["a","b"]})", R"({"id":1, "tags":["a","c"]})");
    QCOMPARE(tinted(difference, Change::Kind::Changed), "b|c");
    QCOMPARE(difference.summary, "1 line removed, 1 added");
    QCOMPARE(between("[1,2]", "[1, 2]").summary, "the same JSON, written with other blanks");
    // What only looks like JSON is compared as text.
    QCOMPARE(*between("{x}", "{y}").text, "- {x}\n+ {y}\n");
}

void DifferenceTest::otherPayloadsAreComparedOctetByOctet()
{
    const MessageDifference difference =
        between("0123456789abcdefXtail", "0123456789abcdefYZtail", Opcode::Binary);
    const QStringList lines = QString::fromStdString(*difference.text).split(QLatin1Char('\n'));
    QCOMPARE(lines[0].left(16), "  000000  30 31 ");
    QVERIFY(lines[0].endsWith("0123456789abcdef"));
    QCOMPARE(lines[1].left(12), "- 000010  58");
    QCOMPARE(lines[2].left(15), "+ 000010  59 5a");
    QVERIFY(lines[3].startsWith("  000011  74 61 69 6c"));
    QCOMPARE(difference.summary, "at octet 16, 1 octet of the first stands against 2 of the second");
    // A text that is not UTF-8 is compared like that, too.
    MessageContent broken = content(Opcode::Text, "a\xff");
    broken.badOctet = 1;
    QVERIFY(differenceOf(broken, content(Opcode::Text, "ab"))->text->starts_with("  000000  61"));
}

void DifferenceTest::equalMessagesAreSaidToBeEqual()
{
    QCOMPARE(between("same\ntext", "same\ntext").summary, "the same, octet for octet");
    QCOMPARE(*between("same\ntext", "same\ntext").text, "  same\n  text\n");
    QVERIFY(between("\x01\x02", "\x01\x02", Opcode::Binary).tints.empty());
    QCOMPARE(between("a\n", "a").summary, "the same lines; only their ends differ");
}

void DifferenceTest::onlyTheBeginningsOfLongMessagesAreCompared()
{
    std::string before(MessageDifference::maxOctets, 'x');
    std::string after = before;
    before += "one";
    after += "two";
    const MessageDifference difference = between(before, after, Opcode::Binary);
    QCOMPARE(difference.summary, "the same, octet for octet");
    QVERIFY(difference.note.find("4 MiB") != std::string::npos);
}

void DifferenceTest::twoRowsThatArePickedShowTheirDifference()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    for (const char *text : {R"({"id": 1, "name": "Zo"})", R"({"id": 2, "name": "Zo"})"}) {
        driver.find<QPlainTextEdit>("composePayload")->setPlainText(QLatin1String(text));
        driver.click("sendButton");
        QTRY_VERIFY(driver.rowWith("RX", {}, QLatin1String(text)) >= 0);
    }
    driver.showTab("messageDock");
    const auto cell = [&](const char *part) {
        return driver.log()->model()->index(driver.rowWith("RX", {}, QLatin1String(part)),
                                            WireLogModel::What);
    };
    const auto *title = driver.find<QLabel>("messageTitle");
    const auto *difference = driver.find<TextView>("messageDifference");
    driver.clickCell(driver.log(), cell("\"id\": 1"));
    QTRY_VERIFY(title->text().startsWith("Text message"));
    driver.log()->scrollTo(cell("\"id\": 2"));
    QTest::mouseClick(driver.log()->viewport(), Qt::LeftButton, Qt::ControlModifier,
                      driver.log()->visualRect(cell("\"id\": 2")).center());
    QTRY_VERIFY(title->text().endsWith("1 line removed, 1 added"));
    QVERIFY(difference->isVisible());
    QVERIFY(difference->picked().find("+   \"id\": 2") != std::string_view::npos);
    // One row again: its message.
    driver.clickCell(driver.log(), cell("\"id\": 2"));
    QTRY_VERIFY(title->text().startsWith("Text message"));
    QVERIFY(!difference->isVisible());
}

} // namespace fg
