#include "protocol/conformance/spec/spec_options.h"

#include <algorithm>

namespace fg {

namespace {

using enum JsonValue::Kind;

constexpr std::string_view version = "only version 13 of the protocol (RFC 6455) is used";
constexpr std::string_view masking = "frames are masked as RFC 6455 requires, unless a case breaks that rule";
constexpr std::string_view size = "the cases determine the lengths of frames and messages";
constexpr std::string_view timers = "the time limits are those of the case set";
constexpr std::string_view pings = "only the pings of the cases are sent";
constexpr std::string_view everybody = "every client is accepted";

constexpr SpecOption options[] = {
    {"acceptMaskedServerFrames", Boolean, "false", masking},
    {"allowNullOrigin", Boolean, "true", everybody},
    {"allowedOrigins", Array, "", everybody},
    {"applyMask", Boolean, "true", masking},
    {"autoFragmentSize", Number, "0", size},
    {"autoPingInterval", Number, "0", pings},
    {"autoPingSize", Number, "", pings},
    {"autoPingTimeout", Number, "0", pings},
    {"closeHandshakeTimeout", Number, "1", timers},
    {"echoCloseCodeReason", Boolean, "false", "a close frame of the peer is answered with code 1000"},
    {"failByDrop", Boolean, "false", "a broken rule is answered with a close frame"},
    {"flashSocketPolicy", String, "", "Flash is not served"},
    {"maskClientFrames", Boolean, "true", masking},
    {"maskServerFrames", Boolean, "false", masking},
    {"maxConnections", Number, "0", everybody},
    {"maxFramePayloadSize", Number, "0", size},
    {"maxMessagePayloadSize", Number, "0", size},
    {"openHandshakeTimeout", Number, "5", timers},
    {"requireMaskedClientFrames", Boolean, "true", masking},
    {"serveFlashSocketPolicy", Boolean, "false", "Flash is not served"},
    {"serverConnectionDropTimeout", Number, "1", timers},
    {"tcpNoDelay", Boolean, "true", "small writes are sent at once"},
    {"trustXForwardedFor", Number, "0", "the address of a client is that of its connection"},
    {"utf8validateIncoming", Boolean, "true", "UTF-8 is checked"},
    {"version", Number, "18",
     version}, // the reference's number for its last draft, which is version 13 on the wire
    {"versions", Array, "", version},
    {"webStatus", Boolean, "", "the page has its own port"},
};

std::string_view scalarText(const JsonValue &value)
{
    return value.kind == Boolean ? (value.boolean ? "true" : "false") : std::string_view(value.text);
}

} // namespace

const SpecOption *findSpecOption(std::string_view name)
{
    const auto *const found = std::ranges::find(options, name, &SpecOption::name);
    return found == std::end(options) ? nullptr : found;
}

bool isUsual(const SpecOption &option, const JsonValue &value)
{
    return !option.usual.empty() && scalarText(value) == option.usual;
}

} // namespace fg
