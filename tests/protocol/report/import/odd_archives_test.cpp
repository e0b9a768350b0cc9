// One odd value of an HTTP Archive never ends its reading: it is left out or adapted, a note names it, and
// what comes after it is read. The oddities are those of archives that browsers, proxies and scripts write.
#include "protocol/report/import/session_import.h"
#include "protocol/session/log/row_walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

namespace fg::test::odd_archives_test {
namespace {

// An entry with these messages in JSON.
std::string entryWith(std::string_view messages, std::string_view more = "")
{
    return R"({"startedDateTime": "2026-02-28T09:00:00.000Z", "time": 1, "_resourceType": "websocket",
 "request": {"method": "GET", "url": "ws://h.example/", "headers": []},
 "response": {"status": 101, "headers": []})"
        + std::string(more) + R"(, "_webSocketMessages": )" + std::string(messages) + "}";
}

// A message of a browser, with another value for one member, or without it.
std::string messageWith(std::string_view member, std::string_view value)
{
    std::string text = "{";
    for (const auto &[name, usual] : {std::pair<std::string_view, std::string_view>{"type", R"("send")"},
                                      {"time", "1772269200.25"},
                                      {"opcode", "1"},
                                      {"data", R"("odd")"}}) {
        const std::string_view shown = name == member ? value : usual;
        if (!shown.empty())
            text += (text.size() > 1 ? ", \"" : "\"") + std::string(name) + "\": " + std::string(shown);
    }
    return text + '}';
}

std::string listWith(std::string_view member, std::string_view value)
{
    return '[' + messageWith(member, value)
        + R"(, {"type": "receive", "time": 1772269201, "opcode": 1, "data": "after"}])";
}

const std::string good =
    entryWith(R"([{"type": "send", "time": 1772269200.5, "opcode": 1, "data": "the session wanted"}])");
const std::string page =
    R"({"startedDateTime": "2026-02-28T08:59:00Z", "request": {"url": "https://h.example/"},
 "response": {"status": 200, "content": {"text": "page"}})";

std::string archiveOf(const std::string &entries)
{
    return R"({"log": {"version": "1.2", "entries": [)" + entries + "]}}";
}

// Each frame in words: "> 1 text" was sent by the client, "< 2 0x00ff" by the server.
std::vector<std::string> framesOf(const Session &session)
{
    std::vector<std::string> frames;
    forEachRow(session, [&](const LogRow &row, RowNumber) {
        if (row.kind != RowKind::Frame)
            return;
        const OctetBuffer payload = session.payload(row, 0, SIZE_MAX);
        const bool isText = row.opcode() == Opcode::Text || row.opcode() == Opcode::Ping;
        frames.push_back((row.direction == Direction::Out ? "> " : "< ")
                         + std::to_string(row.opcodeBits & 0xF) + ' '
                         + (isText ? std::string(charactersOf(payload)) : "0x" + toHex(payload)));
    });
    return frames;
}

std::vector<std::string> notesIn(const Session &session)
{
    std::vector<std::string> notes;
    forEachRow(session, [&](const LogRow &row, RowNumber) {
        const RowExtra extra = session.extra(row);
        if (const auto *const text = std::get_if<std::string>(&extra); text && row.kind == RowKind::Note)
            notes.push_back(*text);
    });
    return notes;
}

bool haveAll(const std::vector<std::string> &sentences, const std::vector<std::string> &parts)
{
    return std::ranges::any_of(sentences, [&](const std::string &sentence) {
        return std::ranges::all_of(
            parts, [&](const std::string &part) { return sentence.find(part) != std::string::npos; });
    });
}

std::string joined(const std::vector<std::string> &texts)
{
    std::string all;
    for (const std::string &text : texts)
        all += text + '\n';
    return all;
}

std::string repeated(std::string_view part, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += part;
    return text;
}

struct OddArchive
{
    std::string name;
    std::string entry; // The good one follows it.
    std::vector<std::string> frames; // Those of the odd entry.
    std::vector<std::string> noted; // Parts of one note; empty: nothing need be said.

    friend void PrintTo(const OddArchive &archive, std::ostream *out) { *out << archive.name; }
};

const std::string after = "< 1 after";

OddArchive oddMember(std::string name, std::string_view member, std::string_view value,
                     std::vector<std::string> frames, std::vector<std::string> noted)
{
    return {std::move(name), entryWith(listWith(member, value)), std::move(frames), std::move(noted)};
}

// Parts of the note on a member of the first message.
std::vector<std::string> noteOn(std::string_view member, std::string_view more)
{
    return {"Entry 1: \"" + std::string(member) + "\" of message 1 (line ", std::string(more)};
}

