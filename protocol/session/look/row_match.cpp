#include "protocol/session/look/row_match.h"

#include "protocol/handshake/opening.h"
#include "protocol/wire/overloaded.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fg {
namespace {

// The session may still change the rows of this many newest findings: those of a frame that is under way.
constexpr std::size_t unsettledFindings = 64;

std::size_t atMost(std::uint64_t octets)
{
    return static_cast<std::size_t>(std::min<std::uint64_t>(octets, RowMatch::mostOctets));
}

bool dependsOnEarlierRows(FilterField field)
{
    return field == FilterField::Delta || field == FilterField::FrameNumber
        || field == FilterField::MessageNumber || field == FilterField::Rtt;
}

bool isNumberOfFrames(FilterField field) { return field == FilterField::MessageFrames; }

// The first field of the filter of which this is true; null if there is none.
const FilterFieldRef *firstField(const FilterTree &filter, bool (*isWanted)(FilterField))
{
    const auto ofField = [&](const FilterFieldRef &field) {
        return isWanted(field.field) ? &field : nullptr;
    };
    const auto ofParts = [&](const std::vector<FilterTree> &parts) {
        const FilterFieldRef *found = nullptr;
        for (std::size_t at = 0; at < parts.size() && !found; ++at)
            found = firstField(parts[at], isWanted);
        return found;
    };
    using Found = const FilterFieldRef *;
    return std::visit(
        Overloaded{[](const FilterSearch &) -> Found { return nullptr; },
                   [&](const FilterPresence &presence) -> Found { return ofField(presence.field); },
                   [&](const FilterComparison &comparison) -> Found { return ofField(comparison.field); },
                   [&](const FilterNot &negation) -> Found { return ofParts(negation.part); },
                   [&](const FilterAll &all) -> Found { return ofParts(all.parts); },
                   [&](const FilterAny &any) -> Found { return ofParts(any.parts); }},
        filter.node);
}

bool isInMessage(const Session &session, const FilterUnit &unit, RowNumber number)
{
    MessageRecord message;
    message.direction = unit.row.direction;
    message.firstRow = unit.number;
    message.lastRow = unit.last;
    return isFrameOf(message, number, session.row(number));
}

std::uint32_t framesUpTo(const Session &session, const MessageRecord &message, RowNumber last)
{
    std::uint32_t frames = 0;
    std::size_t looked = 0;
    for (RowNumber number = message.firstRow; number <= last && looked < RowMatch::mostMessageRows;
         ++number, ++looked)
        frames += isFrameOf(message, number, session.row(number)) ? 1 : 0;
    return frames;
}

// Whether the frames of a message are counted, which takes a look at each.
enum class Frames : std::uint8_t { NotCounted, Counted };

void addMessage(const Session &session, const MessageRecord &message, FilterView view, Frames frames,
                FilterUnit &unit)
{
    unit.messageOpcode = message.opcode;
    unit.isCompressed = message.isCompressed;
    const bool isWhole = view == FilterView::Messages && message.firstRow == unit.number;
    if (isWhole) {
        unit.last = message.lastRow;
        unit.length = message.length;
        unit.wireLength = message.wireLength;
        unit.hasLastFrame = true;
    }
    if (frames == Frames::Counted)
        unit.frames = framesUpTo(session, message, unit.last);
}

FilterUnit unitOf(const Session &session, RowNumber number, FilterView view, Frames frames)
{
    FilterUnit unit;
    unit.row = session.row(number);
    unit.number = unit.last = number;
    const RowKind kind = unit.row.kind;
    if (kind == RowKind::Dropped || kind == RowKind::Error)
        unit.hasPeerClosed = session.closing().closeReceivedAt.has_value();
    if (kind != RowKind::Frame)
        return unit;
    unit.length = unit.wireLength = unit.row.length;
    unit.hasLastFrame = unit.row.fin() && !unit.row.has(RowFlag::Incomplete);
    if (const std::optional<MessageRecord> message = session.messageOf(number)) {
        addMessage(session, *message, view, frames, unit);
    } else if (classOf(unit.row.opcode()) == OpcodeClass::Start) {
        unit.messageOpcode = unit.row.opcode();
        // RFC 7692 6.
        unit.isCompressed = (unit.row.rsv() & rsv1) != 0 && session.handshake().deflate.agreement.has_value();
    }
    return unit;
}

} // namespace

std::string_view fieldOfEarlierRows(const FilterTree &filter)
{
    const FilterFieldRef *const field = firstField(filter, dependsOnEarlierRows);
    return field ? field->info().name : std::string_view();
}

class RowMatch::Source final : public FilterSource
{
public:
    Source(std::shared_ptr<const Session> session, RowInfo info)
        : m_session(std::move(session))
        , m_info(std::move(info))
    {
    }

    [[nodiscard]] const Session &session() const { return *m_session; }

