// The selected row: its fields and the octets that hold them.
#include "protocol/report/wording/row_detail.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/field_clauses.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_fields.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

std::string directionWord(Direction direction) { return direction == Direction::In ? "received" : "sent"; }

Field plain(std::string name, std::string value, std::string meaning = {})
{
    Field field;
    field.name = std::move(name);
    field.value = std::move(value);
    field.meaning = std::move(meaning);
    return field;
}

// Number of octets of a range that the stream has. A frame can declare more than has arrived.
std::uint64_t arrivedLength(StreamOffset offset, std::uint64_t length, StreamOffset end)
{
    return offset >= end ? 0 : std::min(length, end - offset);
}

void describeFrame(const SessionView &view, const LogRow &row, RowNumber number, RowDetail &detail)
{
    const StreamOffset end(view.statistics()[row.direction].octets);
    const std::size_t headerSize = row.header().size();
    const std::uint64_t whole = row.length > UINT64_MAX - headerSize ? UINT64_MAX : headerSize + row.length;
    detail.length = arrivedLength(row.offset, whole, end);
    detail.payloadStart = headerSize;
    if (row.isMasked())
        detail.maskingKey = row.maskingKey;
    detail.fields = frameFields(view, number, end);
}

void describeOctets(const SessionView &view, const LogRow &row, RowDetail &detail)
{
    const StreamOffset end(view.statistics()[row.direction].octets);
    detail.length = arrivedLength(row.offset, row.length, end);
    detail.payloadStart = detail.length;
    detail.fields.push_back(
        plain(row.direction == Direction::In ? "read" : "write", counted(row.length, "octet"),
              row.has(RowFlag::Apart) ? "written separately from the octets before and after it" : ""));
    detail.fields.front().offset = row.offset;
    detail.fields.front().length = row.length;
    if (row.has(RowFlag::Head))
        detail.fields.front().children = headFields(view, row);
}

void describePeer(const PeerInfo &peer, RowDetail &detail)
{
    const auto address = [](std::string_view host, std::uint16_t port) {
        return escaped(host) + " port " + std::to_string(port);
    };
    detail.fields.push_back(plain("our address", address(peer.localAddress, peer.localPort)));
    detail.fields.push_back(plain("the peer's address", address(peer.peerAddress, peer.peerPort)));
    if (peer.tlsVersion.empty())
        return;
    Field tls = plain("TLS", escaped(peer.tlsVersion));
    tls.children.push_back(plain("cipher", escaped(peer.tlsCipher)));
    if (!peer.tlsPeerSubject.empty())
        tls.children.push_back(plain("the peer's certificate", escaped(peer.tlsPeerSubject)));
    if (const auto waived = waivedProof(peer))
        tls.children.push_back(plain("verification", "off", *waived));
    for (const CertificateFault &fault : peer.allowedFaults)
        tls.children.push_back(plain("fault that was allowed", escaped(fault.name), escaped(fault.detail)));
    detail.fields.push_back(std::move(tls));
}

void describeError(const TransportError &error, RowDetail &detail)
{
    detail.fields.push_back(plain("error", errorSentence(error)));
    if (!error.detail.empty())
        detail.fields.push_back(
            plain(isInOurWords(error) ? "in detail" : "the system says", escaped(error.detail)));
    for (const CertificateFault &fault : error.certificateFaults) {
        Field field = plain("certificate fault", escaped(fault.name), escaped(fault.detail));
        field.children.push_back(plain("certificate of", escaped(fault.subject)));
        detail.fields.push_back(std::move(field));
    }
}

void describeTimer(const SessionView &view, const LogRow &row, RowDetail &detail)
{
    detail.fields.push_back(plain("timer", timerSentence(row, view.extra(row))));
    detail.fields.push_back(
        plain("duration", durationText(Duration(static_cast<Duration::rep>(row.length)))));
}

void describeDrop(const LogRow &row, RowDetail &detail)
{
    detail.fields.push_back(plain("TCP", dropSentence(row)));
    if (row.direction == Direction::Out || row.tlsEnd == TlsEnd::NotTls)
        return;
    if (row.tlsEnd == TlsEnd::CloseNotify)
        detail.fields.push_back(plain("TLS", "close_notify", "the peer announced the end"));
    else if (row.tlsEnd == TlsEnd::Missing)
        detail.fields.push_back(
            plain("TLS", "no close_notify", "the end may have been forged (RFC 8446 6.1)"));
    else
        detail.fields.push_back(plain("TLS", "not known", "the system does not say how TLS ended"));
}

std::string titleOf(const LogRow &row, RowNumber number)
{
    const std::string direction = directionWord(row.direction);
    const std::string place = " " + std::to_string(number.value());
    switch (row.kind) {
    case RowKind::Frame:
        return "Frame" + place + ", " + direction + (row.has(RowFlag::Incomplete) ? ", cut off" : "");
    case RowKind::Octets:
        return "Octets" + place + ", " + direction;
    case RowKind::Connected:
        return "Connected" + place;
    case RowKind::TimerSet:
        return "Timer" + place + ", set";
    case RowKind::TimerFired:
        return "Timer" + place + ", run out";
    case RowKind::Failing:
        return "Failing the connection" + place;
    case RowKind::Recording:
        return "Recording" + place;
    case RowKind::Dropped:
        return "End of TCP" + place;
    case RowKind::Error:
        return "Error" + place;
    case RowKind::Note:
        return "Note" + place;
    }
    return {};
}

} // namespace

RowDetail rowDetail(const SessionView &view, RowNumber number)
{
    RowDetail detail;
    if (number >= endOf(view.rowCount()))
        return detail;
    const LogRow row = view.row(number);
    const RowExtra extra = view.extra(row);
    detail.title = titleOf(row, number);
    detail.direction = row.direction;
    detail.offset = row.offset;
    switch (row.kind) {
    case RowKind::Frame:
        describeFrame(view, row, number, detail);
        break;
    case RowKind::Octets:
        describeOctets(view, row, detail);
        break;
    case RowKind::Connected:
        if (const auto *const peer = std::get_if<PeerInfo>(&extra))
            describePeer(*peer, detail);
        break;
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        describeTimer(view, row, detail);
        break;
    case RowKind::Dropped:
        describeDrop(row, detail);
        break;
    case RowKind::Error:
        if (const auto *const error = std::get_if<TransportError>(&extra))
            describeError(*error, detail);
        break;
    case RowKind::Failing:
    case RowKind::Recording:
    case RowKind::Note:
        detail.fields.push_back(plain("note", rowTexts(view, number).info));
        break;
    }
    if (const std::string note = view.note(number); !note.empty())
        detail.fields.push_back(plain("your note", escaped(note)));
    detail.fields.push_back(plain("time", durationText(row.time), "since the session began"));
    detail.fields.back().clause =
        fieldClause(FilterField::Time, static_cast<std::uint64_t>(row.time.count()));
    // Of what has no field of its own in a filter, the words in the column Info are asked for.
    if (row.kind != RowKind::Frame && row.kind != RowKind::Octets)
        addInfoClauses(detail.fields, rowTexts(view, number).info);
    return detail;
}

} // namespace fg
