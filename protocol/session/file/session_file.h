// A session file while it is being written: a pcapng file that protocol analysers read as captured packets.
//
// Each connection has an interface. The interface's packets contain the octets that passed, with IP and TCP
// headers made up around them: one run of segments for each Octets row, the last of which has PSH. A sent
// segment acknowledges the peer's octets that had been processed. TLS is left out, so wss is in the clear.
// The real addresses are in the interface's description. The ports of the packets are the real ones unless an
// analyser would assign them to another protocol.
// Everything else is in entries of systemd's Journal Export Format between the packets: the heading of a
// connection, the rows that cannot be derived from octets, the ends of bulk phases, remarks, and notes on
// rows. The order is that of the log, so reading the file again results in the same session
// (session_reader.h).
#pragma once

#include "protocol/files/file_hold.h"
#include "protocol/files/new_file.h"
#include "protocol/files/paged_file.h"
#include "protocol/files/whole_file.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/session_recorder.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace fg {

// Written as long as connections are recorded into it, and locked against our other programs as long as the
// object exists. Callable from any thread.
class SessionFile : public std::enable_shared_from_this<SessionFile>
{
public:
    using Created = std::variant<std::shared_ptr<SessionFile>, RecordingFault>;

    // A file that stays. If the name is free, it has it from the beginning. An older file stays until the
    // first octets of a connection are written, so that a connection that does not come about costs nothing:
    // until then the new file has a temporary name beside it, and if it gets no octets it is removed. A fault
    // if the older file is not a regular file, may not be written or is in use, unless the program has chosen
    // the name.
    [[nodiscard]] static Created create(const std::filesystem::path &path, NamedBy namedBy = NamedBy::User);
    // A file that is removed when its last user releases it; a program that is killed leaves it behind. A
    // fault if anything has the name. A disk with fewer than `leaveFree` free octets counts as full; this is
    // for recordings that the user did not ask for.
    [[nodiscard]] static Created createTemporary(const std::filesystem::path &path,
                                                 std::uint64_t leaveFree = 0);
    // The same with a name that cannot be guessed, in the folder of `place`, until moveToPlace() is called.
    [[nodiscard]] static Created createBeside(const std::filesystem::path &place);
    ~SessionFile();
    SessionFile(const SessionFile &) = delete;
    SessionFile &operator=(const SessionFile &) = delete;

    // Adds a connection; pass the result to its Session. If the file cannot be written, the session reports
    // it.
    [[nodiscard]] SessionBacking addConnection(const SessionHeading &heading);
    // Adds a text about a connection, for example a verdict that was reached after its end. `connection` is
    // its number in the file, from 0.
    [[nodiscard]] std::optional<RecordingFault> addRemark(std::uint32_t connection, const NamedText &remark);

    // Adds a note on a row of a connection; an empty text removes it. The last one on a row counts.
    std::optional<RecordingFault> addNote(std::uint32_t connection, RowNumber row, const std::string &text);

    // The name that it has or is to have.
    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    // Number of octets written.
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    // Copies octets from `offset` on; returns how many.
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<std::byte> into) const
    {
        return m_pages.read(offset, into);
    }
    // Ensures that what was written survives a power failure.
    [[nodiscard]] std::optional<RecordingFault> sync();
    // Gives the file of createBeside() its place; an older file there is replaced.
    [[nodiscard]] std::optional<RecordingFault> moveToPlace();
    // A temporary file is not removed at the end.
    void keep() { m_isKept = true; }

private:
    friend class ConnectionRecorder;

    // Adds an entry about a connection that is not one of its rows.
    [[nodiscard]] std::optional<RecordingFault> addAside(std::uint32_t connection, JournalWriter entry);

    enum class Life : std::uint8_t { Kept, UntilEnd };
    SessionFile(std::filesystem::path path, NewFile file, Life life, std::uint64_t leaveFree);
    [[nodiscard]] static Created begin(const std::filesystem::path &path, NewFile::Created made, Life life,
                                       std::uint64_t leaveFree, std::shared_ptr<FileHold> older);
    // What is written: only entries about connections, or also octets that passed.
    enum class Holds : std::uint8_t { Entries, Octets };
    // The position of the octets in the file, or why they could not be written. After a fault none of them
    // are in the file, and nothing more will be written.
    using Appended = std::variant<std::uint64_t, RecordingFault>;
    [[nodiscard]] Appended append(OctetView octets, Holds holds = Holds::Entries);
    class Turn;
    // Call only during the calling thread's turn.
    [[nodiscard]] Appended appendInTurn(OctetView octets, Holds holds = Holds::Entries);
    [[nodiscard]] std::optional<RecordingFault> checkFile();
    [[nodiscard]] int writeAndPlace(OctetView octets, Holds holds);

    const std::filesystem::path m_path;
    NewFile m_file;
    std::atomic<bool> m_isKept;
    const std::uint64_t m_leaveFree;
    const PagedFile m_pages;
    std::atomic<std::uint64_t> m_size = 0; // Changed only by the thread whose turn it is.
    // One thread writes at a time, so that blocks are whole and without gaps whenever the program is killed.
    // The others sleep until their turn; the mutex is not held while writing.
    std::mutex m_mutex;
    std::condition_variable m_turnEnded;
    bool m_isTaken = false;
    // Used only by the thread whose turn it is.
    std::optional<RecordingFault> m_fault;
    // The file takes its place when it gets octets, and until then no other program may write to the older
    // file.
    bool m_waitsForOctets = false;
    std::shared_ptr<FileHold> m_older;
    std::chrono::steady_clock::time_point m_checkedAt;
    std::vector<std::uint64_t> m_started; // When each connection started, in nanoseconds since 1970.
};

} // namespace fg
