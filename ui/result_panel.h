// What a case came to and why: verdicts, what is sent, what was expected and what was observed.
#pragma once

#include "ui/session_panel.h"

class QGridLayout;
class QLabel;
class QStackedWidget;

namespace fg {

class StateLabel;

class ResultPanel final : public SessionPanel
{
    Q_OBJECT

public:
    explicit ResultPanel(QWidget *parent = nullptr);

protected:
    void refresh() override;

private:
    QWidget *makeContent();
    QLabel *addRow(QGridLayout *layout, const QString &name);
    void showResult(const CaseResult &result);

    QStackedWidget *m_stack;
    QLabel *m_hint;
    StateLabel *m_verdict;
    QLabel *m_title;
    QLabel *m_behavior;
    QLabel *m_closing;
    QLabel *m_description;
    QLabel *m_expectation;
    QLabel *m_expected;
    QLabel *m_observed;
};

} // namespace fg
