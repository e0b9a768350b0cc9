// Makes up a session for one WebSocket connection of an HTTP Archive. Internal to report/.
#pragma once

#include "protocol/report/import/har_clock.h"
#include "protocol/report/import/har_facts.h"
#include "protocol/report/import/har_message.h"
#include "protocol/report/import/har_remarks.h"
#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/synthetic_session.h"

namespace fg {

class HarEntryReader
{
public:
    // What the archive holds: only whole messages, or also frames as our own archives do.
    enum class Form : std::uint8_t { Messages, Frames };

    // The arguments are borrowed.
    HarEntryReader(const HarFacts &facts, Form form, const ImportLimits &limits, HarRemarks &remarks);

    // Adds what can be read of a message; what is odd about it becomes a remark and a row of the log.
    // `attached`: the payload, if the message names a file that has it.
    void addMessage(const HarMessage &message, const HarPlace &where,
                    const std::optional<std::string> &attached);
    // `message`: the message that the frame names, or JSON's null if it names none.
    void addFrame(const JsonValue &frame, const JsonValue &message, const HarPlace &where);
    // A remark on what is here or would be here.
    void remark(const HarPlace &where, const HarOddity &odd);
    // The session with everything that was added so far.
    [[nodiscard]] ImportedSession imported() const { return {m_session.session(), m_facts}; }
    // Must be called after the last message or frame.
    void finish();

    // The number of the message that a frame names instead of having a payload.
    [[nodiscard]] static std::optional<std::uint64_t> messageNumberOf(const JsonValue &frame);

private:
    void readFacts(const HarFacts &facts);
    void readRequestLine(const HarFacts &facts, const HarPlace &here);
    // Writes the recorded opening handshake, or a made-up one if `isFollowed` by frames and the recorded one
    // would have failed the connection.
    void writeHeads(bool isFollowed);
    // The recorded answer with its body.
    void addAnswer();
    [[nodiscard]] Duration timeOf(const HarValue &time, const HarPlace &where);
    void remarkOnText(const HarValue &value, std::string_view key, const HarPlace &where);
    template <typename Value>
    void remarkOn(const HarRead<Value> &read, std::string_view key, const HarPlace &where);
    void addData(const HarMessage &message, HarMessageKind kind, const HarPlace &where,
                 const std::optional<std::string> &attached);
    void addWholeFrame(Direction direction, Opcode opcode, OctetView payload, Duration time);
    // The end of the connection as a field of the entry.
    void addClose(const HarFacts &facts);
    void addClose(const HarMessage &close, const HarPlace &where, Duration time);
    // Tells what is said about the end but cannot be in a close frame. False: no close frame is to be made
    // up.
    bool tellReason(const HarMessage &close, const HarPlace &where, Duration time);
    [[nodiscard]] static FrameHeader readHeader(JsonFields &fields, Direction &direction);

    SyntheticSession m_session;
    SessionFacts m_facts;
    const HarFacts &m_entry;
    HarRemarks &m_remarks;
    HarClock m_clock;
    HttpHead m_request;
    HttpHead m_answer;
    std::string m_host = "localhost";
    std::string m_target = "/";
    std::uint16_t m_port = 0; // 0: not known.
    const std::size_t m_mostOctets; // that one list of octets may take
    bool m_hasHeads = false;
    bool m_hasClose = false; // A close frame was among the messages.
};

} // namespace fg
