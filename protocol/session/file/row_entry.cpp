#include "protocol/session/file/row_entry.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

// The names of values in the file, in the order of the values. They are part of its format.
constexpr std::array<std::string_view, 10> kindNames{"connected",   "octets",  "frame",     "timer-set",
                                                     "timer-fired", "failing", "recording", "dropped",
                                                     "error",       "note"};
constexpr std::array<std::string_view, 6> timerNames{"fail-connection",   "close-connection", "wait",
                                                     "opening-handshake", "close-reply",      "server-drop"};
constexpr std::array<std::string_view, 3> tcpEndNames{"unknown", "fin", "reset"};
constexpr std::array<std::string_view, 4> tlsEndNames{"not-tls", "close-notify", "missing", "unknown"};
constexpr std::array<std::string_view, 8> errorNames{
    "connection-refused", "host-not-found", "network-unreachable", "connect-timeout",
    "tls-handshake",      "certificate",    "tls-setup",           "other"};
constexpr std::array<std::string_view, 3> proofNames{"not-asked", "verified", "waived"};
constexpr std::array<std::string_view, 4> echoFaultNames{"none", "type", "length", "content"};
constexpr std::array<std::string_view, 2> directionNames{"in", "out"};

template <typename Names, typename Value> std::string_view nameOf(const Names &names, Value value)
{
    return names[static_cast<std::size_t>(value)];
}

template <typename Value, typename Names>
std::optional<Value> valueOf(const Names &names, std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Value>(found - names.begin());
}

template <typename Value, typename Names>
Value valueIn(const JournalEntry &entry, std::string_view field, const Names &names)
{
    return valueOf<Value>(names, entry.find(field).value_or("")).value_or(Value{});
}

std::uint64_t numberOf(const JournalEntry &entry, std::string_view field)
{
    return entry.number<std::uint64_t>(field).value_or(0);
}

// --- extras: each kind with its writer and its reader ---

void addFaults(JournalWriter &entry, const std::vector<CertificateFault> &faults)
{
    for (std::size_t i = 0; i < std::min(faults.size(), mostCertificateFaults); ++i) {
        const std::string prefix = "FG_FAULT_" + std::to_string(i);
        entry.add(prefix + "_NAME", faults[i].name);
        entry.add(prefix + "_SUBJECT", faults[i].subject);
        entry.add(prefix + "_DETAIL", faults[i].detail);
        if (faults[i].depth)
            entry.add(prefix + "_DEPTH", *faults[i].depth);
    }
}

std::vector<CertificateFault> faultsIn(const JournalEntry &entry)
{
    std::vector<CertificateFault> faults;
    while (faults.size() < mostCertificateFaults) {
        const std::string prefix = "FG_FAULT_" + std::to_string(faults.size());
        const auto name = entry.find(prefix + "_NAME");
        if (!name)
            break;
        faults.push_back({.name = std::string(*name),
                          .subject = entry.text(prefix + "_SUBJECT"),
                          .detail = entry.text(prefix + "_DETAIL"),
                          .depth = entry.number<unsigned>(prefix + "_DEPTH")});
    }
    return faults;
}

void add(JournalWriter &, const std::monostate &) { }

void add(JournalWriter &entry, const FrameIntent &intent)
{
    entry.add("FG_EXTRA", "intent").add("FG_PATTERN", intent.patternLength);
    if (intent.repeatTo)
        entry.add("FG_REPEAT_TO", *intent.repeatTo);
    entry.add("FG_CHOP", intent.chop).addFlag("FG_SYNC", intent.sync);
}

void add(JournalWriter &entry, const std::string &text)
{
    entry.add("FG_EXTRA", "text").add("FG_TEXT", text);
}

void add(JournalWriter &entry, const PeerInfo &peer)
{
    entry.add("FG_EXTRA", "peer").add("FG_LOCAL_ADDRESS", peer.localAddress);
    entry.add("FG_LOCAL_PORT", peer.localPort).add("FG_PEER_ADDRESS", peer.peerAddress);
    entry.add("FG_PEER_PORT", peer.peerPort).add("FG_TLS_VERSION", peer.tlsVersion);
    entry.add("FG_TLS_CIPHER", peer.tlsCipher).add("FG_TLS_SUBJECT", peer.tlsPeerSubject);
    if (peer.proof != PeerProof::NotAsked)
        entry.add("FG_TLS_PROOF", nameOf(proofNames, peer.proof));
    addFaults(entry, peer.allowedFaults);
}

