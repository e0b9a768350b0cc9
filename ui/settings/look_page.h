// The page of the Settings dialog for colours, fonts, their size, and the form of times.
#pragma once

#include "ui/settings/settings_page.h"

class QComboBox;
class QSpinBox;

namespace fg {

class LookPage final : public SettingsPage
{
    Q_OBJECT

public:
    explicit LookPage(PreferenceBook &book, QWidget *parent = nullptr);

protected:
    void show(const Preferences &values) override;
    void take(Preferences &values, const Preferences &others) const override;

private:
    struct FontFields
    {
        QComboBox *family;
        QSpinBox *points;
    };
    [[nodiscard]] FontFields makeFont(const QString &name, const QString &platform,
                                      const QStringList &families, FontChoice Preferences::*font);
    static void showFont(const FontFields &fields, const FontChoice &font);

    QComboBox *m_colors;
    FontFields m_interface;
    FontFields m_fixed;
    QSpinBox *m_zoom;
    QComboBox *m_times;
};

} // namespace fg
