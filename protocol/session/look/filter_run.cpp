#include "protocol/session/look/filter_run.h"

#include "protocol/handshake/opening.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

// The effort of one call, in octets looked at and steps of regular expressions, and the effort of a row and
// of its words in addition.
constexpr std::uint64_t effortOfSlice = 4 * 1024 * 1024;
constexpr std::uint64_t effortOfFilteredRow = 64;
constexpr std::uint64_t effortOfInfo = 2 * 1024;

// Units that are kept to be decided again if a broken rule is found in them later. A rule is found when the
// octets that break it come, or when the connection ends.
constexpr std::size_t mostRecent = 1'024;
// The session may still change the rows of this many newest findings: those of a frame that is under way.
constexpr std::size_t mostUnsettledFindings = 64;
// Pings of one end that wait for their pongs. Older ones are given up.
constexpr std::size_t mostPings = 1'024;
// RFC 6455 5.5.
constexpr std::size_t longestControlPayload = 125;

constexpr std::size_t bounded(std::uint64_t octets)
{
    return static_cast<std::size_t>(std::min<std::uint64_t>(octets, mostFilteredOctets));
}

bool isLastFrame(const LogRow &row) { return row.fin() && !row.has(RowFlag::Incomplete); }

bool isHeadRow(const LogRow &row) { return row.kind == RowKind::Octets && row.has(RowFlag::Head); }

// The message that a unit of several frames is, for what reads its rows.
MessageRecord recordOf(const FilterUnit &unit)
{
    MessageRecord message;
    message.direction = unit.row.direction;
    message.opcode = unit.row.opcode();
    message.firstRow = unit.number;
    message.lastRow = unit.last;
    return message;
}

} // namespace

// Reads what a filter needs of a unit, unless it was read already.
class FilterRun::Source final : public FilterSource
{
public:
    explicit Source(FilterRun &run)
        : m_run(run)
        , m_session(*run.m_session)
    {
    }

    // The next unit. Its payload, if it was read already; borrowed.
    void begin(const OctetBuffer *payload)
    {
        m_given = payload;
        m_payload.reset();
        m_wire.reset();
        m_rules.reset();
    }

    OctetView payload(const FilterUnit &unit) override
    {
        if (m_given)
            return *m_given;
        if (!m_payload)
            m_payload = readPayload(unit);
        m_run.m_effort += m_payload->size();
        return *m_payload;
    }

    OctetView wire(const FilterUnit &unit) override
    {
        if (!m_wire)
            m_wire = readWire(unit);
        m_run.m_effort += m_wire->size();
        return *m_wire;
    }

    std::optional<std::uint64_t> inflatedLength(const FilterUnit &unit) override
    {
        const std::optional<MessageRecord> message = m_session.messageOf(unit.last);
        return message && message->isCompressed ? std::optional(message->length) : std::nullopt;
    }

    const std::vector<RuleId> &findings(const FilterUnit &unit) override
    {
        if (m_rules)
            return *m_rules;
        m_rules.emplace();
        const auto end = m_run.m_findings.upper_bound(unit.last);
        for (auto found = m_run.m_findings.lower_bound(unit.number); found != end; ++found) {
            if (m_run.isRowOf(unit, found->first))
                m_rules->insert(m_rules->end(), found->second.begin(), found->second.end());
        }
        return *m_rules;
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
        if (unit.row.direction != answerDirection())
            return std::nullopt;
        const std::optional<int> status = statusOf(headOf(unit));
        return status ? std::optional(static_cast<unsigned>(*status)) : std::nullopt;
    }

    std::string info(const FilterUnit &unit) override
    {
        m_run.m_effort += effortOfInfo;
        return m_run.m_info ? m_run.m_info(unit.number, unit.row) : std::string();
    }

private:
    [[nodiscard]] bool isMessage(const FilterUnit &unit) const
    {
        return m_run.m_view == FilterView::Messages && unit.messageOpcode;
    }

    [[nodiscard]] OctetBuffer readPayload(const FilterUnit &unit) const
    {
        if (!unit.isFrame())
            return {};
        if (!unit.isCompressed)
            return isMessage(unit) ? m_session.payload(recordOf(unit), mostFilteredOctets)
                                   : m_session.payload(unit.row, 0, mostFilteredOctets);
        // A part of a compressed message cannot be inflated by itself.
        const std::optional<MessageRecord> message = m_session.messageOf(unit.last);
        const bool isWhole = message && message->firstRow == unit.number && message->lastRow == unit.last;
        return isWhole ? m_session.payload(*message, mostFilteredOctets) : OctetBuffer();
    }

