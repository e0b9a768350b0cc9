// Base of the panels about the shown session. A panel is refreshed only while it is visible.
#pragma once

#include "ui/bench/session_entry.h"

#include <QWidget>

namespace fg {

class SessionPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SessionPanel(QWidget *parent = nullptr);

    // Null: none.
    void setEntry(EntryPtr entry);
    // To be called when the session has changed: refreshes the panel, or marks it stale.
    void progressed();
    // Whether the panel's dock is in front. Qt regards a tab in the background as visible.
    void setInFront(bool on);

protected:
    [[nodiscard]] const EntryPtr &entry() const { return m_entry; }
    // Another session is entry() now. To be used for what must not wait until the panel is visible.
    virtual void entryChanged() { }
    // Shows the current state of entry().
    virtual void refresh() = 0;
    void changeEvent(QEvent *event) override;

private:
    EntryPtr m_entry;
    bool m_isInFront = false;
    bool m_isStale = true;
};

} // namespace fg
