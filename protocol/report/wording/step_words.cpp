#include "protocol/report/wording/step_words.h"

#include "protocol/report/wording/names.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/overloaded.h"
#include "protocol/wire/utf8.h"

#include <algorithm>

namespace fg {
namespace {

std::string withPayload(const PayloadSpec &payload)
{
    if (payload.length() == 0)
        return " without payload";
    const OctetBuffer start = payload.octets(cutData);
    const bool isText = isUtf8(start);
    std::string text = isText ? inQuotes(charactersOf(start)) : "0x" + toHex(start);
    if (payload.length() > start.size())
        text += " ...";
    return " with " + counted(payload.length(), "octet") + ": " + text;
}

std::string chopWords(std::size_t chop)
{
    return chop == 0 ? std::string() : ", written " + counted(chop, "octet") + " at a time";
}

std::string words(const FrameStepSpec &frame)
{
    std::string out = "Send a " + opcodeName(frame.opcode) + " frame";
    if (!frame.fin)
        out += " without FIN";
    if (frame.rsv != 0)
        out += std::string(frame.fin ? " with" : " and with") + " RSV bits " + std::to_string(frame.rsv);
    return out + (frame.rsv != 0 ? "," : "") + withPayload(frame.payload) + chopWords(frame.chop);
}

std::string words(const MessageStepSpec &message)
{
    std::string out = "Send a " + opcodeName(message.opcode) + " message" + withPayload(message.payload);
    if (message.fragment > 0)
        out += ", in frames of " + counted(message.fragment, "octet");
    return out;
}

} // namespace

std::string stepText(const CaseStep &step)
{
    return std::visit(
        Overloaded{
            [](const FrameStepSpec &frame) { return words(frame); },
            [](const MessageStepSpec &message) { return words(message); },
            [](const BeginFrameStepSpec &begin) {
                return "Send the header of a " + opcodeName(begin.opcode) + " frame for "
                    + counted(begin.length, "octet") + (begin.fin ? "" : ", without FIN");
            },
            [](const FrameDataStepSpec &data) {
                return "Send a part of its payload" + withPayload(data.part);
            },
            [](const WaitStepSpec &wait) {
                return "Wait " + durationText(wait.duration)
                    + (wait.tag.empty() ? "" : ", and count timeout " + escaped(wait.tag));
            },
            [](const CloseStepSpec &close) {
                std::string out = "Start the closing handshake";
                if (close.code)
                    out += " with code " + closeCodeName(*close.code);
                if (!close.reason.empty())
                    out += ", reason "
                        + (isUtf8(close.reason) ? inQuotes(charactersOf(close.reason))
                                                : "0x" + toHex(close.reason));
                return out;
            },
            [](const FailAfterStepSpec &fail) {
                return "Fail the connection unless it has ended after " + durationText(fail.duration);
            },
            [](const CloseAfterStepSpec &close) {
                return "Close the connection unless it has ended after " + durationText(close.duration);
            },
        },
        step);
}

std::size_t stepCount(const CaseSpec &spec) { return spec.echo ? spec.echo->count : spec.steps.size(); }

std::string stepText(const CaseSpec &spec, std::size_t step)
{
    if (spec.echo)
        return words(spec.echo->message) + chopWords(spec.echo->chop) + ", and wait for it to come back";
    return step < spec.steps.size() ? stepText(spec.steps[step]) : std::string();
}

std::vector<std::string> stepTexts(const CaseSpec &spec, std::size_t limit)
{
    std::vector<std::string> texts;
    const std::size_t count = stepCount(spec);
    for (std::size_t step = 0; step < std::min(count, limit); ++step)
        texts.push_back(stepText(spec, step));
    if (count > limit)
        texts.push_back("... and " + std::to_string(count - limit) + " more");
    return texts;
}

} // namespace fg
