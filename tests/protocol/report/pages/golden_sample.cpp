#include "tests/protocol/report/pages/golden_sample.h"

#include "protocol/endpoint/endpoint.h"
#include "protocol/wire/frame.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace fg::test {

namespace {

OctetBuffer hexOctets(const std::string &digits)
{
    const auto octets = fromHex(digits);
    if (!octets)
        throw std::runtime_error("no hexadecimal: " + digits);
    return *octets;
}

// "frame 1 19ff1e08 262144 4241...": opcode, masking key, length, pattern.
OctetBuffer maskedFrame(std::istringstream &words)
{
    unsigned opcode = 0;
    std::string key;
    std::uint64_t length = 0;
    std::string pattern;
    words >> opcode >> key >> length >> pattern;
    const OctetBuffer keyOctets = hexOctets(key);
    MaskingKey maskingKey;
    std::copy_n(keyOctets.begin(), 4, maskingKey.begin());
    struct NoEntropy final : Entropy
    {
        void fill(std::span<std::byte>) override { }
    } entropy;
    Endpoint writer({}, entropy);
    writer.sendFrame(
        {.opcode = opcodeOf(opcode), .payload = hexOctets(pattern), .repeatTo = length, .key = maskingKey});
    const OctetView octets = writer.nextWrite()->octets;
    return {octets.begin(), octets.end()};
}

} // namespace

GoldenSample loadSample(const std::string &caseId)
{
    std::ifstream file(std::string(FRAMEGLASS_TEST_DATA) + "/samples/" + caseId + ".golden");
    if (!file)
        throw std::runtime_error("no sample for case " + caseId);
    GoldenSample sample;
    Lines *section = nullptr;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("== "))
            section = &sample.sections[line.substr(3)];
        else
            section->push_back(line);
    }
    return sample;
}

std::string headText(const Lines &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += line + "\r\n";
    return text + "\r\n";
}

std::vector<OctetBuffer> GoldenSample::reads() const
{
    std::vector<OctetBuffer> reads;
    OctetBuffer stream;
    for (const std::string &line : sections.at("peer")) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        if (kind == "head") {
            reads.push_back(bufferOf(headText(sections.at(weAreServer() ? "request" : "answer"))));
        } else if (kind == "hex") {
            std::string digits;
            words >> digits;
            reads.push_back(hexOctets(digits));
        } else if (kind == "frame") {
            const OctetBuffer frame = maskedFrame(words);
            stream.insert(stream.end(), frame.begin(), frame.end());
        } else if (kind == "sizes") {
            auto at = stream.begin();
            for (std::ptrdiff_t size = 0; words >> size; at += size)
                reads.emplace_back(at, at + size);
        }
    }
    return reads;
}

} // namespace fg::test
