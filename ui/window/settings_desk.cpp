#include "ui/window/settings_desk.h"

#include "ui/bench/workbench.h"
#include "ui/connect/connect_bar.h"
#include "ui/kit/look.h"
#include "ui/log/wire_log_panel.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/settings/settings_dialog.h"
#include "ui/window/file_desk.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QMainWindow>

#include <algorithm>
#include <utility>

namespace fg {

SettingsDesk::SettingsDesk(const WindowActions &actions, const Parts &parts, QMainWindow *window)
    : QObject(window)
    , m_parts(parts)
    , m_window(window)
{
    connect(&parts.preferences, &PreferenceBook::changed, this, &SettingsDesk::apply);
    connect(actions.settings, &QAction::triggered, this, [this] { show(); });
    connect(actions.fileMemory, &QAction::triggered, this, [this] { show().showFileMemory(); });
    connect(actions.zoomIn, &QAction::triggered, this,
            [this] { zoomTo(m_parts.preferences.values().zoom + Preferences::zoomStep); });
    connect(actions.zoomOut, &QAction::triggered, this,
            [this] { zoomTo(m_parts.preferences.values().zoom - Preferences::zoomStep); });
    connect(actions.zoomUsual, &QAction::triggered, this, [this] { zoomTo(Preferences::usualZoom); });
    connect(&parts.log, &WireLogPanel::timeStyleChanged, this, [this](TimeStyle style) {
        Preferences values = m_parts.preferences.values();
        values.times = style;
        m_parts.preferences.set(values);
    });
    apply();
}

void SettingsDesk::apply()
{
    const Preferences &values = m_parts.preferences.values();
    applyColors(values);
    applyFonts(values);
    m_parts.log.setTimeStyle(values.times);
    m_parts.views.setTimeStyle(values.times);
    m_parts.recovery.setTimeStyle(values.times);
    const Target usual = values.target();
    m_parts.bar.setUsual(usual);
    m_parts.workbench.bench().agents().setUsual(usual);
    SessionVault &vault = m_parts.workbench.vault();
    vault.setFolder(values.recordings);
    vault.setKeeping(values.keeping);
    // A limit that was given for this run holds until this one is changed.
    if (std::exchange(m_fileMemory, values.fileMebibytes) != values.fileMebibytes)
        m_parts.files.setFileMemory(static_cast<std::uint64_t>(values.fileMebibytes) * mebibyte);
}

void SettingsDesk::zoomTo(int percent)
{
    Preferences values = m_parts.preferences.values();
    values.zoom = std::clamp(percent, Preferences::smallestZoom, Preferences::largestZoom);
    m_parts.preferences.set(values);
}

SettingsDialog &SettingsDesk::show()
{
    if (!m_dialog)
        m_dialog = new SettingsDialog(m_parts.preferences, m_parts.workbench.vault().ownFolder(), m_window);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
    return *m_dialog;
}

} // namespace fg
