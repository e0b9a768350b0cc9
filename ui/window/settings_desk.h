// Applies the preferences to the window, now and when they change, and opens the dialog in which they are
// set.
#pragma once

#include "ui/base/preferences.h"

#include <QObject>
#include <QPointer>

class QMainWindow;

namespace fg {

class ConnectBar;
class FileDesk;
class RecoveryBar;
class RunViews;
class SettingsDialog;
class WireLogPanel;
class Workbench;
struct WindowActions;

class SettingsDesk final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        PreferenceBook &preferences;
        Workbench &workbench;
        ConnectBar &bar;
        WireLogPanel &log;
        RecoveryBar &recovery;
        RunViews &views;
        FileDesk &files;
    };

    // All must outlive this object.
    SettingsDesk(const WindowActions &actions, const Parts &parts, QMainWindow *window);

private:
    void apply();
    // Changes the zoom to this percentage, as far as that is possible.
    void zoomTo(int percent);
    SettingsDialog &show();

    Parts m_parts;
    QMainWindow *m_window;
    QPointer<SettingsDialog> m_dialog;
    int m_fileMemory = 0; // as it was applied; 0: not yet
};

} // namespace fg
