// The opening handshake as it passed the wire, and what was checked in it.
#pragma once

#include "ui/session_panel.h"
#include "ui/text_table.h"

class QPlainTextEdit;

namespace fg {

class HandshakePanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit HandshakePanel(QWidget *parent = nullptr);

protected:
    void refresh() override;

private:
    QPlainTextEdit *m_request;
    QPlainTextEdit *m_answer;
    TextTableModel m_checks;
};

} // namespace fg
