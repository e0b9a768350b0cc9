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
    void setTarget(const ConnectTarget &target);
    // The target of an agent with all that is set for it.
    void setAgent(const Agent &agent);
    // The same where its target is there already, as a person typed it.
    void takeSettings(const Agent &agent);
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
    void targetChanged(const fg::ConnectTarget &target);
    void connectWanted();
    void disconnectWanted();
    void runWanted();

private:
    [[nodiscard]] ConnectTarget target() const;
    void followTarget();

    QComboBox *m_target;
    QPushButton *m_connect;
    QPushButton *m_run;
    StateLabel *m_state;
    QToolButton *m_showOptions;
    ConnectOptions *m_options;
    TlsOptions *m_tls;
    Target m_base; // what is set for the target beside what the rows show
    AgentId m_agent; // whose settings these are; none: nobody's yet
    bool m_isConnected = false;
};

} // namespace fg
