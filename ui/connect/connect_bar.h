// The bar for the address and its history, with the button that connects and the one that shows the request:
// its header fields and options, for wss also those of TLS. What the request adds to a plain one is named on
// the button even while it is hidden.
#pragma once

#include "ui/bench/workbench.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QSettings;
class QToolButton;

namespace fg {

class ConnectOptions;
class HeaderEdit;
class TlsOptions;

class ConnectBar final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int maxHistory = 30;

    explicit ConnectBar(QWidget *parent = nullptr);

    [[nodiscard]] ConnectTarget target() const;
    [[nodiscard]] ConnectRequest request() const;
    // Empty, or the sentence that says which header field of the request is none.
    [[nodiscard]] QString fault() const;
    void setTarget(const ConnectTarget &target);
    // Sets the target and all settings of an agent, and shows the request.
    void setAgent(const Agent &agent);
    // Makes the target the first entry of the history, and writes it into the field as it is understood.
    void remember();
    // The limits of a new request; to be set before restore().
    void setUsual(const Target &usual);
    [[nodiscard]] const Target &usual() const;
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    void focusTarget();
    // A person has done something in the address field since remember(): typed, clicked, selected.
    [[nodiscard]] bool isInUse() const { return m_isInUse; }

signals:
    // A person asks for a new session, by Enter or by the button.
    void connectRequested();
    // The history has changed.
    void remembered();
    // What save() keeps has changed.
    void settingsChanged();

private:
    void makeTargetBox();
    [[nodiscard]] QWidget *makeRequest();
    void handleTargetChange();
    void showSummary();

    QComboBox *m_target;
    QPushButton *m_connect;
    QToolButton *m_showRequest;
    QWidget *m_request;
    HeaderEdit *m_headers;
    ConnectOptions *m_options;
    TlsOptions *m_tls;
    Target m_base; // settings of an agent that the bar does not show: its client certificate
    AgentId m_agent; // the agent with these settings; none: nobody's
    ConnectTarget m_known; // the target for which the settings of TLS were entered
    bool m_isInUse = false;
};

} // namespace fg
