#include "protocol/wire/rules.h"

#include "protocol/wire/close_payload.h"

#include <array>
#include <cassert>

namespace fg {

namespace {

using enum Severity;
using namespace close_code;

// For rules whose breach does not fail the connection, or for which no frame can carry a code (any more or
// yet).
constexpr std::uint16_t noCode = 0;

// Where the RFC describes a format or an order without a keyword in capitals (an incomplete frame, a
// misplaced continuation), a departure from it counts as Must, because the grammar is normative. What a peer
// is allowed to do, such as ending the connection before the handshake is complete, is a Note.
constexpr std::array rules{
    // Framing.
    Rule{RuleId::ReservedBits, "frame.reserved-bits", "RFC 6455 5.2", Must, protocolError,
         "RSV1, RSV2 and RSV3 are 0 unless an extension that was agreed on uses them."},
    Rule{RuleId::ReservedOpcode, "frame.reserved-opcode", "RFC 6455 5.2", Must, protocolError,
         "A frame has one of the defined opcodes; 3 to 7 and 11 to 15 are reserved."},
    Rule{RuleId::ControlFragmented, "frame.control-fragmented", "RFC 6455 5.5", Must, protocolError,
         "A control frame is not fragmented: it has FIN set."},
    Rule{RuleId::ControlTooLong, "frame.control-too-long", "RFC 6455 5.5", Must, protocolError,
         "A control frame carries at most 125 octets of payload."},
    Rule{RuleId::LengthNotShortest, "frame.length-not-shortest", "RFC 6455 5.2", Must, protocolError,
         "The payload length is written in the shortest of its three forms."},
    Rule{RuleId::LengthTopBit, "frame.length-top-bit", "RFC 6455 5.2", Must, protocolError,
         "The top bit of a 64-bit payload length is 0."},
    Rule{RuleId::ClientFrameUnmasked, "frame.client-unmasked", "RFC 6455 5.1", Must, protocolError,
         "A client masks every frame that it sends."},
    Rule{RuleId::ServerFrameMasked, "frame.server-masked", "RFC 6455 5.1", Must, protocolError,
         "A server masks none of its frames."},
    Rule{RuleId::ContinuationWithoutStart, "message.continuation-without-start", "RFC 6455 5.4", Must,
         protocolError, "A continuation frame follows a text or binary frame whose message is not complete."},
    Rule{RuleId::NewMessageInsideMessage, "message.start-inside-message", "RFC 6455 5.4", Must, protocolError,
         "A message is complete before the next text or binary frame begins another."},
    Rule{RuleId::TextNotUtf8, "message.text-not-utf8", "RFC 6455 8.1", Must, invalidPayload,
         "The payload of a text message is UTF-8."},
    Rule{RuleId::PayloadAfterClose, "frame.after-close", "RFC 6455 5.5.1", Must, noCode,
         "An endpoint sends no more data after its close frame."},
    Rule{RuleId::FrameCut, "frame.cut", "RFC 6455 5.2", Must, noCode,
         "A frame has as many octets as its header declares."},
    Rule{RuleId::MessageTooBig, "message.too-big", "RFC 6455 10.4", Note, messageTooBig,
         "A message is not larger than our limit."},
    // Compressed messages.
    Rule{RuleId::CompressedContinuation, "frame.compressed-continuation", "RFC 7692 6", Must, protocolError,
         "Only the first frame of a compressed message has RSV1 set."},
    Rule{RuleId::CompressedControl, "frame.compressed-control", "RFC 7692 6", Must, protocolError,
         "A control frame is never compressed: it has RSV1 clear."},
    Rule{RuleId::DeflateInvalid, "message.deflate-invalid", "RFC 7692 7.2.2", Must, invalidPayload,
         "The payload of a compressed message is DEFLATE data (RFC 1951)."},
    Rule{RuleId::DeflateContextKept, "message.deflate-context-kept", "RFC 7692 7.1.1", Must, invalidPayload,
         "Without context takeover, a compressed message does not refer to earlier messages."},
    Rule{RuleId::DeflateWindowExceeded, "message.deflate-window-exceeded", "RFC 7692 7.1.2", Must,
         invalidPayload, "A compressed message does not refer back further than the agreed window."},
    Rule{RuleId::DeflateCut, "message.deflate-cut", "RFC 7692 7.2.2", Must, invalidPayload,
         "A compressed message does not end inside a DEFLATE block."},
    Rule{RuleId::DeflateTailMissing, "message.deflate-tail-missing", "RFC 7692 7.2.1", Must, noCode,
         "A compressed message ends with the header of an empty stored block."},
    Rule{RuleId::InflatesTooBig, "message.inflates-too-big", "RFC 6455 10.4", Note, messageTooBig,
         "A compressed message inflates to no more octets than our limit."},
    Rule{RuleId::InflatesTooMuch, "message.inflates-too-much", "RFC 6455 10.4", Note, messageTooBig,
         "A large compressed message inflates by no more than the ratio set here."},
    Rule{RuleId::DeflateContextLost, "message.deflate-context-lost", "RFC 7692 7.2.3.2", Note, noCode,
         "With context takeover, a message can be inflated only if those before it could be."},
    // Closing.
    Rule{RuleId::CloseCodeCut, "close.code-cut", "RFC 6455 5.5.1", Must, protocolError,
         "The payload of a close frame is empty or begins with a code of two octets."},
    Rule{RuleId::CloseCodeNotAllowed, "close.code-not-allowed", "RFC 6455 7.4", Must, protocolError,
         "The code in a close frame is one that may be sent: 1000 to 1003, 1007 to 1014 or 3000 to 4999."},
    Rule{RuleId::CloseReasonNotUtf8, "close.reason-not-utf8", "RFC 6455 5.5.1", Must, invalidPayload,
         "The reason in a close frame is UTF-8."},
    Rule{RuleId::ClosedWithoutHandshake, "close.without-handshake", "RFC 6455 7.1.7", Should, noCode,
         "An endpoint sends a close frame before it drops an open connection."},
    Rule{RuleId::CloseReplyMissing, "close.reply-missing", "RFC 6455 5.5.1", Must, noCode,
         "A close frame is answered with a close frame."},
    Rule{RuleId::ServerDidNotDrop, "close.server-did-not-drop", "RFC 6455 5.5.1", Must, noCode,
         "The server closes TCP as soon as both close frames have been sent."},
    Rule{RuleId::TlsCloseNotifyMissing, "close.tls-close-notify-missing", "RFC 8446 6.1", Must, noCode,
         "A peer ends TLS with a close_notify alert before the stream ends."},
    // The opening handshake, both ways.
    Rule{RuleId::HeadNotHttp, "opening.not-http", "RFC 9112 2.1", Must, noCode,
         "The opening handshake begins with the start line of an HTTP message."},
    Rule{RuleId::StartLineMalformed, "opening.start-line-malformed", "RFC 9112 2.1", Must, noCode,
         "The parts of the start line are complete, with one space between them and nothing after them."},
    Rule{RuleId::HeadTooLong, "opening.head-too-long", "RFC 9110 5.4", Note, noCode,
         "The head of the opening handshake is not larger than our limit."},
    Rule{RuleId::LineTooLong, "opening.line-too-long", "RFC 9110 5.4", Note, noCode,
         "A line of the opening handshake is not longer than our limit."},
    Rule{RuleId::TooManyFields, "opening.too-many-fields", "RFC 9110 5.4", Note, noCode,
         "The opening handshake has no more header fields than our limit."},
    Rule{RuleId::TooManyInterimAnswers, "opening.too-many-interim-answers", "RFC 9110 15.2", Note, noCode,
         "No more interim answers (status 1xx) come before the answer than our limit."},
    Rule{RuleId::LineEndBareLf, "opening.line-end-bare-lf", "RFC 9112 2.2", Must, noCode,
         "A line of a head ends with CR LF."},
    Rule{RuleId::BareCr, "opening.bare-cr", "RFC 9112 2.2", Must, noCode,
         "In a head, a CR is followed by LF."},
    Rule{RuleId::ZeroOctetInHead, "opening.zero-octet-in-head", "RFC 9110 5.5", Must, noCode,
         "A head has no octet that is zero."},
    Rule{RuleId::EmptyLineBeforeStart, "opening.empty-line-before-start", "RFC 9112 2.2", Must, noCode,
         "A request begins with its start line, without empty lines before it."},
    Rule{RuleId::BlankBeforeFirstField, "opening.blank-before-first-field", "RFC 9112 2.2", Must, noCode,
         "The line after the start line does not begin with a blank."},
    Rule{RuleId::FieldWithoutColon, "opening.field-without-colon", "RFC 9112 5", Must, noCode,
         "A header field has a colon after its name."},
    Rule{RuleId::FieldNameEmpty, "opening.field-name-empty", "RFC 9112 5", Must, noCode,
         "A header field has a name before its colon."},
    Rule{RuleId::FieldNameCharacter, "opening.field-name-character", "RFC 9110 5.1", Must, noCode,
         "The name of a header field is a token: letters, digits and some signs."},
    Rule{RuleId::BlankBeforeColon, "opening.blank-before-colon", "RFC 9112 5.1", Must, noCode,
         "No blank is between the name of a header field and its colon."},
    Rule{RuleId::FieldValueCharacter, "opening.field-value-character", "RFC 9110 5.5", Must, noCode,
         "The value of a header field has no control characters."},
    Rule{RuleId::FieldFolded, "opening.field-folded", "RFC 9112 5.2", Must, noCode,
         "A header field is on a single line."},
    Rule{RuleId::FieldRepeated, "opening.field-repeated", "RFC 9110 5.3", Must, noCode,
         "A header field whose value is not a list appears only once."},
    Rule{RuleId::HttpVersionTooOld, "opening.http-version-too-old", "RFC 6455 4.1", Must, noCode,
         "The HTTP version is 1.1 or later."},
    Rule{RuleId::UpgradeMissing, "opening.upgrade-missing", "RFC 6455 4.1", Must, noCode,
         "The Upgrade field names websocket."},
    Rule{RuleId::ConnectionUpgradeMissing, "opening.connection-upgrade-missing", "RFC 6455 4.1", Must, noCode,
         "The Connection field names Upgrade."},
    Rule{RuleId::ExtensionsMalformed, "opening.extensions-malformed", "RFC 6455 9.1", Must, noCode,
         "Sec-WebSocket-Extensions follows its grammar: a list of names with parameters."},
    Rule{RuleId::OpeningTimeout, "opening.timeout", "RFC 6455 4.1", Note, noCode,
         "The opening handshake is complete within the time set here."},
    Rule{RuleId::OpeningCut, "opening.cut", "RFC 9112 8", Note, noCode,
         "The connection lasts until the opening handshake is complete."},
    // The server's answer.
    Rule{RuleId::StatusSpaceMissing, "answer.status-space-missing", "RFC 9112 4", Must, noCode,
         "A space follows the status code, even if there is no reason phrase."},
    Rule{RuleId::StatusNot101, "answer.status-not-101", "RFC 6455 4.2.2", Note, noCode,
         "A server that accepts the connection answers with status 101."},
    Rule{RuleId::UpgradeNotAlone, "answer.upgrade-not-alone", "RFC 6455 4.1", Must, noCode,
         "The Upgrade field of the answer is websocket and nothing else."},
    Rule{RuleId::TransferEncodingForbidden, "answer.transfer-encoding", "RFC 9112 6.1", Must, noCode,
         "An answer with a status of 1xx or 204 has no Transfer-Encoding field."},
    Rule{RuleId::ContentLengthForbidden, "answer.content-length", "RFC 9110 8.6", Must, noCode,
         "An answer with a status of 1xx or 204 has no Content-Length field."},
    Rule{RuleId::AcceptMissing, "answer.accept-missing", "RFC 6455 4.2.2", Must, noCode,
         "The answer has a Sec-WebSocket-Accept field."},
    Rule{RuleId::AcceptWrong, "answer.accept-wrong", "RFC 6455 4.2.2", Must, noCode,
         "Sec-WebSocket-Accept is computed from the key of the request."},
    Rule{RuleId::SubprotocolNotOffered, "answer.subprotocol-not-offered", "RFC 6455 4.2.2", Must, noCode,
         "The subprotocol in the answer is one that the client offered."},
    Rule{RuleId::ExtensionNotOffered, "answer.extension-not-offered", "RFC 6455 9", Must, noCode,
         "Every extension in the answer is one that the client offered."},
    Rule{RuleId::AnswerDeflateRepeated, "answer.deflate-repeated", "RFC 7692 5", Must, noCode,
         "The answer accepts one offer of permessage-deflate: two would both use RSV1."},
    Rule{RuleId::AnswerDeflateParameterUnknown, "answer.deflate-parameter-unknown", "RFC 7692 7.1", Must,
         noCode, "The answer has only parameters that permessage-deflate defines."},
    Rule{RuleId::AnswerDeflateParameterRepeated, "answer.deflate-parameter-repeated", "RFC 7692 7.1", Must,
         noCode, "The answer has each parameter of permessage-deflate only once."},
    Rule{RuleId::AnswerDeflateTakeoverHasValue, "answer.deflate-takeover-has-value", "RFC 7692 7.1.1", Must,
         noCode, "The two parameters for context takeover have no value in the answer."},
    Rule{RuleId::AnswerDeflateWindowWithoutValue, "answer.deflate-window-without-value", "RFC 7692 7.1.2",
         Must, noCode, "A parameter for a window size has a value in the answer."},
    Rule{RuleId::AnswerDeflateWindowOutOfRange, "answer.deflate-window-out-of-range", "RFC 7692 7.1.2", Must,
         noCode, "A window size in the answer is a number from 8 to 15 without a leading zero."},
    Rule{RuleId::AnswerServerTakeoverKept, "answer.deflate-server-takeover-kept", "RFC 7692 7.1.1.1", Must,
         noCode, "A server that accepts an offer with server_no_context_takeover repeats it."},
    Rule{RuleId::AnswerServerWindowTooLarge, "answer.deflate-server-window-too-large", "RFC 7692 7.1.2.1",
         Must, noCode,
         "A server that accepts an offer with server_max_window_bits does not use a larger window."},
    Rule{RuleId::AnswerServerWindowUnsaid, "answer.deflate-server-window-unsaid", "RFC 7692 7.1.2.1", Should,
         noCode, "A server that accepts an offer with server_max_window_bits names the window that it uses."},
    Rule{RuleId::AnswerClientWindowNotOffered, "answer.deflate-client-window-not-offered", "RFC 7692 7.1.2.2",
         Must, noCode, "The answer has client_max_window_bits only if the offer has it."},
    Rule{RuleId::AnswerToIllegalOffer, "answer.deflate-to-illegal-offer", "RFC 7692 7.1", Must, noCode,
         "A server declines an offer of permessage-deflate that breaks a rule."},
    // The client's request.
    Rule{RuleId::MethodNotGet, "request.method-not-get", "RFC 6455 4.1", Must, noCode,
         "The method of the request is GET."},
    Rule{RuleId::HostMissing, "request.host-missing", "RFC 6455 4.1", Must, noCode,
         "The request has a Host field."},
    Rule{RuleId::KeyMissing, "request.key-missing", "RFC 6455 4.1", Must, noCode,
         "The request has a Sec-WebSocket-Key field."},
    Rule{RuleId::KeyMalformed, "request.key-malformed", "RFC 6455 4.1", Must, noCode,
         "Sec-WebSocket-Key is the base64 form of 16 octets."},
    Rule{RuleId::VersionMissing, "request.version-missing", "RFC 6455 4.1", Must, noCode,
         "The request has a Sec-WebSocket-Version field."},
    Rule{RuleId::VersionNotSupported, "request.version-not-supported", "RFC 6455 4.1", Must, noCode,
         "Sec-WebSocket-Version is 13."},
    Rule{RuleId::FrameBeforeAnswer, "request.frame-before-answer", "RFC 6455 4.1", Must, noCode,
         "The client sends nothing after its request until the server has answered."},
    Rule{RuleId::OfferDeflateParameterUnknown, "request.deflate-parameter-unknown", "RFC 7692 7.1", Must,
         noCode, "An offer has only parameters that permessage-deflate defines."},
    Rule{RuleId::OfferDeflateParameterRepeated, "request.deflate-parameter-repeated", "RFC 7692 7.1", Must,
         noCode, "An offer has each parameter of permessage-deflate only once."},
    Rule{RuleId::OfferDeflateTakeoverHasValue, "request.deflate-takeover-has-value", "RFC 7692 7.1.1", Must,
         noCode, "The two parameters for context takeover have no value in an offer."},
    Rule{RuleId::OfferDeflateWindowWithoutValue, "request.deflate-window-without-value", "RFC 7692 7.1.2.1",
         Must, noCode, "server_max_window_bits has a value in an offer."},
    Rule{RuleId::OfferDeflateWindowOutOfRange, "request.deflate-window-out-of-range", "RFC 7692 7.1.2", Must,
         noCode, "A window size in an offer is a number from 8 to 15 without a leading zero."},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].id != static_cast<RuleId>(i))
            return false;
    }
    return true;
}

