#include "tests/fuzz/view_agreement.h"

#include "protocol/report/view/message_walk.h"
#include "protocol/session/log/message_rows.h"
#include "protocol/session/log/row_walk.h"
#include "protocol/session/look/log_outline.h"
#include "protocol/session/look/payload_search.h"
#include "tests/fuzz/plain_reading.h"

#include <algorithm>
#include <set>
#include <vector>

namespace fg::test {
namespace {

// The messages that all views must have are those that are complete and have no fault. A view may have more:
// - The walk and the outline follow headers only, so they also have a complete message that is not UTF-8, too
//   long or cannot be inflated. The list does not.
// - The walk, the outline and the search show a message that was replaced or never ended as far as it goes.
// - A reader of rows takes a frame of ours at its word, so where its declared length is a lie, views of rows
//   and views of octets see different frames from there on. The same is true where a frame that was sent in
//   parts, or raw octets, wait while a later frame already has its row: a row of a frame that was found in
//   the octets stands where they left. This part is not compared (PlainStream::end).
class Views
{
public:
    Views(const std::shared_ptr<const Session> &session, RandomSource &random)
        : m_session(session)
        , m_random(random)
        , m_streams{.in = readPlainly(*session, Direction::In), .out = readPlainly(*session, Direction::Out)}
    {
    }

    std::string disagreement()
    {
        for (const Direction direction : bothDirections) {
            if (!m_streams[direction].fault.empty())
                return m_streams[direction].fault;
        }
        const LogOutline outline = outlineOf(*m_session);
        for (const Direction direction : bothDirections) {
            checkList(direction);
            checkWalk(direction);
            checkOutline(outline, direction);
        }
        checkLines(outline);
        checkSearches();
        return m_disagreement;
    }

private:
    [[nodiscard]] static std::string nameOf(const PlainMessage &message)
    {
        return "the message of opcode " + std::to_string(valueOf(message.opcode)) + " in rows "
            + std::to_string(message.rows.front().value()) + " to "
            + std::to_string(message.rows.back().value());
    }
    // Keeps the first disagreement.
    void expect(bool isTrue, const std::string &view, const std::string &what)
    {
        if (!isTrue && m_disagreement.empty())
            m_disagreement = view + ": " + what;
    }
    void expect(bool isTrue, const std::string &view, const PlainMessage &message, const char *what)
    {
        if (!isTrue)
            expect(false, view, nameOf(message) + ": " + what);
    }

    // --- the list ---

    void checkList(Direction direction)
    {
        const PlainStream &stream = m_streams[direction];
        std::vector<MessageRecord> listed = m_session->messages();
        std::erase_if(listed, [&](const MessageRecord &message) {
            // A ping or pong counts as a message of one frame.
            return message.direction != direction || message.lastRow >= stream.end
                || classOf(message.opcode) != OpcodeClass::Start;
        });
        auto next = listed.begin();
        for (const PlainMessage &message : stream.messages) {
            const bool isListed = next != listed.end() && next->firstRow == message.rows.front();
            if (isListed)
                checkListed(*next++, message);
            const bool isRight = !message.isComplete ? !isListed
                : message.isContentKnown             ? isListed == message.isValid || isListedAnyway(message)
                                                     : true;
            expect(isRight, "list", message, isListed ? "is listed" : "is not listed");
        }
        expect(next == listed.end(), "list", "has a message that the octets do not have");
        checkControls(direction);
    }
    // A fault that a reader finds in compressed octets although zlib inflates them.
    [[nodiscard]] bool isListedAnyway(const PlainMessage &message) const
    {
        const auto findings = m_session->findings();
        return message.isCompressed && std::ranges::any_of(findings, [&](const Finding &finding) {
                   return std::ranges::count(message.rows, finding.row) > 0;
               });
    }
    void checkListed(const MessageRecord &record, const PlainMessage &message)
    {
        expect(record.opcode == message.opcode, "list", message, "opcode");
        expect(record.lastRow == message.rows.back(), "list", message, "last row");
        expect(record.isCompressed == message.isCompressed, "list", message, "compression");
        expect(record.wireLength == message.wire.size(), "list", message, "length on the wire");
        const OctetBuffer payload = m_session->payload(record, SIZE_MAX);
        expect(payload.size() == record.length, "list", message, "length of its payload");
        if (message.isContentKnown) {
            expect(record.length == message.content.size(), "list", message, "length");
            expect(payload == message.content, "list", message, "payload");
        }
        for (const RowNumber row : message.rows)
            expect(m_session->messageOf(row) == record, "list", message, "a row of its frames");
    }
    // A ping or pong has a record of its own, and its frame is not part of a data message.
    void checkControls(Direction direction)
    {
        const PlainStream &stream = m_streams[direction];
        std::vector<RowNumber> rows;
        for (const std::size_t number : stream.alone) {
            const PlainFrame &frame = stream.frames[number];
            expect(!m_session->messageOf(frame.row), "list", "a frame outside of messages is part of one");
            if (frame.isWhole && (frame.opcode() == Opcode::Ping || frame.opcode() == Opcode::Pong))
                rows.push_back(frame.row);
        }
        std::vector<RowNumber> listed;
        for (const MessageRecord &message : m_session->messages()) {
            if (message.direction == direction && message.lastRow < stream.end && isControl(message.opcode))
                listed.push_back(message.firstRow);
        }
        expect(listed == rows, "list", "pings and pongs");
    }

