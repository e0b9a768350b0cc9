// One sentence for each broken rule, made from the rule and the values of the violation.
#include "protocol/report/wording/finding_sentences.h"

#include "protocol/report/wording/names.h"
#include "protocol/session/log/session.h"
#include "protocol/text/text_tools.h"

#include <array>
#include <bit>
#include <optional>
#include <utility>

namespace fg {
namespace {

struct Wording
{
    RuleId rule;
    // {Who} is "The server", "The client" or "We", and {frame} names the frame, for example "its 3rd frame".
    // {value} is the violation's number, {nth} the same as an ordinal counted from 1, and {octets} the same
    // with "octets" after it. {opcode}, {rsv}, {code} and {version} are what the number means. If it is one
    // more than a limit of ours, {size} is the limit in octets, and {most} in anything else. {cut} is the
    // part of the frame in which the stream ended. What follows a bar says why it is wrong, which a headline
    // leaves out.
    std::string_view text;
    // What is wrong with a row that one is looking at, in a few words. {are} and {it} fit {rsv}; {reason} is
    // ": a surrogate", or nothing if there is none to tell. {missing part} is what a frame that was cut
    // lacks.
    std::string_view brief;
};

constexpr std::array wordings{
    Wording{RuleId::ReservedBits, "{Who} set {rsv} in {frame}| without an agreed extension that uses it",
            "{rsv} {are} set and no extension uses {it}"},
    Wording{RuleId::ReservedOpcode, "{Who} gave {frame} the reserved opcode {value}",
            "the opcode {value} is reserved"},
    Wording{RuleId::ControlFragmented,
            "{Who} sent {frame}, a {opcode} frame, without FIN|; a control frame must not be fragmented",
            "a control frame without FIN"},
    Wording{RuleId::ControlTooLong,
            "{Who} declared {value} octets of payload in {frame}|; a control frame may carry at most 125",
            "{octets} of payload in a control frame; the most is 125"},
    Wording{RuleId::LengthNotShortest,
            "{Who} wrote the payload length {value} of {frame} in a longer form than needed",
            "the length {value} is written in a longer form than needed"},
    Wording{RuleId::LengthTopBit,
            "{Who} declared a payload of {value} octets in {frame}|; the top bit must be 0",
            "the top bit of the length is set"},
    Wording{RuleId::ClientFrameUnmasked, "{Who} did not mask {frame}|; a client must mask all frames",
            "not masked; a client must mask"},
    Wording{RuleId::ServerFrameMasked, "{Who} masked {frame}|; a server must not mask",
            "masked; a server must not mask"},
    Wording{RuleId::ContinuationWithoutStart,
            "{Who} sent {frame} as a continuation, but no message had begun",
            "a continuation, but no message had begun"},
    Wording{RuleId::NewMessageInsideMessage,
            "{Who} began a {opcode} message in {frame} before the previous message was complete",
            "a new message before the previous one was complete"},
    Wording{RuleId::TextNotUtf8,
            "{Who} sent a text message that is not valid UTF-8 from octet {value} on, in {frame}",
            "not UTF-8 at octet {value} of the message{reason}"},
    Wording{RuleId::PayloadAfterClose, "{Who} sent {frame}, a {opcode} frame, after a close frame",
            "a {opcode} frame after the close frame"},
    Wording{RuleId::FrameCut, "{Who} ended the connection inside {cut}", "{missing part}"},
    Wording{RuleId::MessageTooBig,
            "{Who} sent a message of {octets} or more in {frame}, which is over our limit",
            "a message of {octets} or more is over our limit"},
    Wording{RuleId::CompressedContinuation,
            "{Who} set RSV1 in {frame}, a continuation|; only the first frame of a message may have it",
            "RSV1 is set in a continuation"},
    Wording{RuleId::CompressedControl,
            "{Who} set RSV1 in {frame}, a {opcode} frame|; control frames are not compressed",
            "RSV1 is set in a control frame"},
    Wording{RuleId::DeflateInvalid,
            "{Who} sent a compressed message that is not valid DEFLATE data, in {frame}, after inflating "
            "{octets}",
            "not DEFLATE data, after inflating {octets}"},
    Wording{RuleId::DeflateContextKept,
            "{Who} sent a compressed message that refers to an earlier message, in {frame}, after inflating "
            "{octets}; no context takeover was agreed",
            "refers to an earlier message, which was not agreed"},
    Wording{
        RuleId::DeflateWindowExceeded,
        "{Who} sent a compressed message that refers {octets} back, in {frame}; the agreed window is smaller",
        "refers {octets} back, further than the agreed window"},
    Wording{RuleId::DeflateCut,
            "{Who} ended a compressed message inside a DEFLATE block, in {frame}, after inflating {octets}",
            "ends inside a DEFLATE block"},
    Wording{RuleId::DeflateTailMissing,
            "{Who} ended a compressed message of {octets} without the header of an empty stored block, in "
            "{frame}",
            "the header of an empty stored block is missing at the end"},
    Wording{RuleId::InflatesTooBig,
            "{Who} sent a compressed message that inflates to {octets} or more in {frame}, which is over our "
            "limit",
            "inflates to {octets} or more, over our limit"},
    Wording{RuleId::InflatesTooMuch,
            "{Who} sent a compressed message that inflates to {value} octets for each octet on the wire, in "
            "{frame}, which is over our limit",
            "inflates to {value} octets for each octet, over our limit"},
    Wording{RuleId::DeflateContextLost,
            "{Who} sent a compressed message in {frame} after one that was broken; from there on no message "
            "can be inflated",
            "cannot be inflated, because an earlier message was broken"},
    Wording{RuleId::CloseCodeCut,
            "{Who} sent a close frame with one octet of payload in {frame}|; a close code has two octets",
            "one octet is not a close code"},
    Wording{RuleId::CloseCodeNotAllowed,
            "{Who} closed with code {code} in {frame}, which a close frame must not carry",
            "the close code {value} must not be sent{reason}"},
    Wording{RuleId::CloseReasonNotUtf8,
            "{Who} gave a close reason in {frame} that is not valid UTF-8 from octet {value} on",
            "the close reason is not UTF-8 at its octet {value}{reason}"},
    Wording{RuleId::ClosedWithoutHandshake, "{Who} dropped TCP without the closing handshake",
            "TCP was dropped without a closing handshake"},
    Wording{RuleId::CloseReplyMissing, "{Who} did not answer the close frame within {value} ms",
            "no answer to the close frame within {value} ms"},
    Wording{RuleId::ServerDidNotDrop,
            "{Who} did not drop TCP within {value} ms after both close frames, as the server should",
            "the server did not drop TCP within {value} ms"},
    Wording{RuleId::TlsCloseNotifyMissing,
            "{Who} ended TCP without TLS close_notify, so the end may have been forged",
            "TCP ended without TLS close_notify"},
    Wording{RuleId::HeadNotHttp,
            "{Who} sent something other than an HTTP head; octet {value} of it made that certain",
            "not HTTP from octet {value} on"},
    Wording{RuleId::StartLineMalformed,
            "{Who} sent a start line in which octet {value} is not what has to be there",
            "octet {value} is not what a start line has there"},
    Wording{RuleId::HeadTooLong, "{Who} sent a head that is longer than our limit of {size}",
            "the head is longer than our limit of {size}"},
    Wording{RuleId::LineTooLong, "{Who} sent a line of the head that is longer than our limit of {size}",
            "a line of the head is longer than our limit of {size}"},
    Wording{RuleId::TooManyFields, "{Who} sent more header fields than our limit of {most}",
            "more header fields than our limit of {most}"},
    Wording{RuleId::TooManyInterimAnswers,
            "{Who} sent more interim answers (status 1xx) than our limit of {most}",
            "more interim answers (status 1xx) than our limit of {most}"},
    Wording{RuleId::LineEndBareLf,
            "{Who} ended a line of the head, the {nth}, with LF alone|; a line ends with CR LF",
            "the {nth} line of the head ends with LF alone"},
    Wording{RuleId::BareCr, "{Who} sent a CR without LF in the head, in its {nth} line",
            "a CR without LF in the {nth} line of the head"},
    Wording{RuleId::ZeroOctetInHead,
            "{Who} sent a zero octet in the head, in its {nth} line|, where other readers may end the line",
            "a zero octet in the {nth} line of the head"},
    Wording{RuleId::EmptyLineBeforeStart, "{Who} sent {empty lines} before the start line",
            "{empty lines} before the start line"},
    Wording{RuleId::BlankBeforeFirstField,
            "{Who} began the line after the start line with a blank|, so it is no part of any header field",
            "a blank at the start of the line after the start line"},
    Wording{RuleId::FieldWithoutColon, "{Who} sent a header field without a colon, the {nth} of the head",
            "the {nth} header field is without a colon"},
    Wording{RuleId::FieldNameEmpty, "{Who} sent a header field without a name, the {nth} of the head",
            "the {nth} header field is without a name"},
    Wording{RuleId::FieldNameCharacter,
            "{Who} sent a header field, the {nth} of the head, with a character in its name that no name may "
            "have",
            "the name of the {nth} header field has a character that no name may have"},
    Wording{RuleId::BlankBeforeColon,
            "{Who} sent a blank before the colon of a header field, the {nth} of the head",
            "a blank before the colon of the {nth} header field"},
    Wording{RuleId::FieldValueCharacter,
            "{Who} sent a header field, the {nth} of the head, with a control character in its value",
            "the value of the {nth} header field has a control character"},
    Wording{RuleId::FieldFolded, "{Who} folded a header field over two lines, the {nth} of the head",
            "the {nth} header field is folded over two lines"},
    Wording{RuleId::FieldRepeated,
            "{Who} repeated a header field that may occur only once, as the {nth} of the head",
            "the {nth} header field repeats one that may occur only once"},
    Wording{RuleId::HttpVersionTooOld, "{Who} used HTTP/{version}; at least 1.1 is needed",
            "HTTP/{version} is too old; 1.1 is needed"},
    Wording{RuleId::UpgradeMissing, "{Who} sent no Upgrade field that names websocket",
            "no Upgrade field names websocket"},
    Wording{RuleId::ConnectionUpgradeMissing, "{Who} sent no Connection field that names Upgrade",
            "no Connection field names Upgrade"},
    Wording{RuleId::ExtensionsMalformed,
            "{Who} sent a Sec-WebSocket-Extensions field that breaks its grammar at character {value}",
            "Sec-WebSocket-Extensions breaks its grammar at character {value}"},
    Wording{RuleId::OpeningTimeout, "{Who} did not complete the opening handshake within {value} ms",
            "the opening handshake was not complete within {value} ms"},
    Wording{RuleId::OpeningCut,
            "{Who} ended the connection after {octets}, before the opening handshake was complete",
            "the connection ended before the opening handshake was complete"},
    Wording{RuleId::StatusSpaceMissing, "{Who} sent no space after the status code",
            "no space after the status code"},
    Wording{RuleId::StatusNot101, "{Who} answered with status {value} instead of 101",
            "status {value} instead of 101"},
    Wording{RuleId::UpgradeNotAlone,
            "{Who} named {value} protocols in Upgrade|; the answer has to name websocket alone, once",
            "Upgrade names {value} protocols, not websocket alone"},
    Wording{RuleId::TransferEncodingForbidden,
            "{Who} sent a Transfer-Encoding field in an answer with status {value}, which has no body",
            "Transfer-Encoding in an answer with status {value}, which has no body"},
    Wording{RuleId::ContentLengthForbidden,
            "{Who} sent a Content-Length field in an answer with status {value}, which has no body",
            "Content-Length in an answer with status {value}, which has no body"},
    Wording{RuleId::AcceptMissing, "{Who} sent no Sec-WebSocket-Accept", "no Sec-WebSocket-Accept"},
    Wording{RuleId::AcceptWrong, "{Who} sent a Sec-WebSocket-Accept that does not match the request's key",
            "Sec-WebSocket-Accept does not match the key"},
    Wording{RuleId::SubprotocolNotOffered, "{Who} chose a subprotocol that was not offered",
            "a subprotocol that was not offered"},
    Wording{RuleId::ExtensionNotOffered,
            "{Who} agreed to an extension that was not offered, the {nth} in the answer",
            "an extension that was not offered"},
    Wording{RuleId::AnswerDeflateRepeated,
            "{Who} accepted permessage-deflate a second time, as the {nth} extension in the answer",
            "permessage-deflate is accepted twice"},
    Wording{RuleId::AnswerDeflateParameterUnknown,
            "{Who} gave permessage-deflate, the {nth} extension in the answer, an unknown parameter",
            "permessage-deflate with an unknown parameter"},
    Wording{RuleId::AnswerDeflateParameterRepeated,
            "{Who} repeated a parameter of permessage-deflate, the {nth} extension in the answer",
            "permessage-deflate with a parameter twice"},
    Wording{RuleId::AnswerDeflateTakeoverHasValue,
            "{Who} gave a parameter about context takeover a value, in the {nth} extension of the answer",
            "a parameter about context takeover has a value"},
    Wording{RuleId::AnswerDeflateWindowWithoutValue,
            "{Who} gave no value for a window size, in the {nth} extension of the answer",
            "a window size without a value"},
    Wording{
        RuleId::AnswerDeflateWindowOutOfRange,
        "{Who} gave a window size that is not a number from 8 to 15, in the {nth} extension of the answer",
        "a window size that is not a number from 8 to 15"},
    Wording{RuleId::AnswerServerTakeoverKept,
            "{Who} accepted an offer with server_no_context_takeover without repeating it, in the {nth} "
            "extension of the answer",
            "server_no_context_takeover was offered and is not repeated"},
    Wording{RuleId::AnswerServerWindowTooLarge,
            "{Who} accepted an offer with server_max_window_bits but not its limit, in the {nth} extension "
            "of the answer",
            "the server's window is larger than the offer allows"},
    Wording{RuleId::AnswerServerWindowUnsaid,
            "{Who} accepted an offer with server_max_window_bits without repeating it, in the {nth} "
            "extension of the answer; a limit of 15 allows every window",
            "server_max_window_bits was offered and is not repeated"},
    Wording{
        RuleId::AnswerClientWindowNotOffered,
        "{Who} set client_max_window_bits, in the {nth} extension of the answer; the offer does not allow it",
        "client_max_window_bits was not offered"},
    Wording{RuleId::AnswerToIllegalOffer,
            "{Who} accepted an illegal offer of permessage-deflate, in the {nth} extension of the answer",
            "an illegal offer of permessage-deflate is accepted"},
    Wording{RuleId::MethodNotGet, "{Who} used a method other than GET", "a method other than GET"},
    Wording{RuleId::HostMissing, "{Who} sent no Host field", "no Host field"},
    Wording{RuleId::KeyMissing, "{Who} sent no Sec-WebSocket-Key", "no Sec-WebSocket-Key"},
    Wording{RuleId::KeyMalformed, "{Who} sent a Sec-WebSocket-Key that is not 16 octets in base64",
            "Sec-WebSocket-Key is not 16 octets in base64"},
    Wording{RuleId::VersionMissing, "{Who} sent no Sec-WebSocket-Version", "no Sec-WebSocket-Version"},
    Wording{RuleId::VersionNotSupported,
            "{Who} asked for a version of the protocol other than 13, in Sec-WebSocket-Version",
            "Sec-WebSocket-Version is not 13"},
    Wording{RuleId::FrameBeforeAnswer, "{Who} sent {octets} after the request, before it was answered",
            "{octets} came before the answer"},
    Wording{RuleId::OfferDeflateParameterUnknown,
            "{Who} offered permessage-deflate, the {nth} extension in the request, with an unknown parameter",
            "permessage-deflate with an unknown parameter"},
    Wording{RuleId::OfferDeflateParameterRepeated,
            "{Who} repeated a parameter of permessage-deflate, the {nth} extension in the request",
            "permessage-deflate with a parameter twice"},
    Wording{RuleId::OfferDeflateTakeoverHasValue,
            "{Who} gave a parameter about context takeover a value, in the {nth} extension of the request",
            "a parameter about context takeover has a value"},
    Wording{RuleId::OfferDeflateWindowWithoutValue,
            "{Who} gave server_max_window_bits no value, in the {nth} extension of the request",
            "server_max_window_bits without a value"},
    Wording{
        RuleId::OfferDeflateWindowOutOfRange,
        "{Who} gave a window size that is not a number from 8 to 15, in the {nth} extension of the request",
        "a window size that is not a number from 8 to 15"},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < wordings.size(); ++i) {
        if (wordings[i].rule != static_cast<RuleId>(i))
            return false;
    }
    return wordings.size() == static_cast<std::size_t>(RuleId::Count);
}
static_assert(isInOrder());

std::string reservedBits(std::uint64_t rsv)
{
    std::string out;
    for (unsigned bit = 0; bit < 3; ++bit) {
        if ((rsv & (4u >> bit)) != 0)
            out += (out.empty() ? "RSV" : " and RSV") + std::to_string(bit + 1);
    }
    return out;
}

struct Speaker
{
    std::string_view who;
    std::string_view its;
};

Speaker speakerOf(Direction direction, Role ourRole)
{
    if (direction == Direction::Out)
        return {"We", "our"};
    return {ourRole == Role::Client ? "The server" : "The client", "its"};
}

// Frames are named by their number in their direction, or by their row, if it is given.
struct Subject
{
    const Violation &violation;
    Speaker speaker;
    std::optional<RowNumber> row;
};

std::string frameOf(const Subject &subject)
{
    if (subject.row)
        return "frame " + std::to_string(subject.row->value());
    return std::string(subject.speaker.its) + ' ' + ordinal(subject.violation.frameIndex + 1) + " frame";
}

std::string shortOfLength(std::uint64_t octets)
{
    return counted(octets, "octet") + " short of its declared length";
}

std::string cutPart(const Subject &subject)
{
    const std::uint64_t missing = subject.violation.value;
    const std::string frame = frameOf(subject);
    return missing == 0 ? "the header of " + frame : frame + ", " + shortOfLength(missing);
}

std::string valueOf(std::string_view name, const Subject &subject)
{
    const Violation &violation = subject.violation;
    const Speaker &speaker = subject.speaker;
    const std::uint64_t value = violation.value;
    if (name == "are")
        return std::has_single_bit(value) ? "is" : "are";
    if (name == "it")
        return std::has_single_bit(value) ? "it" : "them";
    if (name == "reason")
        return violation.where.reason == FaultReason::None
            ? std::string()
            : ": " + std::string(reasonWords(violation.where.reason));
    if (name == "Who")
        return std::string(speaker.who);
    if (name == "its")
        return std::string(speaker.its);
    if (name == "frame")
        return frameOf(subject);
    if (name == "cut")
        return cutPart(subject);
    if (name == "missing part")
        return value == 0 ? "the header is not complete" : shortOfLength(value);
    if (name == "size")
        return sizeText(value - 1);
    if (name == "most")
        return std::to_string(value - 1);
    if (name == "nth")
        return ordinal(value + 1);
    if (name == "empty lines")
        return counted(value, "empty line");
    if (name == "octets")
        return counted(value, "octet");
    if (name == "opcode")
        return opcodeName(opcodeOf(static_cast<unsigned>(value)));
    if (name == "rsv")
        return reservedBits(value);
    if (name == "code")
        return closeCodeName(static_cast<std::uint16_t>(value));
    if (name == "version")
        return std::to_string(value / 10) + '.' + std::to_string(value % 10);
    return std::to_string(value);
}

std::string filledIn(std::string_view text, const Subject &subject)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        out += text.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const std::size_t close = text.find('}', open);
        out += valueOf(text.substr(open + 1, close - open - 1), subject);
        text.remove_prefix(close + 1);
    }
    return out;
}

