#include "protocol/report/view/session_view.h"

#include "protocol/handshake/secrets.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::byte blankOctet{blankCharacter};
// A head that does not end, or a body, is searched up to here. What a peer sends beyond it without opening a
// connection is blanked as a whole.
constexpr std::size_t searchedOctets = 256 * 1024;

// One direction of an opening handshake.
struct Opening
{
    Direction direction;
    HttpHeadReader::Kind kind;
    const std::string &head; // its octets, at the start of the stream
    bool isComplete;
    const HttpHead &fields;
};

// What is found in the request is known again in the answer, so the request comes first. The record must
// outlive them.
std::array<Opening, 2> openingsOf(const HandshakeRecord &record, Role role)
{
    using Kind = HttpHeadReader::Kind;
    const Direction requests = role == Role::Client ? Direction::Out : Direction::In;
    return {Opening{requests, Kind::Request, record.request, record.requestComplete, record.requestHead},
            Opening{otherDirection(requests), Kind::Response, record.answer, record.answerComplete,
                    record.answerHead}};
}

class Search
{
public:
    Search(const Session &session, const HandshakeRecord &record)
        : m_session(session)
        , m_isOpen(record.isOpen())
        , m_end(session.closing().hasEnded() ? TextEnd::Final : TextEnd::Open)
    {
    }

    // Where the decoded body of the answer has secrets. To be called after find().
    [[nodiscard]] std::vector<TextRange> secretsInDecoded(std::string_view body, TextEnd end)
    {
        std::vector<TextRange> secrets = secretsInBody(body, {}, end);
        m_known.learnBody(body, secrets);
        const std::vector<TextRange> known = m_known.inBody(body, end);
        secrets.insert(secrets.end(), known.begin(), known.end());
        return secrets;
    }

    // Calls `add` with the start and length of each secret.
    template <typename Add> void find(const Opening &opening, const Add &add)
    {
        const StreamOffset size = m_session.streamSize(opening.direction);
        if (opening.isComplete)
            searchHead(opening, opening.head, TextEnd::Final, add);
        // What follows the head of an open connection are frames.
        if (opening.isComplete && m_isOpen)
            return;
        const std::size_t start = opening.isComplete ? opening.head.size() : 0;
        const OctetBuffer octets = m_session.octets(opening.direction, StreamOffset(start), searchedOctets);
        const std::string_view rest = charactersOf(octets);
        // A head that the connection's end cut off has a secret at its end that is not whole, either.
        const TextEnd end = opening.isComplete ? m_end : TextEnd::Open;
        if (!opening.isComplete)
            searchHead(opening, rest, end, add);
        const std::vector<TextRange> secrets = secretsInBody(rest, opening.fields, end);
        addAll(secrets, start, add);
        if (opening.isComplete) {
            m_known.learnBody(rest, secrets);
            addAll(m_known.inBody(rest, end), start, add);
        }
        const StreamOffset searched(start + searchedOctets);
        if (size > searched)
            add(searched, size - searched);
    }

private:
    template <typename Add>
    void searchHead(const Opening &opening, std::string_view octets, TextEnd end, const Add &add)
    {
        if (opening.kind == HttpHeadReader::Kind::Request)
            m_known.learnRequest(octets, end);
        else
            m_known.learnAnswer(octets, end);
        addAll(secretsInHeads(octets, end), 0, add);
        addAll(m_known.inHeads(octets, end), 0, add);
    }
    template <typename Add>
    static void addAll(const std::vector<TextRange> &ranges, std::size_t start, const Add &add)
    {
        for (const TextRange &range : ranges)
            add(StreamOffset(start + range.start), range.length);
    }

    const Session &m_session;
    bool m_isOpen;
    TextEnd m_end;
    KnownSecrets m_known;
};

// The last head of a text that may begin with interim answers; nullopt if it is not a complete one.
std::optional<HttpHead> headIn(std::string_view octets, HttpHeadReader::Kind kind)
{
    std::optional<HttpHead> head;
    while (!octets.empty()) {
        HttpHeadReader reader(kind);
        octets.remove_prefix(reader.feed(octetsOf(octets)));
        if (reader.state() != HttpHeadReader::State::Complete)
            return std::nullopt;
        head = reader.head();
    }
    return head;
}

// The fields of a head whose octets are blanked. A request of ours that nobody can read is blanked field by
// field.
void blankHead(HttpHead &head, const std::string &octets, HttpHeadReader::Kind kind)
{
    if (head.startLine.empty() && head.fields.empty())
        return;
    if (std::optional<HttpHead> read = headIn(octets, kind)) {
        head = std::move(*read);
        return;
    }
    head.startLine = discreet(head.startLine);
    for (HeaderField &field : head.fields)
        field.value = discreetField(field.name, field.value);
}

} // namespace

void SessionView::sortAndJoin(std::vector<Secret> &secrets)
{
    std::ranges::sort(secrets, {}, &Secret::start);
    std::vector<Secret> joined;
    for (const Secret &secret : secrets) {
        if (joined.empty() || joined.back().start + joined.back().length < secret.start) {
            joined.push_back(secret);
            continue;
        }
        const StreamOffset end =
            std::max(joined.back().start + joined.back().length, secret.start + secret.length);
        joined.back().length = end - joined.back().start;
    }
    secrets = std::move(joined);
}

const SessionView::Found &SessionView::found() const
{
    if (m_found)
        return *m_found;
    m_found.emplace();
    if (m_secrets == Secrets::Kept)
        return *m_found;
    const HandshakeRecord record = m_session.handshake();
    Search search(m_session, record);
    for (const Opening &opening : openingsOf(record, role()))
        search.find(opening, [&](StreamOffset start, std::uint64_t length) {
            (*m_found)[opening.direction].push_back({start, length});
        });
    sortAndJoin(m_found->in);
    sortAndJoin(m_found->out);
    return *m_found;
}

