// Sessions that a killed program has left behind: which they are, and whether to reopen or to discard them.
// Hidden where there are none. It blocks nothing.
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
    void reopenWanted(const std::vector<fg::LeftOver> &leftOvers);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyColors();
    void reopen();
    void askToDiscard();
    // Nobody holds them from here on: the next start offers those that are still there.
    void letGo();

    std::vector<LeftOver> m_leftOvers;
    QLabel *m_mark;
    QLabel *m_what;
    QLabel *m_which;
};

} // namespace fg
