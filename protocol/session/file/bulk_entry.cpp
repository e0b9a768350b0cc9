#include "protocol/session/file/bulk_entry.h"

#include "protocol/text/number_text.h"

#include <algorithm>
#include <array>
#include <span>

namespace fg {
namespace {

// At most this many findings of one phase and sizes of reads are written.
constexpr std::size_t mostFindings = 10'000;
constexpr std::size_t mostSizes = 50'000;

// Writes decimal numbers separated by spaces; an absent number is "-".
class NumberWriter
{
public:
    template <std::integral Number> NumberWriter &operator<<(Number number)
    {
        m_text += m_text.empty() ? "" : " ";
        m_text += std::to_string(number);
        return *this;
    }
    template <typename Value> NumberWriter &operator<<(const std::optional<Value> &value)
    {
        if (value)
            return *this << numberOf(*value);
        m_text += m_text.empty() ? "-" : " -";
        return *this;
    }
    [[nodiscard]] const std::string &text() const { return m_text; }

private:
    static std::int64_t numberOf(Duration duration) { return duration.count(); }
    static std::uint64_t numberOf(std::uint16_t number) { return number; }

    std::string m_text;
};

// Reads these numbers. A number that is missing or invalid is read as 0.
class NumberReader
{
public:
    explicit NumberReader(std::string_view text)
        : m_rest(text)
    {
    }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    [[nodiscard]] std::string_view word()
    {
        const std::size_t end = std::min(m_rest.find(' '), m_rest.size());
        const std::string_view word = m_rest.substr(0, end);
        m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
        return word;
    }
    template <std::integral Number = std::uint64_t> [[nodiscard]] Number number()
    {
        return numberIn<Number>(word()).value_or(0);
    }
    [[nodiscard]] bool flag() { return number() == 1; }
    [[nodiscard]] std::optional<Duration> time()
    {
        const auto count = numberIn<Duration::rep>(word());
        return count ? std::optional(Duration(*count)) : std::nullopt;
    }
    [[nodiscard]] std::optional<std::uint16_t> code() { return numberIn<std::uint16_t>(word()); }

private:
    std::string_view m_rest;
};

template <typename Value> Value bounded(std::uint64_t number, Value last)
{
    return static_cast<Value>(std::min(number, static_cast<std::uint64_t>(last)));
}

void addStatistics(JournalWriter &entry, const std::string &prefix, const StreamStatistics &counts)
{
    NumberWriter numbers;
    numbers << counts.octets << counts.reads << counts.messages << counts.payloadOctets
            << counts.compressedMessages << counts.wirePayloadOctets << counts.dataHeaderOctets;
    for (const std::uint64_t frames : counts.frames)
        numbers << frames;
    entry.add(prefix + "_COUNTS", numbers.text());
    NumberWriter sizes;
    std::size_t left = mostSizes;
    for (const auto &[size, count] : counts.chops) {
        if (left-- == 0)
            break;
        sizes << size << count;
    }
    entry.add(prefix + "_SIZES", sizes.text());
}

StreamStatistics statisticsIn(const JournalEntry &entry, const std::string &prefix)
{
    StreamStatistics counts;
    NumberReader numbers(entry.find(prefix + "_COUNTS").value_or(""));
    counts.octets = numbers.number();
    counts.reads = numbers.number();
    counts.messages = numbers.number();
    counts.payloadOctets = numbers.number();
    counts.compressedMessages = numbers.number();
    counts.wirePayloadOctets = numbers.number();
    counts.dataHeaderOctets = numbers.number();
    for (std::uint64_t &frames : counts.frames)
        frames = numbers.number();
    NumberReader sizes(entry.find(prefix + "_SIZES").value_or(""));
    while (!sizes.atEnd() && counts.chops.size() < mostSizes) {
        const std::uint64_t size = sizes.number();
        counts.chops[size] = sizes.number();
    }
    return counts;
}

void addStream(JournalWriter &entry, const std::string &prefix, const BulkEnd::Stream &stream)
{
    NumberWriter numbers;
    numbers << stream.size.value() << stream.position.value() << stream.inflated.value()
            << unsigned{stream.closeSeen} << unsigned{stream.frames.has_value()};
    if (stream.frames)
        numbers << stream.frames->framesBefore << unsigned{stream.frames->closeSeen}
                << unsigned{stream.frames->contextLost} << unsigned{stream.frames->contextLossTold};
    entry.add(prefix + "_STREAM", numbers.text()).add(prefix + "_LAST", charactersOf(stream.last));
    if (!stream.frames || !stream.frames->inflateContext)
        return;
    const InflateContext &context = *stream.frames->inflateContext;
    NumberWriter flags;
    flags << unsigned{context.isFirst} << unsigned{context.isLost};
    entry.add(prefix + "_INFLATER", flags.text()).add(prefix + "_WINDOW", charactersOf(context.window));
}

std::optional<InflateContext> inflateContextIn(const JournalEntry &entry, const std::string &prefix)
{
    const auto flags = entry.find(prefix + "_INFLATER");
    if (!flags)
        return std::nullopt;
    NumberReader numbers(*flags);
    InflateContext context{.window = bufferOf(entry.find(prefix + "_WINDOW").value_or(""))};
    context.isFirst = numbers.flag();
    context.isLost = numbers.flag();
    return context;
}

BulkEnd::Stream streamIn(const JournalEntry &entry, const std::string &prefix)
{
    BulkEnd::Stream stream;
    NumberReader numbers(entry.find(prefix + "_STREAM").value_or(""));
    stream.size = StreamOffset(numbers.number());
    stream.position = StreamOffset(numbers.number());
    stream.inflated = StreamOffset(numbers.number());
    stream.closeSeen = numbers.flag();
    if (numbers.flag()) {
        stream.frames.emplace();
        stream.frames->framesBefore = numbers.number();
        stream.frames->closeSeen = numbers.flag();
        stream.frames->contextLost = numbers.flag();
        stream.frames->contextLossTold = numbers.flag();
        stream.frames->inflateContext = inflateContextIn(entry, prefix);
    }
    stream.last = bufferOf(entry.find(prefix + "_LAST").value_or(""));
    return stream;
}

void addClosing(JournalWriter &entry, const ClosingRecord &closing)
{
    NumberWriter numbers;
    for (const bool flag : {closing.isServer, closing.closedByMe, closing.failedByMe, closing.droppedByMe,
                            closing.wasClean, closing.wasServerConnectionDropTimeout,
                            closing.wasOpenHandshakeTimeout, closing.wasCloseHandshakeTimeout})
        numbers << unsigned{flag};
    numbers << static_cast<unsigned>(closing.wasNotCleanReason) << closing.localCloseCode
            << closing.remoteCloseCode;
    numbers << closing.openedAt << closing.closeSentAt << closing.closeReceivedAt << closing.endedAt;
    numbers << static_cast<unsigned>(closing.tcpEnd) << static_cast<unsigned>(closing.tlsEnd);
    entry.add("FG_CLOSING", numbers.text());
    if (closing.localCloseReason)
        entry.add("FG_LOCAL_REASON", *closing.localCloseReason);
    if (closing.remoteCloseReason)
        entry.add("FG_REMOTE_REASON", *closing.remoteCloseReason);
}

ClosingRecord closingIn(const JournalEntry &entry)
{
    ClosingRecord closing;
    NumberReader numbers(entry.find("FG_CLOSING").value_or(""));
    for (bool *const flag : {&closing.isServer, &closing.closedByMe, &closing.failedByMe,
                             &closing.droppedByMe, &closing.wasClean, &closing.wasServerConnectionDropTimeout,
                             &closing.wasOpenHandshakeTimeout, &closing.wasCloseHandshakeTimeout})
        *flag = numbers.flag();
    closing.wasNotCleanReason = bounded(numbers.number(), NotCleanReason::NeverConnected);
    closing.localCloseCode = numbers.code();
    closing.remoteCloseCode = numbers.code();
    closing.openedAt = numbers.time();
    closing.closeSentAt = numbers.time();
    closing.closeReceivedAt = numbers.time();
    closing.endedAt = numbers.time();
    closing.tcpEnd = bounded(numbers.number(), TcpEnd::Reset);
    closing.tlsEnd = bounded(numbers.number(), TlsEnd::Unknown);
    if (const auto reason = entry.find("FG_LOCAL_REASON"))
        closing.localCloseReason = *reason;
    if (const auto reason = entry.find("FG_REMOTE_REASON"))
        closing.remoteCloseReason = *reason;
    return closing;
}

// Older files have none of this, and read as if no field and no octets were known.
void addWhere(NumberWriter &numbers, const Finding &finding)
{
    const Where &where = finding.where();
    numbers << where.fields.bits() << static_cast<unsigned>(where.reason) << unsigned{where.headerSize}
            << where.number << where.start << where.onWire.first << where.onWire.count
            << where.inMessage.first << where.inMessage.count
            << (finding.inflatedAt ? finding.inflatedAt->value() + 1 : 0);
}

void readWhere(NumberReader &numbers, Finding &finding)
{
    Where &where = finding.violation.where;
    where.fields = FieldSet::ofBits(numbers.number());
    where.reason = bounded(numbers.number(), static_cast<FaultReason>(unsigned(FaultReason::Count) - 1));
    where.headerSize = static_cast<std::uint8_t>(std::min<std::uint64_t>(numbers.number(), maxHeaderSize));
    where.number = static_cast<std::uint32_t>(std::min<std::uint64_t>(numbers.number(), UINT32_MAX));
    where.start = numbers.number();
    where.onWire.first = numbers.number();
    where.onWire.count = numbers.number();
    where.inMessage.first = numbers.number();
    where.inMessage.count = numbers.number();
    if (const std::uint64_t inflated = numbers.number(); inflated > 0)
        finding.inflatedAt = StreamOffset(inflated - 1);
}

void addFindings(JournalWriter &entry, const std::vector<Finding> &findings)
{
    std::string text;
    for (const Finding &finding : std::span(findings).first(std::min(findings.size(), mostFindings))) {
        NumberWriter numbers;
        numbers << finding.violation.octetOffset << finding.violation.frameIndex << finding.violation.value;
        numbers << unsigned{finding.direction == Direction::Out} << finding.row.value()
                << finding.time.count();
        addWhere(numbers, finding);
        text += ruleOf(finding.violation.rule).name;
        text += ' ' + numbers.text() + '\n';
    }
    if (!text.empty())
        entry.add("FG_FINDINGS", text);
}

std::vector<Finding> findingsIn(const JournalEntry &entry)
{
    std::vector<Finding> findings;
    std::string_view text = entry.find("FG_FINDINGS").value_or("");
    while (!text.empty() && findings.size() < mostFindings) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        NumberReader numbers(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto rule = std::ranges::find(allRules(), numbers.word(), &Rule::name);
        if (rule == allRules().end())
            continue;
        Finding &finding = findings.emplace_back();
        finding.violation.rule = rule->id;
        finding.violation.octetOffset = numbers.number();
        finding.violation.frameIndex = numbers.number();
        finding.violation.value = numbers.number();
        finding.direction = numbers.flag() ? Direction::Out : Direction::In;
        finding.row = RowNumber(numbers.number<std::size_t>());
        finding.time = numbers.time().value_or(Duration{});
        readWhere(numbers, finding);
    }
    return findings;
}

} // namespace

void addBulkEnd(JournalWriter &entry, const BulkEnd &end)
{
    NumberWriter numbers;
    numbers << static_cast<unsigned>(end.state) << unsigned{end.illegalCloseCame} << end.pendingTime.count()
            << end.pendingRow.value();
    entry.add("FG_BULK_END", numbers.text());
    addStatistics(entry, "FG_IN", end.statistics.in);
    addStatistics(entry, "FG_OUT", end.statistics.out);
    addStream(entry, "FG_IN", end.streams.in);
    addStream(entry, "FG_OUT", end.streams.out);
    addClosing(entry, end.closing);
    addFindings(entry, end.findings);
}

std::optional<BulkEnd> bulkEndIn(const JournalEntry &entry)
{
    const auto text = entry.find("FG_BULK_END");
    if (!text)
        return std::nullopt;
    BulkEnd end;
    NumberReader numbers(*text);
    end.state = bounded(numbers.number(), SessionState::Closed);
    end.illegalCloseCame = numbers.flag();
    end.pendingTime = numbers.time().value_or(Duration{});
    end.pendingRow = RowNumber(numbers.number<std::size_t>());
    end.statistics.in = statisticsIn(entry, "FG_IN");
    end.statistics.out = statisticsIn(entry, "FG_OUT");
    end.streams.in = streamIn(entry, "FG_IN");
    end.streams.out = streamIn(entry, "FG_OUT");
    end.closing = closingIn(entry);
    end.findings = findingsIn(entry);
    return end;
}

} // namespace fg
