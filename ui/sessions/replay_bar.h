// How far the shown replay is, with a button that stops it; and what it came to. Hidden where the shown
// session is none.
#pragma once

#include "ui/bench/session_entry.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QToolButton;

namespace fg {

class ReplayBar final : public QFrame
{
    Q_OBJECT

public:
    explicit ReplayBar(QWidget *parent = nullptr);

    // Null: no session.
    void setEntry(const EntryPtr &entry);
    // It may have gone on.
    void follow();

private:
    EntryPtr m_entry; // null: none that is a replay
    QLabel *m_text;
    QProgressBar *m_progress;
    QToolButton *m_stop;
};

} // namespace fg
