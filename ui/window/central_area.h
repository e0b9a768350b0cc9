// The middle of the window: tabs with the wire log and the views of whole runs, and above them the bars that
// appear when there is something to report.
#pragma once

#include <QWidget>

class QTabWidget;

namespace fg {

class RecoveryBar;
class ReplayBar;
class RunViews;
class TroubleBanner;
class WireLogPanel;
class Workbench;
struct WindowActions;

class CentralArea final : public QWidget
{
    Q_OBJECT

public:
    // The workbench must outlive this object.
    CentralArea(Workbench &workbench, const WindowActions &actions, QWidget *parent);

    [[nodiscard]] WireLogPanel &log() const { return *m_log; }
    [[nodiscard]] RunViews &runViews() const { return *m_runViews; }
    [[nodiscard]] RecoveryBar &recovery() const { return *m_recovery; }
    [[nodiscard]] TroubleBanner &trouble() const { return *m_trouble; }
    [[nodiscard]] ReplayBar &replay() const { return *m_replay; }
    void showLog();

private:
    WireLogPanel *m_log;
    RecoveryBar *m_recovery;
    TroubleBanner *m_trouble;
    ReplayBar *m_replay;
    QTabWidget *m_tabs; // The wire log is the first tab.
    RunViews *m_runViews;
};

} // namespace fg
