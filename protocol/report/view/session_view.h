// The view of a session that everything which is shown or written is made from: the wanted rows, and the
// octets of the opening handshake with its secrets blanked, unless they are kept. The rooms above have no
// other way to these octets: they take a view, and who makes it must say what happens to the secrets. What is
// secret is decided in handshake/secrets.h.
#pragma once

#include "protocol/handshake/http_body.h"
#include "protocol/report/view/export_options.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace fg {

class SessionView
{
public:
    // Shows all rows.
    SessionView(const Session &session, Secrets secrets)
        : m_session(session)
        , m_secrets(secrets)
    {
    }
    // `options` must outlive the view.
    SessionView(const Session &session, const ExportOptions &options)
        : m_session(session)
        , m_options(&options)
        , m_secrets(options.secrets)
    {
    }

    [[nodiscard]] bool shows(RowNumber row) const { return !m_options || m_options->rows.contains(row); }
    [[nodiscard]] bool showsAll() const { return !m_options || m_options->rows.isAll(); }
    [[nodiscard]] std::string pickedRows() const { return m_options ? m_options->rows.text() : "all"; }
    // Whether the session has secrets that are not shown.
    [[nodiscard]] bool blanksSecrets() const;

    // --- what may hold secrets ---
    [[nodiscard]] OctetBuffer octets(Direction direction, StreamOffset offset, std::size_t length) const;
    [[nodiscard]] HandshakeRecord handshake() const;
    // The body of an answer that refuses, with its codings undone; empty if there is none. While the
    // connection lasts, it is what has arrived so far. A body that cannot be decoded is left out unless
    // secrets are kept.
    [[nodiscard]] DecodedBody body() const;
    // Where the octets that passed in this direction have secrets that are not shown, in order.
    [[nodiscard]] std::vector<TextRange> blankedRanges(Direction direction) const;
    // A note may quote a URL or a field.
    [[nodiscard]] RowExtra extra(const LogRow &row) const;
    // A text of or about the session that is not in its log: a title, a URL.
    [[nodiscard]] std::string shown(std::string_view text) const { return discreet(text, m_secrets); }

    // The note of a person on a row, and those on all shown rows.
    [[nodiscard]] std::string note(RowNumber row) const;
    [[nodiscard]] std::map<RowNumber, std::string> notes() const;

    // --- what the session is about otherwise; payloads are the user's own data ---
    [[nodiscard]] OctetBuffer payload(const LogRow &frame, std::uint64_t from, std::size_t limit) const
    {
        return m_session.payload(frame, from, limit);
    }
    [[nodiscard]] OctetBuffer payload(const MessageRecord &message, std::size_t limit) const
    {
        return m_session.payload(message, limit);
    }
    [[nodiscard]] std::optional<MessageRecord> messageOf(RowNumber frame) const
    {
        return m_session.messageOf(frame);
    }
    [[nodiscard]] Role role() const { return m_session.role(); }
    [[nodiscard]] SessionSummary summary() const { return m_session.summary(); }
    [[nodiscard]] RowCount rowCount() const { return m_session.rowCount(); }
    [[nodiscard]] LogRow row(RowNumber number) const { return m_session.row(number); }
    RowCount rows(RowNumber first, std::span<LogRow> into) const { return m_session.rows(first, into); }
    [[nodiscard]] ClosingRecord closing() const { return m_session.closing(); }
    [[nodiscard]] Statistics statistics() const { return m_session.statistics(); }
    [[nodiscard]] std::vector<Finding> findings() const { return m_session.findings(); }
    [[nodiscard]] std::optional<Finding> failure() const { return m_session.failure(); }
    [[nodiscard]] std::optional<DeflateAgreement> deflateAgreement() const
    {
        return m_session.handshake().deflate.agreement;
    }

    using Visit = std::function<void(RowNumber, const LogRow &)>;
    // Visits all rows that exist when it is called, shown or not. Returns false if the export was ended.
    bool forEachRow(const Visit &visit) const;
    // Visits only the shown rows.
    bool forEachShownRow(const Visit &visit) const;

private:
    struct Secret
    {
        StreamOffset start;
        std::uint64_t length = 0;
    };
    using Found = ByDirection<std::vector<Secret>>;

    // Searched for when they are needed first.
    [[nodiscard]] const Found &found() const;
    static void sortAndJoin(std::vector<Secret> &secrets);
    void blank(Direction direction, StreamOffset offset, std::span<std::byte> octets) const;
    void blankBody(DecodedBody &body, TextEnd end) const;

    const Session &m_session;
    const ExportOptions *m_options = nullptr;
    Secrets m_secrets;
    mutable std::optional<Found> m_found;
};

} // namespace fg
