// The settings of one agent, in a separate window that does not block the others.
#pragma once

#include "ui/bench/agent_book.h"

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;

namespace fg {

class ConnectOptions;
class HeaderEdit;
class TlsOptions;

class AgentDialog final : public QDialog
{
    Q_OBJECT

public:
    enum class Kind {
        New,
        Known,
        Fixed, // name and target cannot be changed
    };

    // Stores the agent. Returns an empty text, or the reason why it was not stored: the dialog then stays
    // open.
    using Store = std::function<QString(const Agent &agent)>;

    // Deletes itself when it is closed.
    AgentDialog(Agent agent, Kind kind, Store store, QWidget *parent = nullptr);

private:
    // Reads the fields into the agent. Returns an empty text, or what is wrong with a field.
    [[nodiscard]] QString readFields();
    void confirm();

    Agent m_agent;
    Store m_store;
    QLineEdit *m_name;
    QLineEdit *m_target;
    HeaderEdit *m_headers;
    ConnectOptions *m_options;
    TlsOptions *m_tls;
    QLineEdit *m_certificate;
    QLineEdit *m_key;
    QLabel *m_fault;
};

} // namespace fg