std::vector<OddArchive> oddTypes()
{
    return {
        oddMember("outgoing", "type", R"("outgoing")", {"> 1 odd", after},
                  noteOn("type", "found the text \"outgoing\"")),
        oddMember("Received", "type", R"("Received")", {"< 1 odd", after},
                  noteOn("type", "one of the server")),
        oddMember("typeMissing", "type", "", {after},
                  noteOn("type", "found nothing; the message is left out")),
        oddMember("typeNull", "type", "null", {after}, noteOn("type", "found null; the message is left out")),
        oddMember("typeNumber", "type", "1", {after}, noteOn("type", "found the number 1")),
        oddMember("typeUnknown", "type", R"("hello")", {after}, noteOn("type", "the message is left out")),
        {"direction",
         entryWith(R"([{"direction": "incoming", "time": 1772269201, "opcode": 1, "data": "odd"}])"),
         {"< 1 odd"},
         {"\"type\" of message 1", "one of the server"}},
        {"fromClient",
         entryWith(R"([{"from_client": true, "time": 1772269201, "opcode": 1, "data": "odd"}])"),
         {"> 1 odd"},
         {"\"type\" of message 1", "one of the client"}},
        {"typeTextWithDirection",
         entryWith(R"([{"type": "binary", "direction": "sent", "time": 1772269201, "data": "AAE="}])"),
         {"> 2 0x0001"},
         {"\"opcode\" of message 1", "the opcode that it names"}},
    };
}

std::vector<OddArchive> oddOpcodes()
{
    return {
        oddMember("opcodeMissing", "opcode", "", {"> 1 odd", after},
                  noteOn("opcode", "found nothing; the message is taken as text")),
        oddMember("opcodeText", "opcode", R"("1")", {"> 1 odd", after},
                  noteOn("opcode", "found the text \"1\"")),
        oddMember("opcodeWord", "opcode", R"("Text")", {"> 1 odd", after},
                  noteOn("opcode", "the opcode that it names")),
        oddMember("opcodeTooLarge", "opcode", "300", {"> 1 odd", after},
                  noteOn("opcode", "found the number 300")),
        oddMember("opcodeNegative", "opcode", "-1", {"> 1 odd", after},
                  noteOn("opcode", "found the number -1")),
        oddMember("opcodeFraction", "opcode", "1.5", {"> 1 odd", after},
                  noteOn("opcode", "found the number 1.5")),
        oddMember("opcodeWithPoint", "opcode", "1.0", {"> 1 odd", after}, {}),
        oddMember("opcodeNull", "opcode", "null", {"> 1 odd", after}, noteOn("opcode", "found null")),
        oddMember("opcodeObject", "opcode", R"({"value": 1})", {"> 1 odd", after},
                  noteOn("opcode", "found an object")),
        oddMember("opcodeOctal", "opcode", "01", {"> 1 odd", after}, {}),
        oddMember("opcodeHuge", "opcode", "99999999999999999999999", {"> 1 odd", after},
                  noteOn("opcode", "found the number 9999")),
        {"pingAsText",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 9, "data": "ping"}])"),
         {"> 9 ping"},
         {}},
        {"pingAsTextWithAnEqualSign",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 9, "data": "bye="}])"),
         {"> 9 bye="},
         {}},
        {"pingInBase64",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 9, "data": "YnllAA=="}])"),
         {std::string("> 9 bye\0", 8)},
         {}},
        {"longestPing",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 9, "data": ")" + std::string(125, 'a')
                   + R"("}])"),
         {"> 9 " + std::string(125, 'a')},
         {}},
        {"pingThatIsTooLong",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 9, "data": ")" + std::string(126, 'a')
                   + R"("}, {"type": "send", "time": 1772269202, "opcode": 1, "data": "odd"}])"),
         {"> 1 odd"},
         {"\"data\" of message 1",
          "expected at most 125 octets, as in every control frame, found 126 octets; the message is left "
          "out"}},
        {"pongThatIsTooLong",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 10, "encoding": "hex", "data": ")"
                   + repeated("00", 200) + R"("}])"),
         {},
         {"found 200 octets; the message is left out"}},
    };
}

