// Edits the rules by which rows of the log are coloured. Each change holds at once. A fault in a filter is
// underlined at its place and said below it.
#pragma once

#include "ui/log/color_rules.h"

#include <QDialog>

class QVBoxLayout;

namespace fg {

class ColorRulesDialog final : public QDialog
{
    Q_OBJECT

public:
    // The rules must outlive the dialog.
    explicit ColorRulesDialog(ColorRules &rules, QWidget *parent = nullptr);

private:
    // Makes the rows anew from the rules; the keyboard focus goes to the filter of the row `focus`.
    void showRules(int focus = -1);
    [[nodiscard]] QWidget *makeRow(std::size_t number);
    void change(std::size_t number, const ColorRule &rule);
    void move(std::size_t number, int by);
    void remove(std::size_t number);
    void add();

    ColorRules &m_rules;
    QVBoxLayout *m_rows;
    QWidget *m_add = nullptr;
};

} // namespace fg
