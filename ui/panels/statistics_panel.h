// Octets by the size of each read or write and frames by opcode, for both directions, with totals.
#pragma once

#include "ui/kit/text_table.h"
#include "ui/panels/session_panel.h"

class QHBoxLayout;
class QTabWidget;

namespace fg {

class StatisticsPanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit StatisticsPanel(QWidget *parent = nullptr);

protected:
    void refresh() override;

private:
    void addTable(QHBoxLayout *layout, const QString &title, const QString &name, TextTableModel &model,
                  int stretch);

    TextTableModel m_chopsIn;
    TextTableModel m_chopsOut;
    TextTableModel m_framesIn;
    TextTableModel m_framesOut;
    TextTableModel m_compression;
    QTabWidget *m_tabs; // octets and frames; and messages, if some were compressed
    QWidget *m_messages;
};

} // namespace fg
