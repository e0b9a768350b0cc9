// The folder in which live sessions are recorded, each in a file. The file is removed when its session is no
// longer used. That of a killed program stays and is found at the next start, as does one that is kept. Once
// a person has answered what is to become of such a file, it is found only when asked for, and limits hold
// for how long it stays.
#pragma once

#include "protocol/files/file_hold.h"
#include "protocol/session/file/session_file.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/live_recording.h"
#include "ui/base/background_jobs.h"
#include "ui/base/preferences.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace fg {

// Which of the files that are left behind are looked for.
enum class Wanted : std::uint8_t {
    Unanswered, // those whose recovery nobody has decided yet
    All,
};

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

    // Number of answers that are remembered; the oldest are forgotten first.
    static constexpr qsizetype mostAnswers = 1'000;
    // Number of other folders that are searched.
    static constexpr qsizetype mostFolders = 10;

    // `ownFolder`: for recordings as long as setFolder() sets no other.
    explicit SessionVault(QString ownFolder, QObject *parent = nullptr);

    [[nodiscard]] const QString &ownFolder() const { return m_ownFolder; }
    // The folder for the sessions that begin from now on; empty: the own one. It is created when the first
    // session begins. What was left in an earlier one is still found.
    void setFolder(const QString &folder);
    // How long files stay whose recovery was answered. findLeftOvers(Wanted::Unanswered) removes what is
    // beyond it.
    void setKeeping(const Keeping &keeping) { m_keeping = keeping; }

    // Creates a file for a connection that begins; or returns the reason why there is none.
    [[nodiscard]] LiveRecording begin(const SessionHeading &heading);
    // The file of the session with this heading stays when the session is no longer used.
    void keep(const SessionHeading &heading);
    // Writes what a person says about the session with this heading into its file, if it is being recorded.
    void describe(const SessionHeading &heading, const std::vector<NamedText> &remarks);
    // Looks for files that were left behind, in the background. Files without a connection are removed; files
    // that cannot be read, are not from this program or are in use stay.
    void findLeftOvers(Wanted wanted);
    // Remembers at once that a person has answered what is to become of these files.
    void noteAnswered(const std::vector<LeftOver> &leftOvers);

signals:
    // Oldest first, without the files that other programs use. May be empty.
    void found(const std::vector<fg::LeftOver> &leftOvers, fg::Wanted wanted);
    // So many files were removed because of setKeeping().
    void expired(std::size_t files);

private:
    [[nodiscard]] SessionFile::Created createFile(const std::filesystem::path &folder);

    struct Recorded
    {
        SessionHeading heading;
        std::weak_ptr<SessionFile> file;
    };

    QString m_ownFolder;
    QString m_folder; // of setFolder(); empty: the own one
    Keeping m_keeping;
    std::vector<Recorded> m_recorded; // Sessions whose files exist, and perhaps some others.
    unsigned m_begun = 0; // files since the start; part of the files' names
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Stop};
};

} // namespace fg
