#include "protocol/session/log/session_copy.h"

#include "protocol/files/file_hold.h"
#include "protocol/files/link_target.h"
#include "protocol/session/file/session_file.h"
#include "protocol/session/log/bulk_end.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace fg {
namespace {

constexpr std::size_t writeBehind = 1024 * 1024;
constexpr std::size_t batch = 1'024;

RecordingFault faultOf(int error) { return {{}, std::generic_category().message(error)}; }

class SessionCopy
{
public:
    SessionCopy(const Session &session, SessionBacking &backing, const OctetReader &reader)
        : m_session(session)
        , m_reader(reader)
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

    const Session &m_session;
    const OctetReader &m_reader;
    OctetStore &m_store;
    SessionRecorder &m_recorder;
};

std::optional<RecordingFault> SessionCopy::run(const CopyProgress &progress)
{
    std::array<LogRow, batch> rows;
    const RowNumber end = m_session.rowCount();
    for (RowNumber first = 0; first < end;) {
        const std::size_t count = std::min<std::size_t>(m_session.rows(first, rows), end - first);
        for (std::size_t i = 0; i < count; ++i) {
            std::optional<RecordingFault> fault = add(rows[i], first + i);
            if (!fault && m_recorder.waiting() > writeBehind)
                fault = write();
            if (fault)
                return fault;
        }
        first += count;
        if (progress && !progress(first, end))
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
    const RowExtra extra = row.extra > 0 ? m_session.extra(row) : RowExtra();
    // That an earlier file could not be written is no matter of this one.
    if (std::holds_alternative<RecordingFault>(extra))
        return std::nullopt;
    if (row.kind == RowKind::Octets)
        return addOctets(row);
    if (row.kind == RowKind::Recording)
        return addRecording(row, number);
    m_recorder.add(row, extra, {});
    return std::nullopt;
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
    const RowExtra extra = row.extra > 0 ? m_session.extra(row) : RowExtra();
    m_store.setBulk(!row.has(RowFlag::On));
    if (!std::holds_alternative<BulkRecord>(extra)) {
        m_recorder.add(row, extra, {});
        return std::nullopt;
    }
    const std::optional<BulkEnd> end = m_session.bulkEnd(number);
    if (!end)
        return faultOf(ENODATA);
    for (const Direction direction : {Direction::In, Direction::Out}) {
        const BulkEnd::Stream &stream = end->of(direction);
        m_store.skipBulk(direction, stream.size - m_store.size(direction), stream.last);
    }
    m_recorder.addBulkEnd(row, extra, *end);
    return std::nullopt;
}

// Into a file that is there; `first`: rows of the sessions before, of `all` rows.
std::optional<RecordingFault> addTo(SessionFile &file, std::uint32_t number, const SavedSession &saved,
                                    RowNumber first, RowNumber all, const CopyProgress &progress)
{
    SessionBacking backing = file.addConnection(saved.heading);
    const auto goOn = [&](RowNumber done, RowNumber) { return !progress || progress(first + done, all); };
    std::optional<RecordingFault> fault = copySession(*saved.session, backing, goOn);
    for (std::size_t i = 0; i < saved.remarks.size() && !fault; ++i)
        fault = file.addRemark(number, saved.remarks[i]);
    return fault;
}

std::optional<RecordingFault> addAll(SessionFile &file, std::span<const SavedSession> sessions,
                                     const CopyProgress &progress)
{
    RowNumber all = 0;
    for (const SavedSession &saved : sessions)
        all += saved.session->rowCount();
    RowNumber done = 0;
    for (std::uint32_t number = 0; number < sessions.size(); ++number) {
        const SavedSession &saved = sessions[number];
        if (std::optional<RecordingFault> fault = addTo(file, number, saved, done, all, progress))
            return fault;
        done += saved.session->rowCount();
    }
    return std::nullopt;
}

// In place of what was there, also after the power fails. That a folder cannot be made durable is no fault:
// not every file system can do so.
std::optional<RecordingFault> moveTo(const std::filesystem::path &path, const std::filesystem::path &part)
{
    std::error_code failure;
    std::filesystem::rename(part, path, failure);
    if (failure)
        return RecordingFault{{}, failure.message()};
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    if (const int opened = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); opened >= 0) {
        static_cast<void>(fsync(opened));
        close(opened);
    }
    return std::nullopt;
}

} // namespace

std::optional<RecordingFault> copySession(const Session &session, SessionBacking &backing,
                                          const CopyProgress &progress, const OctetReader &reader)
{
    return SessionCopy(session, backing, reader).run(progress);
}

std::optional<RecordingFault> saveSessions(std::span<const SavedSession> sessions,
                                           const std::filesystem::path &named, const CopyProgress &progress)
{
    std::error_code ignored;
    const std::filesystem::path path = linkTarget(named);
    if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
        return RecordingFault{named.string(), "Not a regular file"};
    std::filesystem::path part = path;
    part += ".frameglass.part";
    // One that was left behind may be another's, a link, or open to somebody.
    if (const auto left = FileHold::take(part))
        left->remove();
    // Removed unless it was moved to its place.
    SessionFile::Created created = SessionFile::create(part, SessionFile::Life::UntilEnd);
    std::optional<RecordingFault> fault;
    if (auto *const failed = std::get_if<RecordingFault>(&created)) {
        fault = std::move(*failed);
    } else {
        const std::shared_ptr<SessionFile> file = std::get<0>(std::move(created));
        fault = addAll(*file, sessions, progress);
        if (!fault)
            fault = file->sync();
        if (!fault)
            fault = moveTo(path, part);
    }
    if (fault)
        fault->file = named.string();
    return fault;
}

std::optional<RecordingFault> saveSession(const Session &session, const SessionHeading &heading,
                                          const std::vector<NamedText> &remarks,
                                          const std::filesystem::path &path, const CopyProgress &progress)
{
    const SavedSession saved{{std::shared_ptr<void>(), &session}, heading, remarks};
    return saveSessions(std::span(&saved, 1), path, progress);
}

} // namespace fg
