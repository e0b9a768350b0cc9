// How the connection ended: the thirteen closing values, and which end did what first.
#pragma once

#include "ui/kit/text_table.h"
#include "ui/panels/session_panel.h"

class QLabel;

namespace fg {

class ClosingPanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit ClosingPanel(QWidget *parent = nullptr);

protected:
    void refresh() override;

private:
    TextTableModel m_rows;
    QLabel *m_sentences;
};

} // namespace fg