std::vector<OddArchive> oddData()
{
    return {
        oddMember("dataObject", "data", R"({"x": 1})", {"> 1 {\"x\": 1}", after},
                  noteOn("data", "found an object; what is written there")),
        oddMember("dataList", "data", R"(["a", 1])", {"> 1 [\"a\", 1]", after},
                  noteOn("data", "found a list")),
        oddMember("dataNumber", "data", "42", {"> 1 42", after}, noteOn("data", "found the number 42")),
        oddMember("dataTrue", "data", "true", {"> 1 true", after}, noteOn("data", "found true")),
        oddMember("dataNull", "data", "null", {"> 1 ", after},
                  noteOn("data", "found null; the message is taken as an empty one")),
        oddMember("dataMissing", "data", "", {"> 1 ", after}, noteOn("data", "found nothing")),
        oddMember("dataBuffer", "data", R"({"type": "Buffer", "data": [104, 105]})", {"> 1 hi", after},
                  noteOn("data", "the octets that it lists")),
        oddMember("dataTypedArray", "data", R"({"0": 104, "1": 105})", {"> 1 hi", after},
                  noteOn("data", "the octets that it lists")),
        oddMember("dataOctets", "data", "[104, 105]", {"> 1 hi", after},
                  noteOn("data", "the octets that it lists")),
        oddMember("dataBase64Object", "data", R"({"base64": "aGk"})", {"> 1 hi", after},
                  noteOn("data", "the octets that it lists")),
        oddMember("loneSurrogate", "data", R"("a\udc00b")",
                  {"> 1 a\xef\xbf\xbd"
                   "b",
                   after},
                  noteOn("data", "a surrogate without its other half")),
        oddMember("loneSurrogates", "data", R"("\ud800\ud800\udc00")",
                  {"> 1 \xef\xbf\xbd\xf0\x90\x80\x80", after}, noteOn("data", "a surrogate")),
        oddMember("rawLineBreak", "data", "\"a\nb\"", {"> 1 a\nb", after},
                  noteOn("data", "a control character")),
        oddMember("latin1", "data", "\"a\xe4\"", {"> 1 a\xef\xbf\xbd", after},
                  noteOn("data", "octets that are not UTF-8")),
        oddMember("unknownEscape", "data", R"("\x41")", {"> 1 \\x41", after},
                  noteOn("data", "an unknown escape")),
        oddMember("deepObject", "data", std::string(200, '[') + std::string(200, ']'),
                  {"> 1 " + std::string(200, '[') + std::string(200, ']'), after},
                  noteOn("data", "found a list")),
        {"payloadData",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 1, "payloadData": "odd"}])"),
         {"> 1 odd"},
         {}},
        {"encoding",
         entryWith(
             R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "aGk=", "encoding": "base64"}])"),
         {"> 1 hi"},
         {}},
        {"hexOfText",
         entryWith(
             R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "6869", "encoding": "hex"}])"),
         {"> 1 hi"},
         {}},
        {"hexOfOctets",
         entryWith(
             R"([{"type": "send", "time": 1772269201, "opcode": 2, "data": "6869", "encoding": "Hex"}])"),
         {"> 2 0x6869"},
         {}},
        {"noHex",
         entryWith(
             R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "odd", "encoding": "hex"}])"),
         {"> 1 odd"},
         {"\"data\" of message 1", "expected octets in hexadecimal; the text is taken as it stands"}},
        {"encodingUnknown",
         entryWith(
             R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "odd", "encoding": "rot13"}])"),
         {"> 1 odd"},
         {"\"encoding\" of message 1", "found the text \"rot13\""}},
        {"dataTwice",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "gone", "data": "odd"}])"),
         {"> 1 odd"},
         {"\"data\" of message 1", "expected it once, found it again; the last one is taken"}},
        {"unneededMembers",
         entryWith("[{\"type\": \"send\", \"time\": 1772269201, \"opcode\": 1, \"data\": \"odd\", \"stack\": "
                   + std::string(300, '[') + "NaN, +1, \"\\q\"," + std::string(300, ']') + "}]"),
         {"> 1 odd"},
         {}},
    };
}

std::string binary(std::string_view data)
{
    return entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 2, "data": ")" + std::string(data)
                     + "\"}]");
}

std::vector<OddArchive> oddBase64()
{
    const std::vector<std::string> asItStands{"\"data\" of message 1",
                                              "expected octets in base64; the text is taken as it stands"};
    return {
        {"noPadding", binary("AAE"), {"> 2 0x0001"}, {}},
        {"urlAlphabet", binary("-_8A"), {"> 2 0xfbff00"}, {}},
        {"lineEnd", binary(R"(AAE=\n)"), {"> 2 0x0001"}, {}},
        {"lineEnds", binary(R"(AA\r\nE=)"), {"> 2 0x0001"}, {}},
        {"blanks", binary(" AA E= "), {"> 2 0x0001"}, {}},
        {"dataUrl", binary("data:application/octet-stream;base64,AAE="), {"> 2 0x0001"}, {}},
        {"words", binary("not base64!"), {"> 2 0x6e6f742062617365363421"}, asItStands},
        {"oneDigitTooMany", binary("AAEAA"), {"> 2 0x4141454141"}, asItStands},
        {"unusedBits", binary("AAF"), {"> 2 0x414146"}, asItStands},
    };
}