    OctetView payload(const FilterUnit &unit) override
    {
        m_payload.clear();
        if (!unit.isFrame())
            return m_payload;
        const std::optional<MessageRecord> message = m_session->messageOf(unit.number);
        const bool isWhole = message && message->firstRow == unit.number && message->lastRow == unit.last;
        if (isWhole)
            m_payload = m_session->payload(*message, mostOctets);
        else if (!unit.isCompressed) // a part of a compressed message cannot be inflated by itself
            m_payload = m_session->payload(unit.row, 0, mostOctets);
        return m_payload;
    }

    OctetView wire(const FilterUnit &unit) override
    {
        m_wire.clear();
        if (unit.row.kind == RowKind::Octets)
            m_wire = m_session->octets(unit.row.direction, unit.row.offset, atMost(unit.row.length));
        if (!unit.isFrame())
            return m_wire;
        const RowNumber end = std::min(unit.last, unit.number + RowCount(mostMessageRows)) + RowCount(1);
        for (RowNumber number = unit.number; number < end && m_wire.size() < mostOctets; ++number) {
            if (number != unit.number && !isInMessage(*m_session, unit, number))
                continue;
            const LogRow row = m_session->row(number);
            const std::size_t room = mostOctets - m_wire.size();
            const OctetBuffer frame = m_session->octets(
                row.direction, row.offset, std::min(room, row.header().size() + atMost(row.length)));
            m_wire.insert(m_wire.end(), frame.begin(), frame.end());
        }
        return m_wire;
    }

    std::optional<std::uint64_t> inflatedLength(const FilterUnit &unit) override
    {
        const std::optional<MessageRecord> message = m_session->messageOf(unit.last);
        return message && message->isCompressed ? std::optional(message->length) : std::nullopt;
    }

    const std::vector<RuleId> &findings(const FilterUnit &unit) override
    {
        readFindings();
        m_rules.clear();
        const auto end = m_findings.upper_bound(unit.last);
        for (auto found = m_findings.lower_bound(unit.number); found != end; ++found) {
            if (found->first == unit.number || isInMessage(*m_session, unit, found->first))
                m_rules.push_back(found->second);
        }
        return m_rules;
    }

    std::vector<std::string> headerValues(const FilterUnit &unit, std::string_view name) override
    {
        std::vector<std::string> values;
        for (const HeaderField &field : headOf(unit).fields) {
            if (equalsIgnoringCase(field.name, name))
                values.push_back(field.value);
        }
        return values;
    }

    std::optional<unsigned> status(const FilterUnit &unit) override
    {
        if (!isAnswer(unit))
            return std::nullopt;
        const std::optional<int> status = statusOf(headOf(unit));
        return status ? std::optional(static_cast<unsigned>(*status)) : std::nullopt;
    }

    std::string info(const FilterUnit &unit) override
    {
        return m_info ? m_info(unit.number, unit.row) : std::string();
    }

private:
    [[nodiscard]] bool isAnswer(const FilterUnit &unit) const
    {
        return unit.row.direction == (m_session->role() == Role::Client ? Direction::In : Direction::Out);
    }

    // The newest are read again each time.
    void readFindings()
    {
        while (!m_inOrder.empty() && m_inOrder.size() > m_settled) {
            m_findings.erase(m_inOrder.back());
            m_inOrder.pop_back();
        }
        for (const Finding &finding : m_session->findings(m_settled))
            m_inOrder.push_back(m_findings.emplace(finding.row, finding.violation.rule));
        m_settled = m_inOrder.size() - std::min(m_inOrder.size(), unsettledFindings);
    }

    [[nodiscard]] HttpHead headOf(const FilterUnit &unit) const
    {
        const HandshakeRecord record = m_session->handshake();
        return isAnswer(unit) ? record.answerHead : record.requestHead;
    }

    std::shared_ptr<const Session> m_session;
    RowInfo m_info;
    OctetBuffer m_payload;
    OctetBuffer m_wire;
    std::vector<RuleId> m_rules;
    std::multimap<RowNumber, RuleId> m_findings;
    std::vector<std::multimap<RowNumber, RuleId>::iterator> m_inOrder; // of the session
    std::size_t m_settled = 0; // findings whose rows do not change any more
};

RowMatch::RowMatch(std::shared_ptr<const Session> session, const FilterTree &filter, RowInfo info)
    : m_program(filter)
    , m_countsFrames(firstField(filter, isNumberOfFrames) != nullptr)
    , m_source(std::make_unique<Source>(std::move(session), std::move(info)))
{
}

RowMatch::~RowMatch() = default;
RowMatch::RowMatch(RowMatch &&other) noexcept = default;
RowMatch &RowMatch::operator=(RowMatch &&other) noexcept = default;

bool RowMatch::passes(RowNumber row, FilterView view)
{
    const FilterUnit unit =
        unitOf(m_source->session(), row, view, m_countsFrames ? Frames::Counted : Frames::NotCounted);
    Truth truth = m_program.decide(unit);
    if (truth == Truth::Unknown && !m_isTooSlow) {
        truth = m_program.decide(unit, *m_source);
        m_isTooSlow = m_program.takeSteps() > mostSteps;
    }
    return truth == Truth::Yes;
}

} // namespace fg
