#include "protocol/handshake/opening.h"
#include "protocol/handshake/start_line.h"
#include "protocol/text/base64.h"
#include "protocol/text/characters.h"

#include <algorithm>
#include <array>

namespace fg {

namespace {

// Every rule that is checked here is a MUST, and RFC 6455 4.1 and 4.2.1 both end with the same requirement:
// an endpoint that receives a handshake that breaks one does not continue.
void report(HandshakeCheck &check, RuleId rule, std::uint64_t value = 0)
{
    check.violations.push_back({.rule = rule, .value = value});
    check.isFatal = true;
}

// major * 10 + minor; nullopt if the start line is not valid.
std::optional<unsigned> versionOf(StartLineScanner::Kind kind, std::string_view startLine)
{
    if (!isStartLine(kind, startLine))
        return std::nullopt;
    // A target may contain "HTTP/" too, so a request is read from its end.
    constexpr std::size_t versionSize = std::string_view("1.1").size();
    const std::size_t at = kind == StartLineScanner::Kind::Response ? std::string_view("HTTP/").size()
                                                                    : startLine.size() - versionSize;
    return static_cast<unsigned>((startLine[at] - '0') * 10 + (startLine[at + 2] - '0'));
}

void checkVersion(HandshakeCheck &check, StartLineScanner::Kind kind, std::string_view startLine)
{
    const std::optional<unsigned> version = versionOf(kind, startLine);
    if (version && *version < 11)
        report(check, RuleId::HttpVersionTooOld, *version);
}

void checkNotRepeated(HandshakeCheck &check, const HttpHead &head, std::string_view name)
{
    bool isSecond = false;
    for (std::size_t number = 0; number < head.fields.size(); ++number) {
        if (!equalsIgnoringCase(head.fields[number].name, name))
            continue;
        if (isSecond) {
            report(check, RuleId::FieldRepeated, number);
            return;
        }
        isSecond = true;
    }
}

// The extensions named in a head; empty if there are none or if the field is malformed, which is reported.
std::vector<Extension> checkedExtensions(HandshakeCheck &check, const HttpHead &head)
{
    if (head.count("Sec-WebSocket-Extensions") == 0)
        return {};
    auto parsed = parseExtensions(head.joined("Sec-WebSocket-Extensions"));
    if (const auto *error = std::get_if<ExtensionSyntaxError>(&parsed)) {
        report(check, RuleId::ExtensionsMalformed, error->offset);
        return {};
    }
    return std::get<std::vector<Extension>>(std::move(parsed));
}

// 4.1, 2: the field of the answer must contain nothing but "websocket", and several fields are one list (RFC
// 9110 5.3); in the request (4.2.1, 3) it may be one element of a list.
void checkUpgrade(HandshakeCheck &check, const HttpHead &answer)
{
    const std::string list = answer.joined("Upgrade");
    const std::size_t count = listElements(list).size();
    if (!answer.hasToken("Upgrade", "websocket"))
        report(check, RuleId::UpgradeMissing);
    else if (count > 1)
        report(check, RuleId::UpgradeNotAlone, count);
}

// A server may use any of several keys.
void checkAccept(HandshakeCheck &check, const HttpHead &request, const HttpHead &answer)
{
    // An answer to no request at all, as a damaged recording has it, fits none.
    if (request.count("Sec-WebSocket-Key") == 0 && !request.startLine.empty())
        return;
    const std::string *accept = answer.find("Sec-WebSocket-Accept");
    if (!accept) {
        report(check, RuleId::AcceptMissing);
        return;
    }
    const bool fits = std::ranges::any_of(request.fields, [&](const HeaderField &field) {
        return equalsIgnoringCase(field.name, "Sec-WebSocket-Key")
            && trimmed(*accept) == acceptFor(trimmed(field.value));
    });
    if (!fits)
        report(check, RuleId::AcceptWrong);
}

void checkSubprotocol(HandshakeCheck &check, const HttpHead &request, const HttpHead &answer)
{
    const std::string *field = answer.find("Sec-WebSocket-Protocol");
    if (!field)
        return;
    const std::string list = request.joined("Sec-WebSocket-Protocol");
    const std::string_view chosen = trimmed(*field);
    const std::vector<std::string_view> offered = listElements(list);
    if (std::ranges::find(offered, chosen) == offered.end())
        report(check, RuleId::SubprotocolNotOffered);
    else
        check.agreement.subprotocol = chosen;
}

void checkExtensions(HandshakeCheck &check, const HttpHead &request, const HttpHead &answer)
{
    check.agreement.extensions = checkedExtensions(check, answer);
    // An offer of ours that is malformed, which the user may have intended, offers nothing.
    HandshakeCheck ofRequest;
    const std::vector<Extension> offered = checkedExtensions(ofRequest, request);
    for (std::size_t number = 0; number < check.agreement.extensions.size(); ++number) {
        const std::string &name = check.agreement.extensions[number].name;
        if (std::ranges::find(offered, name, &Extension::name) == offered.end())
            report(check, RuleId::ExtensionNotOffered, number);
    }
}

void checkKey(HandshakeCheck &check, const HttpHead &request)
{
    const std::string *key = request.find("Sec-WebSocket-Key");
    if (!key) {
        report(check, RuleId::KeyMissing);
        return;
    }
    const std::size_t size = base64Size(trimmed(*key)).value_or(0);
    if (size != std::tuple_size_v<KeyNonce>)
        report(check, RuleId::KeyMalformed, size);
}

// The version according to the grammar of RFC 6455 4.3, 0 to 255 without leading zeros; 0 if it is not valid.
unsigned webSocketVersion(std::string_view text)
{
    if (text.empty() || text.size() > 3 || text.front() == '0' || !std::ranges::all_of(text, isDigit))
        return 0;
    unsigned version = 0;
    for (const char digit : text)
        version = version * 10 + static_cast<unsigned>(digit - '0');
    return version <= 255 ? version : 0;
}

void checkWebSocketVersion(HandshakeCheck &check, const HttpHead &request)
{
    const std::string *field = request.find("Sec-WebSocket-Version");
    if (!field) {
        report(check, RuleId::VersionMissing);
        return;
    }
    const unsigned version = webSocketVersion(trimmed(*field));
    if (version != 13)
        report(check, RuleId::VersionNotSupported, version);
}

} // namespace

bool isTolerated(RuleId rule, HttpHeadReader::Kind kind)
{
    using enum RuleId;
    constexpr std::array tolerated{
        // How the head is written.
        LineEndBareLf,
        EmptyLineBeforeStart,
        StatusSpaceMissing,
        BlankBeforeFirstField,
        FieldWithoutColon,
        FieldNameEmpty,
        FieldNameCharacter,
        FieldValueCharacter,
        FieldFolded,
        // What it says.
        TransferEncodingForbidden,
        ContentLengthForbidden,
        AnswerServerWindowUnsaid,
        OfferDeflateParameterUnknown,
        OfferDeflateParameterRepeated,
        OfferDeflateTakeoverHasValue,
        OfferDeflateWindowWithoutValue,
        OfferDeflateWindowOutOfRange,
    };
    if (rule == BlankBeforeColon)
        return kind == HttpHeadReader::Kind::Response;
    return std::ranges::find(tolerated, rule) != tolerated.end();
}

std::vector<Violation> bodyFieldFaults(const HttpHead &answer)
{
    const int status = statusOf(answer).value_or(0);
    if (status != 204 && (status < 100 || status > 199))
        return {};
    std::vector<Violation> faults;
    const auto check = [&](std::string_view name, RuleId rule) {
        if (answer.count(name) > 0)
            faults.push_back({.rule = rule, .value = static_cast<std::uint64_t>(status)});
    };
    check("Transfer-Encoding", RuleId::TransferEncodingForbidden);
    check("Content-Length", RuleId::ContentLengthForbidden);
    return faults;
}

HandshakeCheck checkAnswer(const HttpHead &request, const HttpHead &answer)
{
    HandshakeCheck check;
    check.violations = bodyFieldFaults(answer);
    checkVersion(check, StartLineScanner::Kind::Response, answer.startLine);
    const int status = statusOf(answer).value_or(0);
    if (status != 101) {
        // A redirect or an error is an ordinary HTTP answer: lacking the fields of an upgrade is not a fault.
        report(check, RuleId::StatusNot101, static_cast<std::uint64_t>(status));
        return check;
    }
    for (const std::string_view name :
         {"Sec-WebSocket-Accept", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"})
        checkNotRepeated(check, answer, name);
    checkUpgrade(check, answer);
    if (!answer.hasToken("Connection", "upgrade"))
        report(check, RuleId::ConnectionUpgradeMissing);
    checkAccept(check, request, answer);
    checkSubprotocol(check, request, answer);
    checkExtensions(check, request, answer);
    return check;
}

HandshakeCheck checkRequest(const HttpHead &request)
{
    HandshakeCheck check;
    if (methodOf(request) != "GET")
        report(check, RuleId::MethodNotGet);
    checkVersion(check, StartLineScanner::Kind::Request, request.startLine);
    for (const std::string_view name : {"Host", "Sec-WebSocket-Key", "Sec-WebSocket-Version"})
        checkNotRepeated(check, request, name);
    const std::string *host = request.find("Host");
    if (!host || trimmed(*host).empty())
        report(check, RuleId::HostMissing);
    if (!request.hasToken("Upgrade", "websocket"))
        report(check, RuleId::UpgradeMissing);
    if (!request.hasToken("Connection", "upgrade"))
        report(check, RuleId::ConnectionUpgradeMissing);
    checkKey(check, request);
    checkWebSocketVersion(check, request);
    static_cast<void>(checkedExtensions(check, request));
    return check;
}

} // namespace fg
