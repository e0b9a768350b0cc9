// How to check the certificate of a wss server: trusted authorities, the expected name, and allowed faults.
#pragma once

#include "protocol/session/live/target.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace fg {

class TlsOptions final : public QWidget
{
    Q_OBJECT

public:
    explicit TlsOptions(QWidget *parent = nullptr);

    void applyTo(Target &target) const;
    void show(const Target &target);
    // Resets the names and the allowed faults, which must not apply to the next server.
    void clearServer();

    [[nodiscard]] QString caFile() const;
    void setCaFile(const QString &file);

signals:
    void changed();

private:
    void chooseCaFile();

    QLineEdit *m_caFile;
    QLineEdit *m_serverName;
    QLineEdit *m_sni;
    QCheckBox *m_allowFaults;
    QLineEdit *m_onlyFaults;
};

} // namespace fg
