// Lists the sessions that were still being recorded when the program was killed, and asks once whether to
// reopen or to discard them. The bar is hidden if there are none, and it is not modal.
#pragma once

#include "ui/bench/session_vault.h"

#include <QFrame>

#include <vector>

class QLabel;

namespace fg {

class RecoveryBar final : public QFrame
{
    Q_OBJECT

public:
    explicit RecoveryBar(QWidget *parent = nullptr);

    // `wanted`: All if a person has asked for them.
    void offer(std::vector<LeftOver> leftOvers, Wanted wanted);
    // Hides the bar and releases the holds on the files, without an answer.
    void release();
    // Times in the bar have this form.
    void setTimeStyle(TimeStyle style);

signals:
    // A person has decided what is to become of these, and is not to be asked again.
    void answered(const std::vector<fg::LeftOver> &leftOvers);
    void reopenRequested(const std::vector<fg::LeftOver> &leftOvers);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyColors();
    void reopen();
    void askToDiscard();
    void putOff();

    std::vector<LeftOver> m_leftOvers;
    TimeStyle m_times = TimeStyle::Relative;
    QLabel *m_mark;
    QLabel *m_what;
    QLabel *m_which;
};

} // namespace fg
