// One sentence for each broken rule, made from the rule and the values of the violation.
#include "protocol/report/wording/finding_sentences.h"

#include "protocol/report/wording/names.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/rules.h"

#include <array>
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
    // part of the frame in which the stream ended.
    std::string_view text;
};

constexpr std::array wordings{
    Wording{RuleId::ReservedBits, "{Who} set {rsv} in {frame} without an agreed extension that uses it"},
    Wording{RuleId::ReservedOpcode, "{Who} gave {frame} the reserved opcode {value}"},
    Wording{RuleId::ControlFragmented,
            "{Who} sent {frame}, a {opcode} frame, without FIN; a control frame must not be fragmented"},
    Wording{RuleId::ControlTooLong,
            "{Who} declared {value} octets of payload in {frame}; a control frame may carry at most 125"},
    Wording{RuleId::LengthNotShortest,
            "{Who} wrote the payload length {value} of {frame} in a longer form than needed"},
    Wording{RuleId::LengthTopBit,
            "{Who} declared a payload of {value} octets in {frame}; the top bit must be 0"},
    Wording{RuleId::ClientFrameUnmasked, "{Who} did not mask {frame}; a client must mask all frames"},
    Wording{RuleId::ServerFrameMasked, "{Who} masked {frame}; a server must not mask"},
    Wording{RuleId::ContinuationWithoutStart,
            "{Who} sent {frame} as a continuation, but no message had begun"},
    Wording{RuleId::NewMessageInsideMessage,
            "{Who} began a {opcode} message in {frame} before the previous message was complete"},
    Wording{RuleId::TextNotUtf8,
            "{Who} sent a text message that is not valid UTF-8 from octet {value} on, in {frame}"},
    Wording{RuleId::PayloadAfterClose, "{Who} sent {frame}, a {opcode} frame, after a close frame"},
    Wording{RuleId::FrameCut, "{Who} ended the connection inside {cut}"},
    Wording{RuleId::MessageTooBig,
            "{Who} sent a message of {octets} or more in {frame}, which is over our limit"},
    Wording{RuleId::CompressedContinuation,
            "{Who} set RSV1 in {frame}, a continuation; only the first frame of a message may have it"},
    Wording{RuleId::CompressedControl,
            "{Who} set RSV1 in {frame}, a {opcode} frame; control frames are not compressed"},
    Wording{RuleId::DeflateInvalid,
            "{Who} sent a compressed message that is not valid DEFLATE data, in {frame}, after inflating "
            "{octets}"},
    Wording{RuleId::DeflateContextKept,
            "{Who} sent a compressed message that refers to an earlier message, in {frame}, after inflating "
            "{octets}; no context takeover was agreed"},
    Wording{RuleId::DeflateWindowExceeded,
            "{Who} sent a compressed message that refers {octets} back, in {frame}; the agreed window is "
            "smaller"},
    Wording{RuleId::DeflateCut,
            "{Who} ended a compressed message inside a DEFLATE block, in {frame}, after inflating {octets}"},
    Wording{RuleId::DeflateTailMissing,
            "{Who} ended a compressed message of {octets} without the header of an empty stored block, in "
            "{frame}"},
    Wording{RuleId::InflatesTooBig,
            "{Who} sent a compressed message that inflates to {octets} or more in {frame}, which is over our "
            "limit"},
    Wording{RuleId::InflatesTooMuch,
            "{Who} sent a compressed message that inflates to {value} octets for each octet on the wire, in "
            "{frame}, which is over our limit"},
    Wording{RuleId::DeflateContextLost,
            "{Who} sent a compressed message in {frame} after one that was broken; from there on no message "
            "can be inflated"},
    Wording{RuleId::CloseCodeCut,
            "{Who} sent a close frame with one octet of payload in {frame}; a close code has two octets"},
    Wording{RuleId::CloseCodeNotAllowed,
            "{Who} closed with code {code} in {frame}, which a close frame must not carry"},
    Wording{RuleId::CloseReasonNotUtf8,
            "{Who} gave a close reason in {frame} that is not valid UTF-8 from octet {value} on"},
    Wording{RuleId::ClosedWithoutHandshake, "{Who} dropped TCP without the closing handshake"},
    Wording{RuleId::CloseReplyMissing, "{Who} did not answer the close frame within {value} ms"},
    Wording{RuleId::ServerDidNotDrop,
            "{Who} did not drop TCP within {value} ms after both close frames, as the server should"},
    Wording{RuleId::TlsCloseNotifyMissing,
            "{Who} ended TCP without TLS close_notify, so the end may have been forged"},
    Wording{RuleId::HeadNotHttp,
            "{Who} sent something other than an HTTP head; octet {value} of it made that certain"},
    Wording{RuleId::StartLineMalformed,
            "{Who} sent a start line in which octet {value} is not what has to be there"},
    Wording{RuleId::HeadTooLong, "{Who} sent a head that is longer than our limit of {size}"},
    Wording{RuleId::LineTooLong, "{Who} sent a line of the head that is longer than our limit of {size}"},
    Wording{RuleId::TooManyFields, "{Who} sent more header fields than our limit of {most}"},
    Wording{RuleId::TooManyInterimAnswers,
            "{Who} sent more interim answers (status 1xx) than our limit of {most}"},
    Wording{RuleId::LineEndBareLf,
            "{Who} ended a line of the head, the {nth}, with LF alone; a line ends with CR LF"},
    Wording{RuleId::BareCr, "{Who} sent a CR without LF in the head, in its {nth} line"},
    Wording{RuleId::EmptyLineBeforeStart, "{Who} sent {empty lines} before the start line"},
    Wording{RuleId::BlankBeforeFirstField,
            "{Who} began the line after the start line with a blank, so it is no part of any header field"},
    Wording{RuleId::FieldWithoutColon, "{Who} sent a header field without a colon, the {nth} of the head"},
    Wording{RuleId::FieldNameEmpty, "{Who} sent a header field without a name, the {nth} of the head"},
    Wording{RuleId::FieldNameCharacter,
            "{Who} sent a header field, the {nth} of the head, with a character in its name that no name may "
            "have"},
    Wording{RuleId::BlankBeforeColon,
            "{Who} sent a blank before the colon of a header field, the {nth} of the head"},
    Wording{RuleId::FieldValueCharacter,
            "{Who} sent a header field, the {nth} of the head, with a control character in its value"},
    Wording{RuleId::FieldFolded, "{Who} folded a header field over two lines, the {nth} of the head"},
    Wording{RuleId::FieldRepeated,
            "{Who} repeated a header field that may occur only once, as the {nth} of the head"},
    Wording{RuleId::HttpVersionTooOld, "{Who} used HTTP/{version}; at least 1.1 is needed"},
    Wording{RuleId::UpgradeMissing, "{Who} sent no Upgrade field that names websocket"},
    Wording{RuleId::ConnectionUpgradeMissing, "{Who} sent no Connection field that names Upgrade"},
    Wording{RuleId::ExtensionsMalformed,
            "{Who} sent a Sec-WebSocket-Extensions field that breaks its grammar at character {value}"},
    Wording{RuleId::OpeningTimeout, "{Who} did not complete the opening handshake within {value} ms"},
    Wording{RuleId::OpeningCut,
            "{Who} ended the connection after {octets}, before the opening handshake was complete"},
    Wording{RuleId::StatusSpaceMissing, "{Who} sent no space after the status code"},
    Wording{RuleId::StatusNot101, "{Who} answered with status {value} instead of 101"},
    Wording{RuleId::UpgradeNotAlone,
            "{Who} named {value} protocols in Upgrade; the answer has to name websocket alone, once"},
    Wording{RuleId::TransferEncodingForbidden,
            "{Who} sent a Transfer-Encoding field in an answer with status {value}, which has no body"},
    Wording{RuleId::ContentLengthForbidden,
            "{Who} sent a Content-Length field in an answer with status {value}, which has no body"},
    Wording{RuleId::AcceptMissing, "{Who} sent no Sec-WebSocket-Accept"},
    Wording{RuleId::AcceptWrong, "{Who} sent a Sec-WebSocket-Accept that does not match the request's key"},
    Wording{RuleId::SubprotocolNotOffered, "{Who} chose a subprotocol that was not offered"},
    Wording{RuleId::ExtensionNotOffered,
            "{Who} agreed to an extension that was not offered, the {nth} in the answer"},
    Wording{RuleId::AnswerDeflateRepeated,
            "{Who} accepted permessage-deflate a second time, as the {nth} extension in the answer"},
    Wording{RuleId::AnswerDeflateParameterUnknown,
            "{Who} gave permessage-deflate, the {nth} extension in the answer, an unknown parameter"},
    Wording{RuleId::AnswerDeflateParameterRepeated,
            "{Who} repeated a parameter of permessage-deflate, the {nth} extension in the answer"},
    Wording{RuleId::AnswerDeflateTakeoverHasValue,
            "{Who} gave a parameter about context takeover a value, in the {nth} extension of the answer"},
    Wording{RuleId::AnswerDeflateWindowWithoutValue,
            "{Who} gave no value for a window size, in the {nth} extension of the answer"},
    Wording{
        RuleId::AnswerDeflateWindowOutOfRange,
        "{Who} gave a window size that is not a number from 8 to 15, in the {nth} extension of the answer"},
    Wording{RuleId::AnswerServerTakeoverKept,
            "{Who} accepted an offer with server_no_context_takeover without repeating it, in the {nth} "
            "extension of the answer"},
    Wording{RuleId::AnswerServerWindowTooLarge,
            "{Who} accepted an offer with server_max_window_bits but not its limit, in the {nth} extension "
            "of the answer"},
    Wording{
        RuleId::AnswerServerWindowUnsaid,
        "{Who} accepted an offer with server_max_window_bits without repeating it, in the {nth} extension "
        "of the answer; a limit of 15 allows every window"},
    Wording{RuleId::AnswerClientWindowNotOffered,
            "{Who} set client_max_window_bits, in the {nth} extension of the answer; the offer does not "
            "allow it"},
    Wording{RuleId::AnswerToIllegalOffer,
            "{Who} accepted an illegal offer of permessage-deflate, in the {nth} extension of the answer"},
    Wording{RuleId::MethodNotGet, "{Who} used a method other than GET"},
    Wording{RuleId::HostMissing, "{Who} sent no Host field"},
    Wording{RuleId::KeyMissing, "{Who} sent no Sec-WebSocket-Key"},
    Wording{RuleId::KeyMalformed, "{Who} sent a Sec-WebSocket-Key that is not 16 octets in base64"},
    Wording{RuleId::VersionMissing, "{Who} sent no Sec-WebSocket-Version"},
    Wording{RuleId::VersionNotSupported,
            "{Who} asked for a version of the protocol other than 13, in Sec-WebSocket-Version"},
    Wording{RuleId::FrameBeforeAnswer, "{Who} sent {octets} after the request, before it was answered"},
    Wording{RuleId::OfferDeflateParameterUnknown,
            "{Who} offered permessage-deflate, the {nth} extension in the request, with an unknown "
            "parameter"},
    Wording{RuleId::OfferDeflateParameterRepeated,
            "{Who} repeated a parameter of permessage-deflate, the {nth} extension in the request"},
    Wording{RuleId::OfferDeflateTakeoverHasValue,
            "{Who} gave a parameter about context takeover a value, in the {nth} extension of the request"},
    Wording{RuleId::OfferDeflateWindowWithoutValue,
            "{Who} gave server_max_window_bits no value, in the {nth} extension of the request"},
    Wording{RuleId::OfferDeflateWindowOutOfRange,
            "{Who} gave a window size that is not a number from 8 to 15, in the {nth} extension of the "
            "request"},
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

std::string frameOf(const Violation &violation, const Speaker &speaker)
{
    return std::string(speaker.its) + ' ' + ordinal(violation.frameIndex + 1) + " frame";
}

std::string cutPart(const Violation &violation, const Speaker &speaker)
{
    const std::string frame = frameOf(violation, speaker);
    return violation.value == 0
        ? "the header of " + frame
        : frame + ", " + counted(violation.value, "octet") + " short of its declared length";
}

std::string valueOf(std::string_view name, const Violation &violation, const Speaker &speaker)
{
    const std::uint64_t value = violation.value;
    if (name == "Who")
        return std::string(speaker.who);
    if (name == "its")
        return std::string(speaker.its);
    if (name == "frame")
        return frameOf(violation, speaker);
    if (name == "cut")
        return cutPart(violation, speaker);
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

} // namespace

std::string findingWords(const Violation &violation, Direction direction, Role ourRole)
{
    const Speaker speaker = speakerOf(direction, ourRole);
    std::string_view rest = wordings[static_cast<std::size_t>(violation.rule)].text;
    std::string out;
    while (!rest.empty()) {
        const std::size_t open = rest.find('{');
        out += rest.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const std::size_t close = rest.find('}', open);
        out += valueOf(rest.substr(open + 1, close - open - 1), violation, speaker);
        rest.remove_prefix(close + 1);
    }
    return out;
}

std::string_view clauseOf(const Violation &violation)
{
    if (violation.rule != RuleId::CloseCodeNotAllowed)
        return ruleOf(violation.rule).clause;
    // 7.4.1 says that no endpoint may send these codes; 7.4.2 says that the other ones are not defined yet.
    const std::uint64_t code = violation.value;
    const bool isReserved = (code >= 1004 && code <= 1006) || code == 1015;
    return isReserved ? "RFC 6455 7.4.1" : "RFC 6455 7.4.2";
}

std::string findingSentence(const Violation &violation, Direction direction, Role ourRole)
{
    return findingWords(violation, direction, ourRole) + " (" + std::string(clauseOf(violation)) + ").";
}

} // namespace fg