std::vector<OddArchive> oddLists()
{
    const std::vector<std::string> left{"\"_webSocketMessages\" of entry 1 (line ", "expected a list",
                                        "the entry is left out"};
    return {
        {"messageNull",
         entryWith(R"([null, {"type": "send", "time": 1772269201, "opcode": 1, "data": "odd"}])"),
         {"> 1 odd"},
         {"Entry 1: \"_webSocketMessages\" of message 1", "expected an object, found null"}},
        {"messageText",
         entryWith(R"(["x", {"type": "send", "time": 1772269201, "opcode": 1, "data": "odd"}])"),
         {"> 1 odd"},
         {"of message 1", "found the text \"x\""}},
        {"listTwice",
         entryWith(
             "[]",
             R"(, "_webSocketMessages": [{"type": "send", "time": 1772269201, "opcode": 1, "data": "a"}])"),
         {},
         {"\"_webSocketMessages\" of the entry", "expected it once, found it again"}},
        {"listNumber",
         entryWith("7"),
         {},
         {"expected a list, found the number 7; the session is shown without messages"}},
        {"listNull", entryWith("null"), {}, {"expected a list, found null"}},
        {"listAsText",
         entryWith(R"("[{\"type\": \"send\", \"time\": 1772269201, \"opcode\": 1, \"data\": \"odd\"}]")"),
         {"> 1 odd"},
         {"expected a list, found a text; the list that is written in the text is read"}},
        {"oneMessage",
         entryWith(R"({"type": "send", "time": 1772269201, "opcode": 1, "data": "odd"})"),
         {"> 1 odd"},
         {"expected a list, found an object; it is read as the only message"}},
        {"pageWithNull", page + R"(, "_webSocketMessages": null})", {"none"}, left},
        {"pageWithObject", page + R"(, "_webSocketMessages": {}})", {"none"}, left},
        {"pageWithEmptyList", page + R"(, "_webSocketMessages": []})", {"none"}, {}},
        {"commaBeforeBracket",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "odd",},])"),
         {"> 1 odd"},
         {}},
        {"entryNull",
         "null",
         {"none"},
         {"\"entries\" of entry 1 (line ", "expected an object, found null; the entry is left out"}},
        {"entryList", "[1, 2]", {"none"}, {"\"entries\" of entry 1", "found a list"}},
        {"otherFrames",
         page
             + R"(, "_webSocketFrames": [{"type": "send", "time": 1772269201, "opcode": 1, "payloadData": "odd"}]})",
         {"> 1 odd"},
         {}},
        {"oddFrameOfOurs",
         entryWith("[]", R"(, "_webSocketFrames": [
 {"type": "send", "time": 1772269201, "opcode": 1, "fin": "yes", "rsv": 0, "mask": "00000000", "length": 3, "lengthBits": "7", "text": "odd"},
 {"type": "send", "time": 1772269201, "opcode": 1, "fin": true, "rsv": 0, "mask": "00000000", "length": 2, "lengthBits": "7", "text": "hi"}])"),
         {"> 1 hi"},
         {"\"fin\" of frame 1", "expected true or false; the frame is left out"}},
    };
}

