// Random filters over random sessions, compared with a slow and obvious reading of the same filter.
#include "protocol/session/look/filter_parser.h"
#include "protocol/session/look/filter_run.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/overloaded.h"
#include "tests/support/random_session.h"
#include "tests/support/scripted_session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace fg::test::filter_property_test {
namespace {

// A row or a message, with everything that is known of it.
struct Unit
{
    std::vector<RowNumber> rows;
    LogRow first;
    std::optional<Opcode> message;
    bool isEnded = true;
    std::uint64_t length = 0;
    std::string payload;
    std::vector<RuleId> rules;
    std::uint64_t frameNumber = 0;
    std::uint64_t messageNumber = 0;
    std::size_t frames = 0; // Of the message, up to the last row.
    bool hasPeerClosed = false;
};

// The rows of a session, or its messages, made from a plain walk. The session has no compressed messages.
std::vector<Unit> unitsOf(const Session &session, FilterView view)
{
    std::vector<Unit> units;
    RowAssembler assembler;
    ByDirection<std::optional<std::size_t>> open;
    ByDirection<std::uint64_t> frames;
    ByDirection<std::uint64_t> messages;
    ByDirection<std::size_t> parts;
    ByDirection<Opcode> opcodes;
    bool hasPeerClosed = false;
    const RowNumber end = endOf(session.rowCount());
    for (RowNumber number; number < end; ++number) {
        const LogRow row = session.row(number);
        const MessageAssembler::Step step = assembler.add(row);
        if (view == FilterView::Messages && row.kind == RowKind::Octets && !row.has(RowFlag::Head))
            continue;
        Unit unit{.rows = {number}, .first = row, .hasPeerClosed = hasPeerClosed};
        if (row.kind == RowKind::Frame) {
            unit.frameNumber = ++frames[row.direction];
            unit.isEnded = row.fin() && !row.has(RowFlag::Incomplete);
            unit.length = row.length;
            std::uint64_t there = row.length;
            // A frame of ours ends where the next one begins, whatever length it declares.
            for (RowNumber next = number + RowCount(1); next < end && row.direction == Direction::Out;
                 ++next) {
                const LogRow later = session.row(next);
                if (later.kind != RowKind::Frame || later.direction != Direction::Out)
                    continue;
                const StreamOffset start = row.offset + row.header().size();
                there = std::min(there, later.offset - std::min(later.offset, start));
                break;
            }
            const OctetBuffer payload = session.payload(row, 0, there);
            unit.payload = charactersOf(payload);
            hasPeerClosed =
                hasPeerClosed || (row.direction == Direction::In && row.opcode() == Opcode::Close);
        }
        for (const Finding &finding : session.findings()) {
            if (finding.row == number)
                unit.rules.push_back(finding.violation.rule);
        }
        if (step.place == MessageAssembler::Place::First) {
            ++messages[row.direction];
            parts[row.direction] = 0;
            opcodes[row.direction] = row.opcode();
            open[row.direction].reset();
        }
        if (step.isOfMessage()) {
            unit.message = opcodes[row.direction];
            unit.messageNumber = messages[row.direction];
            unit.frames = ++parts[row.direction];
        }
        if (view == FilterView::Messages && step.isOfMessage()) {
            unit.isEnded = step.endsMessage;
            if (std::optional<std::size_t> &begun = open[row.direction]; begun) {
                Unit &whole = units[*begun];
                whole.rows.push_back(number);
                whole.isEnded = unit.isEnded;
                whole.length += unit.length;
                whole.payload += unit.payload;
                whole.frames = unit.frames;
                whole.rules.insert(whole.rules.end(), unit.rules.begin(), unit.rules.end());
                continue;
            }
            open[row.direction] = units.size();
        }
        units.push_back(std::move(unit));
    }
    return units;
}

std::string small(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

using Values = std::vector<std::uint64_t>; // None: the unit does not have the field.

Values when(bool isThere, std::uint64_t value) { return isThere ? Values{value} : Values{}; }

Values numbersOf(FilterField field, const Unit &unit)
{
    const LogRow &row = unit.first;
    const bool isFrame = row.kind == RowKind::Frame;
    const auto flag = [](bool value) { return Values{value ? 1ull : 0ull}; };
    switch (field) {
    case FilterField::Number:
        return {unit.rows.front().value()};
    case FilterField::Time:
        return {static_cast<std::uint64_t>(row.time.count())};
    case FilterField::Kind:
        return {static_cast<std::uint64_t>(row.kind)};
    case FilterField::Direction:
        return when(isFrame || row.kind == RowKind::Octets || row.kind == RowKind::Dropped,
                    static_cast<std::uint64_t>(row.direction));
    case FilterField::Opcode:
        return when(isFrame, valueOf(row.opcode()));
    case FilterField::Fin:
        return when(isFrame, unit.isEnded ? 1 : 0);
    case FilterField::Rsv:
        return when(isFrame, row.rsv());
    case FilterField::Masked:
        return when(isFrame, row.isMasked() ? 1 : 0);
    case FilterField::Length:
        return when(isFrame || row.kind == RowKind::Octets, isFrame ? unit.length : row.length);
    case FilterField::FrameNumber:
        return when(isFrame, unit.frameNumber);
    case FilterField::Message:
        return flag(unit.message.has_value());
    case FilterField::MessageNumber:
        return when(unit.message.has_value(), unit.messageNumber);
    case FilterField::MessageFrames:
        return when(unit.message.has_value(), unit.frames);
    case FilterField::Control:
        return flag(isFrame && isControl(row.opcode()));
    case FilterField::FindingSeverity: {
        Values values;
        for (const RuleId rule : unit.rules)
            values.push_back(static_cast<std::uint64_t>(ruleOf(rule).severity));
        return values;
    }
    case FilterField::Code: {
        if (row.kind == RowKind::Dropped || row.kind == RowKind::Error)
            return when(!unit.hasPeerClosed, 1006);
        if (!isFrame || row.opcode() != Opcode::Close)
            return {};
        const ClosePayload close = parseClosePayload(octetsOf(unit.payload));
        return when(!close.isCutCode, close.code.value_or(1005));
    }
    default:
        ADD_FAILURE() << "not a number: " << infoOf(field).name;
        return {};
    }
}

std::vector<std::string> textsOf(FilterField field, const Unit &unit)
{
    const bool isFrame = unit.first.kind == RowKind::Frame;
    if (field == FilterField::Text)
        return unit.message == Opcode::Text ? std::vector{unit.payload} : std::vector<std::string>();
    if (field == FilterField::Payload)
        return isFrame && unit.length > 0 ? std::vector{unit.payload} : std::vector<std::string>();
    std::vector<std::string> names;
    for (const RuleId rule : unit.rules)
        names.emplace_back(ruleOf(rule).name);
    return names;
}

bool compares(std::uint64_t a, FilterOperator op, const FilterValue &value)
{
    const std::uint64_t b = value.ranges.front().first;
    const bool isIn = std::ranges::any_of(
        value.ranges, [a](const FilterRange &range) { return a >= range.first && a <= range.last; });
    switch (op) {
    case FilterOperator::Equal:
    case FilterOperator::NotEqual:
        return isIn;
    case FilterOperator::Less:
        return a < b;
    case FilterOperator::LessEqual:
        return a <= b;
    case FilterOperator::Greater:
        return a > b;
    case FilterOperator::GreaterEqual:
        return a >= b;
    case FilterOperator::Contains:
    case FilterOperator::Matches:
        break;
    }
    return false;
}

bool passes(const FilterTree &tree, const Unit &unit);

bool passes(const FilterComparison &comparison, const Unit &unit)
{
    const FilterField field = comparison.field.field;
    const FilterType type = comparison.field.info().type;
    bool isThere = false;
    bool isAny = false;
    if (type == FilterType::Text || type == FilterType::Octets) {
        for (const std::string &text : textsOf(field, unit)) {
            isThere = true;
            for (const FilterValue &value : comparison.values) {
                const std::string wanted(charactersOf(value.octets));
                isAny = isAny
                    || (comparison.op == FilterOperator::Contains
                            ? small(text).find(small(wanted)) != std::string::npos
                            : text == wanted);
            }
        }
    } else {
        for (const std::uint64_t number : numbersOf(field, unit)) {
            isThere = true;
            for (const FilterValue &value : comparison.values)
                isAny = isAny || compares(number, comparison.op, value);
        }
    }
    return comparison.op == FilterOperator::NotEqual ? isThere && !isAny : isAny;
}

bool passes(const FilterPresence &presence, const Unit &unit)
{
    const FilterType type = presence.field.info().type;
    if (type == FilterType::Text || type == FilterType::Octets)
        return !textsOf(presence.field.field, unit).empty();
    const Values values = numbersOf(presence.field.field, unit);
    return type == FilterType::Flag ? values == Values{1} : !values.empty();
}

bool passes(const FilterTree &tree, const Unit &unit)
{
    const auto holds = [&unit](const FilterTree &part) { return passes(part, unit); };
    return std::visit(Overloaded{
                          [](const FilterSearch &) { return false; },
                          [&](const FilterPresence &presence) { return passes(presence, unit); },
                          [&](const FilterComparison &comparison) { return passes(comparison, unit); },
                          [&](const FilterNot &negated) { return !holds(negated.part.front()); },
                          [&](const FilterAll &all) { return std::ranges::all_of(all.parts, holds); },
                          [&](const FilterAny &any) { return std::ranges::any_of(any.parts, holds); },
                      },
                      tree.node);
}

std::string randomFilter(RandomSource &random, int depth)
{
    if (depth > 0 && !random.oneIn(3)) {
        const std::string left = randomFilter(random, depth - 1);
        if (random.oneIn(4))
            return "!(" + left + ')';
        return '(' + left + (random.oneIn(2) ? ") && (" : ") || (") + randomFilter(random, depth - 1) + ')';
    }
    static const std::vector<std::string> conditions{"no > 20",
                                                     "no in {3..9, 12}",
                                                     "time < 2s",
                                                     "kind == frame",
                                                     "kind != octets",
                                                     "dir == rx",
                                                     "dir != tx",
                                                     "op == text",
                                                     "op in {ping, pong, close}",
                                                     "op != continuation",
                                                     "op not in {text, 2}",
                                                     "op == reserved",
                                                     "fin",
                                                     "fin == false",
                                                     "rsv != 0",
                                                     "rsv < 4",
                                                     "masked",
                                                     "masked != true",
                                                     "len > 10",
                                                     "len <= 125",
                                                     "len in {0, 5..20}",
                                                     "len != 0",
                                                     "frame.no >= 3",
                                                     "message",
                                                     "message == false",
                                                     "message.no == 2",
                                                     "message.frames > 1",
                                                     "message.frames",
                                                     "control",
                                                     "finding",
                                                     "finding ~ frame",
                                                     "finding != frame.reserved-bits",
                                                     "finding.severity == must",
                                                     "finding.severity != must",
                                                     "finding.severity",
                                                     "code",
                                                     "code == 1000",
                                                     "code != 1000",
                                                     "code >= 1005",
                                                     "text",
                                                     "text ~ \"a\"",
                                                     "text ~ {\"PLAIN\", \"<b>\"}",
                                                     "text != \"\"",
                                                     "payload",
                                                     "payload ~ \"text\"",
                                                     "payload == \"=1+1\"",
                                                     "payload ~ \"e\" len > 40"};
    return conditions[random.below(conditions.size())];
}

TEST(FilterProperty, AFilterPassesWhatAPlainReadingPasses)
{
    for (unsigned seed = 0; seed < 40; ++seed) {
        const std::shared_ptr<const Session> session = randomSession(seed);
        if (session->handshake().deflate.agreement)
            continue;
        RandomSource random(seed + 1'000);
        for (const FilterView view : {FilterView::Frames, FilterView::Messages}) {
            const std::vector<Unit> units = unitsOf(*session, view);
            for (int round = 0; round < 25; ++round) {
                const std::string text = randomFilter(random, 3);
                const FilterReading reading = readFilter(text);
                ASSERT_TRUE(reading.tree) << text << ": " << filterFaultSentence(*reading.fault);
                std::vector<RowNumber> expected;
                for (const Unit &unit : units) {
                    if (passes(*reading.tree, unit))
                        expected.push_back(unit.rows.front());
                }
                std::ranges::sort(expected);
                FilterRun run(session, *reading.tree, view, {});
                while (run.runSome()) { }
                std::vector<std::size_t> here;
                std::vector<std::size_t> there;
                for (const RowNumber row : run.found().rowsFrom(RowNumber()))
                    here.push_back(row.value());
                for (const RowNumber row : expected)
                    there.push_back(row.value());
                ASSERT_EQ(here, there) << text << ", session " << seed
                                       << (view == FilterView::Frames ? ", frames" : ", messages");
                EXPECT_EQ(filterText(*readFilter(filterText(*reading.tree)).tree), filterText(*reading.tree));
            }
        }
    }
}

std::string frameHex(unsigned first, std::string_view payload)
{
    const std::byte head[] = {static_cast<std::byte>(first), static_cast<std::byte>(payload.size())};
    return toHex(head) + toHex(octetsOf(payload));
}

// A log that grows. A frame of ours whose octets come late has its broken rules late, too.
class GrowingLog
{
public:
    explicit GrowingLog(unsigned seed)
        : m_random(seed)
    {
        m_script.open();
    }
    [[nodiscard]] std::shared_ptr<const Session> session() const
    {
        return {std::shared_ptr<const Session>(), &m_script.log()};
    }
    void grow()
    {
        static const std::vector<std::string> texts{"a", "\xff", "text e", "\xff", ""};
        const std::string &text = texts[m_random.below(texts.size())];
        switch (m_random.below(8)) {
        case 0:
        case 1: // More than a run keeps at hand.
            for (int left = 1'100; left > 0; --left)
                m_script.read(frameHex(0x89, ""));
            return;
        case 2:
        case 3:
        case 4:
            if (m_late) {
                m_script.write(*std::exchange(m_late, std::nullopt));
            } else {
                m_script.frame(Opcode::Text, text.size(), "");
                m_late = frameHex(0x81, text);
            }
            return;
        case 5:
            m_script.read(frameHex(0x81, text));
            return;
        case 6:
            m_script.read(frameHex(m_isInMessage ? 0x80 : 0x01, text));
            m_isInMessage = !m_isInMessage;
            return;
        default:
            m_script.read(frameHex(0xa1, text)); // RSV2
        }
    }

private:
    RandomSource m_random;
    ScriptedSession m_script;
    std::optional<std::string> m_late; // The octets of the last frame of ours.
    bool m_isInMessage = false;
};

TEST(FilterProperty, ARunThatGoesOnAsTheLogGrowsFindsWhatANewOneFinds)
{
    const auto rowsOf = [](FilterRun &run) {
        while (run.runSome()) { }
        std::vector<std::size_t> rows;
        for (const RowNumber row : run.found().rowsFrom(RowNumber()))
            rows.push_back(row.value());
        return rows;
    };
    unsigned seed = 0;
    for (int round = 0; round < 12; ++round) {
        RandomSource random(static_cast<unsigned>(round) + 2'000);
        const std::vector<std::string> filters{"finding", "finding || kind == octets && len < 4",
                                               "finding ~ utf || no < 2 || kind == octets && len == 3",
                                               randomFilter(random, 3)};
        for (const FilterView view : {FilterView::Frames, FilterView::Messages}) {
            for (const std::string &filter : filters) {
                SCOPED_TRACE(filter + ", log " + std::to_string(seed));
                GrowingLog log(seed++);
                const FilterTree tree = *readFilter(filter).tree;
                FilterRun run(log.session(), tree, view, {});
                for (int step = 0; step < 6; ++step) {
                    ASSERT_EQ(rowsOf(run),
                              rowsOf(*std::make_unique<FilterRun>(log.session(), tree, view, RowInfo())))
                        << "step " << step;
                    log.grow();
                }
            }
        }
    }
}

} // namespace
} // namespace fg::test::filter_property_test
