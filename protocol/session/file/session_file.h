// A session file while it is written: a pcapng file that protocol analysers read as captured packets.
//
// For each connection it has an interface, whose packets are the octets that passed, in IP and TCP headers
// made up around them: one run of segments for each Octets row, the last with PSH, a sent one acknowledging
// what had been taken in of the peer's octets. TLS is left out, so that wss is there in the clear. The
// real addresses are in the interface's description; the ports of the packets are the real ones unless an
// analyser would take them for another protocol's.
// Everything else is in entries of systemd's Journal Export Format between the packets: the heading of a
// connection, its rows that no octets show, the ends of bulk phases and remarks. The order is that of
// the log, so that reading it again gives the same session (session_reader.h).
#pragma once

#include "protocol/files/paged_file.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/session_recorder.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

namespace fg {

// Written to as long as somebody records into it, locked against other programs of ours as long as it
// lives. For any thread.
class SessionFile : public std::enable_shared_from_this<SessionFile>
{
public:
    enum class Life : std::uint8_t {
        Kept,
        UntilEnd, // is removed when the last user lets go of it; a killed program leaves it behind
    };
    using Created = std::variant<std::shared_ptr<SessionFile>, RecordingFault>;

    // An older file of the name is replaced. A disk with fewer than `leaveFree` octets for others counts as
    // full: for recordings that nobody asked for.
    [[nodiscard]] static Created create(const std::filesystem::path &path, Life life = Life::Kept,
                                        std::uint64_t leaveFree = 0);
    ~SessionFile();
    SessionFile(const SessionFile &) = delete;
    SessionFile &operator=(const SessionFile &) = delete;

    // A further connection: give the result to its Session. Where the file cannot be written, the session
    // will say so.
    [[nodiscard]] SessionBacking addConnection(const SessionHeading &heading);
    // A text about a connection, by its number in the file from 0, such as a verdict that came after its end.
    [[nodiscard]] std::optional<RecordingFault> addRemark(std::uint32_t connection, const NamedText &remark);

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    // Octets written.
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    // What was written will also be there after the power fails.
    [[nodiscard]] std::optional<RecordingFault> sync();
    // What has been written so far, as a file of its own; an older one of the name is replaced.
    [[nodiscard]] std::optional<RecordingFault> copyTo(const std::filesystem::path &path) const;

private:
    friend class ConnectionRecorder;

    SessionFile(std::filesystem::path path, int descriptor, Life life, std::uint64_t leaveFree);
    // Where the octets begin in the file, or why they could not be written: then none of them are there, and
    // nothing more will be.
    using Appended = std::variant<std::uint64_t, RecordingFault>;
    [[nodiscard]] Appended append(OctetView octets);
    class Turn;
    // The calling thread's turn.
    [[nodiscard]] Appended appendInTurn(OctetView octets);
    [[nodiscard]] std::optional<RecordingFault> lookAfter();

    const std::filesystem::path m_path;
    const int m_descriptor;
    const Life m_life;
    const std::uint64_t m_leaveFree;
    const PagedFile m_pages;
    std::atomic<std::uint64_t> m_size = 0; // changed by whose turn it is
    // Blocks are whole and without gaps whenever the program is killed, so one thread writes at a time. The
    // others sleep until it is their turn; the mutex is not held over the writing.
    std::mutex m_mutex;
    std::condition_variable m_turnEnded;
    bool m_isTaken = false;
    // Of whose turn it is.
    std::optional<RecordingFault> m_fault;
    std::chrono::steady_clock::time_point m_lookedAt;
    std::uint32_t m_connections = 0;
};

} // namespace fg
