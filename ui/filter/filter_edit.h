// The field in which a filter is typed: it underlines the place of a fault, and offers below what can stand
// at the cursor. Enter takes the chosen candidate if there is one; Escape closes the list first.
#pragma once

#include "protocol/session/look/filter_completion.h"
#include "protocol/session/look/filter_fault.h"

#include <QLineEdit>

#include <optional>

namespace fg {

class CompletionList;

class FilterEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterEdit(QWidget *parent = nullptr);

    // Nullopt: none.
    void setFault(const std::optional<FilterFault> &fault);
    // The line under the place of the fault, in the field; empty: none, or out of sight.
    [[nodiscard]] QRect underline() const;
    // Names of the session's data that are offered, too.
    void setSamples(FilterSamples samples) { m_samples = std::move(samples); }
    // Replaces the text so that undo brings the old one back.
    void replaceText(const QString &text);

signals:
    void entered(); // Enter, for the filter as it stands there.
    void escaped(); // Escape, and no list was open.

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    // Typed: only if something was typed there, or an operator or a value is missing.
    enum class Asked : std::uint8_t { Typed, ByKey };
    void offer(Asked asked);
    void accept(const FilterCandidate &candidate);
    [[nodiscard]] bool isOffering() const;
    // Where a character begins, in the field.
    [[nodiscard]] int xOf(qsizetype character) const;

    CompletionList *m_list;
    FilterSamples m_samples;
    FilterCompletion m_completion; // What is offered.
    std::optional<FilterFault> m_fault;
};

} // namespace fg
