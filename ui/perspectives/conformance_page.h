// Conformance: the targets at the left; the cases, the matrix and the history in the middle; below them the
// result and the log of the picked case.
#pragma once

#include "ui/perspectives/docked_page.h"

class QTabWidget;

namespace fg {

class AgentsPanel;
class CasesPanel;
class ResultPanel;
class RunBar;
class StepBar;

class ConformancePage final : public DockedPage
{
    Q_OBJECT

public:
    // The page becomes the parent of its parts, but not of the shared panels.
    struct Parts
    {
        AgentsPanel *agents;
        RunBar *run;
        StepBar *step;
        QWidget *trouble; // shared with the other page
        CasesPanel *cases;
        ResultPanel *result;
    };

    ConformancePage(const SharedPanels &shared, const Parts &parts, QWidget *parent = nullptr);

    // The cases are the first of these tabs; the views of whole runs follow.
    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    void showCases();

    [[nodiscard]] QList<QWidget *> partsInOrder() const override;

protected:
    void placeDocks() override;
    void sizeDocks() override;

private:
    Parts m_parts;
    QTabWidget *m_tabs;
    QDockWidget *m_agents;
    QDockWidget *m_result;
    QDockWidget *m_log;
    QList<QDockWidget *> m_sessionDocks;
};

} // namespace fg
