// Categories 12 and 13: permessage-deflate (RFC 7692) over different content, and with different parameters.

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

constexpr unsigned messageCount = 1000;

struct Shape
{
    std::size_t length; // of a message
    std::size_t fragment; // octets of a frame; 0: one frame
    Duration timeout; // for all messages
};
constexpr Shape shapes[] = {
    {16, 0, 60s},          {64, 0, 60s},          {256, 0, 120s},
    {1024, 0, 240s},       {4096, 0, 480s},       {8192, 0, 480s},
    {16'384, 0, 480s},     {32'768, 0, 480s},     {65'536, 0, 480s},
    {131'072, 0, 480s},    {8192, 256, 480s},     {16'384, 256, 480s},
    {32'768, 256, 480s},   {65'536, 256, 480s},   {131'072, 256, 480s},
    {131'072, 1024, 480s}, {131'072, 4096, 480s}, {131'072, 32'768, 480s},
};

// The cases that differ only in their shape: one for each.
struct Family
{
    std::string prefix; // "12.1."
    DataSet::Kind data;
    std::string content;
    Opcode opcode; // of the messages; given here so that the data set need not be generated to know it
    std::vector<DeflateDemand> demands;
    std::string demanded; // what the peer is asked for, as a sentence
    std::string clause;
};

std::string lengthOf(const Shape &shape, const Family &family)
{
    if (family.opcode == Opcode::Binary)
        return sizeOf(shape.length);
    return shape.length < 1024 ? std::to_string(shape.length) + " characters"
                               : std::to_string(shape.length / 1024) + " Ki characters";
}

void addFamily(std::vector<CaseSpec> &cases, const Family &family)
{
    unsigned number = 0;
    for (const Shape &shape : shapes) {
        const std::string what = lengthOf(shape, family) + " of " + family.content
            + (shape.fragment == 0 ? "" : " in frames of " + sizeOf(shape.fragment));
        CaseSpec spec =
            echoing({.id = family.prefix + std::to_string(++number),
                     .title = "1000 compressed round trips of " + what,
                     .clause = family.clause,
                     .description = "We send 1000 compressed messages, each with " + what
                         + ", and each after the one before has come back. " + family.demanded},
                    {.message = {.opcode = family.opcode, .payload = {}, .fragment = shape.fragment},
                     .window = WindowSpec{family.data, shape.length},
                     .count = messageCount,
                     .timeout = shape.timeout,
                     .announcement = EchoSpec::Announcement::Row});
        spec.expectation +=
            " If the peer does not agree to permessage-deflate, the case counts as unimplemented.";
        spec.deflate = family.demands;
        cases.push_back(std::move(spec));
    }
}

void addContents(std::vector<CaseSpec> &cases)
{
    struct Content
    {
        const char *prefix;
        const char *name;
        DataSet::Kind data;
        Opcode opcode;
    };
    using Kind = DataSet::Kind;
    const Content contents[] = {{"12.1.", "JSON", Kind::Json, Opcode::Text},
                                {"12.2.", "a bitmap", Kind::Bitmap, Opcode::Binary},
                                {"12.3.", "prose", Kind::Prose, Opcode::Binary},
                                {"12.4.", "HTML", Kind::Html, Opcode::Text},
                                {"12.5.", "noise", Kind::Noise, Opcode::Binary}};
    for (const Content &content : contents)
        addFamily(cases,
                  {.prefix = content.prefix,
                   .data = content.data,
                   .content = content.name,
                   .opcode = content.opcode,
                   .demands = {DeflateDemand{}},
                   .demanded = "permessage-deflate must be agreed on, without demands on the peer.",
                   .clause = "RFC 7692 7.2"});
}

void addParameters(std::vector<CaseSpec> &cases)
{
    struct Parameters
    {
        std::vector<DeflateDemand> demands;
        const char *demanded;
        const char *clause;
    };
    const DeflateDemand nothing;
    const DeflateDemand noTakeover{.noContextTakeover = true, .maxWindowBits = {}};
    const DeflateDemand smallBoth{.noContextTakeover = true, .maxWindowBits = 9};
    const Parameters all[] = {
        {{nothing}, "There are no demands on the peer.", "RFC 7692 7.2"},
        {{noTakeover}, "The peer must compress without context takeover.", "RFC 7692 7.1.1, 7.2"},
        {{{.noContextTakeover = false, .maxWindowBits = 9}},
         "The peer must compress with a window of at most 512 octets.",
         "RFC 7692 7.1.2, 7.2"},
        {{{.noContextTakeover = false, .maxWindowBits = 15}},
         "The peer must compress with a window of at most 32 KiB.",
         "RFC 7692 7.1.2, 7.2"},
        {{smallBoth},
         "The peer must compress without context takeover and with a window of at most 512 octets.",
         "RFC 7692 7.1.1, 7.1.2, 7.2"},
        {{{.noContextTakeover = true, .maxWindowBits = 15}},
         "The peer must compress without context takeover and with a window of at most 32 KiB.",
         "RFC 7692 7.1.1, 7.1.2, 7.2"},
        {{smallBoth, noTakeover, nothing},
         "The peer can choose one of three ways, the best first: to compress without context takeover and "
         "with "
         "a window of at most 512 octets; to compress without context takeover; to compress without demands.",
         "RFC 7692 5.1, 7.1, 7.2"},
    };
    unsigned number = 0;
    for (const Parameters &parameters : all)
        addFamily(cases,
                  {.prefix = "13." + std::to_string(++number) + '.',
                   .data = DataSet::Kind::Json,
                   .content = "JSON",
                   .opcode = Opcode::Text,
                   .demands = parameters.demands,
                   .demanded = parameters.demanded,
                   .clause = parameters.clause});
}

} // namespace

std::vector<CaseSpec> compressionCases()
{
    std::vector<CaseSpec> cases;
    addContents(cases);
    addParameters(cases);
    return cases;
}

} // namespace fg::case_data
