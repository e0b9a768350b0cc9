// Category 1: data frames with the lengths at which the form of the header changes (RFC 6455 5.2).

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

struct DataFrame
{
    const char *prefix;
    const char *name;
    Opcode opcode;
    PayloadSpec unit;
};

CaseSpec wholeFrame(const DataFrame &kind, unsigned number, std::uint64_t length, std::size_t chop = 0)
{
    FrameStepSpec sent = frame(kind.opcode, length == 0 ? PayloadSpec{} : repeated(kind.unit, length));
    sent.chop = chop;
    const std::string size = length == 0 ? std::string("an empty payload") : octetCount(length);
    const std::string pieces = chop == 0 ? "" : ", written " + octetCount(chop) + " at a time";
    const Duration patience = length > 128 ? 10s : 1s;
    return answered({.id = kind.prefix + std::to_string(number),
                     .title = std::string(kind.name) + ", " + size + pieces,
                     .clause = "RFC 6455 5.2, 5.6",
                     .description = "We send one "
                         + std::string(kind.opcode == Opcode::Text ? "text" : "binary") + " message with "
                         + size + pieces + '.'},
                    {sent, failAfter(patience)}, {echoed(kind.opcode, sent.payload)});
}

} // namespace

std::vector<CaseSpec> framingCases()
{
    std::vector<CaseSpec> cases;
    const DataFrame kinds[] = {{"1.1.", "Text", Opcode::Text, chars("*")},
                               {"1.2.", "Binary", Opcode::Binary, hex("fe")}};
    for (const DataFrame &kind : kinds) {
        unsigned number = 0;
        for (const std::uint64_t length : {0, 125, 126, 127, 128, 65'535, 65'536})
            cases.push_back(wholeFrame(kind, ++number, length));
        cases.push_back(wholeFrame(kind, ++number, 65'536, 997));
    }
    return cases;
}

} // namespace fg::case_data
