// What an entry of an HTTP Archive says about its connection: everything except the messages, which are only
// found. What is not used is skipped, however odd it is. Internal to report/.
#pragma once

#include "protocol/handshake/http_head.h"
#include "protocol/report/import/har_remarks.h"
#include "protocol/report/import/har_value.h"

#include <optional>
#include <string>
#include <vector>

namespace fg {

// What the archive says about the body of an answer.
struct HarContent
{
    HarValue text; // Only found: it has no text, and `raw` is what is written there.
    HarValue encoding;
    HarValue size;
};

struct HarFacts
{
    JsonPlace place; // Of the entry.
    HarValue started; // startedDateTime
    HarValue method;
    HarValue url; // As it is written there; web_socket_url.h
    HarValue status; // Of the answer.
    HarValue statusText;
    HarValue serverAddress;
    HarValue resourceType;
    std::vector<HeaderField> requestFields;
    std::vector<HeaderField> answerFields;
    HarContent content; // response.content
    HarValue attached; // response.content._file: where Playwright has the messages of a WebSocket
    // The end of the connection: an object, a word or a code; and its parts as members of the entry.
    HarValue close;
    HarValue closeCode;
    HarValue closeReason;
    // Where the messages and frames begin.
    HarValue messagesShown; // The list, or what is there in place of it.
    std::optional<JsonCursor> messages;
    std::optional<JsonCursor> frames;

    // Whether the entry is about a WebSocket connection, with or without messages.
    [[nodiscard]] bool isWebSocket() const;
};

// Reads the entry at which the cursor stands; false if the text is cut or damaged in it. What was read before
// is there all the same. Header fields that are odd are left out, with a remark.
[[nodiscard]] bool readHarFacts(JsonCursor &json, HarFacts &facts, HarRemarks &remarks);

} // namespace fg