std::vector<OddArchive> oddFacts()
{
    const std::string list = R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "odd"}])";
    const auto entry = [&](std::string_view members) {
        return '{' + std::string(members) + R"(, "_webSocketMessages": )" + list + '}';
    };
    return {
        {"startIsNumber", entry(R"("startedDateTime": 1772269200000)"), {"> 1 odd"}, {}},
        {"startIsNull",
         entry(R"("startedDateTime": null)"),
         {"> 1 odd"},
         {"\"startedDateTime\" of the entry", "found null"}},
        {"startIsWords",
         entry(R"("startedDateTime": "yesterday")"),
         {"> 1 odd"},
         {"found the text \"yesterday\"; the entry starts with its first message"}},
        {"requestIsText", entry(R"("request": "GET /")"), {"> 1 odd"}, {}},
        {"urlIsNumber",
         entry(R"("request": {"url": 7})"),
         {"> 1 odd"},
         {"\"url\" of the entry", "found the number 7; left out of the request: everything"}},
        {"methodIsAnother",
         entry(R"("request": {"method": "POST", "url": "ws://h/"})"),
         {"> 1 odd"},
         {"\"method\" of the entry", "found the text \"POST\"; the request is shown with GET"}},
        {"fieldsAreNull",
         entry(R"("request": {"url": "ws://h/", "headers": null})"),
         {"> 1 odd"},
         {"\"headers\" of the opening handshake", "expected a list, found null; no fields are known"}},
        {"fieldNameHasABlank",
         entry(R"("request": {"url": "ws://h/", "headers": [{"name": "X Y", "value": "a"}]})"),
         {"> 1 odd"},
         {"expected a name that a field can have, found the text \"X Y\"; the field is left out"}},
        {"fieldHasALineBreak",
         entry(R"("request": {"url": "ws://h/", "headers": [{"name": "X", "value": "a\nb"}]})"),
         {"> 1 odd"},
         {"a text without control characters", "they are shown as blanks"}},
        {"requestTwice",
         entry(R"("request": {"url": "ws://a/"}, "request": {"url": "ws://b/"})"),
         {"> 1 odd"},
         {"\"request\" of the entry", "expected it once, found it again; the last one is taken"}},
        {"urlTwice",
         entry(R"("request": {"url": "ws://a/", "url": "ws://b/"})"),
         {"> 1 odd"},
         {"\"url\" of the entry", "the last one is taken"}},
        {"fieldsAreAnObject",
         entry(R"("request": {"url": "ws://h/", "headers": {"Host": "h", "X": null}})"),
         {"> 1 odd"},
         {"expected a list, found an object; its members are taken as the fields"}},
        {"fieldsAreOdd",
         entry(
             R"("request": {"url": "ws://h/", "headers": [null, 7, {"name": 1}, {"name": "Host", "value": {}}]})"),
         {"> 1 odd"},
         {"\"headers\" of the opening handshake", "the field is left out"}},
        {"statusIsText",
         entry(R"("response": {"status": "101", "statusText": null, "headers": []})"),
         {"> 1 odd"},
         {}},
        {"statusIsMinusOne",
         entry(R"("response": {"status": -1, "statusText": "", "headers": []})"),
         {"> 1 odd"},
         {}},
        {"addressIsList", entry(R"("serverIPAddress": ["::1"])"), {"> 1 odd"}, {}},
        {"deepInitiator",
         entry("\"_initiator\": " + std::string(5'000, '[') + std::string(5'000, ']')),
         {"> 1 odd"},
         {}},
        {"infiniteDuration", entry(R"("time": -Infinity, "timings": {"wait": NaN})"), {"> 1 odd"}, {}},
    };
}

std::vector<OddArchive> oddEnds()
{
    const std::string list = R"([{"type": "receive", "time": 1772269201, "opcode": 1, "data": "odd"}])";
    const auto closed = [&](std::string_view member) { return entryWith(list, ", " + std::string(member)); };
    const std::string odd = "< 1 odd";
    return {
        {"closeOfNobody",
         closed(R"("_webSocketClose": {"code": 1000, "reason": "bye", "timestamp": 12.5})"),
         {odd, "< 8 0x03e8627965"},
         {}},
        {"closeOfTheClient",
         closed(R"("_webSocketClose": {"type": "send", "code": 1001, "reason": null, "time": 1772269202})"),
         {odd, "> 8 0x03e9"},
         {}},
        {"closeWithoutCode",
         closed(R"("_webSocketClose": {"type": "receive", "code": null})"),
         {odd, "< 8 0x"},
         {}},
        {"closeThatMeansNone", closed(R"("_webSocketClose": {"code": 1005})"), {odd, "< 8 0x"}, {}},
        {"closeByNoFrame", closed(R"("_webSocketClose": {"code": 1006, "reason": ""})"), {odd}, {}},
        {"closeThatIsForbidden", closed(R"("_webSocketClose": {"code": 70000})"), {odd}, {}},
        {"aborted", closed(R"("_webSocketClose": "aborted")"), {odd}, {}},
        {"closeIsAList",
         closed(R"("_webSocketClose": [1000, "x"])"),
         {odd},
         {"\"_webSocketClose\" of the entry", "found a list; it is left out"}},
        {"closeIsTrue", closed(R"("_webSocketClose": true)"), {odd}, {"found true; it is left out"}},
        {"closeReasonIsANumber",
         closed(R"("_webSocketClose": {"code": 1000, "reason": 5})"),
         {odd, "< 8 0x03e8"},
         {"\"reason\" of the entry", "found the number 5; it is left out"}},
        {"closeReasonWithoutCode", closed(R"("_webSocketClose": {"reason": "bye"})"), {odd}, {}},
        {"closeNull", closed(R"("_webSocketClose": null)"), {odd}, {}},
        {"closeCodeAlone",
         closed(R"("_webSocketCloseCode": 1000, "_webSocketCloseReason": "bye")"),
         {odd, "< 8 0x03e8627965"},
         {}},
        {"closeOnlyANumber", closed(R"("_webSocketClose": 1001)"), {odd, "< 8 0x03e9"}, {}},
        {"closeAsAMessage",
         entryWith(R"([{"type": "close", "time": 1772269201, "code": 1000}])"),
         {"< 8 0x03e8"},
         {"\"type\" of message 1"}},
        {"closeAsAnOpcode",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "data": "", "code": 1000}])"),
         {"> 8 0x03e8"},
         {}},
        {"closeAsText",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "data": "1000 bye"}])"),
         {"> 8 0x03e8627965"},
         {}},
        {"closeAsTextWithAnotherNumber",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "1 apples"}])"),
         {"< 8 0x"},
         {"\"data\" of message 1", "a close code that a close frame may have, found 1; ", "without a code"}},
        {"closeAsWords",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "going away"}])"),
         {"< 8 0x"},
         {"a close code and a reason, found the text \"going away\"; ", "without a code"}},
        {"closeAsWordsThatCouldBeBase64",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "Dog"}])"),
         {"< 8 0x"},
         {"a close code and a reason, found the text \"Dog\"; ", "without a code"}},
        {"closeAsWordsWithAnEqualSign",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "Eve="}])"),
         {"< 8 0x"},
         {"a close code and a reason, found the text \"Eve=\"; ", "without a code"}},
        {"closeInBase64",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "A+hieWU="}])"),
         {"< 8 0x03e8627965"},
         {}},
        {"closeInBase64WithoutPadding",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "A-hieWU"}])"),
         {"< 8 0x03e8627965"},
         {}},
        {"closeOfAnApplicationInBase64",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "D6A="}])"),
         {"< 8 0x0fa0"},
         {}},
        {"closeInBase64WhoseReasonIsNotUtf8",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "A+j/"}])"),
         {"< 8 0x03e8ff"},
         {}},
        {"closeInBase64WithAPaddedReasonThatIsNotUtf8",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "A+j//g=="}])"),
         {"< 8 0x03e8fffe"},
         {}},
        {"closeOfOneOctetInBase64",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "Aw=="}])"),
         {"< 8 0x03"},
         {}},
        {"closeInBase64WithACodeThatNoFrameMayHave",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "A+4="}])"),
         {"< 8 0x03ee"},
         {}},
        {"closeInBase64WithALongReason",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "A+hh)"
                   + repeated("YWFh", 66) + R"("}])"),
         {"< 8 0x03e8" + repeated("61", 123)},
         {"at most 125 octets, as in every control frame, found 201 octets; the rest of the reason"}},
        {"closeInBase64WithALongReasonThatIsNotUtf8",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "A+j/)"
                   + repeated("////", 66) + R"("}])"),
         {"< 8 0x03e8" + repeated("ff", 123)},
         {"found 201 octets; the rest of the reason is left out"}},
        {"closeThatSaysItIsText",
         entryWith(
             R"([{"type": "receive", "time": 1772269201, "opcode": 8, "encoding": "text", "data": "A+g="}])"),
         {"< 8 0x"},
         {"a close code and a reason, found the text \"A+g=\"; ", "without a code"}},
        {"closeWithTheReasonAsData",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "code": 1000, "data": "bye="}])"),
         {"< 8 0x03e86279653d"},
         {}},
        {"closeWithThePayloadAsData",
         entryWith(
             R"([{"type": "receive", "time": 1772269201, "opcode": 8, "code": 1000, "data": "A+hieWU="}])"),
         {"< 8 0x03e8627965"},
         {}},
        {"closeWhoseListOfOctetsIsTooLong",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": [3,232)"
                   + repeated(",97", 124) + R"(]}])"),
         {},
         {"found 126 octets; the message is left out"}},
        {"closeWithAForbiddenCode",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "code": 1006, "reason": "x"}])"),
         {"> 8 0x"},
         {"found 1006; the close frame is taken as one without a code"}},
        {"closeOfAMessageThatMeansNone",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "code": 1005}])"),
         {"> 8 0x"},
         {}},
        {"closeWithALongReason",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "code": 1000, "reason": ")"
                   + std::string(300, 'a') + R"("}])"),
         {"< 8 0x03e8" + repeated("61", 123)},
         {"a reason of at most 123 octets, found 300 octets; the rest of the reason is left out"}},
        {"closeAsTextWithALongReason",
         entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, "data": "1000 b)"
                   + repeated("\xc3\xa4", 150) + R"("}])"),
         {"< 8 0x03e862" + repeated("c3a4", 61)},
         {"found 301 octets; the rest of the reason is left out"}},
        {"closeOfTheEntryWithALongReason",
         closed(R"("_webSocketClose": {"type": "receive", "code": 1000, "reason": ")" + std::string(124, 'a')
                + R"("})"),
         {odd, "< 8 0x03e8" + repeated("61", 123)},
         {"\"reason\" of the entry", "found 124 octets"}},
        {"closeAsANumber",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "data": 1001}])"),
         {"> 8 0x03e9"},
         {}},
        {"closeAsAnObject",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "data": {"x": 1}}])"),
         {"> 8 0x"},
         {"a close code, found an object; ", "without a code"}},
        {"closeTwice",
         entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "data": "A+g="}])",
                   R"(, "_webSocketClose": {"code": 1000})"),
         {"> 8 0x03e8"},
         {}},
    };
}

