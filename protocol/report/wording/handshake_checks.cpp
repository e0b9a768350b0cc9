// The opening handshake as a list of checks, including those that passed.
#include "protocol/report/wording/handshake_checks.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/names.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace fg {
namespace {

// What a check is about. If a handshake does not have it, the check is left out: it is neither passed nor
// broken.
enum class Topic {
    Head,
    Upgrade, // left out in an answer that refuses
    Key, // the same, and if the request has no key
    Deflate, // only if it was offered, or answered
};

// One thing that a receiver checks in a head, and the sentence for a head that passes.
struct Check
{
    Topic topic;
    std::string_view passed;
    std::array<RuleId, 16> rules; // unused places hold RuleId::Count
};

template <typename... Rules> consteval Check check(Topic topic, std::string_view passed, Rules... rules)
{
    Check out{topic, passed, {}};
    out.rules.fill(RuleId::Count);
    std::size_t next = 0;
    ((out.rules[next++] = rules), ...);
    return out;
}

using enum RuleId;
using enum Topic;

constexpr std::array requestChecks{
    check(Head, "The request is a well-formed HTTP head.", HeadNotHttp, StartLineMalformed, LineEndBareLf,
          BareCr, ZeroOctetInHead, EmptyLineBeforeStart, BlankBeforeFirstField, FieldWithoutColon,
          FieldNameEmpty, FieldNameCharacter, BlankBeforeColon, FieldValueCharacter, FieldFolded,
          FieldRepeated),
    check(Head, "The request is within the limits on size.", HeadTooLong, LineTooLong, TooManyFields),
    check(Head, "The method is GET.", MethodNotGet),
    check(Head, "The HTTP version is 1.1 or higher.", HttpVersionTooOld),
    check(Head, "Host is present.", HostMissing),
    check(Upgrade, "Upgrade names websocket.", UpgradeMissing),
    check(Upgrade, "Connection names Upgrade.", ConnectionUpgradeMissing),
    check(Head, "Sec-WebSocket-Key is 16 octets in base64.", KeyMissing, KeyMalformed),
    check(Head, "Sec-WebSocket-Version is 13.", VersionMissing, VersionNotSupported),
    check(Upgrade, "Sec-WebSocket-Extensions follows its grammar.", ExtensionsMalformed),
    check(Deflate,
          "permessage-deflate is offered with known parameters only, each once and with a legal value.",
          OfferDeflateParameterUnknown, OfferDeflateParameterRepeated, OfferDeflateTakeoverHasValue,
          OfferDeflateWindowWithoutValue, OfferDeflateWindowOutOfRange),
};

constexpr std::array answerChecks{
    check(Head, "The answer is a well-formed HTTP head.", HeadNotHttp, StartLineMalformed, LineEndBareLf,
          BareCr, ZeroOctetInHead, StatusSpaceMissing, BlankBeforeFirstField, FieldWithoutColon,
          FieldNameEmpty, FieldNameCharacter, BlankBeforeColon, FieldValueCharacter, FieldFolded,
          FieldRepeated, TransferEncodingForbidden, ContentLengthForbidden),
    check(Head, "The answer is within the limits on size.", HeadTooLong, LineTooLong, TooManyFields,
          TooManyInterimAnswers),
    check(Head, "The HTTP version is 1.1 or higher.", HttpVersionTooOld),
    check(Head, "The status is 101.", StatusNot101),
    check(Upgrade, "Upgrade names websocket.", UpgradeMissing, UpgradeNotAlone),
    check(Upgrade, "Connection names Upgrade.", ConnectionUpgradeMissing),
    check(Key, "Sec-WebSocket-Accept matches the request's key.", AcceptMissing, AcceptWrong),
    check(Upgrade, "The subprotocol is one that was offered, or none.", SubprotocolNotOffered),
    check(Upgrade, "The extensions are well-formed and were offered, or there are none.", ExtensionsMalformed,
          ExtensionNotOffered),
    check(Deflate, "permessage-deflate is answered once.", AnswerDeflateRepeated),
    check(Deflate,
          "permessage-deflate is answered with known parameters only, each once and with a legal value.",
          AnswerDeflateParameterUnknown, AnswerDeflateParameterRepeated, AnswerDeflateTakeoverHasValue,
          AnswerDeflateWindowWithoutValue, AnswerDeflateWindowOutOfRange),
    check(Deflate, "The server's context takeover and window are within those of a legal offer.",
          AnswerServerTakeoverKept, AnswerServerWindowTooLarge, AnswerToIllegalOffer),
    check(Deflate, "The client's window is limited only where an offer allows it.",
          AnswerClientWindowNotOffered),
};

// A text of a head in quotes, which may be long.
std::string inShortQuotes(std::string_view text)
{
    constexpr std::size_t most = 200;
    return inQuotes(text.substr(0, most)) + (text.size() > most ? " ..." : "");
}

// The field in which a rule is broken, for those whose sentence does not say how.
constexpr std::array<std::pair<RuleId, std::string_view>, 5> fieldsOfRules{
    {{UpgradeMissing, "Upgrade"},
     {ConnectionUpgradeMissing, "Connection"},
     {ExtensionsMalformed, "Sec-WebSocket-Extensions"},
     {KeyMalformed, "Sec-WebSocket-Key"},
     {VersionNotSupported, "Sec-WebSocket-Version"}}};

// What the field says, or nothing if the head does not have it, which its rule says already.
std::string saidIn(const HttpHead &head, std::string_view name)
{
    if (!head.find(name))
        return {};
    return "Its " + std::string(name) + " field says " + inShortQuotes(head.joined(name)) + ".";
}

std::string offeredIn(const HttpHead &request, std::string_view field, std::string_view what)
{
    const std::string offered = request.joined(field);
    return trimmed(offered).empty() ? "no " + std::string(what) + " was offered."
                                    : inShortQuotes(offered) + " was offered.";
}

std::string unofferedExtension(std::uint64_t number, const HttpHead &head, const HttpHead &request)
{
    constexpr std::string_view field = "Sec-WebSocket-Extensions";
    const auto parsed = parseExtensions(head.joined(field));
    const auto *const extensions = std::get_if<std::vector<Extension>>(&parsed);
    if (!extensions || number >= extensions->size())
        return {};
    return "It agreed to " + inShortQuotes((*extensions)[number].name) + "; "
        + offeredIn(request, field, "extension");
}

std::string wrongAccept(const HttpHead &head, const HttpHead &request)
{
    const std::string *const key = request.find("Sec-WebSocket-Key");
    const std::string said = saidIn(head, "Sec-WebSocket-Accept");
    return key ? said + " For this request it has to be " + inShortQuotes(acceptFor(trimmed(*key))) + "."
               : said;
}

CheckRow brokenRow(const Violation &violation, Direction direction, Role ourRole)
{
    CheckRow row;
    // A refusal does not pass its check, although it breaks no rule.
    const bool isInfo =
        ruleOf(violation.rule).severity == Severity::Note && violation.rule != RuleId::StatusNot101;
    row.state = isInfo ? CheckRow::State::Info : CheckRow::State::Broken;
    row.text = findingSentence(violation, direction, ourRole);
    row.clause = ruleOf(violation.rule).clause;
    return row;
}

struct CheckedHead
{
    Direction direction;
    bool isComplete;
    bool hasKey;
    bool hasDeflate;
    const HttpHead &head;
    const HttpHead &request;
    const HandshakeCheck &check;
    std::span<const Check> checks;
};

CheckRow brokenRow(const Violation &violation, const CheckedHead &head, Role ourRole)
{
    CheckRow row = brokenRow(violation, head.direction, ourRole);
    if (const std::string detail = handshakeDetail(violation, head.head, head.request); !detail.empty())
        row.text += ' ' + detail;
    return row;
}

bool hasStopped(const HandshakeCheck &check)
{
    return std::ranges::any_of(check.violations, [](const Violation &violation) {
        return violation.rule == HeadNotHttp || violation.rule == StartLineMalformed
            || isHeadLimit(violation.rule);
    });
}

// Whether the answer refuses the upgrade. Such an answer does not need the fields of a 101.
bool isRefusal(const HandshakeCheck &check)
{
    return std::ranges::any_of(check.violations,
                               [](const Violation &violation) { return violation.rule == StatusNot101; });
}

bool applies(Topic topic, const CheckedHead &head)
{
    switch (topic) {
    case Head:
        break;
    case Upgrade:
        return !isRefusal(head.check);
    case Key:
        return head.hasKey && !isRefusal(head.check);
    case Deflate:
        return head.hasDeflate;
    }
    return true;
}

void addChecks(const CheckedHead &head, Role ourRole, std::vector<CheckRow> &rows)
{
    const bool canPass = head.isComplete && !hasStopped(head.check);
    std::vector<bool> isReported(head.check.violations.size());
    for (const Check &check : head.checks) {
        bool isBroken = false;
        for (std::size_t i = 0; i < isReported.size(); ++i) {
            const Violation &violation = head.check.violations[i];
            if (std::ranges::find(check.rules, violation.rule) == check.rules.end())
                continue;
            rows.push_back(brokenRow(violation, head, ourRole));
            isReported[i] = true;
            isBroken = true;
        }
        if (!isBroken && canPass && applies(check.topic, head))
            rows.push_back({CheckRow::State::Passed, std::string(check.passed),
                            std::string(ruleOf(check.rules[0]).clause)});
    }
    for (std::size_t i = 0; i < isReported.size(); ++i) {
        if (!isReported[i])
            rows.push_back(brokenRow(head.check.violations[i], head, ourRole));
    }
}

void addInfo(std::string text, std::vector<CheckRow> &rows)
{
    rows.push_back({CheckRow::State::Info, std::move(text), {}});
}

void addAgreement(const Agreement &agreement, std::vector<CheckRow> &rows)
{
    addInfo(agreement.subprotocol.empty() ? "No subprotocol was agreed."
                                          : "Subprotocol: " + escaped(agreement.subprotocol) + ".",
            rows);
    addInfo(agreement.extensions.empty()
                ? "No extension was agreed."
                : "Extensions: " + escaped(serializeExtensions(agreement.extensions)) + ".",
            rows);
}

} // namespace

