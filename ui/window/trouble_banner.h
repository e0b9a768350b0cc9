// Why something came to nothing, in place above the wire log: what, why, and what to try. It blocks nothing.
#pragma once

#include "protocol/report/wording/wording.h"

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
    // One that is about no connection, so that there is nothing to try again.
    void showFault(const Trouble &trouble);
    void clear();
    // Only what is about a connection.
    void clearTrouble();
    // It tells what is about no connection.
    [[nodiscard]] bool isFault() const;
    // The last one of a connection, also where it was dismissed.
    [[nodiscard]] const Trouble &trouble() const { return m_trouble; }

signals:
    void retryWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyColors();
    void say(const Trouble &trouble);

    Trouble m_trouble;
    QLabel *m_mark;
    QLabel *m_what;
    QLabel *m_why;
    QPlainTextEdit *m_more; // the lines after the first of `why`: what the peer answered
    QLabel *m_advice;
    QPushButton *m_retry;
};

} // namespace fg
