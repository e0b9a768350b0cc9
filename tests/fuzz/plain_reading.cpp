#include "tests/fuzz/plain_reading.h"

#include "protocol/session/log/row_walk.h"
#include "protocol/wire/utf8.h"

#include <array>
#include <optional>
#include <zlib.h>

namespace fg::test {
namespace {

// --- frames ---

std::uint64_t headLength(const Session &session, Direction direction)
{
    const HandshakeRecord handshake = session.handshake();
    const bool isRequest = (direction == Direction::Out) == (session.role() == Role::Client);
    return isRequest ? handshake.request.size() : handshake.answer.size();
}

// The frame at this place; nullopt if its header is not complete.
std::optional<PlainFrame> frameAt(OctetView octets, std::uint64_t offset)
{
    const auto value = [&](std::uint64_t at) { return std::to_integer<std::uint64_t>(octets[at]); };
    if (offset + 2 > octets.size())
        return std::nullopt;
    PlainFrame frame{.offset = offset, .firstOctet = static_cast<std::uint8_t>(value(offset))};
    const bool isMasked = (value(offset + 1) & 0x80) != 0;
    frame.length = value(offset + 1) & 0x7F;
    const std::uint64_t more = frame.length == 126 ? 2 : frame.length == 127 ? 8 : 0;
    const std::uint64_t start = offset + 2 + more + (isMasked ? 4 : 0);
    if (start > octets.size())
        return std::nullopt;
    if (more > 0)
        frame.length = 0;
    for (std::uint64_t i = 0; i < more; ++i)
        frame.length = frame.length << 8 | value(offset + 2 + i);
    const std::uint64_t there = std::min<std::uint64_t>(frame.length, octets.size() - start);
    frame.isWhole = there == frame.length;
    for (std::uint64_t i = 0; i < there; ++i)
        frame.payload.push_back(octets[start + i] ^ (isMasked ? octets[start - 4 + i % 4] : std::byte{}));
    return frame;
}

// Gives the frames of the octets their rows.
class FrameRows
{
public:
    FrameRows(const Session &session, Direction direction)
        : m_session(session)
        , m_direction(direction)
        , m_octets(session.octets(direction, {}, SIZE_MAX))
        , m_next(headLength(session, direction))
    {
    }

    PlainStream read()
    {
        m_stream.end = endOf(m_session.rowCount());
        forEachRow(m_session, [this](const LogRow &row, RowNumber number) {
            if (row.kind == RowKind::Frame && row.direction == m_direction && !m_isOver)
                add(row, number);
        });
        // What we sent as raw octets gets rows only as far as its frames are complete.
        if (!m_isOver && m_direction == Direction::In) {
            const std::optional<PlainFrame> left = frameAt(m_octets, m_next);
            if (left && (left->isWhole || isClosed()))
                m_stream.fault = "the frame at " + std::to_string(m_next) + " has no row";
        }
        return std::move(m_stream);
    }

private:
    [[nodiscard]] bool isClosed() const { return m_session.summary().state == SessionState::Closed; }

    void add(const LogRow &row, RowNumber number)
    {
        std::optional<PlainFrame> frame = frameAt(m_octets, m_next);
        const bool isThere = frame && row.offset.value() == frame->offset
            && row.opcodeBits == frame->firstOctet && row.length == frame->length;
        if (m_direction == Direction::Out && (!isThere || !frame->isWhole)) {
            leaveOutFrom(isThere || m_stream.frames.empty() ? number : m_stream.frames.back().row);
            return;
        }
        if (!isThere) {
            m_stream.fault = "row " + std::to_string(number.value())
                + " is not the frame that was received at " + std::to_string(m_next);
            m_isOver = true;
            return;
        }
        // While a frame still arrives, it may already have a row, because it failed the connection.
        if (!frame->isWhole && !isClosed()) {
            leaveOutFrom(number);
            return;
        }
        if (row.has(RowFlag::Incomplete) == frame->isWhole)
            m_stream.fault = "row " + std::to_string(number.value()) + " is wrong about being incomplete";
        m_isOver = !frame->isWhole;
        if (frame->isWhole)
            m_next = frame->offset + row.header().size() + frame->length;
        frame->row = number;
        m_stream.frames.push_back(std::move(*frame));
    }

    void leaveOutFrom(RowNumber row)
    {
        m_isOver = true;
        m_stream.end = row;
        std::erase_if(m_stream.frames, [row](const PlainFrame &frame) { return frame.row >= row; });
    }

    const Session &m_session;
    Direction m_direction;
    OctetBuffer m_octets;
    std::uint64_t m_next; // Offset of the next frame.
    PlainStream m_stream;
    bool m_isOver = false;
};

// --- messages ---

void beginMessage(PlainStream &stream, const PlainFrame &frame)
{
    stream.messages.push_back({.opcode = frame.opcode(), .rsv = frame.rsv()});
}

void findMessages(PlainStream &stream)
{
    bool isOpen = false;
    for (std::size_t i = 0; i < stream.frames.size(); ++i) {
        const PlainFrame &frame = stream.frames[i];
        const unsigned opcode = valueOf(frame.opcode());
        const bool isStart = opcode == 1 || opcode == 2;
        if (isStart)
            beginMessage(stream, frame);
        if (!isStart && !(opcode == 0 && isOpen)) {
            stream.alone.push_back(i);
            continue;
        }
        PlainMessage &message = stream.messages.back();
        message.rows.push_back(frame.row);
        message.wire.insert(message.wire.end(), frame.payload.begin(), frame.payload.end());
        message.rowOfOctet.resize(message.wire.size(), frame.row);
        message.isComplete = frame.fin() && frame.isWhole;
        isOpen = !message.isComplete;
    }
}

// --- content ---

// Inflates with zlib alone. A reference may go back further than the agreed window: a reader reports it, and
// inflates the message nevertheless.
class PlainInflater
{
public:
    PlainInflater() { inflateInit2(&m_stream, -15); }
    ~PlainInflater() { inflateEnd(&m_stream); }
    PlainInflater(const PlainInflater &) = delete;
    PlainInflater &operator=(const PlainInflater &) = delete;

