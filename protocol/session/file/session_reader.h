// Reads a session file (session_file.h). Each connection becomes a Session whose octets stay in the file,
// with the same rows and derived values as while it was recorded. The file is read in parts, so that the
// first rows can be shown while the rest is read. The contents are not trusted: reading stops at the first
// damage, and everything before it stays valid.
#pragma once

#include "protocol/files/paged_file.h"
#include "protocol/session/file/joined_section.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/session.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace fg {

struct FileDamage
{
    enum class Kind : std::uint8_t {
        NotASession, // The file does not begin like a session file, or no connection of ours is in it.
        Torn, // The file ends inside a block: its writer was killed, or the file was cut.
        BadLength, // Of a block.
        BadBlock, // A block of ours is invalid.
        MissingOctets, // A packet does not directly follow the one before.
        TooManyConnections,
        MemoryUsedUp, // The file is not damaged, but the memory for it is used up (memory_budget.h).
        Unreadable, // The system reported an error.
    };

    Kind kind = Kind::Torn;
    std::uint64_t offset = 0; // Offset of the block in the file; everything before it was read.
    // Unreadable: in the system's own words. NotASession: the program that has written the file, if it says
    // so.
    std::string reason;

    bool operator==(const FileDamage &) const = default;
};

struct RecordedConnection
{
    SessionHeading heading;
    std::shared_ptr<Session> session;
    std::vector<NamedText> remarks;
};

class SessionReader
{
public:
    static constexpr std::size_t mostConnections = 10'000;
    static constexpr std::size_t mostRemarks = 100; // At most this many remarks of a connection are read.

    // The file may still be written; what is in it by the time of a call is read. `memory`: limit for all
    // that is kept of the file.
    [[nodiscard]] static std::variant<std::unique_ptr<SessionReader>, FileDamage>
    open(const std::filesystem::path &path, std::uint64_t memory = MemoryBudget::defaultLimit);
    ~SessionReader();

    // Reads about this many octets more; returns false once there are no more, or none that can be read.
    [[nodiscard]] bool readSome(std::size_t octets);
    void readAll();

    // The connections so far, in the order in which they began. The list only grows.
    [[nodiscard]] const std::vector<RecordedConnection> &connections() const { return m_recorded; }
    [[nodiscard]] const std::optional<FileDamage> &damage() const { return m_damage; }
    // The number of octets read so far, and the size of the file when it was opened.
    [[nodiscard]] std::uint64_t position() const { return m_position; }
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] const MemoryBudget &memory() const { return *m_budget; }
    // The number of packets so far that are of no connection of ours: another program has joined other
    // captures with our recordings.
    [[nodiscard]] std::uint64_t foreignPackets() const { return m_foreignPackets; }
    // The number of notes that are not shown: their rows are not in the file, known once all of it is read,
    // or a session has more of them than RowNotes keeps.
    [[nodiscard]] std::uint64_t lostNotes() const { return m_lostNotes; }

private:
    struct OpenFile;
    struct Connection;

    SessionReader(std::shared_ptr<OpenFile> file, std::uint64_t size, std::uint64_t memory);

    [[nodiscard]] bool fill(std::size_t wanted);
    [[nodiscard]] bool readBlock();
    [[nodiscard]] bool stop(FileDamage::Kind kind, std::string reason = {});
    void finish();
    [[nodiscard]] bool readBlock(const pcapng::Block &block);
    [[nodiscard]] bool readSection(const pcapng::Block &block);
    [[nodiscard]] bool readPacket(const pcapng::Block &block);
    [[nodiscard]] bool readJoinedInterface(const pcapng::Block &block);
    [[nodiscard]] bool readJoinedPacket(const pcapng::Block &block);
    [[nodiscard]] bool readJournal(const pcapng::Block &block);
    [[nodiscard]] bool readHeading(std::uint32_t number, const SessionHeading &heading);
    void addRemark(RecordedConnection &connection, NamedText remark);
    void addNote(std::size_t connection, RowNumber row, std::string text);
    void keepNote(std::size_t connection, RowNumber row, std::string text);
    void restoreEarlyNotes();
    [[nodiscard]] bool addRow(const JournalEntry &entry, Connection &connection,
                              JoinedSection::Member *member);
    [[nodiscard]] bool addConnection(std::uint32_t number, const SessionHeading &heading);
    [[nodiscard]] Connection *connection(std::uint32_t interface);

    std::shared_ptr<OpenFile> m_file;
    std::uint64_t m_size;
    std::shared_ptr<MemoryBudget> m_budget;
    std::uint64_t m_position = 0; // Offset of the current block in the file.
    OctetBuffer m_buffer; // The part of the file in memory; the unread octets begin at m_bufferStart.
    std::size_t m_bufferStart = 0; // Offset in the buffer.
    std::vector<RecordedConnection> m_recorded;
    std::vector<std::unique_ptr<Connection>> m_connections; // In the same order as m_recorded.
    std::size_t m_sectionStart = 0; // Number of the section's first connection.
    std::uint32_t m_interfaces = 0; // Number of interfaces in the section.
    // Not null while a section is read that another program has written.
    std::unique_ptr<JoinedSection> m_joined;
    std::vector<pcapng::Interface> m_joinedInterfaces;
    std::string m_joiner; // The program that wrote it.
    std::uint64_t m_foreignPackets = 0;
    // Notes on rows that have not come yet; by number of the connection.
    std::map<std::pair<std::size_t, RowNumber>, std::string> m_earlyNotes;
    std::uint64_t m_lostNotes = 0;
    std::optional<FileDamage> m_damage;
    bool m_hasSection = false;
    bool m_isDone = false;
};

} // namespace fg
