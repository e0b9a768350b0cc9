// What can stand at the cursor of a filter field, below it: candidates with their sentences. It never takes
// the keyboard focus; the field hands it the keys that it answers to. Nothing is chosen before a person does.
#pragma once

#include "protocol/session/look/filter_completion.h"

#include <QFrame>

#include <optional>

class QLabel;
class QListView;
class QStandardItemModel;

namespace fg {

class CompletionList final : public QFrame
{
    Q_OBJECT

public:
    explicit CompletionList(QWidget *field);

    // Shows the candidates, or the hint if there are none; hides if there is neither. `left`: in the field.
    void open(const FilterCompletion &completion, int left);
    // The chosen candidate; nullopt: none is chosen.
    [[nodiscard]] std::optional<FilterCandidate> chosen() const;
    // Chooses the next candidate below or above; from none, the first or the last one.
    void move(int by);

    static constexpr int mostLines = 10; // That are shown without scrolling.

signals:
    void clicked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place(int left);

    QWidget *m_field;
    QStandardItemModel *m_model;
    QListView *m_list;
    QLabel *m_hint;
    std::vector<FilterCandidate> m_candidates;
};

} // namespace fg