    // --- the walk ---

    void checkWalk(Direction direction)
    {
        const PlainStream &stream = m_streams[direction];
        const SessionView view(*m_session, Secrets::Kept);
        MessageWalk walk;
        auto next = stream.messages.begin();
        const auto skipUnfinished = [&] {
            while (next != stream.messages.end() && !next->isComplete)
                ++next;
        };
        forEachRow(*m_session, [&](const LogRow &row, RowNumber number) {
            const std::optional<WalkedMessage> walked = walk.addRow(number, row);
            if (!walked || walked->direction != direction || walked->lastRow >= stream.end)
                return;
            skipUnfinished();
            if (next == stream.messages.end()) {
                expect(false, "walk", "has a message that the octets do not have");
                return;
            }
            checkWalked(view, *walked, *next++);
        });
        skipUnfinished();
        expect(next == stream.messages.end(), "walk", "lacks a message");
    }
    void checkWalked(const SessionView &view, const WalkedMessage &walked, const PlainMessage &message)
    {
        expect(walked.opcode == message.opcode, "walk", message, "opcode");
        expect(walked.rsv == message.rsv, "walk", message, "RSV");
        std::vector<RowNumber> rows;
        for (RowNumber row = walked.firstRow; row <= walked.lastRow; ++row) {
            if (isFrameOf(walked, row, m_session->row(row)))
                rows.push_back(row);
        }
        expect(rows == message.rows, "walk", message, "rows");
        OctetBuffer payload;
        payloadPieces(view, walked)(
            [&payload](OctetView piece) { payload.insert(payload.end(), piece.begin(), piece.end()); });
        expect(payload == message.wire, "walk", message, "payload");
    }

    // --- the outline ---

    [[nodiscard]] static LogOutline outlineOf(const Session &session)
    {
        LogOutline outline(LogLevel::Messages);
        forEachRow(session, [&outline](const LogRow &row, RowNumber) { outline.addRow(row); });
        return outline;
    }
    void checkOutline(const LogOutline &lines, Direction direction)
    {
        const PlainStream &stream = m_streams[direction];
        for (const std::size_t number : stream.alone) {
            const RowNumber row = stream.frames[number].row;
            const std::optional<std::size_t> position = lines.positionOf(row);
            const bool hasLine = position && lines.line(*position).row == row;
            if (!position || (!hasLine && stream.frames[number].opcode() == Opcode::Close))
                expect(false, "outline", "row " + std::to_string(row.value()) + " is not in its line");
        }
        for (const PlainMessage &message : stream.messages) {
            const std::optional<std::size_t> position = lines.positionOf(message.rows.front());
            if (!position || lines.line(*position).row != message.rows.front()) {
                expect(false, "outline", message, "has no line of its own");
                continue;
            }
            std::vector<RowNumber> rows = lines.partsOf(*position);
            if (rows.empty())
                rows = {message.rows.front()};
            // The frames between the fragments are folded, too, but they are not of the message; nor are
            // those that are not compared.
            std::erase_if(rows, [&](RowNumber row) {
                const OpcodeClass of = classOf(m_session->row(row).opcode());
                return of == OpcodeClass::Control || of == OpcodeClass::Reserved || row >= stream.end;
            });
            expect(rows == message.rows, "outline", message, "rows");
        }
    }
    // Every row other than of octets is in one line, or folded under one.
    void checkLines(const LogOutline &lines)
    {
        std::vector<RowNumber> shown;
        for (std::size_t position = 0; position < lines.size(); ++position) {
            const std::vector<RowNumber> parts = lines.partsOf(position);
            if (parts.empty())
                shown.push_back(lines.line(position).row);
            shown.insert(shown.end(), parts.begin(), parts.end());
        }
        std::ranges::sort(shown);
        std::vector<RowNumber> rows;
        forEachRow(*m_session, [&rows](const LogRow &row, RowNumber number) {
            if (row.kind != RowKind::Octets)
                rows.push_back(number);
        });
        expect(shown == rows, "outline", "not every row is shown once");
    }

