// The page of the Settings dialog for the folder of recordings and what is kept there.
#pragma once

#include "ui/settings/settings_page.h"

class QLabel;
class QLineEdit;
class QSpinBox;

namespace fg {

class RecordingsPage final : public SettingsPage
{
    Q_OBJECT

public:
    // `ownFolder`: where recordings are unless a person has chosen a folder.
    RecordingsPage(PreferenceBook &book, const QString &ownFolder, QWidget *parent = nullptr);

protected:
    void show(const Preferences &values) override;
    void take(Preferences &values, const Preferences &others) const override;
    void forgetTyped() override;

private:
    [[nodiscard]] QSpinBox *makeLimit(const QString &name, int most, const QString &unit,
                                      const QString &withoutLimit, int Keeping::*limit);
    void chooseFolder();
    void takeTyped();
    void setFolder(const QString &folder);

    QLineEdit *m_folder;
    QLabel *m_fault;
    QSpinBox *m_files;
    QSpinBox *m_days;
    QSpinBox *m_mebibytes;
};

} // namespace fg
