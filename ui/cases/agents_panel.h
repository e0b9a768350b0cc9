// The agents against which the cases run. The checked ones take part in runs; the picked one is the one whose
// results are shown.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace fg {

class CaseBench;
struct Agent;

class AgentsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit AgentsPanel(CaseBench &bench, QWidget *parent = nullptr);

signals:
    // A person wants to talk to this server by hand, with the settings of the agent.
    void connectRequested(const fg::Agent &agent);
    void serveRequested();
    void statusMessage(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitColumns();
    void pickCurrent();
    void picked();
    [[nodiscard]] QWidget *makeTyped();
    // Makes what was typed the target of the next run.
    void takeTyped();
    void addAgent();
    void editAgent();
    // Both return an empty text, or the reason why the agent was not stored.
    [[nodiscard]] QString storeNew(const Agent &agent);
    [[nodiscard]] QString storeEdited(const Agent &known, const Agent &edited);
    void removeAgent();
    void removeReported();
    void enableButtons();
    void showMenu(const QPoint &position);
    [[nodiscard]] int pickedRow() const;

    CaseBench &m_bench;
    QTableView *m_list;
    QLineEdit *m_typed;
    QLabel *m_fault; // what is wrong with what was typed
    QPushButton *m_edit;
    QPushButton *m_remove;
    bool m_isSelecting = false; // the program is changing the selection, not the person
};

} // namespace fg
