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
    // Null: the shown session is not a replay, or its connection was let go of.
    [[nodiscard]] ReplaySession *session() const;

    EntryPtr m_entry;
    QLabel *m_text;
    QProgressBar *m_progress;
    QToolButton *m_stop;
};

} // namespace fg
