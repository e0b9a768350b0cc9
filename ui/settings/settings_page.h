// A page of the Settings dialog: shows some of the preferences and changes them as soon as a person does.
#pragma once

#include "ui/base/preferences.h"

#include <QWidget>

#include <utility>

namespace fg {

class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    // The book must outlive the page. A page shows the values once it is complete: call refresh().
    explicit SettingsPage(PreferenceBook &book, QWidget *parent = nullptr);

    void refresh();
    // The preferences of this page become the defaults.
    void restoreDefaults();

protected:
    virtual void show(const Preferences &values) = 0;
    // Sets those of the page in `values` to what they are in `others`.
    virtual void take(Preferences &values, const Preferences &others) const = 0;
    // Drops what was typed and could not be used.
    virtual void forgetTyped() { }

    [[nodiscard]] const Preferences &values() const { return m_book.values(); }
    // Calls `edit` with the preferences and keeps the result, unless the page is only showing.
    template <typename Edit> void change(Edit edit)
    {
        if (m_isShowing)
            return;
        Preferences values = m_book.values();
        edit(values);
        m_book.set(values);
    }

private:
    PreferenceBook &m_book;
    bool m_isShowing = false;
};

} // namespace fg