std::string handshakeDetail(const Violation &violation, const HttpHead &head, const HttpHead &request)
{
    for (const auto &[rule, field] : fieldsOfRules) {
        if (rule == violation.rule)
            return saidIn(head, field);
    }
    if (violation.rule == SubprotocolNotOffered)
        return "It chose " + inShortQuotes(head.joined("Sec-WebSocket-Protocol")) + "; "
            + offeredIn(request, "Sec-WebSocket-Protocol", "subprotocol");
    if (violation.rule == ExtensionNotOffered)
        return unofferedExtension(violation.value, head, request);
    if (violation.rule == AcceptWrong)
        return wrongAccept(head, request);
    if (violation.rule == FieldRepeated && violation.value < head.fields.size())
        return "It is " + inShortQuotes(head.fields[violation.value].name) + ".";
    if (violation.rule == MethodNotGet)
        return "It used " + inShortQuotes(methodOf(head)) + ".";
    return {};
}

std::vector<CheckRow> handshakeChecks(const SessionView &view)
{
    const HandshakeRecord record = view.handshake();
    const Role role = view.role();
    const Direction requestDirection = role == Role::Client ? Direction::Out : Direction::In;
    std::vector<CheckRow> rows;
    const bool hasKey = record.requestHead.count("Sec-WebSocket-Key") > 0;
    addChecks({requestDirection, record.requestComplete, hasKey, !record.deflate.offers.empty(),
               record.requestHead, record.requestHead, record.requestCheck, requestChecks},
              role, rows);
    if (!record.requestComplete && !record.request.empty())
        addInfo("The request is not complete.", rows);
    if (record.interimAnswers > 0)
        addInfo(counted(record.interimAnswers, "interim answer") + " (status 1xx) came before the answer.",
                rows);
    addChecks({otherDirection(requestDirection), record.answerComplete, hasKey,
               record.deflate.answer.has_value(), record.answerHead, record.requestHead, record.answerCheck,
               answerChecks},
              role, rows);
    if (!record.answerComplete && record.requestComplete)
        addInfo(record.answer.empty() ? "There is no answer yet." : "The answer is not complete.", rows);
    if (record.isOpen())
        addAgreement(record.answerCheck.agreement, rows);
    const ClosingRecord closing = view.closing();
    if (closing.openedAt)
        addInfo("The opening handshake was complete after " + durationText(*closing.openedAt) + ".", rows);
    return rows;
}

} // namespace fg
