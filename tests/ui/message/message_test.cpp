#include "tests/ui/message/message_test.h"

#include "protocol/text/json_path.h"
#include "tests/ui/log/log_stage.h"
#include "ui/base/background_jobs.h"
#include "ui/kit/hex_view.h"
#include "ui/message/image_view.h"
#include "ui/message/json_model.h"
#include "ui/message/message_content.h"
#include "ui/message/message_panel.h"
#include "ui/message/text_lines.h"
#include "ui/message/text_view.h"

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

#include <algorithm>
#include <random>
#include <string>

namespace fg {

namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

SharedText shared(std::string text)
{
    auto owner = std::make_shared<const std::string>(std::move(text));
    return {owner, *owner};
}

std::vector<std::string> linesOf(const std::string &text, int columns)
{
    const TextLines lines = *TextLines::wrap(shared(text), columns);
    std::vector<std::string> all;
    for (std::size_t number = 0; number < lines.count(); ++number) {
        const TextLines::Line line = lines.line(number);
        all.emplace_back(lines.text().characters.substr(line.start, line.end - line.start));
    }
    return all;
}

int columnsOf(std::string_view line)
{
    int column = 0;
    while (!line.empty()) {
        const TextCell cell = firstCell(line, column);
        column += cell.columns;
        line.remove_prefix(cell.octets);
    }
    return column;
}

JsonTree treeOf(const std::string &text) { return std::get<JsonTree>(JsonTree::read(shared(text))); }

std::string withoutSpace(std::string text)
{
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

// A random JSON text; its strings have no spaces.
std::string randomJson(std::mt19937 &random, int depth)
{
    const unsigned kind = static_cast<unsigned>(random()) % (depth > 0 ? 7 : 5);
    std::string text;
    switch (kind) {
    case 0:
        return "null";
    case 1:
        return "true";
    case 2:
        return std::to_string(static_cast<int>(random() % 1000));
    case 3:
        return "\"a\\u00e9\\\"\"";
    case 4:
        return "-1.5e3";
    case 5:
        text = "[";
        for (auto count = random() % 4; count > 0; --count)
            text += randomJson(random, depth - 1) + (count > 1 ? "," : "");
        return text + "]";
    default:
        text = "{";
        for (auto count = random() % 4; count > 0; --count)
            text += "\"n" + std::to_string(count) + "\":" + randomJson(random, depth - 1)
                + (count > 1 ? "," : "");
        return text + "}";
    }
}

QByteArray png(QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray data;
    QBuffer buffer(&data);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return data;
}

std::string charactersOf(const QByteArray &data)
{
    return {data.constData(), static_cast<std::size_t>(data.size())};
}

// A panel in a window of its own.
struct Stage
{
    Stage()
    {
        panel.resize(700, 300);
        panel.show();
    }
    bool pick(const SpokenLog &log, RowNumber row)
    {
        panel.showRow(log.session(), row);
        return isReady();
    }
    bool isReady()
    {
        return QTest::qWaitFor([this] {
            return panel.isReady() && find<TextView>("messageText")->isReady()
                && find<TextView>("messagePretty")->isReady();
        });
    }
    template <typename Widget> Widget *find(const char *name)
    {
        return panel.findChild<Widget *>(QLatin1String(name));
    }
    void click(const char *button) { find<QToolButton>(button)->click(); }
    void choose(const QString &entry)
    {
        for (QAction *action : find<QMenu>("messageMenu")->actions()) {
            if (action->text().remove(QLatin1Char('&')) == entry)
                action->trigger();
        }
    }

    BackgroundJobs jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Finish};
    MessagePanel panel{jobs};
};

RowNumber lastFrame(const SpokenLog &log)
{
    RowNumber found;
    for (RowNumber row; row < endOf(log.session()->rowCount()); ++row) {
        if (log.session()->row(row).kind == RowKind::Frame)
            found = row;
    }
    return found;
}

} // namespace

// --- wrapped text ---

