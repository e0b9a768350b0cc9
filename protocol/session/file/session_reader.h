// Reads a session file (session_file.h) again: each connection becomes a Session that lives on the file, with
// the rows, and all that follows from them, that it had while it was recorded. A part at a time, so that the
// first rows can be shown while the rest is read. Nothing in the file is trusted: reading stops at the first
// damage, and what was read before it stands.
#pragma once

#include "protocol/files/paged_file.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/session.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace fg {

struct FileDamage
{
    enum class Kind : std::uint8_t {
        NotASession, // it does not begin as a session file does
        Torn, // the file ends inside a block: its writer was killed, or the file was cut
        BadLength, // of a block
        BadBlock, // a block of ours that makes no sense
        MissingOctets, // a packet does not follow on the one before
        TooManyConnections,
        Unreadable, // the system says
    };

    Kind kind = Kind::Torn;
    std::uint64_t offset = 0; // of the block in the file; what stands before it was read
    std::string reason; // Unreadable: in the system's own words

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
    static constexpr std::size_t mostRemarks = 100; // of a connection

    // The file may still be written to: what is there by then is read.
    [[nodiscard]] static std::variant<std::unique_ptr<SessionReader>, FileDamage>
    open(const std::filesystem::path &path);
    ~SessionReader();

    // Reads on for about so many octets; false once there are no more, or none that can be read.
    [[nodiscard]] bool readSome(std::size_t octets);
    void readAll();

    // Connections so far, in the order in which they began. Grows; those that are there stay.
    [[nodiscard]] const std::vector<RecordedConnection> &connections() const { return m_recorded; }
    [[nodiscard]] const std::optional<FileDamage> &damage() const { return m_damage; }
    // How far it has come, in octets of the file, and how many there were when it was opened.
    [[nodiscard]] std::uint64_t position() const { return m_position; }
    [[nodiscard]] std::uint64_t size() const { return m_size; }

private:
    struct OpenFile;
    struct Connection;

    SessionReader(std::shared_ptr<OpenFile> file, std::uint64_t size);

    [[nodiscard]] bool fill(std::size_t wanted);
    [[nodiscard]] bool readBlock();
    [[nodiscard]] bool stop(FileDamage::Kind kind, std::string reason = {});
    void finish();
    [[nodiscard]] bool readBlock(const pcapng::Block &block);
    [[nodiscard]] bool readSection(const pcapng::Block &block);
    [[nodiscard]] bool readPacket(const pcapng::Block &block);
    [[nodiscard]] bool readJournal(const pcapng::Block &block);
    [[nodiscard]] bool addConnection(const SessionHeading &heading);
    [[nodiscard]] Connection *connection(std::uint32_t interface);

    std::shared_ptr<OpenFile> m_file;
    std::uint64_t m_size;
    std::uint64_t m_position = 0; // of the block that is read
    OctetBuffer m_buffer; // of the file, from m_bufferStart in it on
    std::size_t m_bufferStart = 0; // of what is not yet read, in the buffer
    std::vector<RecordedConnection> m_recorded;
    std::vector<std::unique_ptr<Connection>> m_connections; // the same ones
    std::size_t m_sectionStart = 0; // number of the section's first connection
    std::uint32_t m_interfaces = 0; // of the section
    std::optional<FileDamage> m_damage;
    bool m_hasSection = false;
    bool m_isDone = false;
};

} // namespace fg
