// The line under the tabs about the shown session: its whole address, its TLS or its file, the note on it,
// and the buttons that end it or start it again.
#pragma once

#include "ui/bench/session_entry.h"

#include <QList>
#include <QWidget>

class QAction;
class QLabel;

namespace fg {

class SessionBar final : public QWidget
{
    Q_OBJECT

public:
    // The actions become its buttons, which are named after them.
    explicit SessionBar(const QList<QAction *> &actions, QWidget *parent = nullptr);

    // Null: no session is shown, and the bar is hidden.
    void showEntry(const SessionEntry *entry);

private:
    QLabel *m_facts;
};

} // namespace fg
