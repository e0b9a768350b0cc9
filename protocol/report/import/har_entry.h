// Makes up a session for one WebSocket connection of an HTTP Archive. Internal to report/.
#pragma once

#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/synthetic_session.h"

namespace fg {

class HarEntryReader
{
public:
    // What the archive holds: only whole messages, or also frames as our own archives do.
    enum class Form : std::uint8_t { Messages, Frames };

    // `facts`: the members of the entry except its messages and frames.
    HarEntryReader(const JsonValue &facts, Form form, const ImportLimits &limits);

    [[nodiscard]] std::optional<ImportFault> addMessage(const JsonValue &message);
    // `message`: the message that the frame names, or JSON's null if it names none.
    [[nodiscard]] std::optional<ImportFault> addFrame(const JsonValue &frame, const JsonValue &message);
    // The session with everything that was added so far.
    [[nodiscard]] ImportedSession imported() const { return {m_session.session(), m_facts}; }
    // Must be called after the last message or frame.
    void finish();

    // The number of the message that a frame names instead of having a payload.
    [[nodiscard]] static std::optional<std::uint64_t> messageNumberOf(const JsonValue &frame);

private:
    void readFacts(const JsonValue &facts);
    // Writes the recorded opening handshake, or a made-up one if `isFollowed` by frames and the recorded one
    // would have failed the connection.
    void writeHeads(bool isFollowed);
    [[nodiscard]] Duration timeOf(JsonFields &fields);
    [[nodiscard]] OctetBuffer dataOf(JsonFields &fields, Opcode opcode);

    SyntheticSession m_session;
    SessionFacts m_facts;
    HttpHead m_request;
    HttpHead m_answer;
    std::string m_host = "localhost";
    std::string m_target = "/";
    Form m_form;
    bool m_hasHeads = false;
};

} // namespace fg
