// Lists the sessions that were still being recorded when the program was killed, and asks whether to reopen
// or to discard them. The bar is hidden if there are none, and it is not modal.
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

    void offer(std::vector<LeftOver> leftOvers);

signals:
    void reopenRequested(const std::vector<fg::LeftOver> &leftOvers);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyColors();
    void reopen();
    void askToDiscard();
    // Releases the holds on the files: the next start offers the sessions that still exist.
    void release();

    std::vector<LeftOver> m_leftOvers;
    QLabel *m_mark;
    QLabel *m_what;
    QLabel *m_which;
};

} // namespace fg
