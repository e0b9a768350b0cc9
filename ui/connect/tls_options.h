// How to treat the certificate of a wss server: whom to trust, which name to look for, what to let pass.
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
    // What was allowed for one server must not hold for the next: the name and the faults are forgotten.
    void forgetServer();

    [[nodiscard]] QString caFile() const;
    void setCaFile(const QString &file);

private:
    void chooseCaFile();

    QLineEdit *m_caFile;
    QLineEdit *m_serverName;
    QCheckBox *m_allowFaults;
};

} // namespace fg
