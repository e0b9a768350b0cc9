// A peer that uses another library, in a separate process.
#pragma once

#include <QProcess>
#include <QString>

namespace fg {

class PeerProcess
{
public:
    // Starts an echo server with python3-websockets on a free port.
    PeerProcess();
    ~PeerProcess();

    // Empty if the library is not installed.
    [[nodiscard]] const QString &url() const { return m_url; }

private:
    QProcess m_process;
    QString m_url;
};

} // namespace fg
