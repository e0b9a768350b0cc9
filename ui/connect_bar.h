// Whom to talk to: the target with its history, the buttons, on demand the options of the connection, for wss
// how to treat its certificate, and at the right how the shown connection is.
#pragma once

#include "ui/workbench.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSettings;
class QToolButton;

namespace fg {

class ConnectOptions;
class StateLabel;

class ConnectBar final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int maxHistory = 30;

    explicit ConnectBar(QWidget *parent = nullptr);

    [[nodiscard]] ConnectRequest request() const;
    void setTarget(const QString &text);
    // Puts the target in front of the history.
    void remember();
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    // How the shown session is, null: none.
    void showState(const SessionEntry *entry);
    void setRunning(bool on);
    void focusTarget();

signals:
    void connectWanted();
    void disconnectWanted();
    void runWanted();

private:
    QWidget *makeTlsRow();
    void chooseCaFile();
    void followTarget();

    QComboBox *m_target;
    QPushButton *m_connect;
    QPushButton *m_run;
    StateLabel *m_state;
    QToolButton *m_showOptions;
    ConnectOptions *m_options;
    QWidget *m_tlsRow;
    QLineEdit *m_caFile;
    QLineEdit *m_serverName;
    QCheckBox *m_allowFaults;
    bool m_isConnected = false;
};

} // namespace fg
