// Every broken rule of the shown session with its clause. Picking one shows its row, field and octets.
#pragma once

#include "ui/filter/filter_wish.h"
#include "ui/panels/findings_model.h"
#include "ui/panels/session_panel.h"

class QTableView;

namespace fg {

class FindingsPanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit FindingsPanel(QWidget *parent = nullptr);

signals:
    void findingRequested(const fg::Finding &finding);
    void filterWished(const fg::FilterWish &wish);

protected:
    void refresh() override;

private:
    void picked(const QModelIndex &index);
    void showMenu(const QPoint &position);

    FindingsModel m_findings;
    QTableView *m_table;
};

} // namespace fg
