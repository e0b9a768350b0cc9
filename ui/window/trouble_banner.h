// A bar above the wire log that says what failed, why, and what to try. It is not modal.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "ui/base/mark.h"

#include <QFrame>

#include <functional>

class QBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace fg {

struct Theme;

class TroubleBanner final : public QFrame
{
    Q_OBJECT

public:
    explicit TroubleBanner(QWidget *parent = nullptr);

    // `again`: what the button to try again calls; there is no such button if it is none.
    void showTrouble(const Trouble &trouble, const std::function<void()> &again);
    // Shows trouble that stays until it is dismissed or something is started, without the button to try
    // again.
    void showFault(const Trouble &trouble);
    void clear();
    // Clears the banner unless it shows a fault.
    void clearTrouble();
    [[nodiscard]] bool isFault() const;
    // The last trouble that was no fault, even if it was dismissed.
    [[nodiscard]] const Trouble &trouble() const { return m_trouble; }

signals:
    // The buttons of trouble whose cause is a broken rule.
    void whereRequested(const fg::Finding &cause);
    void reportRequested(const fg::Finding &cause);
    // The buttons of trouble with the server's certificate: to look at its faults, and to connect all the
    // same.
    void certificateRequested();
    void allowRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    QPushButton *addButton(QBoxLayout *row, const QString &name, const QString &text, const QString &toolTip);
    [[nodiscard]] MarkedWord look(const Theme &theme) const;
    void applyColors();
    void limitMore();
    void showTexts(const Trouble &trouble);
    void tryAgain();

    Trouble m_trouble;
    bool m_showsFault = false;
    Trouble m_shown;
    std::function<void()> m_again;
    QBoxLayout *m_aboutIt; // buttons that lead on
    QBoxLayout *m_after; // buttons that end it
    QLabel *m_mark;
    QLabel *m_what;
    QLabel *m_why;
    QPlainTextEdit *m_more; // The second and later lines of `why`: the peer's answer.
    QLabel *m_advice;
    QPushButton *m_where;
    QPushButton *m_report;
    QPushButton *m_certificate;
    QPushButton *m_allow;
    QPushButton *m_retry;
};

} // namespace fg