void add(JournalWriter &entry, const TransportError &error)
{
    entry.add("FG_EXTRA", "error").add("FG_ERROR", nameOf(errorNames, error.kind));
    entry.add("FG_DETAIL", error.detail);
    if (error.tlsAlert)
        entry.add("FG_TLS_ALERT", *error.tlsAlert);
    addFaults(entry, error.certificateFaults);
}

void add(JournalWriter &entry, const BulkRecord &bulk)
{
    entry.add("FG_EXTRA", "bulk");
    entry.add("FG_IN_OCTETS", bulk.in.octets).add("FG_IN_FRAMES", bulk.in.frames);
    entry.add("FG_IN_CRC32", bulk.in.crc).add("FG_OUT_OCTETS", bulk.out.octets);
    entry.add("FG_OUT_FRAMES", bulk.out.frames).add("FG_OUT_CRC32", bulk.out.crc);
}

void add(JournalWriter &entry, const EchoRecord &echoes)
{
    entry.add("FG_EXTRA", "echoes").add("FG_WANTED", echoes.wanted).add("FG_RIGHT", echoes.right);
    entry.add("FG_ECHO_FAULT", nameOf(echoFaultNames, echoes.fault)).add("FG_DIFFERENCE", echoes.difference);
    entry.add("FG_LAST_LENGTH", echoes.length);
}

// A LimitRecord is not written: a reader with the same limits finds it again.
void add(JournalWriter &, const LimitRecord &) { }

void add(JournalWriter &entry, const RecordingFault &fault)
{
    entry.add("FG_EXTRA", "recording-fault").add("FG_FILE", fault.file).add("FG_REASON", fault.reason);
}

FrameIntent intentIn(const JournalEntry &entry)
{
    return {.patternLength = numberOf(entry, "FG_PATTERN"),
            .repeatTo = entry.number<std::uint64_t>("FG_REPEAT_TO"),
            .chop = static_cast<std::size_t>(numberOf(entry, "FG_CHOP")),
            .sync = entry.flag("FG_SYNC")};
}

PeerInfo peerIn(const JournalEntry &entry)
{
    return {.localAddress = entry.text("FG_LOCAL_ADDRESS"),
            .localPort = entry.number<std::uint16_t>("FG_LOCAL_PORT").value_or(0),
            .peerAddress = entry.text("FG_PEER_ADDRESS"),
            .peerPort = entry.number<std::uint16_t>("FG_PEER_PORT").value_or(0),
            .tlsVersion = entry.text("FG_TLS_VERSION"),
            .tlsCipher = entry.text("FG_TLS_CIPHER"),
            .tlsPeerSubject = entry.text("FG_TLS_SUBJECT"),
            .proof = valueIn<PeerProof>(entry, "FG_TLS_PROOF", proofNames),
            .allowedFaults = faultsIn(entry)};
}

TransportError errorIn(const JournalEntry &entry)
{
    return {.kind = valueIn<TransportErrorKind>(entry, "FG_ERROR", errorNames),
            .detail = entry.text("FG_DETAIL"),
            .certificateFaults = faultsIn(entry),
            .tlsAlert = entry.number<std::uint8_t>("FG_TLS_ALERT")};
}

BulkRecord bulkIn(const JournalEntry &entry)
{
    const auto crc = [&](std::string_view field) { return entry.number<std::uint32_t>(field).value_or(0); };
    return {.in = {numberOf(entry, "FG_IN_OCTETS"), numberOf(entry, "FG_IN_FRAMES"), crc("FG_IN_CRC32")},
            .out = {numberOf(entry, "FG_OUT_OCTETS"), numberOf(entry, "FG_OUT_FRAMES"), crc("FG_OUT_CRC32")}};
}

