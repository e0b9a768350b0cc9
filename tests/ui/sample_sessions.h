// Sessions for tests of the window that are made without a peer, and files with such sessions.
#pragma once

#include "protocol/report/view/export_options.h"

#include <QString>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

class QTemporaryDir;

namespace fg {

class WindowDriver;

// A connection on which the peer echoes `frames` messages with the text "message N" and then closes. Our
// frames are masked. `padding` octets follow the text of each message, and each message comes `pause` after
// the one before.
[[nodiscard]] std::shared_ptr<const Session> answeredSession(std::size_t frames, std::size_t padding = 0,
                                                             Duration pause = std::chrono::microseconds(10));
// A session whose request has this password in its Authorization field.
[[nodiscard]] std::shared_ptr<const Session> secretSession(const std::string &password);
// A session whose request offers this token as a subprotocol, and whose answer chooses it.
[[nodiscard]] std::shared_ptr<const Session> repeatedSecretSession(const std::string &token);
// A session in which the server drops the connection instead of answering the handshake.
[[nodiscard]] std::shared_ptr<const Session> neverOpenedSession();

// Writes the sessions, secrets included, and returns the path of the file.
QString writeSessions(const QTemporaryDir &folder, const QString &name, ExportFormat format,
                      const std::vector<std::shared_ptr<const Session>> &sessions);

// Opens the session in the window and waits until it is read to its end.
void openSession(WindowDriver &driver, const QTemporaryDir &folder,
                 const std::shared_ptr<const Session> &session);

// Truncates the file to its first `kept` octets.
void cut(const QString &file, qint64 kept);
[[nodiscard]] QByteArray contentOf(const QString &file);

} // namespace fg
