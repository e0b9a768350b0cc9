// The table of the rules that a peer can break, and a broken rule as a value. The sentence that a person
// reads is made from these in report/.
#pragma once

#include "protocol/wire/where.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace fg {

enum class Severity : std::uint8_t {
    Must, // a MUST or MUST NOT of the RFC
    Should, // a SHOULD or SHOULD NOT
    Note, // legal, or a limit of ours, but worth reporting
};

enum class RuleId : std::uint16_t {
    // Framing, RFC 6455 5. The comment after each rule says what `Violation::value` holds.
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
    FrameCut, // octets of the payload that were still due when the connection ended; 0: a part of the header
    MessageTooBig, // octets declared or arrived; a limit of ours
    // Compressed messages, RFC 7692 6 and 7.2.
    CompressedContinuation, // 0
    CompressedControl, // the opcode
    DeflateInvalid, // octets of the message that were inflated before the fault
    DeflateContextKept, // octets of the message that were inflated before the fault
    DeflateWindowExceeded, // the distance of the reference, in octets
    DeflateCut, // octets of the message that were inflated before the fault
    DeflateTailMissing, // inflated size of the message, in octets
    InflatesTooBig, // inflated size of the message so far, in octets; a limit of ours
    InflatesTooMuch, // octets inflated for each compressed octet; a limit of ours
    DeflateContextLost, // 0; reported for the first message that is skipped
    // Closing, RFC 6455 5.5.1 and 7.
    CloseCodeCut, // 1, the payload's length
    CloseCodeNotAllowed, // the close code
    CloseReasonNotUtf8, // offset in the reason of the first bad octet
    ClosedWithoutHandshake, // 0
    CloseReplyMissing, // milliseconds waited
    ServerDidNotDrop, // milliseconds waited
    TlsCloseNotifyMissing, // 0; RFC 8446 6.1
    // Opening handshake, both ways, RFC 6455 4 and RFC 9112.
    HeadNotHttp, // offset of the octet that proves it
    StartLineMalformed, // offset of the octet that proves it
    HeadTooLong, // octets so far, which is one more than the limit of ours
    LineTooLong, // octets so far, which is one more than the limit of ours
    TooManyFields, // fields so far, which is one more than the limit of ours
    TooManyInterimAnswers, // interim answers so far, which is one more than the limit of ours
    LineEndBareLf, // number of the line, from 0; only the first such line
    BareCr, // number of the line, from 0; only the first such line
    ZeroOctetInHead, // number of the line, from 0; only the first such line
    EmptyLineBeforeStart, // number of empty lines
    BlankBeforeFirstField, // number of the line's field, from 0
    FieldWithoutColon, // number of the field, from 0
    FieldNameEmpty, // number of the field, from 0
    FieldNameCharacter, // number of the field, from 0
    BlankBeforeColon, // number of the field, from 0
    FieldValueCharacter, // number of the field, from 0
    FieldFolded, // number of the field, from 0
    FieldRepeated, // number of the repeated field, from 0
    HttpVersionTooOld, // major * 10 + minor
    UpgradeMissing, // 0
    ConnectionUpgradeMissing, // 0
    ExtensionsMalformed, // offset in the field's value
    OpeningTimeout, // milliseconds waited
    OpeningCut, // octets that had arrived
    // The server's answer, RFC 6455 4.2.2 as the client checks it in 4.1.
    StatusSpaceMissing, // 0
    StatusNot101, // the status code
    UpgradeNotAlone, // number of protocols that Upgrade names
    TransferEncodingForbidden, // the status code
    ContentLengthForbidden, // the status code
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
    KeyMalformed, // number of octets that it decodes to (0: it is not base64)
    VersionMissing, // 0
    VersionNotSupported, // the version (0: not a number)
    FrameBeforeAnswer, // octets that came before the server had answered
    // permessage-deflate in the client's offers, RFC 7692 7.1; the value of each is the number of the
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
    // Stable and unique, for files and scripts, for example "frame.reserved-bits".
    std::string_view name;
    // For example "RFC 6455 5.2".
    std::string_view clause;
    Severity severity;
    // The code with which to fail the connection when a peer breaks the rule on an open connection (RFC 6455
    // 7.4.1). 0 if breaking the rule does not fail the connection, or if no frame can carry a code.
    std::uint16_t closeCode;
    // One sentence on one line, in our own words, that says what the rule requires.
    std::string_view statement;
};

[[nodiscard]] const Rule &ruleOf(RuleId id);
// Whether it is a limit of ours that ends the reading of a head. The peer has broken no rule of an RFC.
[[nodiscard]] bool isHeadLimit(RuleId id);
// All rules, in the order of RuleId.
[[nodiscard]] std::span<const Rule> allRules();

// A broken rule. The direction that was read says which peer broke it.
struct Violation
{
    RuleId rule{};
    // Position of the first octet that shows it, in the sender's octet stream (including the handshake).
    std::uint64_t octetOffset = 0;
    // Number of the frame in its direction, from 0; unused in the opening handshake.
    std::uint64_t frameIndex = 0;
    // Its meaning depends on the rule, see RuleId.
    std::uint64_t value = 0;
    // The fields and octets that break the rule, and why.
    Where where;

    bool operator==(const Violation &) const = default;
};

// The clause of the rule, for example "RFC 6455 7.4.1". If a rule rests on several clauses, it is the one
// that was broken.
[[nodiscard]] std::string_view clauseOf(const Violation &violation);

} // namespace fg
