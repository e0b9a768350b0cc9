// One WebSocket connection of an HTTP Archive as a session that is made up for it. Internal to report/.
#pragma once

#include "protocol/report/import/import_fault.h"
#include "protocol/report/import/synthetic_session.h"

namespace fg {

class HarEntryReader
{
public:
    // What is known of what passed: whole messages, or frames as our own archives have them.
    enum class Form : std::uint8_t { Messages, Frames };

    // `facts`: the members of the entry but for its messages and frames.
    HarEntryReader(const JsonValue &facts, Form form, const SessionLimits &limits);

    [[nodiscard]] std::optional<ImportFault> takeMessage(const JsonValue &message);
    // `message`: the one that the frame names, or null where it names none.
    [[nodiscard]] std::optional<ImportFault> takeFrame(const JsonValue &frame, const JsonValue &message);
    // What has come of it so far.
    [[nodiscard]] ImportedSession imported() const { return {m_session.session(), m_facts}; }
    // After the last message or frame.
    void finish() { writeHeads(false); }

    // The number of the message that a frame names in place of having a payload.
    [[nodiscard]] static std::optional<std::uint64_t> messageOf(const JsonValue &frame);

private:
    void readFacts(const JsonValue &facts);
    // The opening handshake, as it was recorded where a connection can stand on it.
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
