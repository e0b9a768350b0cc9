#include "protocol/deflate/block_scanner.h"
#include "protocol/deflate/codec.h"
#include "protocol/deflate/inflate_replay.h"
#include "protocol/deflate/zlib_limits.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

namespace fg {

namespace {

// The octets that the sender leaves out (7.2.2).
constexpr std::array flushTail{std::byte{0x00}, std::byte{0x00}, std::byte{0xFF}, std::byte{0xFF}};

constexpr unsigned betweenBlocks = 128; // of z_stream::data_type

} // namespace

class Inflater::State
{
public:
    State(DeflateDirection direction, InflateLimits limits);
    ~State();
    State(const State &) = delete;
    State &operator=(const State &) = delete;

    bool begin();
    InflateStep next(OctetView &input);
    InflateStep finish();
    InflateContext context() const;
    void resume(const InflateContext &context);
    std::uint64_t inflated() const { return m_inflated; }
    std::uint64_t shownBy(std::uint64_t inflatedOctet);
    std::size_t memory() const { return sizeof(*this) + sliceSize + m_pool.memory() + m_replay.memory(); }

private:
    enum class Stage : std::uint8_t { Idle, Payload, Tail, Done, Lost };
    enum class Source : std::uint8_t { Payload, Tail };

    [[nodiscard]] InflateStep run(OctetView &input, Source source);
    [[nodiscard]] std::optional<InflateStep> reportBroken();
    // Inflates into m_slice.
    struct Run
    {
        int result;
        OctetView taken;
        std::size_t given;
    };
    [[nodiscard]] Run runZlib(OctetView input);
    void restart();
    void judgeResult(int result);
    void judgeSize();
    void judgeDistance();
    // Without `at`, the position is that of the octet that determined the last inflated octet.
    void breakFor(RuleId rule, std::uint64_t value, std::optional<std::uint64_t> at);

