// The view of a session that an export shows: the wanted rows, and the octets with secrets blanked. All
// readers in report/ use it. Internal to report/.
#pragma once

#include "protocol/report/view/export_options.h"

#include <array>
#include <functional>
#include <vector>

namespace fg {

class SessionView
{
public:
    // Shows everything unchanged.
    explicit SessionView(const Session &session)
        : m_session(session)
    {
    }
    SessionView(const Session &session, const ExportOptions &options);

    // Both are borrowed and must outlive the view.
    [[nodiscard]] const Session &session() const { return m_session; }
    [[nodiscard]] bool shows(RowNumber row) const { return !m_options || m_options->rows.contains(row); }
    [[nodiscard]] bool showsAll() const { return !m_options || m_options->rows.isAll(); }
    [[nodiscard]] std::string pickedRows() const { return m_options ? m_options->rows.text() : "all"; }
    [[nodiscard]] bool blanksSecrets() const { return !m_secrets.in.empty() || !m_secrets.out.empty(); }

    [[nodiscard]] OctetBuffer octets(Direction direction, StreamOffset offset, std::size_t length) const;
    [[nodiscard]] OctetBuffer payload(const LogRow &frame, std::uint64_t from, std::size_t limit) const
    {
        return m_session.payload(frame, from, limit);
    }
    [[nodiscard]] HandshakeRecord handshake() const;
    // The URL without the values of secret parameters.
    [[nodiscard]] std::string blankedUrl(std::string_view url) const;

    using Visit = std::function<void(RowNumber, const LogRow &)>;
    // Visits all rows that exist when it is called, shown or not. Returns false if the export was ended.
    bool forEachRow(const Visit &visit) const;
    // Visits only the shown rows.
    bool forEachShownRow(const Visit &visit) const;

private:
    struct Secret
    {
        StreamOffset start;
        std::uint64_t length;
    };
    void findSecrets(Direction direction);
    void blank(Direction direction, StreamOffset offset, std::span<std::byte> octets) const;

    const Session &m_session;
    const ExportOptions *m_options = nullptr;
    ByDirection<std::vector<Secret>> m_secrets;
};

} // namespace fg