DecodedBody SessionView::body() const
{
    const HandshakeRecord record = m_session.handshake();
    if (record.bodyLength == 0)
        return {};
    const Direction answers = role() == Role::Client ? Direction::In : Direction::Out;
    const OctetBuffer octets =
        m_session.octets(answers, record.bodyOffset, std::min<std::uint64_t>(record.bodyLength, longestBody));
    const bool isOver = m_session.closing().hasEnded();
    const BodyRest rest = octets.size() < record.bodyLength ? BodyRest::NotRead
        : isOver                                            ? BodyRest::Nothing
                                                            : BodyRest::Coming;
    DecodedBody body = decodeBody(charactersOf(octets), record.answerHead, rest);
    if (m_secrets == Secrets::Blanked)
        blankBody(body, rest == BodyRest::Nothing && body.remarks.empty() ? TextEnd::Final : TextEnd::Open);
    return body;
}

void SessionView::blankBody(DecodedBody &body, TextEnd end) const
{
    const HandshakeRecord record = m_session.handshake();
    Search search(m_session, record);
    for (const Opening &opening : openingsOf(record, role()))
        search.find(opening, [](StreamOffset, std::uint64_t) {});
    const auto blankText = [&search](std::string &text, TextEnd textEnd) {
        fg::blank(text, search.secretsInDecoded(text, textEnd));
    };
    if (body.isReadable)
        blankText(body.content, end);
    else
        body.content.clear();
    for (HeaderField &field : body.trailers) {
        field.value = discreetField(field.name, field.value);
        blankText(field.name, TextEnd::Final);
        blankText(field.value, TextEnd::Final);
    }
    for (std::string &remark : body.remarks) // The name of a coding is the peer's.
        blankText(remark, TextEnd::Final);
}

bool SessionView::blanksSecrets() const { return !found().in.empty() || !found().out.empty(); }

std::vector<TextRange> SessionView::blankedRanges(Direction direction) const
{
    std::vector<TextRange> ranges;
    for (const Secret &secret : found()[direction])
        ranges.push_back(
            {static_cast<std::size_t>(secret.start.value()), static_cast<std::size_t>(secret.length)});
    return ranges;
}

void SessionView::blank(Direction direction, StreamOffset offset, std::span<std::byte> octets) const
{
    const StreamOffset end = offset + octets.size();
    const std::vector<Secret> &secrets = found()[direction];
    const auto first = std::ranges::partition_point(
        secrets, [offset](const Secret &secret) { return secret.start + secret.length <= offset; });
    for (const Secret &secret : std::span(first, secrets.end())) {
        if (secret.start >= end)
            break;
        const StreamOffset from = std::max(secret.start, offset);
        const StreamOffset to = std::min(secret.start + secret.length, end);
        std::ranges::fill(
            octets.subspan(static_cast<std::size_t>(from - offset), static_cast<std::size_t>(to - from)),
            blankOctet);
    }
}

OctetBuffer SessionView::octets(Direction direction, StreamOffset offset, std::size_t length) const
{
    OctetBuffer octets = m_session.octets(direction, offset, length);
    blank(direction, offset, octets);
    return octets;
}

RowExtra SessionView::extra(const LogRow &row) const
{
    RowExtra extra = m_session.extra(row);
    if (auto *const text = std::get_if<std::string>(&extra); text && row.kind == RowKind::Note)
        *text = shown(*text);
    return extra;
}

HandshakeRecord SessionView::handshake() const
{
    HandshakeRecord record = m_session.handshake();
    if (!blanksSecrets())
        return record;
    const Direction requests = role() == Role::Client ? Direction::Out : Direction::In;
    const auto octetsOfText = [](std::string &text) { return std::as_writable_bytes(std::span(text)); };
    blank(requests, {}, octetsOfText(record.request));
    blank(otherDirection(requests), {}, octetsOfText(record.answer));
    blankHead(record.requestHead, record.request, HttpHeadReader::Kind::Request);
    blankHead(record.answerHead, record.answer, HttpHeadReader::Kind::Response);
    std::string &subprotocol = record.answerCheck.agreement.subprotocol;
    if (const std::string *const chosen = record.answerHead.find("Sec-WebSocket-Protocol");
        chosen && !subprotocol.empty())
        subprotocol = trimmed(*chosen);
    return record;
}

bool SessionView::forEachRow(const Visit &visit) const
{
    std::array<LogRow, 256> rows;
    const RowNumber end = endOf(m_session.rowCount());
    for (RowNumber first; first < end; first += RowCount(rows.size())) {
        if (m_options && m_options->mayContinue && !m_options->mayContinue(rowsBefore(first)))
            return false;
        const RowCount count = std::min(m_session.rows(first, rows), end - first);
        for (std::size_t i = 0; i < count.value(); ++i)
            visit(first + RowCount(i), rows[i]);
    }
    return true;
}

std::string SessionView::note(RowNumber row) const
{
    const std::string text = m_session.notes().of(row);
    return text.empty() ? text : shown(text);
}

std::map<RowNumber, std::string> SessionView::notes() const
{
    std::map<RowNumber, std::string> all = m_session.notes().all();
    std::erase_if(all, [this](const auto &note) { return !shows(note.first); });
    for (auto &[row, text] : all)
        text = shown(text);
    return all;
}

bool SessionView::forEachShownRow(const Visit &visit) const
{
    return forEachRow([&](RowNumber number, const LogRow &row) {
        if (shows(number))
            visit(number, row);
    });
}

} // namespace fg
