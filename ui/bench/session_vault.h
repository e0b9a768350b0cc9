// The folder in which live sessions are recorded, each in a file. The file is removed when its session is no
// longer used. That of a killed program stays and is found at the next start, as does one that is kept.
#pragma once

#include "protocol/files/file_hold.h"
#include "protocol/session/file/session_file.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/live_recording.h"
#include "ui/base/background_jobs.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace fg {

// A file that an earlier program has left, and the heading of its first connection.
struct LeftOver
{
    std::shared_ptr<FileHold> hold;
    SessionHeading heading;
    std::uint64_t octets = 0;
};

class SessionVault final : public QObject
{
    Q_OBJECT

public:
    // Only this many of the newest files are found at a time; the others are found once these are gone.
    static constexpr std::size_t mostLeftOvers = 200;
    // Octets of the disk that recordings leave free, because nobody asked for them.
    static constexpr std::uint64_t leftFree = 512U * 1024 * 1024;

    // The folder is created when the first session begins.
    explicit SessionVault(QString folder, QObject *parent = nullptr);

    // Creates a file for a connection that begins; or returns the reason why there is none.
    [[nodiscard]] LiveRecording begin(const SessionHeading &heading);
    // The file of the session with this heading stays when the session is no longer used.
    void keep(const SessionHeading &heading);
    // Looks for files that were left behind, in the background. Files without a connection are removed; files
    // that cannot be read or are not from this program stay.
    void findLeftOvers();

signals:
    // Oldest first, without the files that other programs use. May be empty.
    void found(const std::vector<fg::LeftOver> &leftOvers);

private:
    [[nodiscard]] SessionFile::Created createFile(const std::filesystem::path &folder);

    struct Recorded
    {
        SessionHeading heading;
        std::weak_ptr<SessionFile> file;
    };

    QString m_folder;
    std::vector<Recorded> m_recorded; // Sessions whose files exist, and perhaps some others.
    unsigned m_begun = 0; // files since the start; part of the files' names
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Stop};
};

} // namespace fg