    // Returns nullopt if the message is broken.
    std::optional<OctetBuffer> inflate(OctetView message)
    {
        constexpr std::array tail{std::byte{0x00}, std::byte{0x00}, std::byte{0xFF}, std::byte{0xFF}};
        OctetBuffer content;
        if (!add(message, content))
            return std::nullopt;
        // The tail completes an empty block. In a message that is cut inside a block, it is read as more of
        // that block instead, and may even look like its end.
        const std::size_t size = content.size();
        if (!add(tail, content) || content.size() != size || !isBetweenBlocks())
            return std::nullopt;
        return content;
    }

    void forgetContext()
    {
        m_window.clear();
        inflateReset(&m_stream);
    }

private:
    // Returns false if the octets are not DEFLATE data.
    [[nodiscard]] bool add(OctetView octets, OctetBuffer &content)
    {
        m_stream.next_in = reinterpret_cast<const Bytef *>(octets.data());
        m_stream.avail_in = static_cast<uInt>(octets.size());
        std::array<std::byte, 4096> part;
        for (;;) {
            m_stream.next_out = reinterpret_cast<Bytef *>(part.data());
            m_stream.avail_out = part.size();
            const int result = ::inflate(&m_stream, Z_SYNC_FLUSH);
            const std::size_t size = part.size() - m_stream.avail_out;
            content.insert(content.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(size));
            keep(OctetView(part).first(size));
            if (result == Z_STREAM_END)
                startAgain();
            else if (result != Z_OK && result != Z_BUF_ERROR)
                return false;
            else if (m_stream.avail_out > 0)
                return m_stream.avail_in == 0;
        }
    }
    // As zlib says it: at the end of a block, and without bits that it has not used.
    [[nodiscard]] bool isBetweenBlocks() const { return (m_stream.data_type & (128 | 63)) == 128; }
    void keep(OctetView octets)
    {
        m_window.insert(m_window.end(), octets.begin(), octets.end());
        if (m_window.size() > 2 * windowSize)
            m_window.erase(m_window.begin(), m_window.end() - windowSize);
    }
    // A final block does not end the stream (RFC 7692 7.2.3.4).
    void startAgain()
    {
        inflateReset(&m_stream);
        const std::size_t size = std::min<std::size_t>(m_window.size(), windowSize);
        inflateSetDictionary(&m_stream,
                             reinterpret_cast<const Bytef *>(m_window.data() + m_window.size() - size),
                             static_cast<uInt>(size));
    }

    static constexpr std::ptrdiff_t windowSize = 32 * 1024;
    z_stream m_stream{};
    OctetBuffer m_window;
};

void judgeContent(PlainMessage &message, std::uint64_t limit)
{
    message.isContentKnown = true;
    message.isValid = message.wire.size() <= limit && message.content.size() <= limit
        && (message.opcode != Opcode::Text || isUtf8(message.content));
}

// `agreement`: of this direction, if compression was agreed on.
void findContents(PlainStream &stream, const std::optional<DeflateDirection> &agreement, std::uint64_t limit)
{
    PlainInflater inflater;
    bool isContextKnown = true;
    for (PlainMessage &message : stream.messages) {
        message.isCompressed = agreement && (message.rsv & rsv1) != 0;
        if (!message.isCompressed) {
            message.content = message.wire;
            judgeContent(message, limit);
            continue;
        }
        if (agreement->takeover == ContextTakeover::No) {
            inflater.forgetContext();
            isContextKnown = true;
        }
        // What was inflated of an unfinished message is part of the context, or the context is lost.
        isContextKnown = isContextKnown && message.isComplete && message.wire.size() <= limit;
        if (!isContextKnown)
            continue;
        std::optional<OctetBuffer> content = inflater.inflate(message.wire);
        isContextKnown = content && content->size() <= limit;
        if (!content)
            continue;
        message.content = std::move(*content);
        judgeContent(message, limit);
    }
}

} // namespace

PlainStream readPlainly(const Session &session, Direction direction)
{
    PlainStream stream = FrameRows(session, direction).read();
    findMessages(stream);
    const bool isLeftOut = stream.end < endOf(session.rowCount());
    if (isLeftOut && !stream.messages.empty() && !stream.messages.back().isComplete)
        stream.messages.pop_back();
    const std::optional<DeflateAgreement> agreement = session.handshake().deflate.agreement;
    const bool isOfServer = (direction == Direction::Out) == (session.role() == Role::Server);
    std::optional<DeflateDirection> deflate;
    if (agreement)
        deflate = isOfServer ? agreement->server : agreement->client;
    findContents(stream, deflate, session.summary().limits.messageOctets);
    return stream;
}

} // namespace fg::test
