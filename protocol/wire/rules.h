// The rules that a peer can break, as a table, and a broken rule as a value. The sentence that a
// person reads is made from these in report/.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fg {

enum class Severity : std::uint8_t {
    Must, // a MUST or MUST NOT of the RFC
    Should, // a SHOULD or SHOULD NOT
    Note, // legal, or a limit of ours, but worth a look
};

enum class RuleId : std::uint16_t {
    // Framing, RFC 6455 5. `value` is named behind each.
    ReservedBits, // the RSV bits
    ReservedOpcode, // the opcode
    ControlFragmented, // the opcode
    ControlTooLong, // the payload length
    LengthNotShortest, // the payload length
    LengthTopBit, // the payload length
    ClientFrameUnmasked, // the opcode
    ServerFrameMasked, // the opcode
    ContinuationWithoutStart, // 0
    NewMessageInsideMessage, // the opcode
    TextNotUtf8, // offset in the message of the first bad octet
    PayloadAfterClose, // the opcode of the frame that followed a close frame
    FrameCut, // octets of the frame that were still due when the connection ended
    MessageTooBig, // octets declared or arrived; a limit of ours
    // Compressed messages, RFC 7692 6 and 7.2.
    CompressedContinuation, // 0
    CompressedControl, // the opcode
    DeflateInvalid, // octets of the message that had been inflated
    DeflateContextKept, // octets of the message that had been inflated
    DeflateWindowExceeded, // the distance of the reference
    DeflateCut, // octets of the message that had been inflated
    DeflateTailMissing, // octets of the message once inflated
    InflatesTooBig, // octets of the message once inflated, so far; a limit of ours
    InflatesTooMuch, // octets inflated for one that came; a limit of ours
    DeflateContextLost, // 0; the first message of those that are passed over
    // Closing, RFC 6455 5.5.1 and 7.
    CloseCodeCut, // 1, the payload's length
    CloseCodeNotAllowed, // the close code
    CloseReasonNotUtf8, // offset in the reason of the first bad octet
    ClosedWithoutHandshake, // 0
    CloseReplyMissing, // milliseconds waited
    ServerDidNotDrop, // milliseconds waited
    TlsCloseNotifyMissing, // 0; RFC 8446 6.1
    // Opening handshake, both ways, RFC 6455 4 and RFC 9112.
    HeadNotHttp, // offset of the octet that made it certain
    HeadTooLong, // octets so far; a limit of ours
    LineTooLong, // octets so far; a limit of ours
    TooManyFields, // fields so far; a limit of ours
    FieldMalformed, // number of the field, from 0
    FieldFolded, // number of the field, from 0
    FieldRepeated, // number of the second one, from 0
    HttpVersionTooOld, // major * 10 + minor
    UpgradeMissing, // 0
    ConnectionUpgradeMissing, // 0
    ExtensionsMalformed, // offset in the field's value
    OpeningTimeout, // milliseconds waited
    OpeningCut, // octets that had arrived
    // The server's answer, RFC 6455 4.2.2 as the client checks it in 4.1.
    StatusNot101, // the status code
    AcceptMissing, // 0
    AcceptWrong, // 0
    SubprotocolNotOffered, // 0
    ExtensionNotOffered, // number of the extension in the answer, from 0
    // permessage-deflate in the answer, RFC 7692 5 and 7.1; the value of each is the number of the extension,
    // from 0.
    AnswerDeflateRepeated,
    AnswerDeflateParameterUnknown,
    AnswerDeflateParameterRepeated,
    AnswerDeflateTakeoverHasValue,
    AnswerDeflateWindowWithoutValue,
    AnswerDeflateWindowOutOfRange,
    AnswerServerTakeoverKept,
    AnswerServerWindowTooLarge,
    AnswerServerWindowUnsaid,
    AnswerClientWindowNotOffered,
    AnswerToIllegalOffer,
    // The client's request, RFC 6455 4.1 as the server checks it in 4.2.1.
    MethodNotGet, // 0
    HostMissing, // 0
    KeyMissing, // 0
    KeyMalformed, // octets that it decodes to (0: it is no base64)
    VersionMissing, // 0
    VersionNotSupported, // the version (0: not a number)
    FrameBeforeAnswer, // octets that came before the server had answered
    // permessage-deflate as the client offers it, RFC 7692 7.1; the value of each is the number of the
    // extension, from 0.
    OfferDeflateParameterUnknown,
    OfferDeflateParameterRepeated,
    OfferDeflateTakeoverHasValue,
    OfferDeflateWindowWithoutValue,
    OfferDeflateWindowOutOfRange,
    Count
};

struct Rule
{
    RuleId id;
    // Stable and unique, for files and scripts: "frame.reserved-bits".
    std::string_view name;
    // "RFC 6455 5.2".
    std::string_view clause;
    Severity severity;
    // The code to fail the connection with when a peer breaks the rule on an open connection (RFC 6455
    // 7.4.1); 0 where breaking it does not fail the connection or there is no frame to carry a code.
    std::uint16_t closeCode;
    // One line, in our own words, that says what the rule asks.
    std::string_view statement;
};

[[nodiscard]] const Rule &ruleOf(RuleId id);
// In the order of RuleId.
[[nodiscard]] std::span<const Rule> allRules();

// A broken rule. Who broke it follows from the direction that was read.
struct Violation
{
    RuleId rule{};
    // Position in the sender's octet stream (the handshake included) of the first octet that shows it.
    std::uint64_t octetOffset = 0;
    // Number of the frame in its direction, from 0; unused for the opening handshake.
    std::uint64_t frameIndex = 0;
    // What the rule says its value is.
    std::uint64_t value = 0;

    bool operator==(const Violation &) const = default;
};

} // namespace fg