constexpr bool hasUniqueNames()
{
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (std::size_t other = i + 1; other < rules.size(); ++other) {
            if (rules[i].name == rules[other].name)
                return false;
        }
    }
    return true;
}

static_assert(rules.size() == static_cast<std::size_t>(RuleId::Count));
static_assert(isInOrder());
static_assert(hasUniqueNames());

} // namespace

const Rule &ruleOf(RuleId id)
{
    assert(id < RuleId::Count);
    return rules[static_cast<std::size_t>(id)];
}

bool isHeadLimit(RuleId id)
{
    return id == RuleId::HeadTooLong || id == RuleId::LineTooLong || id == RuleId::TooManyFields
        || id == RuleId::TooManyInterimAnswers;
}

std::span<const Rule> allRules() { return rules; }

std::string_view clauseOf(const Violation &violation)
{
    if (violation.rule != RuleId::CloseCodeNotAllowed)
        return ruleOf(violation.rule).clause;
    // 7.4.1 says that no endpoint may send these codes; 7.4.2 says that the other ones are not defined yet.
    const FaultReason fault = faultOfCloseCode(static_cast<std::uint16_t>(violation.value));
    const bool isReserved = fault == FaultReason::CodeReserved || fault == FaultReason::CodeNeverSent;
    return isReserved ? "RFC 6455 7.4.1" : "RFC 6455 7.4.2";
}

} // namespace fg
