// Where sessions are recorded while they run: in a folder of the user's, a file each. It goes when the
// session does; that of a killed program stays behind and is found at the next start.
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

// A file that a killed program has left, and what it begins with.
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
    // The newest that are found at a time; more of them are when these are gone.
    static constexpr std::size_t mostLeftOvers = 200;
    // Octets of the disk that recordings leave to others: nobody asked for them.
    static constexpr std::uint64_t leftFree = 512U * 1024 * 1024;

    // The folder is made when the first session begins.
    explicit SessionVault(QString folder, QObject *parent = nullptr);

    // A file for a connection that begins; or why there is none.
    [[nodiscard]] LiveRecording begin(const SessionHeading &heading);
    // Looks for files that were left behind, aside from this thread. Those that hold nothing are removed;
    // what cannot be read, or is not ours, stays.
    void look();

signals:
    // Oldest first; those that others hold are left out. None: there are none.
    void found(const std::vector<fg::LeftOver> &leftOvers);

private:
    [[nodiscard]] SessionFile::Created createFile(const std::filesystem::path &folder);

    QString m_folder;
    unsigned m_begun = 0; // since the start; part of the files' names
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Stop};
};

} // namespace fg
