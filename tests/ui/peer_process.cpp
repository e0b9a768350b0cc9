#include "tests/ui/peer_process.h"

namespace fg {

PeerProcess::PeerProcess()
{
    m_process.start(QStringLiteral("/usr/bin/python3"),
                    {QStringLiteral(FRAMEGLASS_PEERS "/websockets_echo.py"), QStringLiteral("0")});
    const QByteArray announcement = "listening ";
    while (!m_process.canReadLine() && m_process.waitForReadyRead()) { }
    const QByteArray line = m_process.readLine().trimmed();
    if (line.startsWith(announcement))
        m_url = QStringLiteral("ws://127.0.0.1:%1/").arg(QString::fromLatin1(line.mid(announcement.size())));
}

PeerProcess::~PeerProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace fg
