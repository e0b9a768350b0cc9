// A conformance case as data: what the tester sends, what may come back and how the connection must end. The
// facts of the case set are in the data; no code depends on a particular case.
#pragma once

#include "protocol/conformance/cases/data_set.h"
#include "protocol/deflate/parameters.h"
#include "protocol/transport/time_source.h"
#include "protocol/wire/frame.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fg {

// A payload: the pattern, or the pattern repeated up to a length.
struct PayloadSpec
{
    OctetBuffer pattern;
    std::optional<std::uint64_t> repeatTo;

    [[nodiscard]] std::uint64_t length() const
    {
        return repeatTo && !pattern.empty() ? *repeatTo : pattern.size();
    }
    // Whether `octets` are exactly this payload.
    [[nodiscard]] bool equals(OctetView octets) const;
    // The first difference between the payload and `octets`, which must have the same length.
    [[nodiscard]] std::optional<std::uint64_t> firstDifference(OctetView octets) const;
    // The first octets of the payload, at most `limit`.
    [[nodiscard]] OctetBuffer octets(std::size_t limit = SIZE_MAX) const;
    bool operator==(const PayloadSpec &) const = default;
};

// --- steps ---
struct FrameStepSpec
{
    Opcode opcode = Opcode::Text;
    PayloadSpec payload;
    bool fin = true;
    std::uint8_t rsv = 0;
    std::size_t chop = 0;
    bool sync = false;
};
struct MessageStepSpec
{
    Opcode opcode = Opcode::Text;
    PayloadSpec payload;
    std::size_t fragment = 0;
    bool sync = false;
};
// A frame header. Its payload follows in FrameDataSteps, each of which is a write of its own.
struct BeginFrameStepSpec
{
    Opcode opcode = Opcode::Text;
    bool fin = false;
    std::uint64_t length = 0;
};
struct FrameDataStepSpec
{
    PayloadSpec part;
    bool sync = false;
};
struct WaitStepSpec
{
    Duration duration{};
    std::string tag; // of the timeout event; empty: the end of the wait is not an event
};
struct CloseStepSpec
{
    std::optional<std::uint16_t> code;
    OctetBuffer reason; // may break the RFC's rules
};
struct FailAfterStepSpec
{
    Duration duration{};
};
struct CloseAfterStepSpec
{
    Duration duration{};
};
using CaseStep = std::variant<FrameStepSpec, MessageStepSpec, BeginFrameStepSpec, FrameDataStepSpec,
                              WaitStepSpec, CloseStepSpec, FailAfterStepSpec, CloseAfterStepSpec>;

// --- expected events ---
struct CaseEvent
{
    enum class Kind : std::uint8_t { Message, Pong, Timeout };
    Kind kind = Kind::Message;
    Opcode opcode = Opcode::Text; // Message
    PayloadSpec payload; // Message, Pong
    std::string tag; // Timeout
};

struct Expectation
{
    enum class Name : std::uint8_t { Ok, NonStrict };
    Name name = Name::Ok;
    std::vector<CaseEvent> events;
};

struct ExpectedClose
{
    bool byTester = true;
    bool clean = true;
    std::vector<std::uint16_t> codes;
    bool wrongCloserFailsCase = false;
};

// Messages that are cut out of a data set, one after the other; after its end they continue at its beginning.
struct WindowSpec
{
    DataSet::Kind data = DataSet::Kind::Json;
    std::size_t length = 0; // of each message: in octets, or in characters if the data is text
};

// A case that counts echoes instead of comparing events: one message at a time is sent and must come back the
// same in type, length and content.
struct EchoSpec
{
    // Whether the wire log has a row that says that the recording of the bulk phase was switched off.
    enum class Announcement : std::uint8_t { Silent, Row };

    MessageStepSpec message;
    std::optional<WindowSpec> window; // instead of the message's payload
    std::size_t chop = 0; // of each frame
    unsigned count = 1;
    Duration timeout{}; // for all messages together; after it the connection is closed
    Announcement announcement = Announcement::Silent;

    // Of each message: in octets, or in characters if it is cut out of text.
    [[nodiscard]] std::uint64_t length() const { return window ? window->length : message.payload.length(); }
};

// What a case demands of the peer's direction of permessage-deflate. As a client we ask for it in our offer.
// As a server we require it in our answer, if the client's offer allows it.
struct DeflateDemand
{
    bool noContextTakeover = false;
    std::optional<WindowBits> maxWindowBits;
    bool operator==(const DeflateDemand &) const = default;
};

// A condition in addition to the events: this many frames with this opcode were sent.
struct SentFramesSpec
{
    Opcode opcode;
    std::uint64_t count;
};

struct CaseSpec
{
    std::string id; // "6.22.27"
    unsigned number = 0; // 1-based position in the whole set of 517
    std::string title;
    std::string description; // what is sent
    std::string expectation; // what should come back
    std::string clause; // "RFC 6455 5.6"
    std::vector<CaseStep> steps;
    std::vector<Expectation> expectations;
    ExpectedClose close;
    bool closesWhenExpectedEventsArrived = false;
    bool wrongCodeFailsCase = false;
    bool informational = false;
    std::optional<EchoSpec> echo; // instead of steps and expectations
    std::vector<SentFramesSpec> sentFrames; // the case fails if one of them is not met
    // The best comes first. If there are any, permessage-deflate must be agreed on with one of them;
    // otherwise the case is UNIMPLEMENTED. If there are none, we do not offer or accept permessage-deflate.
    std::vector<DeflateDemand> deflate;
};

} // namespace fg
