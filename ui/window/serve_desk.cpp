#include "ui/window/serve_desk.h"

#include "ui/cases/serve_dialog.h"

#include <QWidget>

namespace fg {

ServeDesk::ServeDesk(CaseBench &bench, QWidget *window)
    : QObject(window)
    , m_bench(bench)
    , m_window(window)
{
}

ServeDialog &ServeDesk::dialog()
{
    if (!m_dialog)
        m_dialog = new ServeDialog(m_bench, m_window);
    return *m_dialog;
}

void ServeDesk::show()
{
    dialog().show();
    dialog().raise();
    dialog().activateWindow();
}

bool ServeDesk::showSpec(const ServerSpec &spec, const std::string &text)
{
    const bool isShown = dialog().showSpec(spec, text);
    show();
    return isShown;
}

} // namespace fg
