// The page of the Settings dialog for the limits that a new request has, and for those of files.
#pragma once

#include "ui/settings/settings_page.h"

class QFormLayout;
class QSpinBox;

namespace fg {

class SecondsBox;
struct TargetTimeLimit;

class LimitsPage final : public SettingsPage
{
    Q_OBJECT

public:
    explicit LimitsPage(PreferenceBook &book, QWidget *parent = nullptr);

    // Puts the keyboard into the field for the memory of files.
    void focusFileMemory();

protected:
    void show(const Preferences &values) override;
    void take(Preferences &values, const Preferences &others) const override;

private:
    [[nodiscard]] SecondsBox *makeTime(const QString &name, const TargetTimeLimit &limit,
                                       Duration Preferences::*value);
    [[nodiscard]] QSpinBox *makeSize(const QString &name, int least, int most, int Preferences::*value);

    SecondsBox *m_connect;
    SecondsBox *m_open;
    SecondsBox *m_close;
    QSpinBox *m_message;
    QSpinBox *m_file;
};

} // namespace fg
