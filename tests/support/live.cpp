#include "tests/support/live.h"

namespace fg::test {

namespace {

std::string wordsFor(const LogRow &row)
{
    static constexpr const char *kinds[] = {"connected", "octets",    "frame",   "timer set", "timer fired",
                                            "failing",   "recording", "dropped", "error",     "note"};
    std::string words = row.direction == Direction::In ? "in " : "out ";
    words += kinds[static_cast<std::size_t>(row.kind)];
    if (row.kind == RowKind::Frame)
        words += ' ' + std::to_string(valueOf(row.opcode())) + (row.fin() ? " F" : "")
            + (row.isMasked() ? " M" : "");
    if (row.kind == RowKind::Frame || row.kind == RowKind::Octets)
        words += ' ' + std::to_string(row.length) + " @" + std::to_string(row.offset.value());
    for (const auto &[flag, name] : {std::pair{RowFlag::Derived, " derived"},
                                     {RowFlag::Incomplete, " incomplete"},
                                     {RowFlag::Streamed, " streamed"},
                                     {RowFlag::Apart, " apart"},
                                     {RowFlag::Head, " head"}})
        words += row.has(flag) ? name : "";
    if (row.kind == RowKind::Frame || row.kind == RowKind::Failing)
        words += " after " + std::to_string(row.peerPosition.value());
    return words;
}

std::string wordsFor(const ClosingRecord &closing)
{
    std::string words;
    for (const bool value :
         {closing.closedByMe, closing.failedByMe, closing.droppedByMe, closing.wasClean,
          closing.wasServerConnectionDropTimeout, closing.wasOpenHandshakeTimeout,
          closing.wasCloseHandshakeTimeout, closing.openedAt.has_value(), closing.closeSentAt.has_value(),
          closing.closeReceivedAt.has_value(), closing.endedAt.has_value()})
        words += value ? '1' : '0';
    words += ' ' + std::to_string(closing.localCloseCode.value_or(0)) + ' '
        + std::to_string(closing.remoteCloseCode.value_or(0)) + closing.remoteCloseReason.value_or("-");
    return words;
}

} // namespace

std::string liveAnswer(std::string_view extensions)
{
    std::string field;
    if (!extensions.empty())
        field.append("Sec-WebSocket-Extensions: ").append(extensions).append("\r\n");
    return "HTTP/1.1 101 Switching Protocols\r\n"
           "Upgrade: websocket\r\n"
           "Connection: Upgrade\r\n"
           "Sec-WebSocket-Accept: "
        + acceptFor("AAAAAAAAAAAAAAAAAAAAAA==") + "\r\n" + field + "\r\n";
}

Live::Live(Role role, Policies policies, SessionLimits limits, std::size_t replyLimit, std::string extensions)
    : Live(std::make_shared<Session>(role, limits), policies, replyLimit, std::move(extensions))
{
}

Live::Live(std::shared_ptr<Session> ownLog, Policies policies, std::size_t replyLimit, std::string extensions)
    : log(std::move(ownLog))
    , m_extensions(std::move(extensions))
{
    LiveSettings settings{.endpoint = {}, .policies = policies, .replyLimit = replyLimit};
    settings.endpoint.role = log->role();
    settings.endpoint.request = {.target = "/",
                                 .host = "localhost",
                                 .fields = defaultRequestFields("Test"),
                                 .extensions = m_extensions};
    settings.endpoint.answer.fields = defaultAnswerFields("Test");
    session = std::make_unique<LiveSession>(std::move(settings), std::make_unique<ScriptedTransport>(stream),
                                            time, entropy, log);
    session->setListener(this);
}

Live &Live::open()
{
    session->open();
    if (log->role() == Role::Client)
        stream.receive(liveAnswer(m_extensions));
    else
        stream.receive(liveRequest);
    m_opening = stream.written().size();
    return *this;
}

Live &Live::peer(std::string_view hex)
{
    // In memory of its own, which is freed afterwards, so that a view that is kept too long is detected.
    const OctetBuffer octets = fromHex(hex).value();
    stream.receive(octets);
    return *this;
}

Live &Live::peerEachOctet(std::string_view hex)
{
    stream.receiveEachOctet(fromHex(hex).value());
    return *this;
}

Words Live::findings() const
{
    Words words;
    for (const Finding &finding : log->findings())
        words.push_back(std::string(ruleOf(finding.violation.rule).name) + " in row "
                        + std::to_string(finding.row.value()));
    return words;
}

std::string Live::written() const
{
    const OctetBuffer all = stream.written();
    return toHex(OctetView(all).subspan(m_opening));
}

Words rowsOf(const Session &log, Rows which)
{
    Words words;
    for (RowNumber number; number < endOf(log.rowCount()); ++number) {
        const LogRow row = log.row(number);
        if (which == Rows::All || row.kind != RowKind::Octets)
            words.push_back(wordsFor(row));
    }
    return words;
}

Words derivedOf(const Session &log)
{
    Words words{wordsFor(log.closing())};
    for (const Finding &finding : log.findings())
        words.push_back(std::string(ruleOf(finding.violation.rule).name) + " @"
                        + std::to_string(finding.violation.octetOffset) + " #"
                        + std::to_string(finding.violation.frameIndex) + " ="
                        + std::to_string(finding.violation.value));
    for (const MessageRecord &message : log.messages()) {
        const OctetBuffer payload = log.payload(message, 1000);
        words.push_back(std::to_string(valueOf(message.opcode)) + ' ' + std::to_string(message.length) + ' '
                        + std::string(charactersOf(payload)));
        if (message.isCompressed)
            words.back() += ", " + std::to_string(message.wireLength) + " compressed";
    }
    const Statistics statistics = log.statistics();
    for (const StreamStatistics *counts : {&statistics.in, &statistics.out}) {
        words.push_back(std::to_string(counts->octets) + " octets, " + std::to_string(counts->messages)
                        + " messages, " + std::to_string(counts->payloadOctets));
        for (const std::uint64_t frames : counts->frames)
            words.back() += ' ' + std::to_string(frames);
    }
    return words;
}

} // namespace fg::test