    [[nodiscard]] OctetBuffer readWire(const FilterUnit &unit) const
    {
        if (unit.row.kind == RowKind::Octets)
            return m_session.octets(unit.row.direction, unit.row.offset, bounded(unit.row.length));
        if (!unit.isFrame())
            return {};
        OctetBuffer wire;
        for (RowNumber number = unit.number; number <= unit.last && wire.size() < mostFilteredOctets;
             ++number) {
            if (!m_run.isRowOf(unit, number))
                continue;
            const LogRow row = number == unit.number ? unit.row : m_session.row(number);
            const std::size_t length = row.header().size() + bounded(row.length);
            const OctetBuffer frame = m_session.octets(row.direction, row.offset,
                                                       std::min(length, mostFilteredOctets - wire.size()));
            wire.insert(wire.end(), frame.begin(), frame.end());
        }
        return wire;
    }

    [[nodiscard]] Direction answerDirection() const
    {
        return m_session.role() == Role::Client ? Direction::In : Direction::Out;
    }

    // The head that the row has octets of. It is complete for all of its rows, or none.
    [[nodiscard]] const HttpHead &headOf(const FilterUnit &unit)
    {
        if (!m_hasHeads) {
            const HandshakeRecord record = m_session.handshake();
            m_hasHeads = record.requestComplete && record.answerComplete;
            m_request = record.requestHead;
            m_answer = record.answerHead;
        }
        return unit.row.direction == answerDirection() ? m_answer : m_request;
    }

    FilterRun &m_run;
    const Session &m_session;
    const OctetBuffer *m_given = nullptr;
    std::optional<OctetBuffer> m_payload;
    std::optional<OctetBuffer> m_wire;
    std::optional<std::vector<RuleId>> m_rules;
    HttpHead m_request;
    HttpHead m_answer;
    bool m_hasHeads = false; // Both are complete.
};

FilterRun::FilterRun(std::shared_ptr<const Session> session, const FilterTree &filter, FilterView view,
                     RowInfo info)
    : m_session(std::move(session))
    , m_program(filter)
    , m_view(view)
    , m_info(std::move(info))
    , m_source(std::make_unique<Source>(*this))
{
    m_walk.emplace(m_session, static_cast<PayloadWalk::Reader &>(*this));
}

FilterRun::~FilterRun() = default;

bool FilterRun::runSome(const std::stop_token &stop)
{
    m_stop = stop;
    m_walk->setStop(stop);
    m_effort = 0;
    const bool isByRow = m_view == FilterView::Frames && m_program.needs().readsOnlyItsRow();
    const auto isEnough = [&] { return m_effort >= effortOfSlice || stop.stop_requested(); };
    while (!isEnough()) {
        const RowCount count = m_session->rows(m_position, m_rows);
        // After the rows, because a row that is there may have a broken rule.
        const RowNumber position = m_position;
        readFindings();
        // It has begun again with the first row, so the rows that were read are not the next ones.
        if (m_position != position)
            continue;
        if (count == RowCount()) {
            if (m_program.needs().payloads)
                m_walk->finishSentIfComplete();
            lookAtOpen();
            return false;
        }
        for (std::size_t i = 0; i < count.value() && !isEnough(); ++i) {
            if (isByRow)
                decideByRow(m_rows[i], m_position);
            else
                readRow(m_rows[i], m_position);
            ++m_position;
            m_effort += effortOfFilteredRow;
        }
    }
    return true;
}

std::optional<FilterRun::Change> FilterRun::takeChange()
{
    const std::optional<RowNumber> from = std::exchange(m_changedFrom, std::nullopt);
    return from ? std::optional(Change{*from, m_found.rowsFrom(*from)}) : std::nullopt;
}

// For a filter by header fields, in a view in which each row is by itself: nothing has to be known of the
// rows before it.
void FilterRun::decideByRow(const LogRow &row, RowNumber number)
{
    m_unit.row = row;
    m_unit.number = m_unit.last = number;
    m_unit.length = m_unit.wireLength = row.length;
    m_unit.hasLastFrame = isLastFrame(row);
    setFound(number, m_program.decide(m_unit) == Truth::Yes);
}

