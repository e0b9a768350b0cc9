// The progress of the shown replay with a button that stops it, and later its outcome. The bar is hidden if
// the shown session is not a replay.
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

    // Null if no session is shown.
    void setEntry(const EntryPtr &entry);
    // Shows the replay's current progress.
    void showProgress();

private:
    // Null if the shown session is not a replay, or if its connection was released.
    [[nodiscard]] ReplaySession *session() const;

    EntryPtr m_entry;
    QLabel *m_text;
    QProgressBar *m_progress;
    QToolButton *m_stop;
};

} // namespace fg
