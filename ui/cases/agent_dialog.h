// The settings of one agent, in a window of its own that holds up nothing else.
#pragma once

#include "ui/bench/agent_book.h"

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace fg {

class ConnectOptions;
class TlsOptions;

class AgentDialog final : public QDialog
{
    Q_OBJECT

public:
    enum class Kind {
        New,
        Known,
        Fixed, // name and target stay
    };

    // Empty where the agent was taken, else why it was not: the dialog then stays as it is.
    using Take = std::function<QString(const Agent &agent)>;

    // Deletes itself when it is closed.
    AgentDialog(Agent agent, Kind kind, Take take, QWidget *parent = nullptr);

private:
    // Empty when all is right, else what is not.
    [[nodiscard]] QString takeFields();
    void confirm();

    Agent m_agent;
    Take m_take;
    QLineEdit *m_name;
    QLineEdit *m_target;
    QPlainTextEdit *m_headers;
    ConnectOptions *m_options;
    TlsOptions *m_tls;
    QLineEdit *m_certificate;
    QLineEdit *m_key;
    QLabel *m_fault;
};

// "Name: value", a field a line; a sentence in their place says which line is none.
[[nodiscard]] std::variant<std::vector<HeaderField>, QString> readHeaderFields(const QString &text);

} // namespace fg
