// The bar below the wire log that looks for a text or octets in payloads: what is typed is looked for at
// once, Enter goes to the next row that has it, Shift+Enter to the one before, Escape closes the bar.
#pragma once

#include "ui/log/log_search.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QToolButton;

namespace fg {

class FindBar final : public QFrame
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    // What is looked through from now on; null: nothing.
    void setSession(std::shared_ptr<const Session> session);
    // Shows it, ready to type.
    void open();
    void goToNext();
    void goToPrevious();
    // Where the search stands for a person; -1: at no row.
    void setPickedRow(int row);

signals:
    void rowWanted(int row);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] QToolButton *makeButton(const char *name, const QString &text, const QString &toolTip);
    void queryChanged();
    // What becomes of the first row found.
    enum class First : std::uint8_t { Show, Leave };
    void start(First first);
    void follow();
    void showCount();
    void want(const std::optional<RowNumber> &row);

    std::shared_ptr<const Session> m_session;
    LogSearch m_search;
    QLineEdit *m_text;
    QComboBox *m_kind;
    QLabel *m_count;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QTimer m_typing; // running: somebody types
    RowNumber m_at = 0; // row to go on from
    bool m_hasRow = false; // and that is picked
    // The first row found is to be shown; not one that comes later, nor where somebody has gone elsewhere.
    bool m_wantsFirst = false;
    RowNumber m_rowsAtStart = 0; // of the search
};

} // namespace fg
