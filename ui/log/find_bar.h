// The bar below the wire log that searches payloads for a text or for octets. The search starts while a
// person types; Enter goes to the next matching row, Shift+Enter to the previous one, Escape closes the bar.
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

    // The session that is searched from now on; null: none.
    void setSession(std::shared_ptr<const Session> session);
    // Shows the bar and puts the keyboard focus into its text field.
    void open();
    void goToNext();
    void goToPrevious();
    // The row from which the search continues; nullopt: none is picked.
    void setPickedRow(std::optional<RowNumber> row);
    // What is searched for; nullopt: nothing.
    [[nodiscard]] const std::optional<Needle> &needle() const { return m_needle; }

signals:
    void rowRequested(fg::RowNumber row);
    void closed();
    void needleChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] QToolButton *makeButton(const char *name, const QString &text, const QString &toolTip);
    void queryChanged();
    // What to do with the first row found: show it, or leave the view where it is.
    enum class First : std::uint8_t { Show, Leave };
    void start(First first);
    void showProgress();
    void showCount();
    void requestRow(const std::optional<RowNumber> &row);
    void setNeedle(std::optional<Needle> needle);

    std::shared_ptr<const Session> m_session;
    LogSearch m_search;
    std::optional<Needle> m_needle;
    QLineEdit *m_text;
    QComboBox *m_kind;
    QLabel *m_count;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QTimer m_typing; // running while a person types
    RowNumber m_at; // the row from which the search continues
    bool m_hasRow = false; // m_at is the picked row
    // The first row found is to be shown. Reset once it was shown or another row was picked, and once the
    // rows present at the start have been searched.
    bool m_wantsFirst = false;
    RowCount m_rowsAtStart; // number of rows when the search started
};

} // namespace fg
