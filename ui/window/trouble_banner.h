// A bar above the wire log that says what failed, why, and what to try. It is not modal.
#pragma once

#include "protocol/report/wording/troubles.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace fg {

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

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyColors();
    void limitMore();
    void showTexts(const Trouble &trouble);
    void tryAgain();

    Trouble m_trouble;
    bool m_showsFault = false;
    std::function<void()> m_again;
    QLabel *m_mark;
    QLabel *m_what;
    QLabel *m_why;
    QPlainTextEdit *m_more; // The second and later lines of `why`: the peer's answer.
    QLabel *m_advice;
    QPushButton *m_retry;
};

} // namespace fg