std::vector<OddArchive> oddArchives()
{
    std::vector<OddArchive> all;
    for (const auto &some :
         {oddTypes(), oddOpcodes(), oddData(), oddBase64(), oddLists(), oddFacts(), oddEnds()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

class AnOddValue : public testing::TestWithParam<OddArchive>
{
};

TEST_P(AnOddValue, IsNamedAndDoesNotEndTheReading)
{
    const SessionImport read = importSessions(archiveOf(GetParam().entry + ",\n" + good));
    EXPECT_EQ(read.error ? read.error->sentence() : "", "");
    const bool isSession = GetParam().frames != std::vector<std::string>{"none"};
    ASSERT_EQ(read.sessions.size(), isSession ? 2U : 1U) << joined(read.notes);
    EXPECT_EQ(framesOf(*read.sessions.back().session), std::vector<std::string>{"> 1 the session wanted"});
    if (isSession) {
        EXPECT_EQ(framesOf(*read.sessions.front().session), GetParam().frames);
    }
    if (GetParam().noted.empty()) {
        EXPECT_EQ(joined(read.notes), "");
    }
    EXPECT_TRUE(GetParam().noted.empty() || haveAll(read.notes, GetParam().noted)) << joined(read.notes);
}

INSTANTIATE_TEST_SUITE_P(Archives, AnOddValue, testing::ValuesIn(oddArchives()),
                         [](const testing::TestParamInfo<OddArchive> &archive) {
                             return archive.param.name;
                         });

TEST(OddValues, OfOneKindAreOneNoteThatCountsThem)
{
    std::string list = "[";
    for (int i = 0; i < 1'000; ++i)
        list += messageWith("opcode", "300") + ",\n";
    const SessionImport read = importSessions(archiveOf(entryWith(list + messageWith("opcode", "1") + ']')));
    ASSERT_EQ(read.notes.size(), 1U) << joined(read.notes);
    EXPECT_NE(read.notes[0].find("999 more messages are read in the same way as message 1."),
              std::string::npos)
        << read.notes[0];
    EXPECT_EQ(framesOf(*read.sessions.at(0).session).size(), 1'001U);
    // The log has the sentence where the first is, and the count at its end.
    const std::vector<std::string> notes = notesIn(*read.sessions[0].session);
    EXPECT_TRUE(haveAll(notes, {"\"opcode\" of message 1 "})) << joined(notes);
    EXPECT_TRUE(haveAll({notes.back()}, {"999 more messages"})) << joined(notes);
}

TEST(OddValues, OfManyEntriesAreFewNotesAndTheLogsHaveAll)
{
    std::string entries = good;
    for (int i = 0; i < 100; ++i)
        entries += ',' + entryWith(listWith("opcode", "null"));
    const SessionImport read = importSessions(archiveOf(entries));
    EXPECT_EQ(read.sessions.size(), 101U);
    EXPECT_LE(read.notes.size(), 21U);
    EXPECT_NE(read.notes.back().find("80 more notes"), std::string::npos) << read.notes.back();
    EXPECT_TRUE(haveAll(notesIn(*read.sessions.back().session), {"\"opcode\" of message 1"}));
}

TEST(OddValues, OfEveryKindAtOnceTakeBoundedNotes)
{
    std::string fields;
    for (int i = 0; i < 300; ++i)
        fields += R"({"name": "X-)" + std::to_string(i) + R"(", "value": )" + std::to_string(i) + "},";
    const std::string entry =
        R"({"request": {"url": "ws://h/", "headers": [)" + fields + R"(0]}, "_webSocketMessages": [
 {"type": "send", "time": 1772269201, "opcode": 1, "data": "odd"}]})";
    const SessionImport read = importSessions(archiveOf(entry));
    ASSERT_EQ(read.sessions.size(), 1U);
    EXPECT_EQ(framesOf(*read.sessions[0].session), std::vector<std::string>{"> 1 odd"});
    EXPECT_TRUE(haveAll(read.notes, {"\"headers\" of the opening handshake", "no more than a peer may send"}))
        << joined(read.notes);
}

TEST(OddUrl, KeepsItsPathAndQueryInTheRequestLine)
{
    const auto expectLine = [](const std::string &url, std::string_view target, const std::string &leftOut) {
        const std::string text = R"({"request": {"url": ")" + url
            + R"(", "headers": [{"name": "Host", "value": "h"}]}, "response": {"status": 101, "headers": []},
 "_resourceType": "websocket", "_webSocketMessages": []})";
        const SessionImport read = importSessions(archiveOf(text));
        ASSERT_EQ(read.sessions.size(), 1U);
        EXPECT_EQ(read.sessions[0].session->handshake().requestHead.startLine,
                  "GET " + std::string(target) + " HTTP/1.1");
        EXPECT_TRUE(
            haveAll(read.notes, {"\"url\" of the entry", "left out of the request: " + leftOut + '.'}))
            << joined(read.notes);
    };
    expectLine("wss://ex.test/ws#frag", "/ws", "the fragment");
    expectLine("https://ex.test/ws?x#y", "/ws?x", "the fragment");
    expectLine("wss://ex.test:99999/ws?x", "/ws?x", "the port");
    expectLine("wss://ex.test:99999/ws?x#y", "/ws?x", "the fragment, the port");
    expectLine("ftp://ex.test/ws?x", "/ws?x", "the scheme and the host");
    expectLine("wss:///ws", "/ws", "the scheme and the host");
    expectLine(R"(wss://ex.test/w\u0001s)", "/ws", "control characters");
}

