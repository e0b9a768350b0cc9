// Reads the octets of one direction of a connection from the first on: the head of the opening handshake and
// its checks (RFC 6455 4), the body of an answer that refuses (RFC 9112 6), and the frames. It serves the
// endpoint and the log alike, for either direction.
#pragma once

#include "protocol/endpoint/inbound_reader.h"
#include "protocol/endpoint/opening_handshake.h"
#include "protocol/endpoint/role.h"
#include "protocol/handshake/body_end.h"
#include "protocol/handshake/opening_head_reader.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace fg {

// What a head leads to if its check says that no connection is possible with it.
enum class FatalHead : std::uint8_t {
    Ends, // what follows is ignored
    Ignored, // frames are read all the same: the head is ours, and its faults are intended
};
struct StreamReaderSettings
{
    Role sender = Role::Server;
    FatalHead fatalHead = FatalHead::Ends;
    HeadLimits headLimits;
    std::size_t earlyLimit = 64 * 1024; // for what a client sends before the answer, in octets
    // Limit for the body of an answer other than 101, in octets; a longer body counts as complete.
    std::uint64_t bodyLimit = longestBody;
    PayloadUse payloadUse = PayloadUse::Collect;
    std::uint64_t messageLimit = 64ull * 1024 * 1024; // InboundReader::Settings
    PayloadSink *sink = nullptr; // InboundReader::Settings
};

class StreamReader
{
public:
    using Settings = StreamReaderSettings;

    // Both readers of a connection share the handshake, which must outlive them.
    StreamReader(const Settings &settings, OpeningHandshake &handshake);

    // Consumes octets from the front of `input` (which shrinks) up to the next event, which is valid until
    // the next call. When it returns None, octets are left only if isWaiting(); the caller presents them
    // again together with those that follow.
    [[nodiscard]] const InboundEvent &next(OctetView &input);
    // The answer in the handshake is complete: what a client sends is read from here on, or ignored if the
    // answer refuses.
    void answerCompleted();
    // The stream has ended without an answer: what a client has sent is read as frames.
    void answerMissing();
    // No connection comes about: ignores what follows.
    void ignoreRest();

    // The next octet belongs to the head of the opening handshake.
    [[nodiscard]] bool isInHead() const { return std::holds_alternative<Head>(m_state); }
    // The request is complete, and its sender has to wait for the answer.
    [[nodiscard]] bool isWaiting() const { return std::holds_alternative<Waiting>(m_state); }
    // It waits, and no octets have come before the answer.
    [[nodiscard]] bool expectsToWait() const
    {
        const Waiting *const waiting = std::get_if<Waiting>(&m_state);
        return waiting && !waiting->hasReported;
    }
    // The octets are the body of an answer other than 101.
    [[nodiscard]] bool isInBody() const { return std::holds_alternative<Body>(m_state); }
    // The octets that follow are ignored, because no connection came about.
    [[nodiscard]] bool isIgnoring() const { return std::holds_alternative<Ignoring>(m_state); }
    // The reader of the frames; null before the first.
    [[nodiscard]] InboundReader *frames() { return std::get_if<InboundReader>(&m_state); }
    [[nodiscard]] const InboundReader *frames() const { return std::get_if<InboundReader>(&m_state); }
    // Number of octets that have been read.
    [[nodiscard]] std::uint64_t position() const
    {
        const InboundReader *const reader = frames();
        return reader ? reader->streamOffset() : m_position;
    }
    [[nodiscard]] Role sender() const { return m_settings.sender; }
    // Octets of memory that it takes beside its own size.
    [[nodiscard]] std::size_t memory() const
    {
        if (const InboundReader *const reader = frames())
            return reader->memory();
        const Head *const head = std::get_if<Head>(&m_state);
        return head ? head->reader.memory() + head->found.capacity() * sizeof(Violation) : 0;
    }
    // The part of it that the context of compressed messages takes.
    [[nodiscard]] std::size_t contextMemory() const
    {
        const InboundReader *const reader = frames();
        return reader ? reader->contextMemory() : 0;
    }
    // Gives back memory that is kept for the next message.
    void releaseSpare()
    {
        if (InboundReader *const reader = frames())
            reader->releaseSpare();
    }

    // Continues at `position` with these settings of the frames; without them everything that follows is
    // ignored.
    void resume(std::uint64_t position, const std::optional<InboundReader::Settings> &frames);

private:
    // Reads the head, then reports what is wrong with it.
    struct Head
    {
        OpeningHeadReader reader;
        std::vector<Violation> found;
        std::size_t reported = 0;
        bool isComplete = false; // complete, or failed; `found` is final
    };
    struct Waiting
    {
        bool hasReported = false; // that the client has not waited
    };
    struct Body
    {
        BodyEnd end;
        std::uint64_t size = 0; // octets of the body so far
        bool isComplete = false; // BodyEnded was reported
    };
    struct Ignoring
    {
    };

    [[nodiscard]] bool isRequest() const { return m_settings.sender == Role::Client; }
    [[nodiscard]] HandshakeCheck &check();
    [[nodiscard]] InboundEvent nextOfOpening(OctetView &input);
    [[nodiscard]] InboundEvent nextOfHead(Head &head, OctetView &input);
    [[nodiscard]] InboundEvent nextOfWaiting(Waiting &waiting, OctetView &input);
    [[nodiscard]] InboundEvent nextOfBody(Body &body, OctetView &input);
    void checkHead(Head &head, OctetView rest);
    void leaveHead(const Head &head);
    void beginFrames();
    // `settings` with those of the connection.
    [[nodiscard]] InboundReader::Settings framesSettings(InboundReader::Settings settings) const;

    Settings m_settings;
    OpeningHandshake *m_handshake;
    std::uint64_t m_position = 0; // octets read before the frames
    std::variant<Head, Waiting, Body, InboundReader, Ignoring> m_state;
    InboundEvent m_event; // the last one of the opening handshake
};

} // namespace fg
