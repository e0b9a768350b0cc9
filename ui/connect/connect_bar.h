// Whom to talk to: the target with its history, the buttons, on demand the options of the connection, for wss
// how to treat its certificate, and at the right how the shown connection is.
#pragma once

#include "ui/bench/workbench.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QSettings;
class QToolButton;

namespace fg {

class ConnectOptions;
class StateLabel;
class TlsOptions;

class ConnectBar final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int maxHistory = 30;

    explicit ConnectBar(QWidget *parent = nullptr);

    [[nodiscard]] ConnectRequest request() const;
    void setTarget(const QString &text);
    // The target with all that is set for it: an agent's, by its name.
    void setTarget(const QString &text, const Target &options, const QString &agent);
    // Puts the target in front of the history.
    void remember();
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    // How the shown session is, null: none.
    void showState(const SessionEntry *entry);
    void setRunning(bool on);
    void focusTarget();

signals:
    // Another target is typed or chosen.
    void targetChanged(const QString &text);
    void connectWanted();
    void disconnectWanted();
    void runWanted();

private:
    void followTarget();

    QComboBox *m_target;
    QPushButton *m_connect;
    QPushButton *m_run;
    StateLabel *m_state;
    QToolButton *m_showOptions;
    ConnectOptions *m_options;
    TlsOptions *m_tls;
    Target m_base; // what is set for the target beside what the rows show
    QString m_agent; // whose settings these are; empty: nobody's yet
    bool m_isConnected = false;
};

} // namespace fg