    // --- the search ---

    void checkSearches()
    {
        std::vector<const PlainMessage *> searched;
        for (const Direction direction : bothDirections) {
            for (const PlainMessage &message : m_streams[direction].messages) {
                if (message.isValid && !message.content.empty())
                    searched.push_back(&message);
            }
        }
        constexpr std::size_t searches = 2;
        for (std::size_t i = 0; i < searches && !searched.empty(); ++i) {
            const OctetBuffer &content = searched[m_random.below(searched.size())]->content;
            const std::size_t start = m_random.below(content.size());
            const std::size_t length = 1 + m_random.below(std::min<std::size_t>(content.size() - start, 20));
            checkSearch(OctetView(content).subspan(start, length));
        }
    }
    using Found = std::multiset<RowNumber>;
    [[nodiscard]] Found foundBySearch(OctetView text) const
    {
        PayloadSearch search(
            m_session, std::get<Needle>(Needle::of({.text = toHex(text), .kind = SearchQuery::Kind::Hex})));
        while (search.searchSome()) { }
        const std::vector<RowNumber> rows = search.takeFound();
        return {rows.begin(), rows.end()};
    }
    void checkSearch(OctetView text)
    {
        const Found found = foundBySearch(text);
        for (const Direction direction : bothDirections) {
            const PlainStream &stream = m_streams[direction];
            for (const PlainMessage &message : stream.messages) {
                if (message.isCompressed)
                    checkCompressed(message, text, found);
                else
                    checkRows(message.rows, rowsWith(message, text), text, found);
            }
            for (const std::size_t number : stream.alone) {
                const PlainFrame &frame = stream.frames[number];
                const bool isIn = !std::ranges::search(frame.payload, text).empty();
                checkRows({frame.row}, isIn ? std::set{frame.row} : std::set<RowNumber>(), text, found);
            }
        }
    }
    // The rows of the message's frames in which a match begins.
    [[nodiscard]] static std::set<RowNumber> rowsWith(const PlainMessage &message, OctetView text)
    {
        std::set<RowNumber> rows;
        const auto end = message.wire.end();
        for (auto match = message.wire.begin();; ++match) {
            match = std::search(match, end, text.begin(), text.end());
            if (match == end)
                return rows;
            rows.insert(message.rowOfOctet[static_cast<std::size_t>(match - message.wire.begin())]);
        }
    }
    void checkRows(const std::vector<RowNumber> &rows, const std::set<RowNumber> &wanted, OctetView text,
                   const Found &found)
    {
        for (const RowNumber row : rows) {
            if (found.count(row) != wanted.count(row))
                expect(false, "search",
                       "the number of matches of " + toHex(text) + " in row " + std::to_string(row.value())
                           + " is " + std::to_string(found.count(row)));
        }
    }
    // The octets of a compressed message do not say in which of its rows a match begins.
    void checkCompressed(const PlainMessage &message, OctetView text, const Found &found)
    {
        if (!message.isValid)
            return;
        const bool isFound =
            std::ranges::any_of(message.rows, [&](RowNumber row) { return found.contains(row); });
        const bool isIn = !std::ranges::search(message.content, text).empty();
        expect(isFound == isIn, "search", message,
               isIn ? "is not found" : "is found although it is not there");
    }

    std::shared_ptr<const Session> m_session;
    RandomSource &m_random;
    ByDirection<PlainStream> m_streams;
    std::string m_disagreement;
};

} // namespace

std::string disagreementOfViews(const std::shared_ptr<const Session> &session, RandomSource &random)
{
    return Views(session, random).disagreement();
}

} // namespace fg::test
