#include "protocol/session/look/row_match.h"

#include "protocol/handshake/opening.h"
#include "protocol/wire/overloaded.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fg {
namespace {

// Rows of a message that are counted; the frames of a longer one are not.
constexpr std::size_t mostCountedRows = 10'000;

std::size_t atMost(std::uint64_t octets)
{
    return static_cast<std::size_t>(std::min<std::uint64_t>(octets, RowMatch::mostOctets));
}

bool dependsOnEarlierRows(FilterField field)
{
    return field == FilterField::Delta || field == FilterField::FrameNumber
        || field == FilterField::MessageNumber || field == FilterField::Rtt;
}

std::string_view earlierField(const FilterFieldRef &field)
{
    return dependsOnEarlierRows(field.field) ? field.info().name : std::string_view();
}

std::string_view earlierField(const std::vector<FilterTree> &parts)
{
    for (const FilterTree &part : parts) {
        if (const std::string_view name = fieldOfEarlierRows(part); !name.empty())
            return name;
    }
    return {};
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
    for (RowNumber number = message.firstRow; number <= last && looked < mostCountedRows; ++number, ++looked)
        frames += isFrameOf(message, number, session.row(number)) ? 1 : 0;
    return frames;
}

void addMessage(const Session &session, const MessageRecord &message, FilterView view, FilterUnit &unit)
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
    unit.frames = framesUpTo(session, message, unit.last);
}

FilterUnit unitOf(const Session &session, RowNumber number, FilterView view)
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
        addMessage(session, *message, view, unit);
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
    return std::visit(
        Overloaded{[](const FilterSearch &) { return std::string_view(); },
                   [](const FilterPresence &presence) { return earlierField(presence.field); },
                   [](const FilterComparison &comparison) { return earlierField(comparison.field); },
                   [](const FilterNot &negation) { return earlierField(negation.part); },
                   [](const FilterAll &all) { return earlierField(all.parts); },
                   [](const FilterAny &any) { return earlierField(any.parts); }},
        filter.node);
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
        for (RowNumber number = unit.number; number <= unit.last && m_wire.size() < mostOctets; ++number) {
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

    // All of them again if there are more, because the session may move the newest to other rows.
    void readFindings()
    {
        if (m_session->summary().findings == m_findings.size())
            return;
        m_findings.clear();
        for (const Finding &finding : m_session->findings())
            m_findings.emplace(finding.row, finding.violation.rule);
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
};

RowMatch::RowMatch(std::shared_ptr<const Session> session, const FilterTree &filter, RowInfo info)
    : m_program(filter)
    , m_source(std::make_unique<Source>(std::move(session), std::move(info)))
{
}

RowMatch::~RowMatch() = default;
RowMatch::RowMatch(RowMatch &&other) noexcept = default;
RowMatch &RowMatch::operator=(RowMatch &&other) noexcept = default;

bool RowMatch::passes(RowNumber row, FilterView view)
{
    const FilterUnit unit = unitOf(m_source->session(), row, view);
    Truth truth = m_program.decide(unit);
    if (truth == Truth::Unknown)
        truth = m_program.decide(unit, *m_source);
    return truth == Truth::Yes;
}

} // namespace fg
