#include "protocol/report/view/session_view.h"

#include "protocol/handshake/secrets.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::byte blankOctet{'*'};
// An incomplete head is searched up to here; the head of a peer cannot be longer.
constexpr std::size_t longestHead = 1024 * 1024;

std::string_view headOf(std::string_view octets)
{
    const std::size_t end = octets.find("\r\n\r\n");
    return octets.substr(0, end == std::string_view::npos ? end : end + 4);
}

} // namespace

SessionView::SessionView(const Session &session, const ExportOptions &options)
    : m_session(session)
    , m_options(&options)
{
    if (options.secrets == Secrets::Kept)
        return;
    findSecrets(Direction::In);
    findSecrets(Direction::Out);
}

void SessionView::findSecrets(Direction direction)
{
    const OctetBuffer start = m_session.octets(direction, {}, longestHead);
    for (const TextRange &range : secretsIn(headOf(charactersOf(start))))
        m_secrets[direction].push_back({StreamOffset(range.start), range.length});
}

void SessionView::blank(Direction direction, StreamOffset offset, std::span<std::byte> octets) const
{
    const StreamOffset end = offset + octets.size();
    for (const Secret &secret : m_secrets[direction]) {
        const StreamOffset from = std::max(secret.start, offset);
        const StreamOffset to = std::min(secret.start + secret.length, end);
        if (from < to)
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

HandshakeRecord SessionView::handshake() const
{
    HandshakeRecord record = m_session.handshake();
    if (!blanksSecrets())
        return record;
    const auto blankText = [](std::string &text) {
        for (const TextRange &range : secretsIn(text))
            text.replace(range.start, range.length, range.length, static_cast<char>(blankOctet));
    };
    const auto blankHead = [](HttpHead &head) {
        for (HeaderField &field : head.fields) {
            if (isSecretField(field.name))
                field.value.assign(field.value.size(), static_cast<char>(blankOctet));
        }
    };
    blankText(record.request);
    blankText(record.answer);
    blankText(record.requestHead.startLine);
    blankHead(record.requestHead);
    blankHead(record.answerHead);
    return record;
}

std::string SessionView::blankedUrl(std::string_view url) const
{
    std::string text(url);
    if (!m_options || m_options->secrets == Secrets::Kept)
        return text;
    for (const TextRange &range : secretsIn(url))
        text.replace(range.start, range.length, range.length, static_cast<char>(blankOctet));
    return text;
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

bool SessionView::forEachShownRow(const Visit &visit) const
{
    return forEachRow([&](RowNumber number, const LogRow &row) {
        if (shows(number))
            visit(number, row);
    });
}

} // namespace fg
