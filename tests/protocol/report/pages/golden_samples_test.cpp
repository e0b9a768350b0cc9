// Five reports that were recorded elsewhere, played again. A scripted peer sends what the peer sent then, in
// the same reads; our endpoint runs the case; our text export must say the same. These may differ: date and
// duration, the product's name in the first lines, our wording of description, expectation and outcome, the
// descriptions in the closing table, and, in 7.1.6, the masking keys of received frames, which the recorded
// report prints as the hexadecimal of their hexadecimal (tests/data has the four octets). The text of the
// received frame in 6.2.4 is in tests/data as in the octets of the row above it, e1 bd b9 (U+1F79); the
// recorded document had been put into Unicode's normalization form C, which made it U+03CC.

#include "tests/protocol/report/pages/golden_sample.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/report/pages/text_report.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/manual_time.h"
#include "tests/support/scripted_transport.h"

#include <gtest/gtest.h>

#include <openssl/evp.h>

#include <algorithm>
#include <sstream>

namespace fg::test::golden_samples_test {
namespace {

OctetBuffer nonceOf(const std::string &key)
{
    OctetBuffer nonce(key.size());
    EVP_DecodeBlock(reinterpret_cast<unsigned char *>(nonce.data()),
                    reinterpret_cast<const unsigned char *>(key.data()), static_cast<int>(key.size()));
    nonce.resize(16);
    return nonce;
}

// The sample's head as settings: the fields of our side in their order and spelling. We compute the fields
// that depend on the key.
std::vector<FieldTemplate> fieldsOf(const Lines &head)
{
    std::vector<FieldTemplate> fields;
    for (const std::string &line : std::span(head).subspan(1)) {
        const std::size_t colon = line.find(": ");
        FieldTemplate field{line.substr(0, colon), line.substr(colon + 2)};
        const bool isComputed = equalsIgnoringCase(field.name, "Sec-WebSocket-Key")
            || equalsIgnoringCase(field.name, "Sec-WebSocket-Accept");
        if (isComputed)
            field.value.reset();
        fields.push_back(std::move(field));
    }
    return fields;
}

EndpointSettings settingsFor(const GoldenSample &sample)
{
    EndpointSettings settings;
    settings.role = sample.weAreServer() ? Role::Server : Role::Client;
    if (sample.weAreServer()) {
        settings.answer.fields = fieldsOf(sample["answer"]);
    } else {
        std::istringstream startLine(sample["request"].front());
        std::string method;
        startLine >> method >> settings.request.target;
        settings.request.fields = fieldsOf(sample["request"]);
    }
    return settings;
}

// Runs the case against the sample's peer.
CaseResult play(const GoldenSample &sample)
{
    ManualTime time;
    FixedEntropy entropy;
    if (!sample.weAreServer())
        entropy.queue(nonceOf(sample["key"].front()));
    for (const std::string &mask : sample["masks"])
        entropy.queue(*fromHex(mask));
    ScriptedStream stream;
    std::optional<CaseResult> result;
    CaseRun run(*findCase(sample["case"][0]), {.agent = sample["case"][1], .endpoint = settingsFor(sample)},
                std::make_unique<ScriptedTransport>(stream), time, entropy,
                [&](CaseResult ended) { result = std::move(ended); });
    run.start();
    for (const OctetBuffer &read : sample.reads())
        stream.receive(read);
    stream.end();
    time.runDue();
    EXPECT_TRUE(entropy.isUsedUp());
    return std::move(result).value();
}

Lines linesOf(const std::string &text)
{
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

// The lines between two headings, without empty ones.
Lines section(const Lines &report, const std::string &heading, const std::string &next)
{
    const auto first = std::ranges::find(report, heading);
    const auto last = next.empty() ? report.end() : std::find(first, report.end(), next);
    EXPECT_NE(first, report.end()) << heading;
    Lines lines;
    if (first != report.end())
        std::copy_if(first + 1, last, std::back_inserter(lines),
                     [](const std::string &line) { return !line.empty(); });
    return lines;
}

// Returns "7 3 21" for "  7   3   21", or only its first `count` words.
std::string cells(const std::string &row, std::size_t count = SIZE_MAX)
{
    std::istringstream words(row);
    std::string joined;
    for (std::string word; count > 0 && words >> word; --count)
        joined += (joined.empty() ? "" : " ") + word;
    return joined;
}

// A statistics table without its heading row.
Lines tableRows(const Lines &rows)
{
    Lines values;
    for (const std::string &row : std::span(rows).subspan(1))
        values.push_back(cells(row));
    return values;
}

// Joins the lines, so that a failed test shows the lines that differ.
std::string joined(const Lines &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += line + '\n';
    return text;
}

class GoldenSamples : public testing::TestWithParam<const char *>
{
};

TEST_P(GoldenSamples, ThePlayedCaseExportsTheRecordedReport)
{
    const GoldenSample sample = loadSample(GetParam());
    const CaseResult result = play(sample);
    const Lines report = linesOf(textReport(result));

    EXPECT_TRUE(report[3].starts_with(sample["case"][1] + " - Case " + sample["case"][0] + " : "
                                      + sample["case"][2] + " - "))
        << report[3];
    EXPECT_EQ(section(report, "Case Closing Behavior", "Opening Handshake"), sample["closing line"]);

    Lines heads = sample["request"];
    heads.insert(heads.end(), sample["answer"].begin(), sample["answer"].end());
    EXPECT_EQ(joined(section(report, "Opening Handshake", "Closing Behavior")), joined(heads));

    const Lines closing = section(report, "Closing Behavior", "Wire Statistics");
    const Lines &values = sample["closing values"];
    ASSERT_EQ(closing.size(), values.size() + 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t words = cells(values[i]).empty() ? 0 : std::ranges::count(values[i], ' ') + 1;
        EXPECT_EQ(cells(closing[i + 1], words), values[i]);
    }

    const auto table = [&](const char *heading, const char *next) {
        return tableRows(section(report, heading, next));
    };
    EXPECT_EQ(table("Octets Received by Chop Size", "Octets Transmitted by Chop Size"),
              sample["octets received"]);
    EXPECT_EQ(table("Octets Transmitted by Chop Size", "Frames Received by Opcode"),
              sample["octets transmitted"]);
    EXPECT_EQ(table("Frames Received by Opcode", "Frames Transmitted by Opcode"), sample["frames received"]);
    EXPECT_EQ(table("Frames Transmitted by Opcode", "Wire Log"), sample["frames transmitted"]);
    EXPECT_EQ(joined(section(report, "Wire Log", "")), joined(sample["wire log"]));
}

TEST_P(GoldenSamples, OurOctetsAreTheRecordedOnes)
{
    const GoldenSample sample = loadSample(GetParam());
    const CaseResult result = play(sample);
    const std::string head = headText(sample[sample.weAreServer() ? "answer" : "request"]);
    EXPECT_EQ(result.session->octets(Direction::Out, {}, head.size()), bufferOf(head));
}

TEST_P(GoldenSamples, TheSectionsHaveTheRecordedOrder)
{
    const Lines report = linesOf(textReport(play(loadSample(GetParam()))));
    auto at = report.begin();
    for (const char *heading :
         {"Case Description", "Case Expectation", "Case Outcome", "Case Closing Behavior",
          "Opening Handshake", "Closing Behavior", "Wire Statistics", "Octets Received by Chop Size",
          "Octets Transmitted by Chop Size", "Frames Received by Opcode", "Frames Transmitted by Opcode",
          "Wire Log"}) {
        at = std::find(at, report.end(), heading);
        ASSERT_NE(at, report.end()) << heading;
    }
}

INSTANTIATE_TEST_SUITE_P(Recorded, GoldenSamples,
                         testing::Values("1.2.1", "2.2", "6.2.4", "6.22.27", "7.1.6"),
                         [](const auto &sample) {
                             std::string name = sample.param;
                             std::ranges::replace(name, '.', '_');
                             return "Case_" + name;
                         });

} // namespace
} // namespace fg::test::golden_samples_test
