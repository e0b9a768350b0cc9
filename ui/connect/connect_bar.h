// The bar for the target and its history, with the buttons, the optional row of connection options, for wss
// the row of TLS options, and at the right the state of the shown connection.
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
    // Sets the target and all settings of an agent.
    void setAgent(const Agent &agent);
    // The same if the bar has its target already, as a person typed it.
    void applySettings(const Agent &agent);
    // Makes the target the first entry of the history.
    void remember();
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    // Shows the state of the shown session; null: none.
    void showState(const SessionEntry *entry);
    void setRunning(bool on);
    void focusTarget();

signals:
    // Another target was typed, chosen or set.
    void targetChanged(const fg::ConnectTarget &target);
    void connectRequested();
    void disconnectRequested();
    void runRequested();

private:
    [[nodiscard]] ConnectTarget target() const;
    void handleTargetChange();

    QComboBox *m_target;
    QPushButton *m_connect;
    QPushButton *m_run;
    StateLabel *m_state;
    QToolButton *m_showOptions;
    ConnectOptions *m_options;
    TlsOptions *m_tls;
    Target m_base; // settings of the target that the rows do not show
    AgentId m_agent; // the agent with these settings; none: nobody's
    bool m_isConnected = false;
};

} // namespace fg