TEST(OddLog, WithEntriesTwiceIsReadWholeAndSaysSo)
{
    const SessionImport read =
        importSessions(R"({"log": {"entries": [)" + good + R"(], "entries": [)" + good + "]}}");
    EXPECT_EQ(read.sessions.size(), 2U);
    EXPECT_TRUE(haveAll(read.notes, {"\"entries\" of the archive", "found it again; both are read"}))
        << joined(read.notes);
}

TEST(OddLog, ThatIsNoneIsNamedByItsKey)
{
    const auto problemOf = [](std::string_view text) {
        const SessionImport read = importSessions(text);
        return read.error ? read.error->problem : "none";
    };
    EXPECT_EQ(problemOf(R"({"log": []})"), "\"log\": expected an object, found a list");
    EXPECT_EQ(problemOf(R"({"log": {"entries": {}}})"), "\"entries\": expected a list, found an object");
    EXPECT_EQ(problemOf(R"({"log": {"entries": null}})"), "\"entries\": expected a list, found null");
    EXPECT_EQ(problemOf(R"({"log": {"pages": []}})"), "expected an object with \"entries\"");
    EXPECT_EQ(problemOf(archiveOf(page + '}')),
              "expected an entry with WebSocket messages (\"_webSocketMessages\"), found 1 entry without");
}

