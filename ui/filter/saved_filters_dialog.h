// Where saved filters are renamed, changed, put in order, and removed. Every change holds at once.
#pragma once

#include "ui/filter/saved_filters.h"

#include <QDialog>

class QPushButton;
class QTableWidget;

namespace fg {

class SavedFiltersDialog final : public QDialog
{
    Q_OBJECT

public:
    // `filters` must outlive the dialog.
    explicit SavedFiltersDialog(SavedFilters &filters, QWidget *parent);

signals:
    void chosen(const QString &filter);

private:
    void fill(int current);
    void edited(int row);
    void move(int by);
    void remove();
    void use();
    void enableButtons();

    SavedFilters &m_filters;
    QTableWidget *m_table;
    QPushButton *m_use;
    QPushButton *m_up;
    QPushButton *m_down;
    QPushButton *m_remove;
};

// Says why a filter was not saved.
void showRefusal(SavedFilters::Refusal refusal, QWidget *parent);

} // namespace fg