    DeflateDirection m_direction;
    InflateLimits m_limits;
    ZlibPool m_pool;
    z_stream m_stream{};
    InflateReplay m_replay;
    BlockScanner m_scanner;
    std::unique_ptr<std::byte[]> m_slice;
    Stage m_stage = Stage::Idle;
    bool m_scans;
    bool m_isFirst = true; // no message came before
    bool m_holdsOutput = false; // zlib had no more room for output
    bool m_atBoundary = true; // between two blocks
    // Reported after the octets before it.
    std::optional<InflateStep> m_tooFar;
    std::optional<InflateStep> m_broken;
    bool m_breaksAtLast = false; // the position of m_broken has not been found yet
    bool m_tooFarReported = false;
    OctetView m_tailLeft;
    std::uint64_t m_inflated = 0;
    std::uint64_t m_taken = 0;
    // The message's beginning, counted in the stream since its restart.
    std::uint64_t m_startTaken = 0;
    std::uint64_t m_startGiven = 0;
    std::uint64_t m_streamTaken = 0;
    std::uint64_t m_streamGiven = 0;
};

Inflater::State::State(DeflateDirection direction, InflateLimits limits)
    : m_direction(direction)
    , m_limits(limits)
    , m_replay(m_pool)
    , m_scanner(1u << direction.windowBits)
    , m_slice(std::make_unique_for_overwrite<std::byte[]>(sliceSize))
    , m_scans(direction.windowBits < maxWindowBits)
{
    // Inflating stops one octet above the limit, which must not overflow.
    m_limits.messageOctets = std::min(m_limits.messageOctets, std::numeric_limits<std::uint64_t>::max() - 1);
    beginInflating(m_stream, m_pool);
}

Inflater::State::~State() { inflateEnd(&m_stream); }

bool Inflater::State::begin()
{
    const bool isWhole = m_stage == Stage::Idle || m_stage == Stage::Done;
    if (m_direction.takeover == ContextTakeover::No)
        restart();
    else if (!isWhole)
        return false;
    m_isFirst = m_isFirst && m_stage == Stage::Idle;
    m_stage = Stage::Payload;
    m_inflated = m_taken = 0;
    m_startTaken = m_streamTaken;
    m_startGiven = m_streamGiven;
    m_broken.reset();
    m_tooFar.reset();
    m_tooFarReported = false;
    m_scanner.clearTooFar();
    m_tailLeft = flushTail;
    return true;
}

InflateContext Inflater::State::context() const
{
    InflateContext context{.isFirst = m_isFirst && m_stage == Stage::Idle,
                           .isLost = m_stage != Stage::Idle && m_stage != Stage::Done};
    if (m_direction.takeover == ContextTakeover::No || context.isLost)
        return context;
    context.window.resize(std::size_t{1} << maxWindowBits);
    auto length = static_cast<uInt>(context.window.size());
    // zlib does not change the stream, but its declaration does not say so.
    inflateGetDictionary(const_cast<z_stream *>(&m_stream), reinterpret_cast<Bytef *>(context.window.data()),
                         &length);
    context.window.resize(length);
    return context;
}

void Inflater::State::resume(const InflateContext &context)
{
    restart();
    m_isFirst = context.isFirst;
    m_stage = context.isLost ? Stage::Lost : context.isFirst ? Stage::Idle : Stage::Done;
    const OctetView window =
        OctetView(context.window).first(std::min(context.window.size(), std::size_t{1} << maxWindowBits));
    inflateSetDictionary(&m_stream, reinterpret_cast<const Bytef *>(window.data()),
                         static_cast<uInt>(window.size()));
    m_replay.resume(m_stream);
}

void Inflater::State::restart()
{
    inflateReset(&m_stream);
    m_replay.restart();
    m_scanner.restart();
    m_streamTaken = m_streamGiven = 0;
    m_atBoundary = true;
    m_holdsOutput = false;
}

InflateStep Inflater::State::next(OctetView &input)
{
    if (m_stage == Stage::Payload)
        return run(input, Source::Payload);
    m_taken += std::exchange(input, {}).size();
    return {};
}

InflateStep Inflater::State::finish()
{
    if (m_stage == Stage::Payload) {
        OctetView nothing;
        const InflateStep step = run(nothing, Source::Payload);
        if (step.kind != InflateStep::Kind::NeedInput)
            return step;
        if (m_atBoundary) {
            m_stage = Stage::Done;
            // Up to two bits of the last octet may be left.
            inflateResetKeep(&m_stream);
            m_replay.resume(m_stream);
            m_scanner.skipToOctet();
            return {.kind = InflateStep::Kind::Broken,
                    .rule = RuleId::DeflateTailMissing,
                    .value = m_inflated,
                    .at = m_taken};
        }
        m_stage = Stage::Tail;
    }
    if (m_stage == Stage::Tail) {
        const std::uint64_t inflated = m_inflated;
        const InflateStep step = run(m_tailLeft, Source::Tail);
        if (step.kind == InflateStep::Kind::Broken)
            return step;
        // A stored block that is four octets short would consume the tail as its content.
        if (!m_atBoundary || m_inflated > inflated) {
            m_inflated = inflated;
            breakFor(RuleId::DeflateCut, m_inflated, m_taken);
            return *reportBroken();
        }
        m_stage = Stage::Done;
    }
    return {.kind = InflateStep::Kind::Complete};
}

InflateStep Inflater::State::run(OctetView &input, Source source)
{
    for (;;) {
        if (const auto broken = reportBroken())
            return *broken;
        if (input.empty() && !m_holdsOutput)
            return {};
        m_replay.prepare(m_stream);
        const Run run = runZlib(input);
        input = input.subspan(run.taken.size());
        m_replay.record(run.taken, run.given);
        m_streamTaken += run.taken.size();
        m_streamGiven += run.given;
        m_inflated += run.given;
        if (source == Source::Payload)
            m_taken += run.taken.size();
        if (m_scans) {
            m_scanner.scan(run.taken);
            judgeDistance();
        }
        judgeSize();
        judgeResult(run.result);
        if (run.given > 0)
            return {.kind = InflateStep::Kind::Octets, .octets = {m_slice.get(), run.given}};
    }
}

Inflater::State::Run Inflater::State::runZlib(OctetView input)
{
    input = input.first(std::min(input.size(), mostAtOnce));
    // The ends of slices do not depend on the pieces that arrive. One octet above the limit is enough to
    // detect it.
    const auto room = static_cast<std::size_t>(
        std::min<std::uint64_t>(sliceSize - m_inflated % sliceSize, m_limits.messageOctets + 1 - m_inflated));
    m_stream.next_in = reinterpret_cast<const Bytef *>(input.data());
    m_stream.avail_in = static_cast<uInt>(input.size());
    m_stream.next_out = reinterpret_cast<Bytef *>(m_slice.get());
    m_stream.avail_out = static_cast<uInt>(room);
    const int result = inflateOn(m_stream);
    const Run run{.result = result,
                  .taken = input.first(input.size() - m_stream.avail_in),
                  .given = room - m_stream.avail_out};
    m_holdsOutput = m_stream.avail_out == 0;
    if (!run.taken.empty() || run.given > 0)
        m_atBoundary = result == Z_STREAM_END || (m_stream.data_type & betweenBlocks) != 0;
    return run;
}

std::optional<InflateStep> Inflater::State::reportBroken()
{
    if (m_tooFar)
        return std::exchange(m_tooFar, std::nullopt);
    if (!m_broken)
        return std::nullopt;
    m_stage = Stage::Lost;
    // Only now, because an earlier octet may have been asked for in the meantime.
    if (m_breaksAtLast)
        m_broken->at = shownBy(m_inflated - 1);
    return std::exchange(m_broken, std::nullopt);
}

void Inflater::State::breakFor(RuleId rule, std::uint64_t value, std::optional<std::uint64_t> at)
{
    if (m_broken)
        return;
    m_broken = {.kind = InflateStep::Kind::Broken,
                .rule = rule,
                .value = value,
                .at = at.value_or(0),
                .isLast = true};
    m_breaksAtLast = !at;
}

void Inflater::State::judgeResult(int result)
{
    if (result == Z_MEM_ERROR)
        throw std::bad_alloc();
    if (result != Z_DATA_ERROR)
        return;
    if (m_stage == Stage::Tail) {
        breakFor(RuleId::DeflateCut, m_inflated, m_taken);
        return;
    }
    const bool isTooFar =
        m_stream.msg && std::string_view(m_stream.msg).find("too far back") != std::string_view::npos;
    const bool mayHaveKept = m_direction.takeover == ContextTakeover::No && !m_isFirst;
    breakFor(isTooFar && mayHaveKept ? RuleId::DeflateContextKept : RuleId::DeflateInvalid, m_inflated,
             m_taken - 1);
}

void Inflater::State::judgeSize()
{
    if (m_inflated > m_limits.messageOctets)
        breakFor(RuleId::InflatesTooBig, m_inflated, std::nullopt);
    else if (m_inflated % sliceSize == 0 && m_inflated >= m_limits.ratioFrom
             && m_inflated > m_limits.ratio * m_taken)
        breakFor(RuleId::InflatesTooMuch, m_inflated / std::max<std::uint64_t>(m_taken, 1), std::nullopt);
}

void Inflater::State::judgeDistance()
{
    const std::optional<BlockScanner::Far> &far = m_scanner.tooFar();
    if (!far || std::exchange(m_tooFarReported, true))
        return;
    m_tooFar = {.kind = InflateStep::Kind::Broken,
                .rule = RuleId::DeflateWindowExceeded,
                .value = far->distance,
                .at = far->at - m_startTaken};
}

std::uint64_t Inflater::State::shownBy(std::uint64_t inflatedOctet)
{
    const std::uint64_t taken = m_replay.takenFor(m_startGiven + inflatedOctet + 1);
    // The sender did not send the closing four octets.
    return std::min(taken - m_startTaken, m_taken);
}

Inflater::Inflater(DeflateDirection direction, InflateLimits limits)
    : m_state(std::make_unique<State>(direction, limits))
{
}

Inflater::~Inflater() = default;
Inflater::Inflater(Inflater &&) noexcept = default;
Inflater &Inflater::operator=(Inflater &&) noexcept = default;

bool Inflater::begin() { return m_state->begin(); }
InflateStep Inflater::next(OctetView &input) { return m_state->next(input); }
InflateStep Inflater::finish() { return m_state->finish(); }
InflateContext Inflater::context() const { return m_state->context(); }
void Inflater::resume(const InflateContext &context) { m_state->resume(context); }
std::size_t Inflater::memory() const { return m_state->memory(); }
std::uint64_t Inflater::inflated() const { return m_state->inflated(); }
std::uint64_t Inflater::shownBy(std::uint64_t inflatedOctet) { return m_state->shownBy(inflatedOctet); }

} // namespace fg
