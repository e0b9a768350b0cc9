// Why a connection could not be established: what happened, why, and what to try.
#include "protocol/report/wording/troubles.h"

#include "protocol/handshake/http_head.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/handshake_checks.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/report/wording/tls_troubles.h"
#include "protocol/session/live/url_reference.h"
#include "protocol/session/log/session.h"
#include "protocol/text/characters.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <span>

namespace fg {
namespace {

// At most this many octets are shown of the body of an answer that refuses.
constexpr std::size_t bodyOctets = 2'048;
// At most this many fields after a chunked body, and this much of each.
constexpr std::size_t shownTrailers = 5;
constexpr std::size_t longestTrailer = 200;
// The same for its fields together, and for the value of one.
constexpr std::size_t fieldsOctets = 4'096;
constexpr std::size_t valueOctets = 1'024;

std::string place(const WebSocketUrl &url)
{
    return "port " + std::to_string(url.port) + " of " + escaped(url.host)
        + (url.zone.empty() ? std::string() : " on the interface " + inQuotes(url.zone));
}

// The system's own message, if there is one.
std::string systemMessage(const std::string &detail)
{
    return detail.empty() ? std::string() : " The system says: " + escaped(detail) + ".";
}

// To whole MiB, which are precise enough for a person.
std::string roundedSize(std::uint64_t octets)
{
    const std::uint64_t unit = octets < mebibyte ? 1 : mebibyte;
    return sizeText((octets + unit / 2) / unit * unit);
}

std::string refusedAdvice(const WebSocketUrl &url)
{
    const bool isUsualPort = url.port == 80 || url.port == 443;
    return std::string("Start the server, or check the host and the port")
        + (isUsualPort ? " (the URL uses the usual port)." : ".");
}

} // namespace

Trouble troubleOf(const TransportError &error, const WebSocketUrl &url, Role role)
{
    using Kind = TransportErrorKind;
    const bool isOfTls =
        error.kind == Kind::Certificate || error.kind == Kind::TlsHandshake || isTlsTimeout(error);
    if (role == Role::Server && isOfTls)
        return clientTlsTrouble(error);
    const std::string name = escaped(discreet(url.text()));
    switch (error.kind) {
    case TransportErrorKind::ConnectionRefused:
        return {name + " refused the connection.",
                "Nothing listens on " + place(url) + ", or a firewall refuses connections.",
                refusedAdvice(url)};
    case TransportErrorKind::HostNotFound:
        return {"The host of " + name + " was not found.",
                "No address is known for " + inQuotes(url.host) + ".",
                "Check the spelling, and whether this machine can look up names (network, VPN, DNS)."};
    case TransportErrorKind::NetworkUnreachable:
        return {name + " cannot be reached.",
                "No route leads to " + place(url) + "." + systemMessage(error.detail),
                "Check the network connection, the VPN, and the address."};
    case TransportErrorKind::ConnectTimeout:
        if (isTlsTimeout(error))
            return tlsTimeoutTrouble(error, name);
        return {
            name + " did not answer in time.",
            "Connecting to " + place(url)
                + " took too long: the host is down, a firewall drops the packets, or the server has no room "
                  "for "
                  "another connection."
                + (isInOurWords(error) ? " There was " + escaped(error.detail) + "."
                                       : systemMessage(error.detail)),
            "Check the host and the port, and whether there is a firewall in between; on the command line, "
            "--connect-timeout gives it more time."};
    case TransportErrorKind::TlsHandshake:
        return tlsTrouble(error, name);
    case TransportErrorKind::Certificate:
        return certificateTrouble(error, name);
    case TransportErrorKind::TlsSetup:
        return {"TLS could not be set up for " + name + ".",
                error.detail.empty() ? "A CA, certificate or key file cannot be used."
                                     : escaped(error.detail),
                "Check that the files are there, can be read, and are PEM."};
    case TransportErrorKind::Other:
        break;
    }
    return {"The connection to " + name + " failed.",
            error.detail.empty() ? "The system gives no reason."
                                 : "The system says: " + escaped(error.detail) + ".",
            "Check the host and the port, and try again."};
}

namespace {

// --- the peer was reached, but the connection did not open ---

std::string cut(std::string_view text)
{
    return escaped(text.substr(0, valueOctets)) + (text.size() > valueOctets ? " ..." : "");
}

// " (Name: value)" for a field that says more; empty if it is not there.
std::string fieldInBrackets(const HttpHead &answer, std::string_view name)
{
    const std::string *const value = answer.find(name);
    return value ? " (" + std::string(name) + ": " + cut(*value) + ')' : std::string();
}

std::string redirectAdvice(const std::string &location, const WebSocketUrl &url)
{
    const std::string start = "The server redirects to \"" + cut(location) + '"';
    const std::optional<WebSocketUrl> target = resolvedReference(url, location);
    if (!target)
        return start + ", which is not the address of a WebSocket server.";
    // Without the users: a reference seldom names one, and the address stays the same.
    if (target->text() == url.text())
        return start + ", which is the address that it redirects from.";
    return start + "; try \"" + cut(discreet(target->text())) + "\".";
}

std::string statusAdvice(int status, const HttpHead &answer, const WebSocketUrl &url)
{
    const std::string *location = answer.find("Location");
    if (status >= 300 && status < 400 && location)
        return redirectAdvice(*location, url);
    switch (status) {
    case 400:
        return "The server found a mistake in the request; compare its fields with what the server asks for.";
    case 401:
        return "The server requires a login" + fieldInBrackets(answer, "WWW-Authenticate")
            + "; on the command line, --header adds an Authorization or Cookie field.";
    case 407:
        return "A proxy in front of the server requires a login"
            + fieldInBrackets(answer, "Proxy-Authenticate")
            + "; on the command line, --header adds a Proxy-Authorization field.";
    case 403:
        return "The server forbids the connection; it may require an Origin, a cookie or a token, which "
               "--origin and "
               "--header add on the command line.";
    case 404:
        return "Check the path of the URL; WebSocket often has a path of its own, such as /ws.";
    case 426:
        return "The server requires another protocol or version; see the Upgrade and Sec-WebSocket-Version "
               "fields of its answer.";
    case 429:
    case 503:
        return "The server is overloaded or not ready; try again later"
            + fieldInBrackets(answer, "Retry-After") + '.';
    default:
        break;
    }
    if (status >= 200 && status < 300)
        return "This is an ordinary web page; check the path of the URL.";
    return status >= 500 ? "The server, or a proxy in front of it, has failed; look into its log."
                         : "Check the path of the URL and the fields of the request.";
}

std::string trailerText(const std::vector<HeaderField> &trailers)
{
    std::string text;
    for (const HeaderField &trailer : std::span(trailers).first(std::min(trailers.size(), shownTrailers))) {
        const std::string line = trailer.name + ": " + trailer.value;
        text += (text.empty() ? "" : ", ") + inQuotes(std::string_view(line).substr(0, longestTrailer));
    }
    if (trailers.size() > shownTrailers)
        text += " and " + std::to_string(trailers.size() - shownTrailers) + " more";
    return text;
}

// The start line and the fields, each on a line of its own.
std::string headText(const HttpHead &answer)
{
    std::string text = "The answer was \"" + cut(answer.startLine) + "\".";
    if (answer.fields.empty())
        return text + " It has no fields.";
    text += " Its fields:";
    const std::size_t most = text.size() + fieldsOctets;
    for (const HeaderField &field : answer.fields) {
        if (text.size() > most)
            return text + "\n...";
        text += '\n' + cut(field.name) + ": " + cut(field.value);
    }
    return text;
}

// The body comes last: whatever it says cannot be taken for a sentence of ours.
std::string bodyText(const SessionView &view, const HandshakeRecord &record)
{
    if (record.bodyLength == 0)
        return " No body of it is recorded.";
    const DecodedBody body = view.body();
    std::string out;
    if (!body.trailers.empty())
        out += " The trailer fields of its body are " + trailerText(body.trailers) + '.';
    if (!body.remarks.empty())
        out += " About its body:";
    for (const std::string &remark : body.remarks)
        out += ' ' + remark;
    std::string text = escaped(std::string_view(body.content).substr(0, bodyOctets), LineBreaks::Kept);
    while (text.ends_with('\n'))
        text.pop_back();
    if (text.empty())
        return body.remarks.empty() ? out + " Its body is empty." : out;
    out += (body.remarks.empty() ? " Its body:\n" : " What can be read of it:\n") + text;
    return body.content.size() > bodyOctets ? out + "\n..." : out;
}

std::string answerText(const SessionView &view, const HandshakeRecord &record)
{
    std::string body = bodyText(view, record);
    // After the fields, it begins a line of its own.
    if (!record.answerHead.fields.empty())
        body.front() = '\n';
    return headText(record.answerHead) + body;
}

Trouble refusal(const SessionView &view, const HandshakeRecord &record, int status, const std::string &name,
                const WebSocketUrl &url)
{
    return {.what = name + " refused: it answered with status " + std::to_string(status) + ", not 101.",
            .why = answerText(view, record),
            .advice = statusAdvice(status, record.answerHead, url),
            .kind = Trouble::Kind::Refusal};
}

// Whether the answer begins as a TLS record that a server sends to a client which does not speak TLS: the
// type of an alert or a handshake, then the major version.
bool looksLikeTls(std::string_view answer)
{
    return answer.size() >= 2 && (answer[0] == '\x15' || answer[0] == '\x16') && answer[1] == '\x03';
}

// What is wrong at the start of an answer that is HTTP otherwise; empty if it is something else.
std::string_view faultOfHttpStart(std::string_view answer)
{
    constexpr std::string_view protocol = "HTTP/";
    const std::size_t start = std::min(answer.find_first_not_of("\r\n \t"), answer.size());
    if (!equalsIgnoringCase(answer.substr(start, protocol.size()), protocol))
        return {};
    if (start > 0)
        return answer.substr(0, start).find_first_of("\r\n") == std::string_view::npos
            ? "a blank comes before the status line (RFC 9112 4)."
            : "an empty line comes before the status line, which only a request may have (RFC 9112 2.1).";
    return answer.starts_with(protocol)
        ? ""
        : "the name of the protocol is not in capital letters, and case counts "
          "in it (RFC 9112 2.3).";
}

// The violation because of which there is no connection; without one, the first.
const Violation *firstBroken(const HandshakeCheck &check, HttpHeadReader::Kind kind)
{
    const auto found = std::ranges::find_if(check.violations, [kind](const Violation &violation) {
        return ruleOf(violation.rule).severity != Severity::Note && !isTolerated(violation.rule, kind);
    });
    if (found != check.violations.end())
        return &*found;
    return check.violations.empty() ? nullptr : &check.violations.front();
}

const Violation *brokenLimit(const HandshakeCheck &check)
{
    const auto found = std::ranges::find_if(
        check.violations, [](const Violation &violation) { return isHeadLimit(violation.rule); });
    return found == check.violations.end() ? nullptr : &*found;
}

Trouble unreadAnswer(const Violation &limit, const std::string &name)
{
    return {"We did not read the answer of " + name + " to its end.",
            findingSentence(limit, Direction::In, Role::Client),
            "The limit is ours: the server may be right to send as much. Let it send less in the head of its "
            "answer, for example shorter cookies and policies."};
}

Trouble brokenAnswer(const HandshakeRecord &record, const std::string &start, const std::string &name,
                     const WebSocketUrl &url)
{
    if (const Violation *const limit = brokenLimit(record.answerCheck))
        return unreadAnswer(*limit, name);
    const Violation &violation = *firstBroken(record.answerCheck, HttpHeadReader::Kind::Response);
    std::string why = findingSentence(violation, Direction::In, Role::Client);
    if (violation.rule != RuleId::HeadNotHttp) {
        for (const std::string &more : {handshakeDetail(violation, record.answerHead, record.requestHead),
                                        record.answerComplete ? headText(record.answerHead) : std::string()})
            why += more.empty() ? more : ' ' + more;
        return {
            name + " gave an answer that does not open a WebSocket.", why,
            "The server, or a proxy in front of it, breaks the opening handshake; let it answer as RFC 6455 "
            "4.2.2 says."};
    }
    if (looksLikeTls(start) && !url.isSecure)
        return {name + " answered with TLS.", why, "Use wss:// instead of ws://."};
    if (const std::string_view fault = faultOfHttpStart(start); !fault.empty())
        return {name + " gave an answer that does not open a WebSocket.",
                "The answer is HTTP but for its start: " + std::string(fault) + " The answer began with "
                    + payloadPreview(octetsOf(start), start.size(), 64) + ".",
                "The server, or a proxy in front of it, has to begin its answer with the status line, as in "
                "\"HTTP/1.1 101 Switching Protocols\"."};
    return {name + " does not speak HTTP.",
            why + " The answer began with " + payloadPreview(octetsOf(start), start.size(), 64) + ".",
            "Another service seems to listen on " + place(url) + "; check the port."};
}

// The status of an answer that refuses.
std::optional<int> statusOfRefusal(const HandshakeRecord &record)
{
    if (!record.answerComplete || !record.answerCheck.isFatal)
        return std::nullopt;
    const std::optional<int> status = statusOf(record.answerHead);
    return status && *status != 101 ? status : std::nullopt;
}

std::optional<Finding> findingOf(const Session &session, const Violation &violation)
{
    for (const Finding &finding : session.findings()) {
        if (finding.direction == Direction::In && finding.violation == violation)
            return finding;
    }
    return std::nullopt;
}

Trouble noAnswer(const ClosingRecord &closing, const HandshakeRecord &record, std::uint64_t octetsIn,
                 const std::string &name, const WebSocketUrl &url)
{
    const std::string received = octetsIn == 0 ? "nothing"
        : record.answer.empty()                ? counted(octetsIn, "octet")
                                               : "only part of an answer";
    if (closing.wasOpenHandshakeTimeout)
        return {name + " did not complete the opening handshake in time.",
                std::string(url.isSecure ? "TLS" : "TCP") + " was connected, but the server sent " + received
                    + ".",
                std::string("The server may hang, ") + (url.isSecure ? "" : "may wait for TLS (wss://), ")
                    + "or may not be a WebSocket server; on the command line, --open-timeout gives it more "
                      "time."};
    if (closing.droppedByMe)
        return {"The connection to " + name + " was dropped before it was open.", "We ended it ourselves.",
                "Connect again."};
    const std::string how = closing.tcpEnd == TcpEnd::Reset ? "reset TCP (RST)" : "ended TCP";
    return {
        name + " hung up before the opening handshake was complete.",
        "The server " + how + " after it had sent " + received + ".",
        url.isSecure
            ? "Look into the server's log; a server that demands a client certificate behaves like this too."
            : "Look into the server's log; a server that wants TLS (wss://) behaves like this too."};
}

// Why a client did not open a connection to us.
Trouble clientTrouble(const ClosingRecord &closing, const HandshakeRecord &record)
{
    const Violation *violation = brokenLimit(record.requestCheck);
    if (!violation)
        violation = firstBroken(record.requestCheck, HttpHeadReader::Kind::Request);
    std::string why = "The client hung up before its request was complete.";
    if (violation)
        why = findingSentence(*violation, Direction::In, Role::Server);
    else if (record.requestComplete)
        why = closing.droppedByMe ? "We refused the request." : "The client hung up before we had answered.";
    else if (closing.wasOpenHandshakeTimeout)
        why = "The client did not complete its request in time.";
    else if (closing.droppedByMe)
        why = "We ended the connection before the request was complete.";
    return {"A client did not open a WebSocket.", why,
            "Check what the client sends; the log has its octets."};
}

} // namespace

std::optional<std::string> refusingAnswer(const SessionView &view)
{
    const HandshakeRecord record = view.handshake();
    if (view.role() == Role::Server || view.closing().openedAt || !record.answerComplete)
        return std::nullopt;
    // What follows a 101 is not its body.
    return statusOf(record.answerHead) == 101 ? headText(record.answerHead) : answerText(view, record);
}

std::optional<int> refusingStatus(const Session &session)
{
    return session.role() == Role::Client && !session.closing().openedAt
        ? statusOfRefusal(SessionView(session, Secrets::Kept).handshake()) // a number has no secret
        : std::nullopt;
}

std::optional<Finding> openingFault(const Session &session)
{
    // A violation names places and no text, so secrets need not be searched for.
    const HandshakeCheck check = SessionView(session, Secrets::Kept).handshake().answerCheck;
    const Violation *const violation = firstBroken(check, HttpHeadReader::Kind::Response);
    const bool isPeers = session.role() == Role::Client && !session.closing().openedAt;
    if (!isPeers || !violation || ruleOf(violation->rule).severity == Severity::Note)
        return std::nullopt;
    return findingOf(session, *violation);
}

std::optional<Trouble> openingTrouble(const Session &session, const WebSocketUrl &url)
{
    const ClosingRecord closing = session.closing();
    const SessionSummary summary = session.summary();
    if (closing.openedAt)
        return std::nullopt;
    if (summary.error)
        return troubleOf(*summary.error, url, session.role());
    const SessionView view(session, Secrets::Blanked);
    const HandshakeRecord record = view.handshake();
    const bool isOver = closing.hasEnded();
    const std::string name = escaped(discreet(url.text()));
    if (session.role() == Role::Server)
        return isOver ? std::optional(clientTrouble(closing, record)) : std::nullopt;
    if (const std::optional<int> status = statusOfRefusal(record))
        return isOver ? std::optional(refusal(view, record, *status, name, url)) : std::nullopt;
    if (record.answerCheck.isFatal && !record.answerCheck.violations.empty()) {
        const OctetBuffer start = view.octets(Direction::In, {}, 64);
        Trouble trouble = brokenAnswer(record, std::string(charactersOf(start)), name, url);
        trouble.cause = openingFault(session);
        return trouble;
    }
    if (!isOver)
        return std::nullopt;
    return noAnswer(closing, record, session.statistics().in.octets, name, url);
}

std::optional<Trouble> failureTrouble(const Session &session)
{
    const std::optional<Finding> failure = session.failure();
    if (!failure)
        return std::nullopt;
    const Rule &rule = failure->rule();
    const std::string place = placeWords(*failure);
    const std::string how = rule.closeCode == 0
        ? std::string(" Because of it we failed the connection.")
        : " Because of it we failed the connection, with close code " + closeCodeName(rule.closeCode) + ".";
    return Trouble{findingHeadline(*failure, session.role()), std::string(rule.statement) + how,
                   place.empty() ? std::string() : "See " + place + ".", failure};
}

std::string urlFaultSentence(UrlFault fault, std::string_view text)
{
    const std::string start = inQuotes(discreetUrl(text)) + " is not a WebSocket URL: ";
    switch (fault) {
    case UrlFault::NoScheme:
        return start + "it has no scheme; it must begin with ws:// or wss://.";
    case UrlFault::OtherScheme:
        return start + "its scheme must be ws or wss.";
    case UrlFault::NoHost:
        return start + "it does not name a host.";
    case UrlFault::BadHost:
        return start + "its host is neither a name nor an address.";
    case UrlFault::BadPort:
        return start + "its port must be a number from 1 to 65535.";
    case UrlFault::HasFragment:
        return start + "it must not have a fragment (#...); write %23 for a number sign (RFC 6455 3).";
    case UrlFault::BadCharacter:
        return start
            + "it holds a control character, or a backslash before its path; such a character must be "
              "percent-encoded.";
    }
    return start + "it cannot be read.";
}

std::string memoryDropReason(const ConnectionBudget::Drop &drop)
{
    return "held " + roundedSize(drop.held) + " and gave nothing back, and all connections together may hold "
        + sizeText(drop.limit);
}

Trouble memoryDropTrouble(const std::string &server, const ConnectionBudget::Drop &drop)
{
    return {
        server + " has disconnected " + escaped(drop.peer) + '.', "It " + memoryDropReason(drop) + '.', {}};
}

} // namespace fg