void MessageTest::aTextIsWrappedAtSpacesWhereThatIsPossible()
{
    using Lines = std::vector<std::string>;
    QCOMPARE(linesOf("", 10), Lines{""});
    QCOMPARE(linesOf("one two three", 8), (Lines{"one two ", "three"}));
    QCOMPARE(linesOf("abcdefghijkl", 8), (Lines{"abcdefgh", "ijkl"}));
    QCOMPARE(linesOf("a\r\nb\n\nc\n", 8), (Lines{"a", "b", "", "c", ""}));
    QCOMPARE(linesOf("漢字漢字漢字", 8), (Lines{"漢字漢字", "漢字"}));
    // An accent that combines stays at its letter.
    QCOMPARE(linesOf("abcdefge\u0301x", 8), (Lines{"abcdefge\u0301", "x"}));
}

void MessageTest::nothingIsLostWhateverTheTextAndTheWidth()
{
    std::mt19937 random(7);
    const std::vector<std::string> parts{"a",   "word ",  " ",          "\n",      "\r\n",
                                         "\t",  "漢",     "é",          "e\u0301", "\xff",
                                         "\0"s, "\u202e", "\U0001F600", "\r",      "longer_word"};
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (auto count = random() % 400; count > 0; --count)
            text += parts[random() % parts.size()];
        const int columns = 8 + static_cast<int>(random() % 60);
        const TextLines lines = *TextLines::wrap(shared(text), columns);
        std::string joined;
        std::size_t before = 0;
        for (std::size_t number = 0; number < lines.count(); ++number) {
            const TextLines::Line line = lines.line(number);
            const std::string_view characters =
                std::string_view(text).substr(line.start, line.end - line.start);
            joined += text.substr(before, line.start - before) + std::string(characters);
            QVERIFY(columnsOf(characters.substr(0, characters.find_last_not_of(" \t") + 1)) <= columns + 8);
            QCOMPARE(lines.lineOf(line.start), number);
            before = line.end;
        }
        joined += text.substr(before);
        QCOMPARE(joined, text);
    }
}

void MessageTest::charactersThatCannotBeSeenAppearAsSigns()
{
    QCOMPARE(firstCell("\u202e", 0).kind, TextCell::Kind::Sign);
    QCOMPARE(signText("\u202e"), QStringLiteral("⟨U+202E⟩"));
    QCOMPARE(signText("\xff"), QStringLiteral("⟨FF⟩"));
    QCOMPARE(signText("\x1b"), QStringLiteral("␛"));
    QCOMPARE(signText("\x7f"), QStringLiteral("␡"));
    QCOMPARE(firstCell("\t", 3).columns, 5);
}

// --- JSON ---

void MessageTest::jsonIsATreeOfPlacesInTheText()
{
    const JsonTree tree = treeOf(R"( {"user": {"id": 7, "tags": ["a", "\u00e9\n"]}, "odd name": null } )");
    const std::vector<JsonTree::Node> members = tree.children(0);
    QCOMPARE(members.size(), std::size_t(2));
    QCOMPARE(tree.childCount(members[0]), 2u);
    const JsonTree::Node tags = tree.children(members[0])[1];
    const JsonTree::Node second = tree.children(tags)[1];
    QCOMPARE(tree.shown(second, 100), "é\n"s);
    QCOMPARE(tree.text(second), R"("\u00e9\n")"sv);
    QCOMPARE(tree.path(second), "user.tags[1]"s);
    QCOMPARE(tree.path(members[1]), R"(["odd name"])"s);
    // As a filter takes it.
    const JsonTree odd = treeOf(R"({"x-y": {"a.b": [{"c\"\n\u00e9": 1}]}})");
    JsonTree::Node deepest = 0;
    while (odd.childCount(deepest) > 0)
        deepest = odd.children(deepest).front();
    QCOMPARE(odd.path(deepest), "x-y[\"a.b\"][0][\"c\\\"\\n\u00e9\"]"s);
    QVERIFY(jsonPathIn('.' + odd.path(deepest)));
    QCOMPARE(tree.text(members[0]), R"({"id": 7, "tags": ["a", "\u00e9\n"]})"sv);
    QCOMPARE(
        *tree.pretty(),
        "{\n  \"user\": {\n    \"id\": 7,\n    \"tags\": [\n      \"a\",\n      \"\\u00e9\\n\"\n    ]\n  },\n"
        "  \"odd name\": null\n}"s);
}

