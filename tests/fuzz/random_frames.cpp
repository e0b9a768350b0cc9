// Plays conversations of random frames, legal and not, and checks after each of them what must hold for every
// session: its views agree on its messages, reading its file or deriving it again from its rows gives the
// same session, and it fails at most once, for a frame before that row.
//
// Usage: fuzz_random_frames [--frames N] [--seed N]
// Each conversation has a seed of its own: the first one has the given seed, the second one the next number.
// They are played until N frames have passed, in both directions together. A conversation that fails prints
// its seed; --seed N --frames 1 repeats it alone.
#include "protocol/session/log/row_walk.h"
#include "tests/fuzz/random_conversation.h"
#include "tests/fuzz/view_agreement.h"
#include "tests/support/recorded.h"
#include "tests/support/session_equality.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <numeric>

namespace {

using namespace fg;

// Keeps all octets, as a file does; in memory alone a session forgets most of a message that is too big.
class KeepingStore final : public OctetStore
{
public:
    void append(Direction direction, OctetView octets) override { m_store.append(direction, octets); }
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset,
                                      std::size_t length) const override
    {
        return m_store.beginRead(direction, offset, length);
    }
    void setBulk(bool on) override { m_store.setBulk(on); }
    void setKeep(Direction, Keep) override { }
    void skipBulk(Direction direction, std::uint64_t count, OctetView last) override
    {
        m_store.skipBulk(direction, count, last);
    }
    void setLimit(std::size_t limit) override { m_store.setLimit(limit); }
    [[nodiscard]] bool hasDiscardedOctets() const override { return m_store.hasDiscardedOctets(); }
    [[nodiscard]] StreamOffset size(Direction direction) const override { return m_store.size(direction); }
    [[nodiscard]] std::size_t memory() const override { return m_store.memory(); }

private:
    MemoryOctetStore m_store;
};

// Appends the same rows, other than derived ones, to a new log.
std::shared_ptr<Session> derivedAgain(const Session &log)
{
    auto again = std::make_shared<Session>(log.role(), log.summary().limits,
                                           SessionBacking{std::make_unique<KeepingStore>(), nullptr});
    const ByDirection<OctetBuffer> streams{.in = log.octets(Direction::In, {}, SIZE_MAX),
                                           .out = log.octets(Direction::Out, {}, SIZE_MAX)};
    forEachRow(log, [&](const LogRow &row, RowNumber) {
        if (row.has(RowFlag::Derived))
            return;
        OctetView octets;
        if (row.kind == RowKind::Octets)
            octets = OctetView(streams[row.direction])
                         .subspan(static_cast<std::size_t>(row.offset.value()),
                                  static_cast<std::size_t>(row.length));
        // The read before this one is over.
        if (row.kind == RowKind::Octets && row.direction == Direction::In)
            again->processReceived();
        LogRow plain = row;
        plain.extra = 0;
        again->append(plain, row.extra > 0 ? log.extra(row) : RowExtra{}, octets);
    });
    again->processReceived();
    return again;
}

// The first difference, in words; empty if there is none.
std::string differenceBetween(const Session &live, const Session &other)
{
    std::string difference = test::differenceOf(live, other);
    if (difference.empty() && live.messages() != other.messages())
        difference = "messages";
    for (const MessageRecord &message : live.messages()) {
        if (difference.empty() && message.isCompressed
            && live.payload(message, SIZE_MAX) != other.payload(message, SIZE_MAX))
            difference = "payload of message in row " + std::to_string(message.firstRow.value());
    }
    return difference.empty() ? "" : difference + ": " + test::difference(live, other);
}

std::string faultOfFile(const Session &live, const std::filesystem::path &path, test::RandomSource &random)
{
    const test::ReadFile file = test::readFile(path, 1 + random.below(random.oneIn(2) ? 2'000 : 1'000'000));
    if (file.damage)
        return "its file counts as damaged";
    if (file.connections.size() != 1)
        return "its file does not have one connection";
    const std::string difference = differenceBetween(live, *file.connections.front().session);
    return difference.empty() ? "" : "it is not the session in its file: " + difference;
}

std::string faultOfDerivation(const Session &live)
{
    const std::string difference = differenceBetween(live, *derivedAgain(live));
    return difference.empty() ? "" : "it is not derived again from its rows: " + difference;
}

std::string faultOfFailing(const Session &live)
{
    std::string fault;
    std::size_t count = 0;
    forEachRow(live, [&](const LogRow &row, RowNumber number) {
        if (row.kind != RowKind::Failing)
            return;
        if (++count > 1)
            fault = "it fails more than once";
        const std::optional<RowNumber> cause = row.cause();
        if (cause && (*cause >= number || live.row(*cause).kind != RowKind::Frame))
            fault = "the cause of its failure is not a frame before it";
    });
    return fault;
}

std::string faultOf(const std::shared_ptr<const Session> &live, const std::filesystem::path &path,
                    unsigned seed)
{
    test::RandomSource random(seed);
    if (std::string fault = faultOfFailing(*live); !fault.empty())
        return fault;
    if (std::string fault = faultOfFile(*live, path, random); !fault.empty())
        return fault;
    if (std::string fault = faultOfDerivation(*live); !fault.empty())
        return fault;
    return test::disagreementOfViews(live, random);
}

std::uint64_t framesOf(const Session &session)
{
    const Statistics statistics = session.statistics();
    std::uint64_t frames = 0;
    for (const StreamStatistics *const stream : {&statistics.in, &statistics.out})
        frames = std::accumulate(std::begin(stream->frames), std::end(stream->frames), frames);
    return frames;
}

int playConversations(std::uint64_t wanted, unsigned seed)
{
    const test::TemporaryFolder folder;
    const auto start = std::chrono::steady_clock::now();
    std::uint64_t frames = 0;
    unsigned conversations = 0;
    for (; frames < wanted; ++conversations) {
        const unsigned own = seed + conversations;
        // Printed first, so that the seed is known if the program crashes.
        std::fprintf(stderr, "\rseed %u ", own);
        const std::shared_ptr<Session> session = test::playConversation(own, folder.file());
        if (const std::string fault = faultOf(session, folder.file(), own); !fault.empty()) {
            std::fprintf(stderr, "\n%s\n", fault.c_str());
            return 1;
        }
        // At least one, so that --frames 1 plays one conversation.
        frames += std::max<std::uint64_t>(framesOf(*session), 1);
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("\n%llu frames in %u conversations in %.1f s\n", static_cast<unsigned long long>(frames),
                conversations, seconds);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    std::uint64_t frames = 40'000;
    unsigned seed = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string word = argv[i];
        if (word == "--frames")
            frames = std::strtoull(argv[i + 1], nullptr, 10);
        else if (word == "--seed")
            seed = static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10));
    }
    return playConversations(frames, seed);
}
