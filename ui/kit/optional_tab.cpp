#include "ui/kit/optional_tab.h"

#include <QTabWidget>

namespace fg {

void setTabShown(QTabWidget &tabs, QWidget &page, const QString &title, bool on)
{
    const int index = tabs.indexOf(&page);
    if (on) {
        if (index < 0)
            tabs.addTab(&page, title);
        return;
    }
    if (index >= 0)
        tabs.removeTab(index);
    page.setParent(&tabs);
    page.hide();
}

} // namespace fg