void MessageTest::prettyJsonHasTheSameValues()
{
    std::mt19937 random(11);
    for (int round = 0; round < 500; ++round) {
        const std::string text = randomJson(random, 5);
        const std::string pretty = *treeOf(text).pretty();
        QCOMPARE(withoutSpace(pretty), text);
        QCOMPARE(*treeOf(pretty).pretty(), pretty);
        JsonModel model;
        model.setTree(std::make_shared<const JsonTree>(treeOf(text)));
        const QAbstractItemModelTester tester(&model);
        const QModelIndex root = model.index(0, 0);
        while (model.canFetchMore(root))
            model.fetchMore(root);
        QCOMPARE(static_cast<std::uint32_t>(model.rowCount(root)), model.tree()->childCount(0));
    }
}

void MessageTest::brokenJsonNamesThePlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("column");
    QTest::newRow("ends in the middle") << QByteArray("[1, ") << 5;
    QTest::newRow("a comma before the end") << QByteArray("[1,]") << 4;
    QTest::newRow("two values") << QByteArray("{} {}") << 4;
    QTest::newRow("no name") << QByteArray("{1:2}") << 2;
    QTest::newRow("not UTF-8") << QByteArray("[\"\xff\"]") << 3;
    QTest::newRow("too deep") << QByteArray(300, '[') << 257;
}

void MessageTest::brokenJsonNamesThePlace()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, column);
    const auto read = JsonTree::read(shared(charactersOf(text)));
    const auto *const fault = std::get_if<JsonFault>(&read);
    QVERIFY(fault);
    QCOMPARE(fault->place.line, 1u);
    QCOMPARE(static_cast<int>(fault->place.column), column);
}

void MessageTest::tooManyJsonValuesAreRefused()
{
    std::string text = "[0";
    for (std::size_t count = 0; count < JsonTree::maxValues; ++count)
        text += ",0";
    const auto read = JsonTree::read(shared(text + "]"));
    QVERIFY(std::holds_alternative<JsonFault>(read));
    QCOMPARE(std::get<JsonFault>(read).kind, JsonFault::Kind::TooMany);
}

// --- what is read of a session ---

void MessageTest::aMessageIsJoinedAndInflated()
{
    SpokenLog log(true);
    log.peer(0x01, "Hel");
    log.peer(0x89, "ping");
    log.peer(0x80, "lo");
    const RowNumber last = lastFrame(log);
    const auto joined = readContent(log.session(), last);
    QVERIFY(joined);
    QCOMPARE(joined->text().characters, "Hello"sv);
    QCOMPARE(joined->wireLength, std::uint64_t(5 + 6 + 4));
    log.peer(0xC1, "\xf2\x48\xcd\xc9\xc9\x07\x00"sv); // RFC 7692 7.2.3.1
    const auto inflated = readContent(log.session(), lastFrame(log));
    QVERIFY(inflated);
    QCOMPARE(inflated->text().characters, "Hello"sv);
    QCOMPARE(inflated->title(), QStringLiteral("Text message, received: 5 octets, inflated from 7"));
    log.peer(0x88,
             "\x03\xe8"
             "done"sv);
    const auto closing = readContent(log.session(), lastFrame(log));
    QVERIFY(closing);
    QCOMPARE(closing->text().characters, "done"sv);
    QCOMPARE(closing->title(), QStringLiteral("Close frame, received: 6 octets, code 1000"));
}

