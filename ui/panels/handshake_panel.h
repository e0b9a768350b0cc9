// The opening handshake as sent and received, the checks of it, and the negotiation of compression.
#pragma once

#include "protocol/deflate/negotiation.h"
#include "ui/kit/text_table.h"
#include "ui/panels/session_panel.h"

class QTabWidget;

namespace fg {

class HeadEdit;

class HandshakePanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit HandshakePanel(QWidget *parent = nullptr);

protected:
    void refresh() override;

private:
    void showDeflate(const DeflateNegotiation &deflate);

    HeadEdit *m_request;
    HeadEdit *m_answer;
    TextTableModel m_checks;
    TextTableModel m_deflate;
    QTabWidget *m_tabs; // checks; and parameters, if permessage-deflate was offered or answered
    QWidget *m_parameters;
};

} // namespace fg
