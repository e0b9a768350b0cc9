#include "tests/ui/sample_sessions.h"

#include "tests/ui/window_driver.h"

#include "protocol/report/export/session_export.h"
#include "protocol/report/import/synthetic_session.h"

#include <QFile>
#include <QTemporaryDir>

#include <fstream>
#include <string>

namespace fg {

namespace {

constexpr MaskingKey key{std::byte{0x11}, std::byte{0x22}, std::byte{0x33}, std::byte{0x44}};

void send(SyntheticSession &session, Direction direction, Opcode opcode, OctetView payload, Duration time)
{
    FrameHeader header{.opcode = opcode, .payloadLength = payload.size()};
    header.lengthForm = payload.size() < 126 ? LengthForm::Bits7 : LengthForm::Bits16;
    if (direction == Direction::Out)
        header.maskingKey = key;
    session.addFrame(direction, header, payload, time);
}

std::shared_ptr<const Session> dropped(SyntheticSession &session, Duration time)
{
    LogRow row{.time = time};
    row.kind = RowKind::Dropped;
    session.addRow(row, {});
    session.session()->processReceived();
    return session.session();
}

} // namespace

std::shared_ptr<const Session> answeredSession(std::size_t frames, std::size_t padding, Duration pause)
{
    SyntheticSession session(Role::Client, SessionLimits::onFile());
    session.addConnected({}, Duration());
    session.addOpeningHandshake("peer.example", "/talk", std::chrono::milliseconds(1));
    Duration time = std::chrono::milliseconds(2);
    for (std::size_t number = 1; number <= frames; ++number) {
        const OctetBuffer payload = bufferOf("message " + std::to_string(number) + std::string(padding, '.'));
        send(session, Direction::Out, Opcode::Text, payload, time += pause);
        send(session, Direction::In, Opcode::Text, payload, time += std::chrono::microseconds(10));
    }
    const OctetBuffer normal{std::byte{0x03}, std::byte{0xE8}};
    send(session, Direction::In, Opcode::Close, normal, time);
    send(session, Direction::Out, Opcode::Close, normal, time);
    return dropped(session, time);
}

std::shared_ptr<const Session> secretSession(const std::string &password)
{
    SyntheticSession session(Role::Client, {});
    session.addConnected({}, Duration());
    session.addHead(Direction::Out,
                    "GET /talk HTTP/1.1\r\nHost: peer.example\r\nAuthorization: Bearer " + password
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                    Duration());
    session.addHead(Direction::In,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Accept: bCneu53Z3L7CC1l1q27+mv+OiDA=\r\n\r\n",
                    Duration());
    return dropped(session, Duration());
}

std::shared_ptr<const Session> repeatedSecretSession(const std::string &token)
{
    SyntheticSession session(Role::Client, {});
    session.addConnected({}, Duration());
    session.addHead(
        Direction::Out,
        "GET /talk HTTP/1.1\r\nHost: peer.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Protocol: chat, access_token, "
            + token + "\r\nSec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        Duration());
    session.addHead(
        Direction::In,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Sign: \x01\r\n"
        "Sec-WebSocket-Protocol: "
            + token + "\r\nSec-WebSocket-Accept: bCneu53Z3L7CC1l1q27+mv+OiDA=\r\n\r\n",
        Duration());
    return dropped(session, Duration());
}

std::shared_ptr<const Session> neverOpenedSession()
{
    SyntheticSession session(Role::Client, {});
    session.addConnected({}, Duration());
    return dropped(session, Duration());
}

QString writeSessions(const QTemporaryDir &folder, const QString &name, ExportFormat format,
                      const std::vector<std::shared_ptr<const Session>> &sessions)
{
    std::vector<ExportedSession> exported;
    for (const std::shared_ptr<const Session> &session : sessions)
        exported.push_back({session, {.title = "peer.example", .url = "ws://peer.example/talk"}, nullptr});
    const QString path = folder.filePath(name);
    std::ofstream out(path.toStdString(), std::ios::binary);
    exportSessions(out, format, exported, {.rows = {}, .secrets = Secrets::Kept, .mayContinue = {}});
    if (!out.flush())
        qFatal("a file could not be written");
    return path;
}

void openSession(WindowDriver &driver, const QTemporaryDir &folder,
                 const std::shared_ptr<const Session> &session)
{
    constexpr int milliseconds = 60'000;
    driver.drop(writeSessions(folder, "source.pcapng", ExportFormat::Pcapng, {session}));
    QTRY_VERIFY_WITH_TIMEOUT(driver.state().contains("recording") && !driver.state().contains("read"),
                             milliseconds);
}

void cut(const QString &file, qint64 kept)
{
    if (!QFile::resize(file, kept))
        qFatal("a file could not be cut");
}

QByteArray contentOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace fg