void FilterRun::readRow(const LogRow &row, RowNumber number)
{
    if (resumesRecording(row)) {
        // Frames before this row are missing, so the messages that are open will not be continued.
        if (m_program.needs().payloads)
            m_walk->addRow(row, number);
        else
            forgetMessages();
    }
    if (row.kind == RowKind::Frame)
        return readFrame(row, number);
    (void)m_assembler.add(row);
    // Rows of octets are not in a view of messages, except that those of heads can be asked for.
    if (m_view == FilterView::Messages && row.kind == RowKind::Octets && !isHeadRow(row))
        return;
    m_unit = {};
    m_unit.row = row;
    m_unit.number = m_unit.last = number;
    m_unit.hasPeerClosed = m_hasPeerClosed;
    conclude(m_unit, nullptr);
}

void FilterRun::readFrame(const LogRow &row, RowNumber number)
{
    const FilterNeeds &needs = m_program.needs();
    Stream &stream = m_streams[row.direction];
    // The frame before it ends here, and has to be decided first.
    if (needs.payloads && row.direction == Direction::Out)
        m_walk->finishSent(row.offset);
    const MessageAssembler::Step step = m_assembler.add(row);
    m_unit = {};
    m_unit.row = row;
    m_unit.number = m_unit.last = number;
    fillFrame(m_unit, step);
    if (needs.pongs)
        m_unit.rtt = roundTrip(row);
    const bool isOfWhole = m_view == FilterView::Messages && step.isOfMessage();
    // Most messages are a single frame, so their unit is not kept for further ones.
    const bool isAlone = isOfWhole && step.place == MessageAssembler::Place::First && step.endsMessage;
    const bool isPart = isOfWhole && (!isAlone || needs.payloads);
    if (isAlone && !isPart) {
        endMessage(stream); // One that this one replaces.
        setInflatedLength(m_unit);
    }
    if (isPart)
        addToMessage(m_unit, step);
    else if (needs.payloads)
        stream.frame = opened(stream, m_unit);
    else
        conclude(m_unit, nullptr);
    if (needs.payloads)
        m_walk->addRow(row, number);
    else if (isPart && step.endsMessage)
        endMessage(stream);
    if (row.direction == Direction::In && row.opcode() == Opcode::Close)
        m_hasPeerClosed = true;
}

void FilterRun::fillFrame(FilterUnit &unit, MessageAssembler::Step step)
{
    const LogRow &row = unit.row;
    Stream &stream = m_streams[row.direction];
    unit.frameNumber = ++stream.frames;
    unit.length = unit.wireLength = row.length;
    unit.hasLastFrame = isLastFrame(row);
    unit.hasPeerClosed = m_hasPeerClosed;
    if (m_lastFrame)
        unit.delta = row.time - *m_lastFrame;
    m_lastFrame = row.time;
    if (step.place == MessageAssembler::Place::First) {
        ++stream.messages;
        stream.framesOfMessage = 0;
        stream.messageOpcode = row.opcode();
        stream.isCompressed = isCompressedStart(row);
    }
    if (!step.isOfMessage())
        return;
    unit.frames = ++stream.framesOfMessage;
    unit.messageNumber = stream.messages;
    unit.messageOpcode = stream.messageOpcode;
    unit.isCompressed = stream.isCompressed;
}

// RFC 7692 6: RSV1 of the first frame says so, if the extension was agreed on. Both heads are complete then.
bool FilterRun::isCompressedStart(const LogRow &row)
{
    if ((row.rsv() & rsv1) == 0)
        return false;
    if (!m_compresses)
        m_compresses = m_session->handshake().deflate.agreement.has_value();
    return *m_compresses;
}

// Of a pong: the time since the ping of the other end that has the same payload (RFC 6455 5.5.3). A pong may
// answer the newest of several pings, so those before it are answered, too.
std::optional<Duration> FilterRun::roundTrip(const LogRow &row)
{
    const Opcode opcode = row.opcode();
    if ((opcode != Opcode::Ping && opcode != Opcode::Pong) || row.length > longestControlPayload)
        return std::nullopt;
    OctetBuffer payload = m_session->payload(row, 0, longestControlPayload);
    if (opcode == Opcode::Ping) {
        std::deque<SentPing> &pings = m_pings[row.direction];
        pings.push_back({std::move(payload), row.time});
        if (pings.size() > mostPings)
            pings.pop_front();
        return std::nullopt;
    }
    std::deque<SentPing> &pings = m_pings[otherDirection(row.direction)];
    const auto ping = std::ranges::find(pings, payload, &SentPing::payload);
    if (ping == pings.end())
        return std::nullopt;
    const Duration rtt = row.time - ping->time;
    pings.erase(pings.begin(), std::next(ping));
    return rtt;
}