// An end is blamed for what it has sent, not for what the reader made up.
TEST(OddEnd, BlamesNobodyForAMadeUpFrame)
{
    for (const std::string &close :
         {std::string(R"("data": "1 apples")"), std::string(R"("code": 1006)"),
          std::string(R"("data": "going away")"), std::string(R"("data": {"x": 1})"),
          R"("code": 1000, "reason": ")" + std::string(300, 'a') + '"'}) {
        const SessionImport read = importSessions(
            archiveOf(entryWith(R"([{"type": "receive", "time": 1772269201, "opcode": 8, )" + close + "}]")));
        for (const Finding &finding : read.sessions.at(0).session->findings()) {
            const RuleId rule = finding.violation.rule;
            EXPECT_NE(rule, RuleId::ControlTooLong) << close;
            EXPECT_NE(rule, RuleId::CloseCodeNotAllowed) << close;
            EXPECT_NE(rule, RuleId::CloseCodeCut) << close;
        }
    }
}

TEST(OddEnd, AmongTheMessagesIsNotCalledUnknown)
{
    const SessionImport read = importSessions(
        archiveOf(entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 8, "data": "A+g="}])")));
    const std::vector<std::string> notes = notesIn(*read.sessions.at(0).session);
    EXPECT_TRUE(haveAll({notes.at(0)}, {"close frames and the end of the connection only as far as"}))
        << notes.at(0);
}

TEST(OddEnd, OfTheConnectionIsTold)
{
    const auto notesOf = [](std::string_view close) {
        const SessionImport read = importSessions(
            archiveOf(entryWith(R"([{"type": "send", "time": 1772269201, "opcode": 1, "data": "odd"}])",
                                ", " + std::string(close))));
        return notesIn(*read.sessions.at(0).session);
    };
    EXPECT_TRUE(
        haveAll(notesOf(R"("_webSocketClose": "aborted")"), {"how the connection ended: \"aborted\""}));
    EXPECT_TRUE(haveAll(notesOf(R"("_webSocketClose": {"reason": "bye"})"),
                        {"without a close code", "the reason \"bye\""}));
    EXPECT_TRUE(haveAll(notesOf(R"("_webSocketCloseReason": "bye")"), {"the reason \"bye\""}));
    EXPECT_TRUE(haveAll(notesOf(R"("_webSocketClose": {"code": 1006})"), {"1006", "without a close frame"}));
    EXPECT_TRUE(haveAll(notesOf(R"("_webSocketClose": {"code": 999, "reason": "x"})"), {"999", "\"x\""}));
    EXPECT_TRUE(haveAll(notesOf(R"("_webSocketClose": {"code": 1000})"), {"does not say which end"}));
}

} // namespace
} // namespace fg::test::odd_archives_test