void MessageTest::aMessageWhoseInflatedOctetsAreGoneIsInflatedAgain()
{
    SpokenLog log(true);
    SessionLimits limits;
    limits.inflatedOctets = 64 * 1024;
    log.session()->setLimits(limits);
    log.peer(0xC1, "\xf2\x48\xcd\xc9\xc9\x07\x00"sv);
    const RowNumber first = lastFrame(log);
    // With context takeover the next ones are "Hello" by reference (RFC 7692 7.2.3.2).
    for (int count = 0; count < 40'000; ++count)
        log.peer(0xC1, "\xf2\x00\x11\x00\x00"sv);
    const auto content = readContent(log.session(), first);
    QVERIFY(content);
    QCOMPARE(content->text().characters, "Hello"sv);
}

void MessageTest::anImageOfTooManyPixelsIsNotDecoded()
{
    QByteArray data = png({8, 8});
    // The width and the height in the header chunk; its checksum is wrong then, which nobody may notice
    // before.
    data[18] = 0x40;
    data[22] = 0x40;
    const DecodedImage decoded = decodeImage(octetsOf(charactersOf(data)), ImageFormat::Png);
    QVERIFY(decoded.image.isNull());
    QVERIFY2(!decoded.fault.isEmpty(), qPrintable(decoded.fault));
    const DecodedImage large = decodeImage(octetsOf(charactersOf(png({9000, 8000}))), ImageFormat::Png);
    QVERIFY(large.image.isNull());
    QVERIFY(large.fault.startsWith(QStringLiteral("The image has 9000 by 8000 pixels.")));
    QImage many(7000, 5000, QImage::Format_RGB32); // Qt's own limit would refuse these pixels.
    many.fill(Qt::green);
    QByteArray bitmap;
    QBuffer buffer(&bitmap);
    buffer.open(QIODevice::WriteOnly);
    many.save(&buffer, "BMP");
    const DecodedImage allowed = decodeImage(octetsOf(charactersOf(bitmap)), ImageFormat::Bmp);
    QVERIFY2(!allowed.image.isNull(), qPrintable(allowed.fault));
    const DecodedImage shrunk = decodeImage(octetsOf(charactersOf(png({4096, 100}))), ImageFormat::Png);
    QCOMPARE(shrunk.size, QSize(4096, 100));
    QCOMPARE(shrunk.image.width(), DecodedImage::maxShownSide);
}

void MessageTest::aBrokenImageIsSaidToBeBroken()
{
    const std::string whole = charactersOf(png({300, 300}));
    const DecodedImage cut = decodeImage(octetsOf(whole.substr(0, 20)), ImageFormat::Png);
    QVERIFY(cut.image.isNull());
    QVERIFY(cut.fault.startsWith(QStringLiteral("The image cannot be read")));
    QVERIFY(!imageFormatOf(octetsOf("BM is the start of this text, which is no picture"sv)));
}

// --- the panel ---

void MessageTest::theBestViewIsShownAndTheChosenOneIsKeptForEachSession()
{
    SpokenLog log;
    log.peer(0x81, R"({"a":[1,2]})");
    const RowNumber json = lastFrame(log);
    log.peer(0x81, "plain");
    const RowNumber plain = lastFrame(log);
    log.peer(0x82, "text sent as binary");
    const RowNumber binary = lastFrame(log);
    log.peer(0x82, charactersOf(png({20, 10})));
    const RowNumber image = lastFrame(log);
    SpokenLog other;
    other.peer(0x81, "[1]");

    Stage stage;
    QVERIFY(stage.pick(log, json));
    QCOMPARE(stage.panel.view(), MessagePanel::View::Text);
    QVERIFY(stage.pick(log, binary));
    QCOMPARE(stage.panel.view(), MessagePanel::View::Hex);
    QVERIFY(stage.pick(log, image));
    QCOMPARE(stage.panel.view(), MessagePanel::View::Image);
    QCOMPARE(stage.find<ImageView>("messageImage")->image().size(), QSize(20, 10));

    QVERIFY(stage.pick(log, json));
    stage.click("messageAsJSON");
    QVERIFY(stage.isReady());
    const auto *model = qobject_cast<JsonModel *>(stage.find<QTreeView>("messageTree")->model());
    QCOMPARE(model->rowCount(model->index(0, 0)), 1);
    QVERIFY(stage.pick(log, plain));
    QCOMPARE(stage.panel.view(), MessagePanel::View::Text);
    QVERIFY(!stage.find<QToolButton>("messageAsJSON")->isEnabled());
    QVERIFY(stage.pick(log, json));
    QCOMPARE(stage.panel.view(), MessagePanel::View::Tree);
    // While another message is read, nothing can be done with this one.
    stage.panel.showRow(log.session(), plain);
    QVERIFY(!stage.find<QToolButton>("messageMore")->isEnabled());
    QVERIFY(stage.pick(other, lastFrame(other)));
    QCOMPARE(stage.panel.view(), MessagePanel::View::Text);
    QVERIFY(stage.pick(log, RowNumber()));
    QVERIFY(!stage.find<QToolButton>("messageMore")->isEnabled());
}

void MessageTest::whatIsNotUtf8IsLit()
{
    SpokenLog log;
    log.peer(0x81, "good \xed\xa0\x80 bad");
    Stage stage;
    QVERIFY(stage.pick(log, lastFrame(log)));
    QCOMPARE(stage.find<QLabel>("messageNote")->text(),
             QStringLiteral("This is not UTF-8: the sequence at octet 5 of the payload is not a character."));
    const QRect place = stage.find<TextView>("messageText")->rectOf(5);
    const QImage shot = stage.find<TextView>("messageText")->viewport()->grab().toImage();
    const QColor lit = shot.pixelColor(place.left() + 1, place.bottom() - 1);
    const QColor plain = shot.pixelColor(place.left() + 1 - 2 * place.width(), place.bottom() - 1);
    QVERIFY(lit != plain);
}

void MessageTest::aNoteBelongsToItsView()
{
    SpokenLog log;
    log.peer(0x81, "{1}");
    Stage stage;
    QVERIFY(stage.pick(log, lastFrame(log)));
    const auto *note = stage.find<QLabel>("messageNote");
    for (int round = 0; round < 2; ++round) {
        stage.click("messageAsJSON");
        QVERIFY(stage.isReady());
        QVERIFY2(note->text().startsWith(QStringLiteral("This is not JSON: line 1, column 2")),
                 qPrintable(note->text()));
        stage.click("messageAsText");
        QCOMPARE(note->text(), QString());
    }
}

void MessageTest::aLongArrayOpensInParts()
{
    std::string text = "[";
    for (int count = 0; count < 20'000; ++count)
        text += "7,";
    SpokenLog log;
    log.peer(0x81, text + "7]");
    Stage stage;
    QVERIFY(stage.pick(log, lastFrame(log)));
    stage.click("messageAsJSON");
    QVERIFY(stage.isReady());
    auto *tree = stage.find<QTreeView>("messageTree");
    const int shown = tree->model()->rowCount(tree->model()->index(0, 0));
    QVERIFY(shown > 0 && shown < 20'001);
    stage.click("messageAsPretty");
    QVERIFY(stage.isReady());
    QCOMPARE(stage.find<TextView>("messagePretty")->lines().count(), std::size_t(20'003));
}

void MessageTest::aMessageThatEndsLaterIsReadAgain()
{
    SpokenLog log;
    log.peer(0x01, "first ");
    const RowNumber first = lastFrame(log);
    Stage stage;
    QVERIFY(stage.pick(log, first));
    QCOMPARE(stage.find<TextView>("messageText")->picked(), "first "sv);
    log.peer(0x80, "second");
    stage.panel.showArrived();
    QVERIFY(stage.isReady());
    QCOMPARE(stage.find<TextView>("messageText")->picked(), "first second"sv);
}

void MessageTest::aLongMessageIsReadWhole()
{
    SpokenLog log;
    const std::string part(60'000, 'x');
    log.peer(0x01, part);
    for (int count = 0; count < 40; ++count)
        log.peer(0x00, part);
    log.peer(0x80, "the end");
    Stage stage;
    QVERIFY(stage.pick(log, lastFrame(log)));
    auto *text = stage.find<TextView>("messageText");
    QCOMPARE(text->lines().text().characters.size(), std::size_t(41 * 60'000 + 7));
    const TextLines::Line last = text->lines().line(text->lines().count() - 1);
    QVERIFY(text->lines().text().characters.substr(last.start, last.end - last.start).ends_with("the end"));
    QTest::keyClick(text, Qt::Key_End);
    QVERIFY(text->viewport()->rect().contains(text->rectOf(41 * 60'000 + 6)));
}

void MessageTest::theMessageIsCopiedInFourForms()
{
    SpokenLog log;
    log.peer(0x82, "\x01\x02\xff"sv);
    Stage stage;
    QVERIFY(stage.pick(log, lastFrame(log)));
    stage.choose(QStringLiteral("Copy as hexadecimal"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("0102ff"));
    stage.choose(QStringLiteral("Copy as base64"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("AQL/"));
    stage.choose(QStringLiteral("Copy as C array"));
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("const unsigned char payload[3] = {\n    0x01, 0x02, 0xff,\n};\n"));
    SpokenLog text;
    text.peer(0x81, "héllo");
    QVERIFY(stage.pick(text, lastFrame(text)));
    stage.choose(QStringLiteral("Copy as text"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("héllo"));
}

} // namespace fg
