// A panel about the shown session. It brings itself up to date only while it can be seen.
#pragma once

#include "ui/bench/session_entry.h"

#include <QWidget>

namespace fg {

class SessionPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SessionPanel(QWidget *parent = nullptr);

    // Null: no session.
    void setEntry(EntryPtr entry);
    // The session has gone on.
    void progressed();
    // Whether its dock is in front. A tab in the background counts as visible for Qt.
    void setSeen(bool on);

protected:
    [[nodiscard]] const EntryPtr &entry() const { return m_entry; }
    // Shows entry() as it is now.
    virtual void refresh() = 0;
    void changeEvent(QEvent *event) override;

private:
    EntryPtr m_entry;
    bool m_isSeen = false;
    bool m_isStale = true;
};

} // namespace fg
