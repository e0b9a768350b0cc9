// Every broken rule of the shown session with its clause. Picking one shows its row, field and octets.
#pragma once

#include "ui/panels/findings_model.h"
#include "ui/panels/session_panel.h"

namespace fg {

class FindingsPanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit FindingsPanel(QWidget *parent = nullptr);

signals:
    void findingRequested(const fg::Finding &finding);

protected:
    void refresh() override;

private:
    void picked(const QModelIndex &index);

    FindingsModel m_findings;
};

} // namespace fg