const Wording &wordingOf(RuleId rule) { return wordings[static_cast<std::size_t>(rule)]; }

// A place that no octets of a frame show has no row that names it.
std::optional<RowNumber> rowOf(const Finding &finding)
{
    return finding.where().headerSize > 0 ? std::optional(finding.row) : std::nullopt;
}

std::string withClause(std::string words, const Violation &violation)
{
    return std::move(words) + " (" + std::string(clauseOf(violation)) + ").";
}

} // namespace

std::string findingWords(const Violation &violation, Direction direction, Role ourRole)
{
    const std::string_view text = wordingOf(violation.rule).text;
    const std::size_t bar = text.find('|');
    const Subject subject{violation, speakerOf(direction, ourRole), {}};
    std::string words = filledIn(text.substr(0, bar), subject);
    return bar == std::string_view::npos ? words : words + filledIn(text.substr(bar + 1), subject);
}

std::string findingSentence(const Violation &violation, Direction direction, Role ourRole)
{
    return withClause(findingWords(violation, direction, ourRole), violation);
}

std::string findingHeadline(const Finding &finding, Role ourRole)
{
    const std::string_view text = wordingOf(finding.violation.rule).text;
    const Subject subject{finding.violation, speakerOf(finding.direction, ourRole), rowOf(finding)};
    return withClause(filledIn(text.substr(0, text.find('|')), subject), finding.violation);
}

std::string findingBrief(const Violation &violation)
{
    return filledIn(wordingOf(violation.rule).brief, {violation, {}, {}});
}

} // namespace fg
