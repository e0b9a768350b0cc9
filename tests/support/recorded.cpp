#include "tests/support/recorded.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace fg::test {
namespace {

template <typename Value> std::string word(const Value &value) { return std::to_string(value); }

template <typename Value> std::string word(const std::optional<Value> &value)
{
    return value ? word(*value) : "-";
}

std::string words(const std::vector<CertificateFault> &faults)
{
    std::string text;
    for (const CertificateFault &fault : faults)
        text += " fault " + fault.name + '|' + fault.subject + '|' + fault.detail
            + (fault.depth ? '|' + word(*fault.depth) : "");
    return text;
}

std::string word(const BulkStream &bulk)
{
    return word(bulk.octets) + ',' + word(bulk.frames) + ',' + word(bulk.crc);
}

struct ExtraWords
{
    std::string operator()(const std::monostate &) const { return "none"; }
    std::string operator()(const FrameIntent &intent) const
    {
        return "intent " + word(intent.patternLength) + ' ' + word(intent.repeatTo) + ' ' + word(intent.chop)
            + (intent.sync ? " sync" : "");
    }
    std::string operator()(const std::string &text) const { return "text " + text; }
    std::string operator()(const PeerInfo &peer) const
    {
        return "peer " + peer.localAddress + ' ' + word(peer.localPort) + ' ' + peer.peerAddress + ' '
            + word(peer.peerPort) + ' ' + peer.tlsVersion + '|' + peer.tlsCipher + '|' + peer.tlsPeerSubject
            + (peer.proof == PeerProof::NotAsked ? "" : " proof " + word(static_cast<int>(peer.proof)))
            + words(peer.allowedFaults);
    }
    std::string operator()(const TransportError &error) const
    {
        return "error " + word(static_cast<int>(error.kind)) + error.detail + words(error.certificateFaults);
    }
    std::string operator()(const BulkRecord &bulk) const
    {
        return "bulk " + word(bulk.in) + ' ' + word(bulk.out);
    }
    std::string operator()(const EchoRecord &echoes) const
    {
        return "echoes " + word(echoes.wanted) + ' ' + word(echoes.right) + ' '
            + word(static_cast<int>(echoes.fault)) + ' ' + word(echoes.difference) + ' '
            + word(echoes.length);
    }
    std::string operator()(const LimitRecord &limit) const
    {
        return "limit " + word(static_cast<int>(limit.what)) + ' ' + word(limit.limit);
    }
    std::string operator()(const RecordingFault &fault) const
    {
        return "fault " + fault.file + ' ' + fault.reason;
    }
};

std::string word(const LogRow &row)
{
    std::string text = word(static_cast<int>(row.kind)) + (row.direction == Direction::In ? " in" : " out");
    for (const std::uint64_t number :
         {std::uint64_t(row.time.count()), row.offset.value(), row.length, row.peerPosition.value(),
          std::uint64_t(row.flags), std::uint64_t(row.opcodeBits), std::uint64_t(row.lengthBits),
          std::uint64_t(row.timer), std::uint64_t(row.tcpEnd), std::uint64_t(row.tlsEnd)})
        text += ' ' + word(number);
    return text + ' ' + toHex(row.maskingKey);
}

std::string word(const Violation &violation)
{
    return std::string(ruleOf(violation.rule).name) + ' ' + word(violation.octetOffset) + ' '
        + word(violation.frameIndex) + ' ' + word(violation.value);
}

std::string word(const HandshakeCheck &check)
{
    std::string text = check.isFatal ? "fatal" : "fine";
    for (const Violation &violation : check.violations)
        text += "; " + word(violation);
    return text;
}

void addHandshake(const HandshakeRecord &heads, Words &all)
{
    all.push_back("request " + word(heads.requestComplete) + heads.request);
    all.push_back("answer " + word(heads.answerComplete) + heads.answer);
    all.push_back("body " + word(heads.bodyOffset.value()) + ' ' + word(heads.bodyLength));
    all.push_back("checks " + word(heads.requestCheck) + " / " + word(heads.answerCheck));
}

void addClosing(const ClosingRecord &closing, Words &all)
{
    std::string text = "closing";
    for (const bool flag : {closing.isServer, closing.closedByMe, closing.failedByMe, closing.droppedByMe,
                            closing.wasClean, closing.wasServerConnectionDropTimeout,
                            closing.wasOpenHandshakeTimeout, closing.wasCloseHandshakeTimeout})
        text += flag ? " yes" : " no";
    text += ' ' + word(static_cast<int>(closing.wasNotCleanReason)) + ' ' + word(closing.localCloseCode) + ' '
        + word(closing.remoteCloseCode) + ' ' + closing.localCloseReason.value_or("-") + ' '
        + closing.remoteCloseReason.value_or("-");
    for (const auto &time : {closing.openedAt, closing.closeSentAt, closing.closeReceivedAt, closing.endedAt})
        text += ' ' + (time ? word(time->count()) : "-");
    text += ' ' + word(static_cast<int>(closing.tcpEnd)) + ' ' + word(static_cast<int>(closing.tlsEnd));
    all.push_back(text);
}

void addStatistics(const StreamStatistics &counts, Words &all)
{
    std::string text = "counts " + word(counts.octets) + ' ' + word(counts.reads) + ' '
        + word(counts.messages) + ' ' + word(counts.payloadOctets) + ' ' + word(counts.compressedMessages)
        + ' ' + word(counts.wirePayloadOctets) + ' ' + word(counts.dataHeaderOctets) + " frames";
    for (const std::uint64_t frames : counts.frames)
        text += ' ' + word(frames);
    for (const auto &[size, count] : counts.chops)
        text += ", " + word(size) + ": " + word(count);
    all.push_back(text);
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "frameglass-test-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    m_path = name;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::shared_ptr<SessionFile> createFile(const std::filesystem::path &path)
{
    SessionFile::Created created = SessionFile::create(path);
    if (const auto *const fault = std::get_if<RecordingFault>(&created)) {
        ADD_FAILURE() << fault->file << ": " << fault->reason;
        return nullptr;
    }
    return std::get<0>(created);
}

SessionHeading headingOf(Role role)
{
    SessionHeading heading;
    heading.role = role;
    heading.started =
        std::chrono::system_clock::time_point(std::chrono::nanoseconds(1'700'000'000'123'456'789));
    heading.url = role == Role::Client ? "ws://127.0.0.1:9001/" : "";
    heading.agent = "peer";
    return heading;
}

Words everythingOf(const Session &log)
{
    Words all;
    for (RowNumber number; number < endOf(log.rowCount()); ++number) {
        const LogRow row = log.row(number);
        all.push_back(word(row) + " | " + std::visit(ExtraWords(), log.extra(row)));
    }
    addHandshake(log.handshake(), all);
    addClosing(log.closing(), all);
    addStatistics(log.statistics().in, all);
    addStatistics(log.statistics().out, all);
    for (const Finding &finding : log.findings())
        all.push_back("finding " + word(finding.violation)
                      + (finding.direction == Direction::In ? " in" : " out") + " row "
                      + word(finding.row.value()) + " at " + word(finding.time.count()));
    for (const MessageRecord &message : log.messages())
        all.push_back("message " + word(valueOf(message.opcode)) + ' ' + word(message.firstRow.value()) + ' '
                      + word(message.lastRow.value()) + ' ' + word(message.length) + ' '
                      + word(message.wireLength) + ' ' + word(message.isCompressed) + ' '
                      + word(message.inflatedOffset.value()) + ' ' + toHex(log.payload(message, 1000)));
    for (const Direction direction : bothDirections)
        all.push_back("octets " + word(log.streamSize(direction).value()) + ' '
                      + toHex(log.octets(direction, {}, SIZE_MAX)));
    const SessionSummary summary = log.summary();
    all.push_back("state " + word(static_cast<int>(summary.state)) + ' ' + word(summary.rows.value()) + ' '
                  + (summary.error ? ExtraWords()(*summary.error) : "no error") + ' '
                  + (summary.peer ? ExtraWords()(*summary.peer) : "no peer"));
    return all;
}

std::string difference(const Session &a, const Session &b)
{
    constexpr std::size_t shown = 400;
    const Words first = everythingOf(a);
    const Words second = everythingOf(b);
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        const std::string one = i < first.size() ? first[i] : "(nothing)";
        const std::string other = i < second.size() ? second[i] : "(nothing)";
        if (one != other)
            return std::to_string(i) + ": " + one.substr(0, shown) + "\n" + other.substr(0, shown);
    }
    return {};
}

ReadFile readFile(const std::filesystem::path &path, std::size_t step)
{
    auto opened = SessionReader::open(path);
    if (auto *const damage = std::get_if<FileDamage>(&opened))
        return {{}, *damage};
    SessionReader &reader = *std::get<0>(opened);
    while (reader.readSome(step)) { }
    return {reader.connections(), reader.damage()};
}

OctetBuffer contentOf(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return bufferOf(text);
}

void writeContent(const std::filesystem::path &path, OctetView octets)
{
    // Removed rather than overwritten, because some file systems then wait for the disk.
    std::filesystem::remove(path);
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char *>(octets.data()), static_cast<std::streamsize>(octets.size()));
}

} // namespace fg::test
