#include "protocol/session/file/session_reader.h"

#include "protocol/session/file/bulk_entry.h"
#include "protocol/session/file/recorded_stream.h"
#include "protocol/session/file/row_entry.h"
#include "protocol/session/log/restored_note.h"
#include "protocol/text/escape.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fg {
namespace {

constexpr std::size_t readAhead = 1024 * 1024;
constexpr std::string_view ourName = "Frameglass";
// The most octets that are kept of the name of another program.
constexpr std::size_t longestName = 200;
// The facts about a connection are in this many places: here, in what the caller is told of it, and in what
// the caller makes of that.
constexpr std::size_t copiesOfFacts = 4;

std::size_t memoryOf(const NamedText &text) { return sizeof(text) + text.first.size() + text.second.size(); }

std::size_t memoryOf(const SessionHeading &heading)
{
    std::size_t octets = sizeof(heading) + heading.url.size() + heading.agent.size() + heading.caseId.size();
    for (const NamedText &setting : heading.settings)
        octets += memoryOf(setting);
    return octets;
}

} // namespace

struct SessionReader::OpenFile
{
    explicit OpenFile(int number)
        : descriptor(number)
        , pages(number)
    {
    }
    ~OpenFile() { close(descriptor); }
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;

    const int descriptor;
    const PagedFile pages;
};

struct SessionReader::Connection
{
    RecordedStream stream;
};

std::variant<std::unique_ptr<SessionReader>, FileDamage>
SessionReader::open(const std::filesystem::path &path, std::uint64_t memory)
{
    const auto unreadable = [](int error) {
        return FileDamage{FileDamage::Kind::Unreadable, 0, std::generic_category().message(error)};
    };
    // Opening does not wait, in case the file is a pipe.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return unreadable(errno);
    auto file = std::make_shared<OpenFile>(descriptor);
    struct stat state
    {
    };
    if (fstat(descriptor, &state) != 0)
        return unreadable(errno);
    if (!S_ISREG(state.st_mode))
        return unreadable(S_ISDIR(state.st_mode) ? EISDIR : EINVAL);
    const auto size = static_cast<std::uint64_t>(state.st_size);
    std::unique_ptr<SessionReader> reader(new SessionReader(std::move(file), size, memory));
    // The first block shows whether this is a session file.
    if (!reader->readBlock())
        return reader->m_damage.value_or(FileDamage{FileDamage::Kind::NotASession, 0, {}});
    return reader;
}

SessionReader::SessionReader(std::shared_ptr<OpenFile> file, std::uint64_t size, std::uint64_t memory)
    : m_file(std::move(file))
    , m_size(size)
    , m_budget(std::make_shared<MemoryBudget>(memory))
{
    m_budget->keep(readAhead + std::min<std::uint64_t>(size, PagedFile::mostPages * PagedFile::pageSize));
}

SessionReader::~SessionReader() = default;

bool SessionReader::readSome(std::size_t octets)
{
    const std::uint64_t end = m_position + octets;
    while (!m_isDone && m_position < end) {
        if (!readBlock())
            finish();
    }
    return !m_isDone;
}

void SessionReader::readAll()
{
    while (readSome(readAhead)) { }
}

void SessionReader::finish()
{
    m_isDone = true;
    if (!m_damage && m_connections.empty() && !m_joiner.empty())
        m_damage = FileDamage{FileDamage::Kind::NotASession, 0, m_joiner};
    const bool isCutShort = m_damage && m_damage->kind == FileDamage::Kind::MemoryUsedUp;
    for (const auto &connection : m_connections) {
        if (isCutShort)
            connection->stream.cutShort();
        else
            connection->stream.finish();
    }
    restoreEarlyNotes();
    release(m_buffer);
}

bool SessionReader::stop(FileDamage::Kind kind, std::string reason)
{
    m_damage = FileDamage{kind, m_position, std::move(reason)};
    return false;
}

