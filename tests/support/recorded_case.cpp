#include "tests/support/recorded_case.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/case_run.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/manual_time.h"
#include "tests/support/scripted_transport.h"

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <gtest/gtest.h>

namespace fg::test {
namespace {

std::vector<FieldTemplate> fieldsOf(const QStringList &lines)
{
    std::vector<FieldTemplate> fields;
    for (const QString &line : lines.mid(1)) {
        if (line.isEmpty())
            continue;
        const std::string name = line.section(": ", 0, 0).toStdString();
        FieldTemplate field{name, line.section(": ", 1).toStdString()};
        if (name == "Sec-WebSocket-Key")
            field.value.reset(); // computed from the nonce
        fields.push_back(std::move(field));
    }
    return fields;
}

OctetBuffer nonceOf(const QString &request)
{
    const QString key = request.section("Sec-WebSocket-Key: ", 1).section("\r\n", 0, 0);
    return bufferOf(QByteArray::fromBase64(key.toLatin1()).toStdString());
}

OctetBuffer fromHexText(const QJsonValue &hex) { return fromHex(hex.toString().toStdString()).value(); }

// Sends what the peer sent while nothing was recorded.
void sendBulk(ScriptedStream &stream, const QJsonObject &report)
{
    const CaseSpec *const spec = findCase(report["id"].toString().toStdString());
    if (!spec->echo)
        return;
    if (report["behavior"].toString() != "OK") {
        stream.receive(*fromHex("880203f0"));
        return;
    }
    const OctetBuffer payload = spec->echo->message.payload.octets();
    const OctetBuffer frame = serverTextFrame(charactersOf(payload));
    const std::size_t header = frame.size() - payload.size();
    // The recorded reads: 65536 octets, then the 10 that are left.
    stream.receive(OctetView(frame).first(payload.size()));
    stream.receive(OctetView(frame).last(header));
}

// Repeats what the peer and the clock did, in the order of the recorded log.
void playLog(const QJsonObject &report, ScriptedStream &stream, ManualTime &time)
{
    bool isFirstRead = true;
    Duration wait{};
    for (const QJsonValue row : report["wirelog"].toArray()) {
        const QString tag = row[0].toString();
        if (tag == "RO" && isFirstRead) {
            isFirstRead = false;
            stream.receive(report["httpResponse"].toString().toStdString());
            sendBulk(stream, report);
        } else if (tag == "RO") {
            stream.receive(fromHexText(row[1][1]));
        } else if (tag == "CT") {
            wait = std::chrono::seconds(row[1].toInt());
        } else if (tag == "CTE") {
            time.advance(wait);
        }
    }
    stream.end();
    time.runDue();
}

} // namespace

QJsonObject recordedReport(const std::string &caseId)
{
    QFile file(QString::fromStdString(FRAMEGLASS_TEST_DATA "/reports/" + caseId + ".json"));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << caseId;
    return QJsonDocument::fromJson(file.readAll()).object();
}

CaseResult play(const QJsonObject &report)
{
    const QString request = report["httpRequest"].toString();
    EndpointSettings settings;
    settings.request.target = "/";
    settings.request.fields = fieldsOf(request.split("\r\n"));
    ManualTime time;
    FixedEntropy entropy;
    entropy.queue(nonceOf(request));
    const CaseSpec *const spec = findCase(report["id"].toString().toStdString());
    if (spec->echo)
        entropy.queue(OctetBuffer(4)); // the key of the frame that was not recorded
    for (const QJsonValue row : report["wirelog"].toArray()) {
        if (row[0].toString() == "TF")
            entropy.queue(fromHexText(row[5]));
    }
    ScriptedStream stream;
    std::optional<CaseResult> result;
    CaseRun run(*spec, {.agent = report["agent"].toString().toStdString(), .endpoint = settings},
                std::make_unique<ScriptedTransport>(stream), time, entropy,
                [&](CaseResult ended) { result = std::move(ended); });
    run.start();
    playLog(report, stream, time);
    return std::move(result).value();
}

OctetBuffer serverTextFrame(std::string_view payload)
{
    FrameHeader header{.payloadLength = payload.size(), .lengthForm = shortestForm(payload.size())};
    OctetBuffer frame(maxHeaderSize);
    frame.resize(encodeHeader(header, std::span<std::byte, maxHeaderSize>(frame)));
    const OctetView octets = octetsOf(payload);
    frame.insert(frame.end(), octets.begin(), octets.end());
    return frame;
}

CaseResult resultOf(std::string_view agent, std::string_view caseId, Behavior behavior, CloseBehavior close)
{
    CaseResult result{.spec = findCase(caseId), .agent = std::string(agent)};
    result.started = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'540'952'268'284));
    result.duration = std::chrono::microseconds(1'400);
    result.verdict = {behavior, close, behavior, close};
    return result;
}

} // namespace fg::test