void FilterRun::addToMessage(const FilterUnit &frame, MessageAssembler::Step step)
{
    Stream &stream = m_streams[frame.row.direction];
    if (step.place == MessageAssembler::Place::First) {
        if (stream.message)
            endMessage(stream);
        FilterUnit unit = frame;
        unit.hasLastFrame = step.endsMessage;
        unit.stage = step.endsMessage && !unit.isCompressed ? UnitStage::Whole : UnitStage::Begun;
        stream.message = opened(stream, unit);
        return;
    }
    if (!stream.message)
        return;
    FilterUnit &unit = stream.message->unit;
    unit.length += frame.length;
    unit.wireLength += frame.wireLength;
    unit.frames = frame.frames;
    unit.last = frame.last;
    unit.hasLastFrame = step.endsMessage;
}

FilterRun::Open FilterRun::opened(Stream &stream, const FilterUnit &unit)
{
    Open open;
    open.unit = unit;
    open.isWanted = m_program.needs().payloads && m_program.decide(unit) == Truth::Unknown;
    open.payload = std::move(stream.spare);
    open.payload.clear();
    return open;
}

void FilterRun::endMessage(Stream &stream)
{
    if (!stream.message)
        return;
    Open open = std::move(*stream.message);
    stream.message.reset();
    open.unit.stage = UnitStage::Whole;
    setInflatedLength(open.unit);
    concludeOpen(stream, open);
}

void FilterRun::setInflatedLength(FilterUnit &unit)
{
    if (!m_program.needs().inflatedLength || !unit.isCompressed || !unit.hasLastFrame)
        return;
    if (const std::optional<MessageRecord> message = m_session->messageOf(unit.last))
        unit.length = message->length;
}

void FilterRun::concludeOpen(Stream &stream, Open &open)
{
    m_cut += open.isCut ? 1 : 0;
    conclude(open.unit, m_program.needs().payloads ? &open.payload : nullptr);
    stream.spare = std::move(open.payload);
    clearOut(stream.spare);
}

FilterRun::Open *FilterRun::openOf(const PayloadWalk::Frame &frame)
{
    Stream &stream = m_streams[frame.row.direction];
    const bool isPart = m_view == FilterView::Messages && frame.step.isOfMessage();
    std::optional<Open> &open = isPart ? stream.message : stream.frame;
    return open ? &*open : nullptr;
}

bool FilterRun::beginFrame(const PayloadWalk::Frame &frame)
{
    const Open *const open = openOf(frame);
    return open && open->isWanted;
}

void FilterRun::piece(const PayloadWalk::Frame &frame, OctetView octets)
{
    m_effort += octets.size();
    Open *const open = openOf(frame);
    if (!open || !open->isWanted)
        return;
    const std::size_t room = mostFilteredOctets - open->payload.size();
    open->isCut = open->isCut || octets.size() > room;
    const OctetView taken = octets.first(std::min(octets.size(), room));
    makeRoom(open->payload, taken.size(), mostFilteredOctets);
    open->payload.insert(open->payload.end(), taken.begin(), taken.end());
}

void FilterRun::keptMessage(const PayloadWalk::Frame &last, const MessageRecord &message, OctetView octets)
{
    // In a view of frames, the payload of one of several frames cannot be told from that of the others.
    if (m_view == FilterView::Messages || message.firstRow == message.lastRow)
        piece(last, octets);
}

void FilterRun::endFrame(const PayloadWalk::Frame &frame)
{
    Stream &stream = m_streams[frame.row.direction];
    if (m_view == FilterView::Messages && frame.step.isOfMessage()) {
        if (frame.step.endsMessage)
            endMessage(stream);
        return;
    }
    if (!stream.frame)
        return;
    Open open = std::move(*stream.frame);
    stream.frame.reset();
    concludeOpen(stream, open);
}

