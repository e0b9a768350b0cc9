// A bar above the wire log that says what failed, why, and what to try. It is not modal.
#pragma once

#include "protocol/report/wording/troubles.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace fg {

class TroubleBanner final : public QFrame
{
    Q_OBJECT

public:
    explicit TroubleBanner(QWidget *parent = nullptr);

    void showTrouble(const Trouble &trouble);
    // Shows trouble that is not about a connection, without the button to try again.
    void showFault(const Trouble &trouble);
    void clear();
    // Clears the banner only if it is about a connection.
    void clearTrouble();
    // Whether the banner shows trouble that is not about a connection.
    [[nodiscard]] bool isFault() const;
    // The last trouble with a connection, even if it was dismissed.
    [[nodiscard]] const Trouble &trouble() const { return m_trouble; }

signals:
    void retryRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyColors();
    void showTexts(const Trouble &trouble);

    Trouble m_trouble;
    QLabel *m_mark;
    QLabel *m_what;
    QLabel *m_why;
    QPlainTextEdit *m_more; // The second and later lines of `why`: the peer's answer.
    QLabel *m_advice;
    QPushButton *m_retry;
};

} // namespace fg