EchoRecord echoesIn(const JournalEntry &entry)
{
    return {.wanted = numberOf(entry, "FG_WANTED"),
            .right = numberOf(entry, "FG_RIGHT"),
            .fault = valueIn<EchoRecord::Fault>(entry, "FG_ECHO_FAULT", echoFaultNames),
            .difference = numberOf(entry, "FG_DIFFERENCE"),
            .length = numberOf(entry, "FG_LAST_LENGTH")};
}

RowExtra extraIn(const JournalEntry &entry)
{
    const std::string_view kind = entry.find("FG_EXTRA").value_or("");
    if (kind == "intent")
        return intentIn(entry);
    if (kind == "text")
        return entry.text("FG_TEXT");
    if (kind == "peer")
        return peerIn(entry);
    if (kind == "error")
        return errorIn(entry);
    if (kind == "bulk")
        return bulkIn(entry);
    if (kind == "echoes")
        return echoesIn(entry);
    if (kind == "recording-fault")
        return RecordingFault{entry.text("FG_FILE"), entry.text("FG_REASON")};
    return {};
}

// Whether a row of this kind can have this extra. Our program does not write other combinations.
bool fits(RowKind kind, const RowExtra &extra)
{
    switch (kind) {
    case RowKind::Connected:
        return std::holds_alternative<PeerInfo>(extra) || std::holds_alternative<std::monostate>(extra);
    case RowKind::Error:
        return std::holds_alternative<TransportError>(extra);
    case RowKind::Octets:
        return false;
    default:
        return true;
    }
}

void addFrame(JournalWriter &entry, const LogRow &row)
{
    entry.add("FG_OPCODE_BITS", row.opcodeBits).add("FG_LENGTH_BITS", row.lengthBits);
    if (row.isMasked())
        entry.add("FG_MASK", toHex(row.maskingKey));
}

void readFrame(const JournalEntry &entry, LogRow &row)
{
    row.opcodeBits = entry.number<std::uint8_t>("FG_OPCODE_BITS").value_or(0);
    row.lengthBits = entry.number<std::uint8_t>("FG_LENGTH_BITS").value_or(0);
    if (const auto mask = fromHex(entry.find("FG_MASK").value_or(""));
        mask && mask->size() == row.maskingKey.size())
        std::ranges::copy(*mask, row.maskingKey.begin());
}

