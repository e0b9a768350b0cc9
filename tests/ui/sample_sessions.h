// Sessions for tests of the window, without a peer, and files that hold them.
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

// An open connection on which the peer answered `frames` messages "message N", and then closed; ours are
// masked. `padding` octets stand behind each message, and `pause` lies before it.
[[nodiscard]] std::shared_ptr<const Session> answeredSession(std::size_t frames, std::size_t padding = 0,
                                                             Duration pause = std::chrono::microseconds(10));
// Whose request has this password in its Authorization field.
[[nodiscard]] std::shared_ptr<const Session> secretSession(const std::string &password);
// The server dropped the connection in place of an answer.
[[nodiscard]] std::shared_ptr<const Session> neverOpenedSession();

// The path of the file. Nothing is blanked.
QString writeSessions(const QTemporaryDir &folder, const QString &name, ExportFormat format,
                      const std::vector<std::shared_ptr<const Session>> &sessions);

// In the window, read to its end.
void openSession(WindowDriver &driver, const QTemporaryDir &folder,
                 const std::shared_ptr<const Session> &session);

// The file without its last octets.
void cut(const QString &file, qint64 kept);
[[nodiscard]] QByteArray contentOf(const QString &file);

} // namespace fg
