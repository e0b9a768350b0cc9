// A peer of another library, in a process of its own.
#pragma once

#include <QProcess>
#include <QString>

namespace fg {

class PeerProcess
{
public:
    // An echo server on python3-websockets, on a free port.
    PeerProcess();
    ~PeerProcess();

    // Empty where the library is not installed.
    [[nodiscard]] const QString &url() const { return m_url; }

private:
    QProcess m_process;
    QString m_url;
};

} // namespace fg
