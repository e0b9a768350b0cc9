// Each rule of the table, broken by a peer: the fields and the octets that show it, and why.
#include "protocol/deflate/codec.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

namespace fg::where_test {
namespace {

using namespace std::chrono_literals;
using test::answer;
using test::request;
using test::ScriptedSession;
using test::withExtensions;
using enum WireField;
using FaultReason::AboveUnicode;
using FaultReason::CodeNeverSent;
using FaultReason::CodeNotDefined;
using FaultReason::CodeNotUsed;
using FaultReason::CodeOutOfRange;
using FaultReason::CodeReserved;
using FaultReason::FieldMissing;
using FaultReason::FieldUnfit;
using FaultReason::LoneContinuation;
using FaultReason::NeverInUtf8;
using FaultReason::None;
using FaultReason::OverlongForm;
using FaultReason::ReservedForControl;
using FaultReason::ReservedForData;
using FaultReason::SequenceCut;
using FaultReason::Surrogate;
using FaultReason::TextCut;

// What a fault is expected to show. The octets are those on the wire: text, or hexadecimal after "0x".
// Without them, it is one octet of the compressed payload; which one is up to the compressor.
struct Shown
{
    FieldSet fields;
    std::string octets;
    FaultReason reason = None;
    OctetsOfFrame inFrame; // or in the head
    OctetsOfMessage inMessage;
};

struct Case
{
    RuleId rule;
    std::function<void(ScriptedSession &)> play;
    Shown shown;
    Role role = Role::Client; // ours
    std::uint64_t messageLimit = 1024 * 1024;
};

const Shown nothing; // A silence, or an end, has no octets.

// --- what a peer sends ---

std::function<void(ScriptedSession &)> frames(std::string_view hex)
{
    return [hex = std::string(hex)](ScriptedSession &session) { session.open().read(hex); };
}

void openDeflated(ScriptedSession &session, std::string_view extensions = "permessage-deflate")
{
    session.connect().writeText(withExtensions(request, extensions));
    session.readText(withExtensions(answer, extensions));
}

std::function<void(ScriptedSession &)> deflated(std::string_view hex,
                                                std::string_view extensions = "permessage-deflate")
{
    return [hex = std::string(hex), extensions = std::string(extensions)](ScriptedSession &session) {
        openDeflated(session, extensions);
        session.read(hex);
    };
}

std::string frameOf(unsigned firstOctet, OctetView payload)
{
    FrameHeader header{.opcode = opcodeOf(firstOctet),
                       .fin = (firstOctet & 0x80) != 0,
                       .rsv = static_cast<std::uint8_t>(firstOctet >> 4 & 7)};
    header.payloadLength = payload.size();
    header.lengthForm = shortestForm(payload.size());
    std::array<std::byte, maxHeaderSize> head;
    const std::size_t size = encodeHeader(header, head);
    return toHex(OctetView(head).first(size)) + toHex(payload);
}

OctetBuffer letters(std::size_t size)
{
    std::mt19937 random(3);
    std::string text(size, ' ');
    std::ranges::generate(text, [&random] { return static_cast<char>('a' + random() % 26); });
    return bufferOf(text);
}

OctetBuffer compressed(OctetView message, DeflateEffort effort = {})
{
    OctetBuffer out;
    Deflater({}, effort).compress(message, out);
    return out;
}

std::string keptContext()
{
    Deflater deflater(DeflateDirection{});
    const OctetBuffer text = letters(200);
    OctetBuffer first;
    deflater.compress(text, first);
    OctetBuffer second;
    deflater.compress(text, second, DeflateContext::Kept);
    return frameOf(0xC1, first) + frameOf(0xC1, second);
}

std::string tooWide()
{
    OctetBuffer text = letters(600);
    text.insert(text.end(), text.begin(), text.end());
    text.resize(1200);
    const OctetBuffer once = letters(600);
    std::ranges::copy(once, text.begin() + 600);
    return frameOf(0xC1, compressed(text));
}

// The answer with one of its lines replaced; without a replacement, it is left out.
std::function<void(ScriptedSession &)> answered(std::string_view line, std::string_view instead)
{
    std::string text(answer);
    const std::size_t at = text.find(line);
    text.replace(at, line.size() + (instead.empty() ? 2 : 0), instead);
    return [text](ScriptedSession &session) { session.connect().writeText(request).readText(text); };
}

std::function<void(ScriptedSession &)> requested(std::string_view line, std::string_view instead)
{
    std::string text(request);
    const std::size_t at = text.find(line);
    text.replace(at, line.size() + (instead.empty() ? 2 : 0), instead);
    return [text](ScriptedSession &session) { session.connect().readText(text); };
}

std::function<void(ScriptedSession &)> extended(std::string_view offer, std::string_view answered)
{
    return [offer = std::string(offer), value = std::string(answered)](ScriptedSession &session) {
        session.connect().writeText(withExtensions(request, offer));
        session.readText(withExtensions(answer, value));
    };
}

std::function<void(ScriptedSession &)> offered(std::string_view offer)
{
    return [offer = std::string(offer)](ScriptedSession &session) {
        session.connect().readText(withExtensions(request, offer));
    };
}

std::function<void(ScriptedSession &)> said(std::string text)
{
    return [text = std::move(text)](ScriptedSession &session) {
        session.connect().writeText(request).readText(text);
    };
}

// Our close frame, masked with zeros.
void close(ScriptedSession &session)
{
    session.open().frame(Opcode::Close, 0, "00000000").write("888000000000");
}

// --- the table ---

const std::string compressedHello = toHex(compressed(octetsOf("hello, hello, hello")));

std::vector<Case> cases()
{
    using enum RuleId;
    const std::string statusLine = "HTTP/1.1 101 Switching Protocols\r\n";
    std::string seventeenInterimAnswers;
    for (int i = 0; i < 17; ++i)
        seventeenInterimAnswers += "HTTP/1.1 103 Early Hints\r\n\r\n";
    const FieldSet length{PayloadLength};
    const FieldSet longLength{PayloadLength, ExtendedLength};
    const OctetsOfFrame first{0, 1};
    const OctetsOfFrame second{1, 1};
    const std::string end = "0x0d0a";
    const auto endAt = [](std::string_view head) { return OctetsOfFrame{head.size() - 2, 2}; };
    const std::size_t answerWithout = answer.size();
    std::vector<Case> all{
        {ReservedBits, frames("a100"), {{Rsv2}, "0xa1", None, first}},
        {ReservedBits, frames("f10161"), {{Rsv1, Rsv2, Rsv3}, "0xf1", None, first}},
        {ReservedOpcode, frames("8300"), {{WireField::Opcode}, "0x83", ReservedForData, first}},
        {ReservedOpcode, frames("8b00"), {{WireField::Opcode}, "0x8b", ReservedForControl, first}},
        {ControlFragmented, frames("0900"), {{Fin}, "0x09", None, first}},
        {ControlTooLong, frames("897e007e" + std::string(252, '0')), {longLength, "0x7e007e", None, {1, 3}}},
        {LengthNotShortest, frames("827e000161"), {longLength, "0x7e0001", None, {1, 3}}},
        {LengthTopBit, frames("827f8000000000000000"), {{ExtendedLength}, "0x80", None, {2, 1}}},
        {ClientFrameUnmasked,
         [](ScriptedSession &session) { session.open().read("810161"); },
         {{Mask}, "0x01", None, second},
         Role::Server},
        {ServerFrameMasked, frames("81810000000061"), {{Mask}, "0x81", None, second}},
        {ContinuationWithoutStart, frames("800161"), {{WireField::Opcode}, "0x80", None, first}},
        {NewMessageInsideMessage, frames("0101618101 62"), {{WireField::Opcode}, "0x81", None, first}},
        {TextNotUtf8, frames("8103616280"), {{Payload}, "0x80", LoneContinuation, {4, 1}, {2, 1}}},
        {TextNotUtf8, frames("810361c0af"), {{Payload}, "0xc0", OverlongForm, {3, 1}, {1, 1}}},
        {TextNotUtf8, frames("8104e08080 61"), {{Payload}, "0xe080", OverlongForm, {2, 2}, {0, 2}}},
        {TextNotUtf8, frames("8103eda080"), {{Payload}, "0xeda0", Surrogate, {2, 2}, {0, 2}}},
        {TextNotUtf8, frames("8104f4908080"), {{Payload}, "0xf490", AboveUnicode, {2, 2}, {0, 2}}},
        {TextNotUtf8, frames("8101f5"), {{Payload}, "0xf5", AboveUnicode, {2, 1}, {0, 1}}},
        {TextNotUtf8, frames("8101ff"), {{Payload}, "0xff", NeverInUtf8, {2, 1}, {0, 1}}},
        {TextNotUtf8, frames("8103e28241"), {{Payload}, "0xe28241", SequenceCut, {2, 3}, {0, 3}}},
        {TextNotUtf8, frames("810361e282"), {{Payload}, "0xe282", TextCut, {3, 2}, {1, 2}}},
        // The sequence begins in the frame before.
        {TextNotUtf8, frames("010361e282 8001 41"), {{Payload}, "0x41", SequenceCut, {2, 1}, {1, 3}}},
        {TextNotUtf8, frames("010361e282 8000"), {{Fin}, "0x80", TextCut, first, {1, 2}}},
        {TextNotUtf8,
         deflated(frameOf(0xC1, compressed(octetsOf("ab\xff")))),
         {{Payload}, "", NeverInUtf8, {}, {2, 1}}},
        {PayloadAfterClose, frames("880203e8 810161"), {{WireField::Opcode}, "0x81", None, first}},
        {FrameCut,
         [](ScriptedSession &session) { session.open().read("8105616263").droppedByPeer(); },
         {{Payload}, "abc", None, {2, 3}}},
        {FrameCut,
         [](ScriptedSession &session) { session.open().read("8105").droppedByPeer(); },
         {length, "0x05", None, second}},
        {FrameCut,
         [](ScriptedSession &session) { session.open().read("817e01").droppedByPeer(); },
         {{}, "0x817e01", None, {0, 3}}},
        {MessageTooBig, frames("827e0400"), {longLength, "0x7e0400", None, {1, 3}}, Role::Client, 1000},
        {CompressedContinuation,
         deflated("4101"
                  "00"
                  "c000"),
         {{Rsv1}, "0xc0", None, first}},
        {CompressedControl, deflated("c900"), {{Rsv1}, "0xc9", None, first}},
        {DeflateInvalid, deflated("c10107"), {{Payload}, "0x07", None, {2, 1}, {0, 0}}},
        {DeflateContextKept,
         deflated(keptContext(), "permessage-deflate; server_no_context_takeover"),
         {{Payload}, "", None, {}, {}}},
        {DeflateWindowExceeded,
         deflated(tooWide(), "permessage-deflate; server_max_window_bits=9"),
         {{Payload}, "", None, {}, {}}},
        {DeflateCut,
         deflated("c104" + compressedHello.substr(0, 8)),
         {{Payload}, "0x" + compressedHello.substr(0, 8), None, {2, 4}}},
        {DeflateTailMissing,
         deflated("c107f348cdc9c90700"),
         {{Payload}, "0xf348cdc9c90700", None, {2, 7}, {5, 0}}},
        {InflatesTooBig,
         deflated(frameOf(0xC2, compressed(OctetBuffer(100'000)))),
         {{Payload}, "", None, {}, {}},
         Role::Client,
         1000},
        {InflatesTooMuch,
         deflated(frameOf(0xC2, compressed(OctetBuffer(20'000'000), {.level = 9}))),
         {{Payload}, "", None, {}, {}},
         Role::Client,
         30'000'000},
        {DeflateContextLost,
         deflated("c10107"
                  "c100"),
         {{Rsv1}, "0xc1", None, first}},
        {CloseCodeCut, frames("880103"), {{CloseCode}, "0x03", None, {2, 1}}},
        {CloseCodeNotAllowed, frames("880203e7"), {{CloseCode}, "0x03e7", CodeNotUsed, {2, 2}}},
        {CloseCodeNotAllowed, frames("880203ec"), {{CloseCode}, "0x03ec", CodeReserved, {2, 2}}},
        {CloseCodeNotAllowed, frames("880203ee"), {{CloseCode}, "0x03ee", CodeNeverSent, {2, 2}}},
        {CloseCodeNotAllowed, frames("880207d0"), {{CloseCode}, "0x07d0", CodeNotDefined, {2, 2}}},
        {CloseCodeNotAllowed, frames("88021388"), {{CloseCode}, "0x1388", CodeOutOfRange, {2, 2}}},
        {CloseReasonNotUtf8, frames("880503e861eda0"), {{CloseReason}, "0xeda0", Surrogate, {5, 2}}},
        {ClosedWithoutHandshake, [](ScriptedSession &session) { session.open().droppedByPeer(); }, nothing},
        {CloseReplyMissing,
         [](ScriptedSession &session) {
             close(session);
             session.timer(RowKind::TimerFired, TimerPurpose::CloseReply, 1s);
         },
         nothing},
        {ServerDidNotDrop,
         [](ScriptedSession &session) {
             close(session);
             session.read("8800").timer(RowKind::TimerFired, TimerPurpose::ServerDrop, 1s);
         },
         nothing},
        {TlsCloseNotifyMissing,
         [](ScriptedSession &session) { session.open().droppedByPeer(TcpEnd::Fin, TlsEnd::Missing); },
         nothing},
        {HeadNotHttp, said("HTTQ/1.1 101 \r\n"), {{StartLine}, "Q", None, {3, 1}}},
        {LineTooLong,
         said(statusLine + "a: " + std::string(17'000, 'b')),
         {{HeaderField}, "b", None, {statusLine.size() + 16 * 1024, 1}}},
        {TooManyFields,
         said(statusLine +
              [] {
                  std::string fields;
                  for (int i = 0; i < 129; ++i)
                      fields += "a: b\r\n";
                  return fields;
              }()),
         {{HeaderField}, "a: b\r\n", None, {statusLine.size() + 128 * 6, 6}}},
        {HeadTooLong,
         said(statusLine +
              [] {
                  std::string fields;
                  for (int i = 0; i < 100; ++i)
                      fields += "a: " + std::string(995, 'b') + "\r\n";
                  return fields;
              }()),
         {{HeaderField}, "b", None, {64 * 1024, 1}}},
        {StartLineMalformed, said("HTTP/1.1  101 \r\n"), {{StartLine}, " ", None, {9, 1}}},
        {TooManyInterimAnswers, said(seventeenInterimAnswers), {{StartLine}, "103", None, {9, 3}}},
        {LineEndBareLf,
         said("HTTP/1.1 101 Switching Protocols\na: b\r\n\r\n"),
         {{StartLine}, "\n", None, {32, 1}}},
        {LineEndBareLf,
         said(statusLine + "a: b\n\n"),
         {{HeaderField}, "\n", None, {statusLine.size() + 4, 1}}},
        {LineEndBareLf, said(statusLine + "a: b\r\n\n"), {{HeadEnd}, "\n", None, {statusLine.size() + 6, 1}}},
        {BareCr, said("HTTP/1.1 101 a\rb\r\n"), {{StartLine}, "\r", None, {14, 1}}},
        {BareCr,
         said(statusLine + "a: b\rc\r\n\r\n"),
         {{HeaderField}, "\r", None, {statusLine.size() + 4, 1}}},
        {ZeroOctetInHead,
         said(statusLine + std::string("a: b\0c\r\n\r\n", 10)),
         {{HeaderField}, "0x00", None, {statusLine.size() + 4, 1}}},
        {EmptyLineBeforeStart,
         [](ScriptedSession &session) { session.connect().readText("\r\n\r\n" + std::string(request)); },
         {{StartLine}, "\r\n\r\n", None, {0, 4}},
         Role::Server},
        {BlankBeforeFirstField,
         said(statusLine + " a: b\r\n\r\n"),
         {{HeaderField}, " ", None, {statusLine.size(), 1}}},
        {FieldWithoutColon,
         answered("Connection: Upgrade", "Connection Upgrade"),
         {{HeaderField}, "\r", None, {answer.find("Connection") + 18, 1}}},
        {FieldNameEmpty,
         answered("Connection: Upgrade", ": Upgrade"),
         {{HeaderField}, ":", None, {answer.find("Connection"), 1}}},
        {FieldNameCharacter,
         answered("Connection:",
                  "Conn\xe9"
                  "ction:"),
         {{HeaderField}, "0xe9", None, {answer.find("Connection") + 4, 1}}},
        {BlankBeforeColon,
         answered("Connection:", "Connection :"),
         {{HeaderField}, " ", None, {answer.find("Connection") + 10, 1}}},
        {FieldValueCharacter,
         answered("Connection: Upgrade", "Connection: Up\x01grade"),
         {{HeaderField}, "0x01", None, {answer.find("Connection") + 14, 1}}},
        {FieldValueCharacter,
         answered("Connection: Upgrade", "Connection: Upgrade,\r\n \x01"),
         {{HeaderField}, "0x01", None, {answer.find("Connection") + 23, 1}}},
        {FieldFolded,
         answered("Connection: Upgrade", "Connection: keep-alive,\r\n Upgrade"),
         {{HeaderField}, " Upgrade\r\n", None, {answer.find("Connection") + 25, 10}}},
        {FieldRepeated,
         answered("Connection: Upgrade", "Connection: Upgrade\r\nSec-WebSocket-Accept: x"),
         {{HeaderField}, "Sec-WebSocket-Accept: x\r\n", None, {answer.find("Connection") + 21, 25}}},
        {HttpVersionTooOld, answered("HTTP/1.1", "HTTP/1.0"), {{StartLine}, "HTTP/1.0", None, {0, 8}}},
        {HttpVersionTooOld,
         requested("HTTP/1.1", "HTTP/1.0"),
         {{StartLine}, "HTTP/1.0", None, {10, 8}},
         Role::Server},
        {UpgradeNotAlone,
         answered("Upgrade: websocket", "Upgrade: websocket, x"),
         {{HeaderField}, "websocket, x", FieldUnfit, {answer.find("Upgrade: websocket") + 9, 12}}},
        {UpgradeMissing,
         answered("Upgrade: websocket", ""),
         {{HeadEnd}, end, FieldMissing, endAt(std::string(answerWithout - 20, ' '))}},
        {UpgradeMissing,
         answered("Upgrade: websocket", "Upgrade: web"),
         {{HeaderField}, "web", FieldUnfit, {answer.find("Upgrade: websocket") + 9, 3}}},
        {ConnectionUpgradeMissing,
         answered("Connection: Upgrade", "Connection: close"),
         {{HeaderField}, "close", FieldUnfit, {answer.find("Connection") + 12, 5}}},
        {ExtensionsMalformed,
         extended("permessage-deflate", "permessage-deflate; ;"),
         {{HeaderField}, ";", None, {answer.size() - 2 + 46, 1}}},
        {OpeningTimeout,
         [](ScriptedSession &session) {
             session.connect().writeText(request);
             session.timer(RowKind::TimerFired, TimerPurpose::OpeningHandshake, 1s);
         },
         nothing},
        {OpeningCut, [](ScriptedSession &session) { session.connect().writeText(request).droppedByPeer(); },
         nothing},
        {StatusSpaceMissing, said("HTTP/1.1 101\r\n\r\n"), {{StartLine}, "\r", None, {12, 1}}},
        {TransferEncodingForbidden,
         answered("Connection: Upgrade", "Connection: Upgrade\r\nTransfer-Encoding: chunked"),
         {{HeaderField}, "Transfer-Encoding: chunked\r\n", None, {answer.find("Connection") + 21, 28}}},
        {ContentLengthForbidden,
         answered("Connection: Upgrade", "Connection: Upgrade\r\nContent-Length: 5"),
         {{HeaderField}, "Content-Length: 5\r\n", None, {answer.find("Connection") + 21, 19}}},
        // In an answer that comes before the final one.
        {ContentLengthForbidden,
         said("HTTP/1.1 103 Early Hints\r\na: b\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n"
              + std::string(answer)),
         {{HeaderField}, "Content-Length: 0\r\n", None, {26, 19}}},
        {StatusNot101,
         answered("101 Switching Protocols", "404 Not Found"),
         {{StartLine}, "404", None, {9, 3}}},
        {AcceptMissing,
         answered("Sec-WebSocket-Accept: bCneu53Z3L7CC1l1q27+mv+OiDA=", ""),
         {{HeadEnd}, end, FieldMissing, endAt(std::string(answerWithout - 52, ' '))}},
        {AcceptWrong,
         answered("bCneu53Z3L7CC1l1q27+mv+OiDA=", "wrong"),
         {{HeaderField}, "wrong", FieldUnfit, {answer.find("bCneu"), 5}}},
        {SubprotocolNotOffered,
         answered("Connection: Upgrade", "Connection: Upgrade\r\nSec-WebSocket-Protocol: chat"),
         {{HeaderField}, "chat", FieldUnfit, {answer.find("Connection") + 45, 4}}},
        {ExtensionNotOffered,
         extended("permessage-deflate", "permessage-deflate, x-other; y=1"),
         {{HeaderField}, "x-other; y=1", None, {answer.size() - 2 + 46, 12}}},
        {MethodNotGet, requested("GET", "POST"), {{StartLine}, "POST", None, {0, 4}}, Role::Server},
        {HostMissing,
         requested("Host: 127.0.0.1:9002", ""),
         {{HeadEnd}, end, FieldMissing, endAt(std::string(request.size() - 22, ' '))},
         Role::Server},
        {KeyMissing,
         requested("Sec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==", ""),
         {{HeadEnd}, end, FieldMissing, endAt(std::string(request.size() - 45, ' '))},
         Role::Server},
        {KeyMalformed,
         requested("cOiPI/2Ish+DikIErceQMg==", "short"),
         {{HeaderField}, "short", FieldUnfit, {request.find("cOiPI"), 5}},
         Role::Server},
        {VersionMissing,
         requested("Sec-WebSocket-Version: 13", ""),
         {{HeadEnd}, end, FieldMissing, endAt(std::string(request.size() - 27, ' '))},
         Role::Server},
        {VersionNotSupported,
         requested("Version: 13", "Version: 8"),
         {{HeaderField}, "8", FieldUnfit, {request.find("Version: 13") + 9, 1}},
         Role::Server},
        {FrameBeforeAnswer,
         [](ScriptedSession &session) { session.connect().readText(request).read("8100"); },
         {{}, "0x8100", None, {0, 2}},
         Role::Server},
    };
    // The rules about permessage-deflate show in the element of the list that is the offer or the answer.
    const auto inList = [](std::string_view head, std::string_view other, std::string_view element) {
        const std::size_t name = std::string_view("Sec-WebSocket-Extensions: ").size();
        return Shown{{HeaderField},
                     std::string(element),
                     None,
                     {head.size() - 2 + name + other.size(), element.size()}};
    };
    const auto addAnswer = [&](RuleId rule, std::string_view offer, std::string_view element) {
        all.push_back({rule, extended(offer, element), inList(answer, "", element)});
    };
    const auto addOffer = [&](RuleId rule, std::string_view element) {
        const std::string other = "x-other, ";
        all.push_back(
            {rule, offered(other + std::string(element)), inList(request, other, element), Role::Server});
    };
    const std::string_view deflate = "permessage-deflate";
    all.push_back({AnswerDeflateRepeated, extended(deflate, "permessage-deflate, permessage-deflate"),
                   inList(answer, "permessage-deflate, ", deflate)});
    addAnswer(AnswerDeflateParameterUnknown, deflate, "permessage-deflate; x");
    addAnswer(AnswerDeflateParameterRepeated, deflate,
              "permessage-deflate; server_no_context_takeover; server_no_context_takeover");
    addAnswer(AnswerDeflateTakeoverHasValue, deflate, "permessage-deflate; server_no_context_takeover=1");
    addAnswer(AnswerDeflateWindowWithoutValue, deflate, "permessage-deflate; server_max_window_bits");
    addAnswer(AnswerDeflateWindowOutOfRange, deflate, "permessage-deflate; server_max_window_bits=16");
    addAnswer(AnswerServerTakeoverKept, "permessage-deflate; server_no_context_takeover", deflate);
    addAnswer(AnswerServerWindowTooLarge, "permessage-deflate; server_max_window_bits=10", deflate);
    addAnswer(AnswerServerWindowUnsaid, "permessage-deflate; server_max_window_bits=15", deflate);
    addAnswer(AnswerClientWindowNotOffered, deflate, "permessage-deflate; client_max_window_bits=9");
    addAnswer(AnswerToIllegalOffer, "permessage-deflate; server_max_window_bits=16", deflate);
    addOffer(OfferDeflateParameterUnknown, "permessage-deflate; x");
    addOffer(OfferDeflateParameterRepeated,
             "permessage-deflate; server_no_context_takeover; server_no_context_takeover");
    addOffer(OfferDeflateTakeoverHasValue, "permessage-deflate; server_no_context_takeover=1");
    addOffer(OfferDeflateWindowWithoutValue, "permessage-deflate; server_max_window_bits");
    addOffer(OfferDeflateWindowOutOfRange, "permessage-deflate; server_max_window_bits=16");
    return all;
}

// --- the checks ---

std::string inWords(FieldSet fields)
{
    std::string words;
    for (unsigned number = 0; number < static_cast<unsigned>(WireField::Count); ++number) {
        if (const auto field = static_cast<WireField>(number); fields.contains(field))
            words += (words.empty() ? "" : ", ") + std::string(nameOf(field));
    }
    return words;
}

template <typename Whole> std::string inWords(const OctetsOf<Whole> &octets)
{
    return std::to_string(octets.first) + " and " + std::to_string(octets.count);
}

std::string expectedHex(const std::string &octets)
{
    return octets.starts_with("0x") ? octets.substr(2) : toHex(octetsOf(octets));
}

// The row of a finding holds its octets.
void expectInRow(const Session &log, const Finding &finding)
{
    const OctetsOfStream &octets = finding.where().onWire;
    const LogRow row = log.row(finding.row);
    EXPECT_EQ(row.direction, finding.direction);
    const std::uint64_t start = row.offset.value();
    EXPECT_LE(start, octets.first);
    if (row.kind == RowKind::Frame) {
        EXPECT_EQ(start, finding.where().start);
        EXPECT_EQ(row.header().size(), finding.where().headerSize);
        EXPECT_LE(octets.end() - start, row.header().size() + row.length);
    } else {
        EXPECT_EQ(row.kind, RowKind::Octets);
        EXPECT_LE(octets.end(), start + row.length);
    }
}

void expectShown(const Session &log, const Finding &finding, const Shown &shown)
{
    const Where &where = finding.where();
    EXPECT_EQ(inWords(where.fields), inWords(shown.fields));
    EXPECT_EQ(where.reason, shown.reason);
    if (shown.fields.isEmpty() && shown.octets.empty()) {
        EXPECT_TRUE(where.onWire.isEmpty());
        return;
    }
    EXPECT_FALSE(where.onWire.isEmpty());
    expectInRow(log, finding);
    if (shown.octets.empty()) {
        EXPECT_EQ(where.inPayload().count, 1u);
    } else {
        const OctetBuffer octets = log.octets(finding.direction, StreamOffset(where.onWire.first),
                                              static_cast<std::size_t>(where.onWire.count));
        EXPECT_EQ(toHex(octets), expectedHex(shown.octets));
        EXPECT_EQ(inWords(where.inFrame()), inWords(shown.inFrame));
    }
    if (finding.violation.rule == RuleId::TextNotUtf8) {
        EXPECT_EQ(inWords(where.inMessage), inWords(shown.inMessage));
    }
    const bool isInPayload = where.headerSize > 0 && where.inFrame().first >= where.headerSize;
    EXPECT_EQ(inWords(where.inPayload()),
              isInPayload
                  ? inWords(OctetsOfPayload{where.inFrame().first - where.headerSize, where.inFrame().count})
                  : inWords(OctetsOfPayload{}));
}

TEST(Where, EachRuleShowsItsFieldAndItsOctets)
{
    for (const Case &broken : cases()) {
        SCOPED_TRACE(std::string(ruleOf(broken.rule).name) + ", " + inWords(broken.shown.fields) + ' '
                     + broken.shown.octets);
        SessionLimits limits;
        limits.messageOctets = broken.messageLimit;
        ScriptedSession session(broken.role, limits);
        broken.play(session);
        const std::vector<Finding> findings = session.log().findings();
        const auto found = std::ranges::find_if(findings, [&](const Finding &finding) {
            return finding.violation.rule == broken.rule && finding.direction == Direction::In;
        });
        if (found == findings.end())
            ADD_FAILURE() << "the rule is not broken";
        else
            expectShown(session.log(), *found, broken.shown);
    }
}

TEST(Where, NoRuleIsLeftOut)
{
    std::set<RuleId> shown;
    for (const Case &broken : cases())
        shown.insert(broken.rule);
    for (const Rule &rule : allRules())
        EXPECT_TRUE(shown.contains(rule.id)) << rule.name;
}

TEST(Where, TheFaultOfAHeadInSeveralReadsIsInTheReadThatHasItsOctets)
{
    ScriptedSession session;
    session.connect().writeText(request);
    const std::string_view text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: no\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Accept: bCneu53Z3L7CC1l1q27+mv+OiDA=\r\n\r\n";
    session.readText(text.substr(0, 20)).readText(text.substr(20, 30)).readText(text.substr(50));
    const std::vector<Finding> findings = session.log().findings();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].violation.rule, RuleId::UpgradeMissing);
    expectInRow(session.log(), findings[0]);
    EXPECT_EQ(findings[0].row + RowCount(1), session.last(RowKind::Octets));
}

TEST(Where, ALineOfAHeadShowsTheFieldToWhichItBelongs)
{
    struct Told
    {
        std::string_view fields;
        RuleId rule;
        std::uint32_t number;
    };
    for (const auto &[fields, rule, number] :
         {Told{"a: b\r\nc: d\n", RuleId::LineEndBareLf, 1},
          Told{"a: b\r\nc:\r\n d\n", RuleId::LineEndBareLf, 1},
          Told{"a: b\r\nc: d\re\r\n", RuleId::BareCr, 1},
          Told{std::string_view("a: b\r\nc: \0\r\n", 12), RuleId::ZeroOctetInHead, 1},
          Told{"a: b\r\n\tc\rd\r\ne: f\r\n", RuleId::BareCr, 0},
          Told{"a: b\r\nc d\r\n", RuleId::FieldWithoutColon, 1},
          Told{"a: b\r\nc:\r\n \x01\r\n", RuleId::FieldValueCharacter, 1},
          Told{"a: b\r\nc: d\r\n e\r\nf: g\r\n", RuleId::FieldFolded, 1}}) {
        ScriptedSession session;
        session.connect().writeText(request);
        session.readText("HTTP/1.1 404 Not Found\r\n" + std::string(fields) + "\r\n");
        const std::vector<Finding> findings = session.log().findings();
        const auto found =
            std::ranges::find(findings, rule, [](const Finding &finding) { return finding.violation.rule; });
        ASSERT_NE(found, findings.end()) << fields;
        EXPECT_EQ(found->where().fields, FieldSet{HeaderField}) << fields;
        EXPECT_EQ(found->where().number, number) << fields;
    }
}

TEST(Where, AFaultAfterAnInterimAnswerCountsFromTheHeadThatHasIt)
{
    const std::string interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
    ScriptedSession session;
    session.connect().writeText(request).readText(interim + "HTTP/1.1 404 Not Found\r\n\r\n");
    const std::vector<Finding> findings = session.log().findings();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(inWords(findings[0].where().inFrame()), inWords(OctetsOfFrame{9, 3}));
    EXPECT_EQ(findings[0].where().onWire.first, interim.size() + 9);
}

TEST(Where, TheInflatedOctetsOfABrokenTextCanBeRead)
{
    ScriptedSession session;
    openDeflated(session);
    session.read(frameOf(0xC1, compressed(octetsOf("before")))
                 + frameOf(0xC1, compressed(octetsOf("ab\xff"))));
    const std::vector<Finding> findings = session.log().findings();
    ASSERT_EQ(findings.size(), 1u);
    ASSERT_TRUE(findings[0].inflatedAt);
    const OctetBuffer octets =
        session.log().inflated(Direction::In, *findings[0].inflatedAt, findings[0].where().inMessage.end());
    EXPECT_EQ(toHex(octets), "6162ff");
}

// However the octets are cut into reads, a fault shows the same.
TEST(Where, ItDoesNotDependOnHowTheOctetsArrive)
{
    for (const std::string_view hex : {"a100", "827e000161", "8103eda080", "010361e282800141",
                                       "010361e2828000", "880503e861eda0", "880203ee", "f10161"}) {
        ScriptedSession whole;
        whole.open().read(hex);
        ScriptedSession cut;
        cut.open();
        for (std::size_t at = 0; at < hex.size(); at += 2)
            cut.read(hex.substr(at, 2));
        const std::vector<Finding> expected = whole.log().findings();
        const std::vector<Finding> found = cut.log().findings();
        ASSERT_EQ(found.size(), expected.size()) << hex;
        for (std::size_t i = 0; i < found.size(); ++i)
            EXPECT_EQ(found[i].violation, expected[i].violation) << hex;
    }
}

} // namespace
} // namespace fg::where_test
