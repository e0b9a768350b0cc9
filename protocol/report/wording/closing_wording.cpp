// The closing table, and the closing told in sentences.
#include "protocol/report/wording/closing_wording.h"

#include "protocol/report/wording/names.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/utf8.h"

namespace fg {
namespace {

std::string textOf(const std::optional<std::uint16_t> &code) { return code ? std::to_string(*code) : "None"; }

// An empty reason is "None" as well: on the wire it is the same as no reason.
std::string textOf(const std::optional<std::string> &reason)
{
    if (!reason || reason->empty())
        return "None";
    return isUtf8(octetsOf(*reason)) ? escaped(*reason) : "0x" + toHex(octetsOf(*reason));
}

std::string meaningOf(const std::optional<std::uint16_t> &code, std::string_view whose)
{
    if (!code)
        return std::string(whose) + " close frame, if there was one, carried no code";
    std::string out = closeCodeName(*code);
    if (!isCloseCodeAllowed(*code))
        out += ": a close frame must not carry it (RFC 6455 7.4)";
    return out;
}

std::string peerName(const ClosingRecord &closing) { return closing.isServer ? "the client" : "the server"; }

std::string closeFirst(const ClosingRecord &closing)
{
    if (closing.failedOverClose)
        return "we failed the connection because of the close frame of " + peerName(closing);
    if (closing.closedByMe)
        return "we sent the first close frame";
    return closing.closeReceivedAt ? peerName(closing) + " sent the first close frame"
                                   : "no close frame was sent";
}

std::string tcpEndClause(const ClosingRecord &closing)
{
    if (!closing.hasEnded())
        return "the connection is still open";
    return closing.droppedByMe ? "we ended the TCP connection"
                               : peerName(closing) + " ended the TCP connection";
}

} // namespace

// The texts for PeerDropped and CloseReplyTimeout are constants of the report format.
std::string notCleanText(NotCleanReason reason)
{
    switch (reason) {
    case NotCleanReason::None:
        return "None";
    case NotCleanReason::PeerDropped:
        return "peer dropped the TCP connection without previous WebSocket closing handshake";
    case NotCleanReason::CloseReplyTimeout:
        return "peer did not respond (in time) in closing handshake";
    case NotCleanReason::ServerDropTimeout:
        return "server did not drop the TCP connection in time after the closing handshake";
    case NotCleanReason::OpeningTimeout:
        return "peer did not finish the opening handshake in time";
    case NotCleanReason::DroppedByUs:
        return "we dropped the TCP connection before the closing handshake was complete";
    case NotCleanReason::NeverConnected:
        return "no connection was established";
    }
    return "None";
}

std::vector<ClosingRow> closingRows(const ClosingRecord &closing)
{
    std::vector<ClosingRow> rows;
    const auto add = [&rows](std::string name, std::string value, std::string meaning, std::string here) {
        rows.push_back({std::move(name), std::move(value), std::move(meaning), std::move(here)});
    };
    add("isServer", std::string(trueOrFalse(closing.isServer)), "Whether our end is the server.",
        closing.isServer ? "we are the server, the peer is the client"
                         : "we are the client, the peer is the server");
    add("closedByMe", std::string(trueOrFalse(closing.closedByMe)), "Whether our close frame was the first.",
        closeFirst(closing));
    add("failedByMe", std::string(trueOrFalse(closing.failedByMe)),
        "Whether we failed the connection (RFC 6455 7.1.7), by a close frame or by dropping TCP.",
        closing.failedByMe ? "we failed the connection" : "we had no reason to fail the connection");
    add("droppedByMe", std::string(trueOrFalse(closing.droppedByMe)), "Whether our end dropped TCP.",
        tcpEndClause(closing));
    add("wasClean", std::string(trueOrFalse(closing.wasClean)),
        "Whether both close frames passed and the server dropped TCP, as it should (RFC 6455 7.1.1, "
        "7.1.4).",
        closing.wasClean ? "both close frames passed and the server dropped TCP" : std::string());
    add("wasNotCleanReason", notCleanText(closing.wasNotCleanReason),
        "What kept the closing from being clean.", {});
    add("wasServerConnectionDropTimeout", std::string(trueOrFalse(closing.wasServerConnectionDropTimeout)),
        "Whether we, as the client, waited in vain for the server to drop TCP.", {});
    add("wasOpenHandshakeTimeout", std::string(trueOrFalse(closing.wasOpenHandshakeTimeout)),
        "Whether the peer took too long over the opening handshake.", {});
    add("wasCloseHandshakeTimeout", std::string(trueOrFalse(closing.wasCloseHandshakeTimeout)),
        "Whether the peer took too long to answer our close frame.", {});
    add("localCloseCode", textOf(closing.localCloseCode), "The code in the close frame that we sent.",
        meaningOf(closing.localCloseCode, "our"));
    add("localCloseReason", textOf(closing.localCloseReason), "The reason in the close frame that we sent.",
        {});
    add("remoteCloseCode", textOf(closing.remoteCloseCode), "The code in the close frame of the peer.",
        meaningOf(closing.remoteCloseCode, "the peer's"));
    add("remoteCloseReason", textOf(closing.remoteCloseReason), "The reason in the close frame of the peer.",
        {});
    return rows;
}

namespace {

std::string codePart(const std::optional<std::uint16_t> &code, const std::optional<std::string> &reason)
{
    std::string out = code ? "with code " + closeCodeName(*code) : "without a code";
    if (reason && !reason->empty())
        out += ", reason " + inQuotes(*reason);
    return out;
}

std::string tcpEndSentence(const ClosingRecord &closing)
{
    const std::string at = " after " + durationText(*closing.endedAt);
    if (closing.wasNotCleanReason == NotCleanReason::NeverConnected)
        return "No connection was established; we gave up" + at + ".";
    if (closing.droppedByMe)
        return "We dropped TCP" + at + ".";
    std::string out = closing.isServer ? "The client" : "The server";
    switch (closing.tcpEnd) {
    case TcpEnd::Fin:
        out += " ended TCP normally (FIN)" + at + ".";
        break;
    case TcpEnd::Reset:
        out += " reset TCP (RST)" + at + "; octets in transit may be lost.";
        break;
    case TcpEnd::Unknown:
        out += " ended TCP" + at + "; the system does not say whether by FIN or RST.";
        break;
    }
    if (closing.tlsEnd == TlsEnd::Missing)
        out += " TLS was not closed first: close_notify is missing, so the end may be forged (RFC 8446 6.1).";
    return out;
}

} // namespace

std::vector<std::string> closingSentences(const ClosingRecord &closing)
{
    std::vector<std::string> sentences;
    const std::string peer = closing.isServer ? "The client" : "The server";
    if (closing.openedAt)
        sentences.push_back("The connection was open after " + durationText(*closing.openedAt) + ".");
    const bool oursFirst = closing.closedByMe && !closing.failedOverClose;
    const auto addOurs = [&] {
        if (closing.closeSentAt)
            sentences.push_back(std::string(oursFirst ? "We sent the first close frame after "
                                                      : "We answered with a close frame after ")
                                + durationText(*closing.closeSentAt) + ", "
                                + codePart(closing.localCloseCode, closing.localCloseReason) + ".");
    };
    const auto addPeers = [&] {
        if (closing.closeReceivedAt)
            sentences.push_back(
                peer
                + (oursFirst ? " answered with a close frame after " : " sent the first close frame after ")
                + durationText(*closing.closeReceivedAt) + ", "
                + codePart(closing.remoteCloseCode, closing.remoteCloseReason) + ".");
    };
    if (oursFirst) {
        addOurs();
        addPeers();
    } else {
        addPeers();
        addOurs();
    }
    if (closing.failedByMe)
        sentences.emplace_back("We failed the connection (RFC 6455 7.1.7).");
    if (closing.wasOpenHandshakeTimeout)
        sentences.push_back(peer + " did not complete the opening handshake in time.");
    if (closing.wasCloseHandshakeTimeout)
        sentences.push_back(peer + " did not answer our close frame in time.");
    if (closing.wasServerConnectionDropTimeout)
        sentences.emplace_back("The server did not drop TCP in time (RFC 6455 7.1.1).");
    if (closing.hasEnded())
        sentences.push_back(tcpEndSentence(closing));
    return sentences;
}

} // namespace fg
