#include "protocol/session/log/session_copy.h"

#include "protocol/session/log/bulk_end.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace fg {
namespace {

constexpr std::size_t writeBehind = 1024 * 1024;
constexpr std::size_t batch = 1'024;

RecordingFault faultOf(int error) { return {{}, std::generic_category().message(error)}; }

class SessionCopy
{
public:
    SessionCopy(const Session &session, SessionBacking &backing, const OctetReader &reader,
                const ExtraReader &extras)
        : m_session(session)
        , m_reader(reader)
        , m_extras(extras)
        , m_store(*backing.store)
        , m_recorder(*backing.recorder)
    {
    }

    [[nodiscard]] std::optional<RecordingFault> run(const CopyProgress &progress);

private:
    [[nodiscard]] std::optional<RecordingFault> add(LogRow row, RowNumber number);
    [[nodiscard]] std::optional<RecordingFault> addOctets(const LogRow &row);
    [[nodiscard]] std::optional<RecordingFault> addRecording(const LogRow &row, RowNumber number);
    [[nodiscard]] std::optional<RecordingFault> write();
    [[nodiscard]] RowExtra extraOf(const LogRow &row) const;

    const Session &m_session;
    const OctetReader &m_reader;
    const ExtraReader &m_extras;
    OctetStore &m_store;
    SessionRecorder &m_recorder;
};

std::optional<RecordingFault> SessionCopy::run(const CopyProgress &progress)
{
    std::array<LogRow, batch> rows;
    const RowCount all = m_session.rowCount();
    const RowNumber end = endOf(all);
    for (RowNumber first; first < end;) {
        const RowCount count = std::min(m_session.rows(first, rows), end - first);
        for (std::size_t i = 0; i < count.value(); ++i) {
            std::optional<RecordingFault> fault = add(rows[i], first + RowCount(i));
            if (!fault && m_recorder.waiting() > writeBehind)
                fault = write();
            if (fault)
                return fault;
        }
        first += count;
        if (progress && !progress(rowsBefore(first), all))
            return faultOf(ECANCELED);
    }
    return write();
}

std::optional<RecordingFault> SessionCopy::write()
{
    std::optional<RecordingFault> fault = m_recorder.write();
    if (!fault)
        m_recorder.publish();
    return fault;
}

std::optional<RecordingFault> SessionCopy::add(LogRow row, RowNumber number)
{
    if (row.has(RowFlag::Derived))
        return std::nullopt;
    const RowExtra extra = extraOf(row);
    // A fault of an earlier file does not concern this one.
    if (std::holds_alternative<RecordingFault>(extra))
        return std::nullopt;
    if (row.kind == RowKind::Octets)
        return addOctets(row);
    if (row.kind == RowKind::Recording)
        return addRecording(row, number);
    m_recorder.add(row, extra, {});
    return std::nullopt;
}

RowExtra SessionCopy::extraOf(const LogRow &row) const
{
    if (row.extra == 0)
        return {};
    return m_extras ? m_extras(row) : m_session.extra(row);
}

std::optional<RecordingFault> SessionCopy::addOctets(const LogRow &row)
{
    const auto length = static_cast<std::size_t>(row.length);
    const OctetBuffer octets = m_reader ? m_reader(row.direction, row.offset, length)
                                        : m_session.octets(row.direction, row.offset, length);
    if (octets.size() != row.length)
        return faultOf(ENODATA);
    m_store.append(row.direction, octets);
    m_recorder.add(row, {}, octets);
    return std::nullopt;
}

std::optional<RecordingFault> SessionCopy::addRecording(const LogRow &row, RowNumber number)
{
    const RowExtra extra = extraOf(row);
    m_store.setBulk(!row.has(RowFlag::On));
    if (!std::holds_alternative<BulkRecord>(extra)) {
        m_recorder.add(row, extra, {});
        return std::nullopt;
    }
    const std::optional<BulkEnd> end = m_session.bulkEnd(number);
    if (!end)
        return faultOf(ENODATA);
    for (const Direction direction : bothDirections) {
        const BulkEnd::Stream &stream = end->streams[direction];
        m_store.skipBulk(direction, stream.size - m_store.size(direction), stream.last);
    }
    m_recorder.addBulkEnd(row, extra, *end);
    return std::nullopt;
}

} // namespace

std::optional<RecordingFault> copySession(const Session &session, SessionBacking &backing,
                                          const CopyProgress &progress, const OctetReader &reader,
                                          const ExtraReader &extras)
{
    return SessionCopy(session, backing, reader, extras).run(progress);
}

} // namespace fg