std::string secondsOf(std::uint64_t nanoseconds)
{
    const std::string fraction = std::to_string(nanoseconds / 1'000'000 % 1'000);
    return std::to_string(nanoseconds / 1'000'000'000) + '.' + std::string(3 - fraction.size(), '0')
        + fraction + " s";
}

std::string timerMessage(const LogRow &row, const RowExtra &extra)
{
    std::string message = row.kind == RowKind::TimerSet ? "timer set: " : "timer fired: ";
    message += nameOf(timerNames, row.timer);
    message += ", " + secondsOf(row.length);
    if (const auto *const tag = std::get_if<std::string>(&extra))
        message += ", tag " + *tag;
    return message;
}

std::string frameMessage(const LogRow &row, const RowExtra &extra)
{
    std::string message = "frame sent: opcode " + std::to_string(row.opcodeBits & 0xF) + ", length "
        + std::to_string(row.length);
    if (const auto *const intent = std::get_if<FrameIntent>(&extra)) {
        if (intent->repeatTo)
            message += ", repeated to " + std::to_string(*intent->repeatTo);
        if (intent->chop > 0)
            message += ", chop " + std::to_string(intent->chop);
        if (intent->sync)
            message += ", sync";
    }
    return message;
}

std::string noteMessage(const RowExtra &extra)
{
    if (const auto *const text = std::get_if<std::string>(&extra))
        return "note: " + *text;
    if (const auto *const echoes = std::get_if<EchoRecord>(&extra))
        return "echoes: " + std::to_string(echoes->right) + " of " + std::to_string(echoes->wanted);
    return "note";
}

} // namespace

void addRow(JournalWriter &entry, const LogRow &row, const RowExtra &extra)
{
    entry.add("FG_ROW", nameOf(kindNames, row.kind)).add("FG_TIME", row.time.count());
    entry.add("FG_DIRECTION", nameOf(directionNames, row.direction))
        .add("FG_POSITION", row.peerPosition.value());
    // What the log derives of a row is not written: it derives that again.
    const int derived = static_cast<int>(RowFlag::Incomplete) | static_cast<int>(RowFlag::NotPassed);
    const std::uint64_t length = row.kind == RowKind::Failing ? 0 : row.length;
    entry.add("FG_FLAGS", static_cast<std::uint8_t>(row.flags & ~derived))
        .add("FG_OFFSET", row.offset.value())
        .add("FG_LENGTH", length);
    if (row.kind == RowKind::Frame)
        addFrame(entry, row);
    if (row.kind == RowKind::TimerSet || row.kind == RowKind::TimerFired)
        entry.add("FG_TIMER", nameOf(timerNames, row.timer));
    if (row.kind == RowKind::Dropped)
        entry.add("FG_TCP_END", nameOf(tcpEndNames, row.tcpEnd))
            .add("FG_TLS_END", nameOf(tlsEndNames, row.tlsEnd));
    std::visit([&](const auto &value) { add(entry, value); }, extra);
}

std::optional<EnteredRow> rowIn(const JournalEntry &entry)
{
    const auto kind = valueOf<RowKind>(kindNames, entry.find("FG_ROW").value_or(""));
    const auto time = entry.number<Duration::rep>("FG_TIME");
    if (!kind || !time)
        return std::nullopt;
    EnteredRow entered{.row = {}, .extra = extraIn(entry)};
    LogRow &row = entered.row;
    row.kind = *kind;
    row.time = Duration(*time);
    row.direction = valueIn<Direction>(entry, "FG_DIRECTION", directionNames);
    row.peerPosition = StreamOffset(numberOf(entry, "FG_POSITION"));
    row.flags = entry.number<std::uint8_t>("FG_FLAGS").value_or(0);
    row.offset = StreamOffset(numberOf(entry, "FG_OFFSET"));
    row.length = numberOf(entry, "FG_LENGTH");
    if (row.kind == RowKind::Frame)
        readFrame(entry, row);
    row.timer = valueIn<TimerPurpose>(entry, "FG_TIMER", timerNames);
    row.tcpEnd = valueIn<TcpEnd>(entry, "FG_TCP_END", tcpEndNames);
    row.tlsEnd = valueIn<TlsEnd>(entry, "FG_TLS_END", tlsEndNames);
    const bool isPossible = fits(row.kind, entered.extra) && !row.has(RowFlag::Derived)
        && (row.kind != RowKind::Frame || row.direction == Direction::Out);
    if (!isPossible)
        return std::nullopt;
    return entered;
}

std::optional<LogRow> sentFrameRow(const LogRow &octetsRow, OctetView octets, Duration time)
{
    FrameDecoder decoder;
    OctetView rest = octets.first(std::min(octets.size(), maxHeaderSize));
    if (decoder.next(rest).kind != FrameStep::Kind::Header)
        return std::nullopt;
    LogRow row{.time = time, .offset = octetsRow.offset, .peerPosition = octetsRow.peerPosition};
    row.kind = RowKind::Frame;
    row.direction = Direction::Out;
    row.setHeader(decoder.header());
    return row;
}

std::string messageFor(const LogRow &row, const RowExtra &extra)
{
    switch (row.kind) {
    case RowKind::Connected:
        return "connected";
    case RowKind::Octets:
        return "octets";
    case RowKind::Frame:
        return frameMessage(row, extra);
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        return timerMessage(row, extra);
    case RowKind::Failing:
        return "failing the connection";
    case RowKind::Recording:
        return row.has(RowFlag::On) ? "recording on" : "recording off";
    case RowKind::Dropped:
        return row.direction == Direction::Out ? "dropped by us" : "dropped by the peer";
    case RowKind::Error: {
        const auto *const error = std::get_if<TransportError>(&extra);
        return error ? "error: " + error->detail : "error";
    }
    case RowKind::Note:
        return noteMessage(extra);
    }
    return {};
}

} // namespace fg