// Fills the buffer to at least this many unread octets; returns false if the file has fewer.
bool SessionReader::fill(std::size_t wanted)
{
    if (m_buffer.size() - m_bufferStart >= wanted)
        return true;
    m_buffer.erase(m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_bufferStart));
    m_bufferStart = 0;
    std::size_t filled = m_buffer.size();
    // Few blocks are longer than what is read ahead, which is counted already.
    if (wanted > readAhead && !m_budget->hasRoom(wanted))
        return stop(FileDamage::Kind::MemoryUsedUp);
    const std::uint64_t left = m_size - std::min(m_size, m_position);
    m_buffer.resize(std::max<std::size_t>(wanted, std::min<std::uint64_t>(left, readAhead)));
    while (filled < wanted) {
        const ssize_t count = pread(m_file->descriptor, m_buffer.data() + filled, m_buffer.size() - filled,
                                    static_cast<off_t>(m_position + filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            (void)stop(FileDamage::Kind::Unreadable, std::generic_category().message(errno));
        if (count <= 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    m_buffer.resize(filled);
    return filled >= wanted;
}

// Reads the next block; returns false at the end and at damage.
bool SessionReader::readBlock()
{
    using Kind = FileDamage::Kind;
    constexpr std::size_t lengthEnd = 8;
    const bool hasLength = fill(lengthEnd);
    if (m_damage || (!hasLength && m_buffer.size() == m_bufferStart))
        return false;
    const auto length = hasLength ? pcapng::readLength(OctetView(m_buffer).subspan(m_bufferStart))
                                  : pcapng::BlockFault::Incomplete;
    const Kind otherwise = m_hasSection ? Kind::BadLength : Kind::NotASession;
    if (!std::holds_alternative<std::uint32_t>(length))
        return stop(hasLength ? otherwise : m_hasSection ? Kind::Torn : Kind::NotASession);
    if (!fill(std::get<std::uint32_t>(length)))
        return !m_damage && stop(m_hasSection ? Kind::Torn : Kind::NotASession);
    const auto read = pcapng::readBlock(OctetView(m_buffer).subspan(m_bufferStart));
    const auto *const block = std::get_if<pcapng::Block>(&read);
    if (!block)
        return stop(otherwise);
    if (!readBlock(*block))
        return false;
    if (m_budget->isExhausted())
        return stop(FileDamage::Kind::MemoryUsedUp);
    m_position += block->length;
    m_bufferStart += block->length;
    return true;
}

bool SessionReader::readBlock(const pcapng::Block &block)
{
    if (!m_hasSection && block.type != pcapng::BlockType::Section)
        return stop(FileDamage::Kind::NotASession);
    switch (block.type) {
    case pcapng::BlockType::Section:
        return readSection(block);
    case pcapng::BlockType::Interface:
        ++m_interfaces;
        return !m_joined || readJoinedInterface(block);
    case pcapng::BlockType::Packet:
        return m_joined ? readJoinedPacket(block) : readPacket(block);
    case pcapng::BlockType::Journal:
        return readJournal(block);
    }
    // Blocks of other programs are ignored.
    return true;
}

bool SessionReader::readSection(const pcapng::Block &block)
{
    if (!pcapng::isReadableSection(block.body))
        return stop(m_hasSection ? FileDamage::Kind::BadBlock : FileDamage::Kind::NotASession);
    m_hasSection = true;
    m_sectionStart = m_connections.size();
    m_interfaces = 0;
    m_joined.reset();
    m_joinedInterfaces.clear();
    const std::string_view application = pcapng::applicationOf(block.body);
    if (application.starts_with(ourName))
        return true;
    m_joined = std::make_unique<JoinedSection>();
    m_joiner = application.empty() ? "another program" : application.substr(0, longestName);
    return true;
}

SessionReader::Connection *SessionReader::connection(std::uint32_t interface)
{
    const std::size_t number = m_sectionStart + interface;
    return number < m_connections.size() ? m_connections[number].get() : nullptr;
}

bool SessionReader::readPacket(const pcapng::Block &block)
{
    const auto packet = pcapng::readPacket(block.body);
    const auto segment = packet ? readSegment(packet->octets) : std::nullopt;
    Connection *const here = packet ? connection(packet->interface) : nullptr;
    if (!segment || !here || !packet->direction)
        return stop(FileDamage::Kind::BadBlock);
    if (!here->stream.addPacket(*packet->direction, packet->time, *segment, m_position))
        return stop(FileDamage::Kind::MissingOctets);
    return true;
}

bool SessionReader::readJoinedInterface(const pcapng::Block &block)
{
    const auto interface = pcapng::readInterface(block.body);
    if (!interface)
        return stop(FileDamage::Kind::BadBlock);
    m_joinedInterfaces.push_back(*interface);
    m_budget->keep(2 * sizeof(*interface));
    return true;
}

// Other programs join our recordings with captures of anything.
bool SessionReader::readJoinedPacket(const pcapng::Block &block)
{
    const auto packet = pcapng::readPacket(block.body);
    const bool isRaw = packet && packet->interface < m_joinedInterfaces.size()
        && m_joinedInterfaces[packet->interface].linkType == pcapng::linkTypeRaw;
    const auto segment = isRaw ? readSegment(packet->octets) : std::nullopt;
    if (!segment || !packet->direction) {
        ++m_foreignPackets;
        return true;
    }
    if (segment->payload.empty() && !segment->has(TcpFlag::Psh))
        return true;
    const PacketEnds ends = readEnds(packet->octets, *packet->direction);
    const auto owner = m_joined->ownerOf(packet->interface, *packet->direction, ends, *segment);
    if (!owner.member && owner.hasEnds)
        return stop(FileDamage::Kind::MissingOctets);
    m_foreignPackets += owner.member ? 0 : 1;
    const std::uint64_t time = m_joinedInterfaces[packet->interface].nanosecondsOf(packet->time);
    return !owner.member || owner.member->stream->addPacket(*packet->direction, time, *segment, m_position)
        || stop(FileDamage::Kind::MissingOctets);
}

bool SessionReader::readJournal(const pcapng::Block &block)
{
    const JournalEntry entry(block.body);
    const auto number = entry.number<std::uint32_t>("FG_CONNECTION");
    if (!number)
        return true;
    if (const auto heading = headingIn(entry))
        return readHeading(*number, *heading);
    JoinedSection::Member *const member = m_joined ? m_joined->ownerOf(*number, entry) : nullptr;
    const std::size_t index = member ? member->connection : m_sectionStart + *number;
    if (m_joined ? !member : index >= m_connections.size())
        return m_joined || stop(FileDamage::Kind::BadBlock);
    if (const auto row = entry.number<std::size_t>("FG_NOTE_ROW")) {
        addNote(index, RowNumber(*row), entry.text("FG_TEXT"));
        return true;
    }
    if (const auto name = entry.find("FG_REMARK")) {
        addRemark(m_recorded[index], {std::string(*name), entry.text("FG_TEXT")});
        return true;
    }
    return addRow(entry, *m_connections[index], member);
}

bool SessionReader::readHeading(std::uint32_t number, const SessionHeading &heading)
{
    const bool isNext = number + 1 == m_interfaces && m_sectionStart + number == m_connections.size();
    return m_joined || isNext ? addConnection(number, heading) : stop(FileDamage::Kind::BadBlock);
}

void SessionReader::addRemark(RecordedConnection &connection, NamedText remark)
{
    if (connection.remarks.size() >= mostRemarks)
        return;
    connection.remarks.push_back(std::move(remark));
    m_budget->keep(copiesOfFacts * memoryOf(connection.remarks.back()));
}

// A note that is not UTF-8 was not written by us, and is shown with its octets escaped.
void SessionReader::addNote(std::size_t connection, RowNumber row, std::string text)
{
    if (!isUtf8(octetsOf(text)))
        text = escaped(std::string_view(text).substr(0, RowNotes::longest));
    m_earlyNotes.erase({connection, row});
    if (row < endOf(m_recorded[connection].session->rowCount())) {
        keepNote(connection, row, std::move(text));
    } else if (!text.empty()) {
        m_budget->keep(std::min(text.size(), RowNotes::longest) + memoryBesideNote);
        m_earlyNotes[{connection, row}] = std::move(text);
    }
}

void SessionReader::keepNote(std::size_t connection, RowNumber row, std::string text)
{
    if (!restoreNote(*m_recorded[connection].session, m_budget.get(), row, std::move(text)))
        ++m_lostNotes;
}

// At the end of the file.
void SessionReader::restoreEarlyNotes()
{
    for (auto &[place, text] : m_earlyNotes) {
        const auto &[connection, row] = place;
        if (row < endOf(m_recorded[connection].session->rowCount()))
            keepNote(connection, row, std::move(text));
        else
            ++m_lostNotes;
    }
    m_earlyNotes.clear();
}

bool SessionReader::addRow(const JournalEntry &entry, Connection &connection, JoinedSection::Member *member)
{
    std::optional<EnteredRow> entered = rowIn(entry);
    if (!entered)
        return stop(FileDamage::Kind::BadBlock);
    if (const auto *const peer = std::get_if<PeerInfo>(&entered->extra); member && peer)
        m_joined->connected(*member, *peer);
    connection.stream.addRow(std::move(*entered), bulkEndIn(entry));
    return true;
}

bool SessionReader::addConnection(std::uint32_t number, const SessionHeading &heading)
{
    if (m_connections.size() == mostConnections)
        return stop(FileDamage::Kind::TooManyConnections);
    const std::shared_ptr<const PagedFile> pages(m_file, &m_file->pages);
    m_connections.push_back(
        std::make_unique<Connection>(Connection{RecordedStream(pages, number, heading, m_budget)}));
    m_recorded.push_back({heading, m_connections.back()->stream.session(), {}});
    m_budget->keep(sizeof(Connection) + copiesOfFacts * memoryOf(heading));
    if (m_joined) {
        m_joined->add(m_connections.size() - 1, number, heading, m_connections.back()->stream);
        m_budget->keep(4 * sizeof(JoinedSection::Member));
    }
    return true;
}

} // namespace fg