void FilterRun::forgetMessages()
{
    for (Stream *const stream : m_streams.both())
        endMessage(*stream);
}

// Decides on what is still being read by what has come of it: messages whose last frame has not come, and a
// frame of ours whose octets have not left. They are decided again when they have.
void FilterRun::lookAtOpen()
{
    for (Stream *const stream : m_streams.both()) {
        for (const std::optional<Open> *const open : {&stream->message, &stream->frame}) {
            if (!*open)
                continue;
            FilterUnit unit = (*open)->unit;
            unit.stage = UnitStage::Whole;
            setInflatedLength(unit);
            setFound(unit.number, passes(unit, m_program.needs().payloads ? &(*open)->payload : nullptr));
        }
    }
}

bool FilterRun::passes(const FilterUnit &unit, const OctetBuffer *payload)
{
    Truth truth = m_program.decide(unit);
    if (truth == Truth::Unknown) {
        m_source->begin(payload);
        truth = m_program.decide(unit, *m_source, m_stop);
        m_effort += m_program.takeSteps();
    }
    return truth == Truth::Yes;
}

void FilterRun::conclude(const FilterUnit &unit, const OctetBuffer *payload)
{
    setFound(unit.number, passes(unit, payload));
    if (!m_program.needs().findings)
        return;
    m_recent.push_back(unit);
    if (m_recent.size() > mostRecent)
        m_recent.pop_front();
}

void FilterRun::setFound(RowNumber row, bool passes)
{
    if (m_found.contains(row) == passes)
        return;
    if (passes)
        m_found.add(row);
    else
        m_found.remove(row);
    m_changedFrom = m_changedFrom ? std::min(*m_changedFrom, row) : row;
}

bool FilterRun::isRowOf(const FilterUnit &unit, RowNumber number) const
{
    if (number == unit.number || unit.number == unit.last)
        return number == unit.number;
    return number <= unit.last && isFrameOf(recordOf(unit), number, m_session->row(number));
}

void FilterRun::readFindings()
{
    if (!m_program.needs().findings)
        return;
    const std::size_t settled = m_rules.size() - std::min(m_rules.size(), mostUnsettledFindings);
    std::vector<RowNumber> changed;
    std::size_t number = settled;
    for (const Finding &finding : m_session->findings(settled)) {
        const FoundRule now{finding.row, finding.violation.rule};
        if (number < m_rules.size() && m_rules[number] == now) {
            ++number;
            continue;
        }
        if (number < m_rules.size()) {
            const FoundRule before = std::exchange(m_rules[number], now);
            std::vector<RuleId> &rules = m_findings[before.row];
            if (const auto rule = std::ranges::find(rules, before.rule); rule != rules.end())
                rules.erase(rule);
            changed.push_back(before.row);
        } else {
            m_rules.push_back(now);
        }
        m_findings[now.row].push_back(now.rule);
        changed.push_back(now.row);
        ++number;
    }
    for (const RowNumber row : changed)
        reconsider(row);
}

// A broken rule was found in a row, or found to be in another. If the row was decided already, it is again.
void FilterRun::reconsider(RowNumber row)
{
    if (row >= m_position)
        return;
    for (const Stream *const stream : std::as_const(m_streams).both()) {
        if (stream->message && isRowOf(stream->message->unit, row))
            return;
        if (stream->frame && stream->frame->unit.number == row)
            return;
    }
    const auto recent = std::find_if(m_recent.rbegin(), m_recent.rend(),
                                     [&](const FilterUnit &unit) { return isRowOf(unit, row); });
    if (recent != m_recent.rend()) {
        setFound(recent->number, passes(*recent, nullptr));
        return;
    }
    const LogRow late = m_session->row(row);
    const bool isShown = m_view == FilterView::Frames || late.kind != RowKind::Octets || isHeadRow(late);
    if (isShown)
        restart();
}

// Begins again with the first row. What it has found so far counts no more.
void FilterRun::restart()
{
    m_walk.emplace(m_session, static_cast<PayloadWalk::Reader &>(*this));
    m_walk->setStop(m_stop);
    m_assembler.reset();
    m_streams = {};
    m_pings = {};
    m_lastFrame.reset();
    m_hasPeerClosed = false;
    m_recent.clear();
    m_found.removeFrom(RowNumber());
    m_changedFrom = RowNumber();
    m_position = RowNumber();
    m_cut = 0;
}

} // namespace fg
