// Where a broken rule shows, in words.
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/session/log/session.h"
#include "protocol/text/text_tools.h"

#include <vector>

namespace fg {
namespace {

template <typename Whole> std::string octetWords(const OctetsOf<Whole> &octets)
{
    if (octets.count <= 1)
        return "octet " + std::to_string(octets.first);
    return "octets " + std::to_string(octets.first) + " to " + std::to_string(octets.end() - 1);
}

std::string wholeWords(const Finding &finding)
{
    const Where &where = finding.where();
    if (where.headerSize > 0)
        return "frame " + std::to_string(finding.row.value());
    const bool isHead = where.fields.contains(WireField::StartLine)
        || where.fields.contains(WireField::HeaderField) || where.fields.contains(WireField::HeadEnd);
    return isHead ? "the head" : "what was sent";
}

// The octets of the payload and of the message, where they are not the same as those of the frame.
std::string furtherWords(const Where &where)
{
    const OctetsOfPayload payload = where.inPayload();
    const OctetsOfMessage &message = where.inMessage;
    std::vector<std::string> further;
    if (!payload.isEmpty())
        further.push_back(octetWords(payload) + " of the payload");
    if (!message.isEmpty())
        further.push_back(octetWords(message) + " of the message");
    std::string out;
    for (const std::string &words : further)
        out += (out.empty() ? ", " : " and ") + words;
    return out;
}

} // namespace

std::string_view reasonWords(FaultReason reason)
{
    switch (reason) {
    case FaultReason::None:
    case FaultReason::Count:
        break;
    case FaultReason::LoneContinuation:
        return "a continuation octet without a lead octet";
    case FaultReason::OverlongForm:
        return "an overlong form";
    case FaultReason::Surrogate:
        return "a surrogate";
    case FaultReason::AboveUnicode:
        return "a code point above U+10FFFF";
    case FaultReason::NeverInUtf8:
        return "an octet that UTF-8 never has";
    case FaultReason::SequenceCut:
        return "a truncated sequence";
    case FaultReason::TextCut:
        return "a sequence that the end of the text truncates";
    case FaultReason::ReservedForData:
        return "reserved for further data frames";
    case FaultReason::ReservedForControl:
        return "reserved for further control frames";
    case FaultReason::CodeNotUsed:
        return "codes below 1000 are not used";
    case FaultReason::CodeReserved:
        return "a code that is reserved";
    case FaultReason::CodeNeverSent:
        return "a code for an API, which is never sent";
    case FaultReason::CodeNotDefined:
        return "a code that is not defined";
    case FaultReason::CodeOutOfRange:
        return "codes from 5000 on do not exist";
    case FaultReason::FieldMissing:
        return "the field is missing";
    case FaultReason::FieldUnfit:
        return "the value does not fit";
    }
    return {};
}

std::string fieldWords(const Where &where)
{
    std::string out;
    for (unsigned number = 0; number < static_cast<unsigned>(WireField::Count); ++number) {
        const auto field = static_cast<WireField>(number);
        if (!where.fields.contains(field))
            continue;
        const std::string prefix =
            field == WireField::HeaderField ? ordinal(std::uint64_t{where.number} + 1) + ' ' : std::string();
        out += (out.empty() ? "" : " and ") + prefix + std::string(nameOf(field));
    }
    return out;
}

std::string placeWords(const Finding &finding)
{
    const Where &where = finding.where();
    if (where.onWire.isEmpty())
        return {};
    const std::string fields = fieldWords(where);
    std::string out = (fields.empty() ? fields : fields + ": ") + octetWords(where.inFrame()) + " of "
        + wholeWords(finding) + furtherWords(where);
    if (where.reason != FaultReason::None)
        out += "; " + std::string(reasonWords(where.reason));
    return out;
}

} // namespace fg
