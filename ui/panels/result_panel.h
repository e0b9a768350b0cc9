// The result page of a case: the verdict in a sentence with the broken rule, what the case sends and expects,
// and a comparison of expected and observed events.
#pragma once

#include "ui/panels/session_panel.h"

#include <QList>

class QAction;
class QGridLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace fg {

class OctetComparison;
class StateLabel;
class TextTableModel;
class TextTableView;

class ResultPanel final : public SessionPanel
{
    Q_OBJECT

public:
    // `actions` concern the shown case; the panel adds a button for each.
    explicit ResultPanel(const QList<QAction *> &actions, QWidget *parent = nullptr);

signals:
    // Asks for the row of the wire log in which the rule is broken.
    void rowRequested(fg::RowNumber row);

protected:
    void refresh() override;

private:
    [[nodiscard]] QWidget *makeContent(const QList<QAction *> &actions);
    [[nodiscard]] QWidget *makeHead(const QList<QAction *> &actions);
    [[nodiscard]] QWidget *makeTexts();
    [[nodiscard]] QWidget *makeComparison();
    QLabel *addRow(QGridLayout *layout, const QString &name);
    void showHint(const QString &text);
    void showResult(const CaseResult &result);
    void showReported(const ReportedCase &reported);
    void showRun(const CaseResult &result);
    void showTexts(const CaseSpec &spec);
    void showComparison(const CaseResult &result);

    QStackedWidget *m_stack;
    QLabel *m_hint;
    StateLabel *m_verdict = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_plain = nullptr; // the verdict in a sentence
    QLabel *m_run = nullptr; // about the run, such as that it is the second one; hidden if there is nothing
    QPushButton *m_where = nullptr;
    QPushButton *m_page = nullptr; // opens the page of a report
    QLabel *m_behavior = nullptr;
    QLabel *m_closing = nullptr;
    QLabel *m_description = nullptr;
    QLabel *m_steps = nullptr;
    QLabel *m_expectation = nullptr;
    QLabel *m_clause = nullptr;
    QLabel *m_compared = nullptr; // the list of events that was compared
    TextTableModel *m_rows = nullptr;
    TextTableView *m_table = nullptr;
    QLabel *m_difference = nullptr;
    OctetComparison *m_octets = nullptr;
    std::optional<RowNumber> m_row; // the row that m_where leads to
};

} // namespace fg
