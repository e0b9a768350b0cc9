// The opening handshake as it passed the wire, what was checked in it, and what it said about compression.
#pragma once

#include "protocol/deflate/negotiation.h"
#include "ui/kit/text_table.h"
#include "ui/panels/session_panel.h"

class QPlainTextEdit;
class QTabWidget;

namespace fg {

class HandshakePanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit HandshakePanel(QWidget *parent = nullptr);

protected:
    void refresh() override;

private:
    void showDeflate(const DeflateNegotiation &deflate);

    QPlainTextEdit *m_request;
    QPlainTextEdit *m_answer;
    TextTableModel m_checks;
    TextTableModel m_deflate;
    QTabWidget *m_tabs; // checks, and parameters where compression was spoken of
    QWidget *m_parameters;
};

} // namespace fg
