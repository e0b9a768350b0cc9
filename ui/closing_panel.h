// How the connection ended: the thirteen values, and who did what first.
#pragma once

#include "ui/session_panel.h"
#include "ui/text_table.h"

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
    QLabel *m_story;
};

} // namespace fg
