// Category 6: text must be UTF-8 (RFC 6455 8.1, RFC 3629).

#include "protocol/conformance/cases/case_data.h"

#include <cstdio>

namespace fg::case_data {

namespace {

constexpr auto utf8Clause = "RFC 6455 8.1";

// In hexadecimal: five Greek letters; the same followed by a surrogate and a word; a longer text.
constexpr auto kosme = "cebae1bdb9cf83cebcceb5";
constexpr auto kosmeWithSurrogate = "cebae1bdb9cf83cebcceb5eda080656469746564";
constexpr auto umlauts = "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121";

Steps textIn(std::string_view digits, std::size_t fragment, CaseStep end)
{
    return {message(Opcode::Text, hex(digits), fragment), std::move(end)};
}

void addEmpty(std::vector<CaseSpec> &cases)
{
    const FrameStepSpec start = unfinished(frame(Opcode::Text));
    const FrameStepSpec empty = frame(Opcode::Continuation);
    const PayloadSpec words = chars("middle frame payload");
    cases.push_back(answered({"6.1.1", "Empty text", utf8Clause, "We send a text message without payload."},
                             {frame(Opcode::Text), closeAfter(1s)}, {echoed(Opcode::Text, {})}));
    cases.push_back(answered({"6.1.2", "Empty text in three fragments", utf8Clause,
                              "We send a text message in three fragments, all without payload."},
                             {start, unfinished(empty), empty, closeAfter(1s)}, {echoed(Opcode::Text, {})}));
    cases.push_back(
        answered({"6.1.3", "Text between two empty fragments", utf8Clause,
                  "We send a text message in three fragments. Only the middle one has a payload."},
                 {start, unfinished(frame(Opcode::Continuation, words)), empty, closeAfter(1s)},
                 {echoed(Opcode::Text, words)}));
}

void addValidFragments(std::vector<CaseSpec> &cases)
{
    const Events umlautsBack = {echoed(Opcode::Text, hex(umlauts))};
    const std::string_view digits = umlauts;
    cases.push_back(answered({"6.2.1", "Valid UTF-8 in one frame", utf8Clause,
                              "We send a text with characters of one and two octets in one frame."},
                             textIn(umlauts, 0, closeAfter(1s)), umlautsBack));
    cases.push_back(
        answered({"6.2.2", "Valid UTF-8, split between characters", utf8Clause,
                  "We send a text with characters of one and two octets in two fragments. It is split "
                  "between two characters."},
                 {unfinished(frame(Opcode::Text, hex(digits.substr(0, 30)))),
                  frame(Opcode::Continuation, hex(digits.substr(30))), closeAfter(1s)},
                 umlautsBack));
    cases.push_back(answered(
        {"6.2.3", "Valid UTF-8, one octet in each frame", utf8Clause,
         "We send a text with characters of one and two octets in fragments of one octet. Some fragments "
         "end inside a character."},
        textIn(umlauts, 1, closeAfter(1s)), umlautsBack));
    cases.push_back(answered(
        {"6.2.4", "Greek, one octet in each frame", utf8Clause,
         "We send five Greek letters in fragments of one octet. Most fragments end inside a character."},
        textIn(kosme, 1, closeAfter(1s)), {echoed(Opcode::Text, hex(kosme))}));
}

void addInvalidFragments(std::vector<CaseSpec> &cases)
{
    cases.push_back(refusedByPeer(
        {"6.3.1", "Surrogate in one frame", utf8Clause,
         "We send a text with Greek letters, the surrogate U+D800, which UTF-8 does not allow, and a "
         "word."},
        textIn(kosmeWithSurrogate, 0, failAfter(1s)), 1007));
    cases.push_back(refusedByPeer(
        {"6.3.2", "Surrogate, one octet in each frame", utf8Clause,
         "We send a text with Greek letters, the surrogate U+D800, which UTF-8 does not allow, and a word in "
         "fragments of one octet. What the peer echoes shows at which octet it fails."},
        textIn(kosmeWithSurrogate, 1, failAfter(1s)), 1007));
}

// Valid text, a pause of a second, the octets that make it invalid, a pause of a second, the rest. A peer
// that fails in the second pause fails fast. A peer that fails only at the end of the message is NON-STRICT.
CaseSpec failFast(Words words, Steps steps)
{
    CaseSpec spec = refusedByPeer(std::move(words), std::move(steps), 1007);
    spec.expectation =
        "The peer fails the connection with code 1007 at the octet that makes the text invalid, before the "
        "message is complete. If it does so only at the end of the message, the case is non-strict.";
    spec.expectations = {{Expectation::Name::Ok, {timeout("A")}},
                         {Expectation::Name::NonStrict, {timeout("A"), timeout("B")}}};
    return spec;
}

void addFailFast(std::vector<CaseSpec> &cases)
{
    struct Split
    {
        const char *content;
        const char *parts[3];
    };
    const Split splits[] = {
        {"Greek letters; a character beyond U+10FFFF; a word", {kosme, "f4908080", "656469746564"}},
        {"Greek letters and the octet 0xF4; the octet 0x90, which must not follow it; the rest",
         {"cebae1bdb9cf83cebcceb5f4", "90", "8080656469746564"}},
    };
    unsigned number = 1;
    for (const Split &split : splits)
        cases.push_back(failFast(
            {"6.4." + std::to_string(number), "Fail fast between frames " + std::to_string(number),
             utf8Clause,
             std::string("We send a text in three fragments with pauses of one second between them: ")
                 + split.content + '.'},
            {unfinished(frame(Opcode::Text, hex(split.parts[0]))), wait(1s, "A"),
             unfinished(frame(Opcode::Continuation, hex(split.parts[1]))), wait(1s, "B"),
             frame(Opcode::Continuation, hex(split.parts[2])), failAfter(1s)})),
            ++number;
    for (const Split &split : splits)
        cases.push_back(failFast(
            {"6.4." + std::to_string(number), "Fail fast inside a frame " + std::to_string(number - 2),
             utf8Clause,
             std::string(
                 "We send one frame whose payload is written in three parts with pauses of one second "
                 "between them: ")
                 + split.content + ". An empty continuation frame ends the message."},
            {BeginFrameStepSpec{.length = 21}, FrameDataStepSpec{hex(split.parts[0])}, wait(1s, "A"),
             FrameDataStepSpec{hex(split.parts[1])}, wait(1s, "B"), FrameDataStepSpec{hex(split.parts[2])},
             frame(Opcode::Continuation), failAfter(1s)})),
            ++number;
}

// Texts of the same kind, in hexadecimal. An exclamation mark after a text marks it as invalid.
struct TextFamily
{
    unsigned number;
    const char *title;
    std::vector<const char *> texts;
};

const std::vector<TextFamily> &families()
{
    static const std::vector<TextFamily> all = {
        {5,
         "Characters of one to four octets",
         {"68656c6c6f24776f726c64", "68656c6c6fc2a2776f726c64", "68656c6c6fe282ac776f726c64",
          "68656c6c6ff0a4ada2776f726c64", kosme}},
        {6,
         "A valid text, cut at every octet",
         {"ce!", "ceba", "cebae1!", "cebae1bd!", "cebae1bdb9", "cebae1bdb9cf!", "cebae1bdb9cf83",
          "cebae1bdb9cf83ce!", "cebae1bdb9cf83cebc", "cebae1bdb9cf83cebcce!", kosme}},
        {7, "First character of each length", {"00", "c280", "e0a080", "f0908080"}},
        {8, "First sequence of each length that UTF-8 no longer allows", {"f888808080!", "fc8480808080!"}},
        {9, "Last character of each length", {"7f", "dfbf", "efbfbf", "f48fbfbf"}},
        {10, "Last sequence of each length, beyond Unicode", {"f7bfbfbf!", "fbbfbfbfbf!", "fdbfbfbfbfbf!"}},
        {11, "Characters around the limits", {"ed9fbf", "ee8080", "efbfbd", "f48fbfbf", "f4908080!"}},
        {12,
         "Continuation octets without a first octet",
         {"80!", "bf!", "80bf!", "80bf80!", "80bf80bf!", "80bf80bf80!", "80bf80bf80bf!",
          "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
          "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbe!"}},
        {13,
         "First octets, each followed by a space",
         {"c020c120c220c320c420c520c620c720c820c920ca20cb20cc20cd20ce20cf20"
          "d020d120d220d320d420d520d620d720d820d920da20db20dc20dd20de20!",
          "e020e120e220e320e420e520e620e720e820e920ea20eb20ec20ed20ee20!", "f020f120f220f320f420f520f620!",
          "f820f920fa20!", "fc20!"}},
        {14,
         "Sequences without their last octet",
         {"c0!", "e080!", "f08080!", "f8808080!", "fc80808080!", "df!", "efbf!", "f7bfbf!", "fbbfbfbf!",
          "fdbfbfbfbf!"}},
        {15,
         "Sequences without their last octet, one after another",
         {"c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf!"}},
        {16, "Octets that never occur in UTF-8", {"fe!", "ff!", "fefeffff!"}},
        {17,
         "Slash as an overlong sequence",
         {"c0af!", "e080af!", "f08080af!", "f8808080af!", "fc80808080af!"}},
        {18,
         "Last character of the shorter length as an overlong sequence",
         {"c1bf!", "e09fbf!", "f08fbfbf!", "f887bfbfbf!", "fc83bfbfbfbf!"}},
        {19,
         "U+0000 as an overlong sequence",
         {"c080!", "e08080!", "f0808080!", "f880808080!", "fc8080808080!"}},
        {20, "Surrogates", {"eda080!", "edadbf!", "edae80!", "edafbf!", "edb080!", "edbe80!", "edbfbf!"}},
        {21,
         "Pairs of surrogates",
         {"eda080edb080!", "eda080edbfbf!", "edadbfedb080!", "edadbfedbfbf!", "edae80edb080!",
          "edae80edbfbf!", "edafbfedb080!", "edafbfedbfbf!"}},
        {23,
         "Specials at the end of the Basic Multilingual Plane",
         {"efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf"}},
    };
    return all;
}

CaseSpec textCase(const std::string &id, const std::string &title, std::string digits)
{
    const bool isBad = digits.back() == '!';
    if (isBad)
        digits.pop_back();
    const std::string shown = digits.size() <= 48 ? "0x" + digits : octetCount(digits.size() / 2);
    Words words{id, title + ": " + shown, utf8Clause,
                "We send a text message of " + shown + ", which is " + (isBad ? "not " : "")
                    + "valid UTF-8."};
    Steps steps = textIn(digits, 0, failAfter(500ms));
    return isBad ? refusedByPeer(std::move(words), std::move(steps), 1007)
                 : answered(std::move(words), std::move(steps), {echoed(Opcode::Text, hex(digits))});
}

// The last two code points of each plane, U+xxFFFE and U+xxFFFF. They are noncharacters, but valid in UTF-8.
std::vector<std::string> noncharacters()
{
    std::vector<std::string> texts;
    for (unsigned plane = 0; plane <= 16; ++plane) {
        for (const unsigned last : {0xFFFEu, 0xFFFFu}) {
            char digits[9];
            if (plane == 0)
                std::snprintf(digits, sizeof digits, "efbf%02x", 0x80 | (last & 0x3F));
            else
                std::snprintf(digits, sizeof digits, "f%x%02xbf%02x", plane >> 2,
                              0x80 | ((plane & 3) << 4) | 0xF, 0x80 | (last & 0x3F));
            texts.emplace_back(digits);
        }
    }
    return texts;
}

void addTextFamily(std::vector<CaseSpec> &cases, unsigned number, const std::string &title, const auto &texts)
{
    unsigned index = 0;
    for (const auto &digits : texts)
        cases.push_back(
            textCase("6." + std::to_string(number) + '.' + std::to_string(++index), title, digits));
}

} // namespace

std::vector<CaseSpec> utf8Cases()
{
    std::vector<CaseSpec> cases;
    addEmpty(cases);
    addValidFragments(cases);
    addInvalidFragments(cases);
    addFailFast(cases);
    for (const TextFamily &family : families()) {
        if (family.number == 23)
            addTextFamily(cases, 22, "Noncharacters", noncharacters());
        addTextFamily(cases, family.number, family.title, family.texts);
    }
    return cases;
}

} // namespace fg::case_data
