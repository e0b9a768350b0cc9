#include "ui/settings/look_page.h"

#include "ui/kit/look.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

#include <algorithm>

namespace fg {

namespace {

constexpr int familyCharacters = 22;

// Those that a person can choose: some platforms have further ones for themselves, whose names begin with a
// dot.
QStringList familiesOf(bool (*isFit)(const QString &family))
{
    QStringList families;
    for (const QString &family : QFontDatabase::families()) {
        if (!QFontDatabase::isPrivateFamily(family) && family.size() <= Preferences::longestFamily
            && isFit(family))
            families += family;
    }
    return families;
}

} // namespace

LookPage::LookPage(PreferenceBook &book, QWidget *parent)
    : SettingsPage(book, parent)
    , m_colors(new QComboBox(this))
    , m_interface(makeFont(QStringLiteral("interfaceFont"), platformFontName(),
                           familiesOf([](const QString &) { return true; }), &Preferences::interfaceFont))
    , m_fixed(makeFont(QStringLiteral("fixedFont"), platformFixedFontName(),
                       familiesOf([](const QString &family) { return QFontDatabase::isFixedPitch(family); }),
                       &Preferences::fixedFont))
    , m_zoom(new QSpinBox(this))
    , m_times(new QComboBox(this))
{
    m_colors->setObjectName(QStringLiteral("colorScheme"));
    // In the order of ColorScheme.
    m_colors->addItems({QStringLiteral("As the system"), QStringLiteral("Light"), QStringLiteral("Dark")});
    m_zoom->setObjectName(QStringLiteral("zoomBox"));
    m_zoom->setRange(Preferences::smallestZoom, Preferences::largestZoom);
    m_zoom->setSingleStep(Preferences::zoomStep);
    m_zoom->setSuffix(QStringLiteral(" %"));
    m_zoom->setToolTip(QStringLiteral("Size of both fonts; also Ctrl++, Ctrl+- and Ctrl+0 in the window"));
    m_times->setObjectName(QStringLiteral("timeStyle"));
    // In the order of TimeStyle.
    m_times->addItems({QStringLiteral("Since the session began"), QStringLiteral("Time of the day"),
                       QStringLiteral("Since the row above"), QStringLiteral("Date and time in UTC")});
    m_times->setToolTip(
        QStringLiteral("In the wire log; lists of runs and recordings have local dates, or UTC"));
    connect(m_colors, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([index](Preferences &values) { values.colors = static_cast<ColorScheme>(index); });
    });
    connect(m_zoom, &QSpinBox::valueChanged, this,
            [this](int zoom) { change([zoom](Preferences &values) { values.zoom = zoom; }); });
    connect(m_times, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([index](Preferences &values) { values.times = static_cast<TimeStyle>(index); });
    });

    auto *form = new QFormLayout(this);
    const auto add = [form](const QString &text, const FontFields &fields) {
        auto *row = new QHBoxLayout;
        row->addWidget(fields.family, 1);
        row->addWidget(fields.points);
        form->addRow(text, row);
        // A label finds its field only if that is a widget.
        qobject_cast<QLabel *>(form->labelForField(row))->setBuddy(fields.family);
    };
    form->addRow(QStringLiteral("C&olours"), m_colors);
    add(QStringLiteral("&Interface font"), m_interface);
    add(QStringLiteral("Font of the &log and octets"), m_fixed);
    form->addRow(QStringLiteral("&Zoom"), m_zoom);
    form->addRow(QStringLiteral("&Times"), m_times);
    refresh();
}

LookPage::FontFields LookPage::makeFont(const QString &name, const QString &platform,
                                        const QStringList &families, FontChoice Preferences::*font)
{
    const FontFields fields{new QComboBox(this), new QSpinBox(this)};
    fields.family->setObjectName(name);
    fields.family->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    fields.family->setMinimumContentsLength(familyCharacters);
    fields.family->addItem(QStringLiteral("As the system (%1)").arg(platform), QString());
    for (const QString &family : families)
        fields.family->addItem(family, family);
    fields.points->setObjectName(name + QStringLiteral("Points"));
    fields.points->setAccessibleName(QStringLiteral("Size in points"));
    fields.points->setToolTip(QStringLiteral("Size in points, before the zoom"));
    // The lowest number stands for the system's size.
    fields.points->setRange(Preferences::smallestFont - 1, Preferences::largestFont);
    fields.points->setSpecialValueText(QStringLiteral("As the system"));
    fields.points->setSuffix(QStringLiteral(" pt"));
    connect(fields.family, &QComboBox::currentIndexChanged, this, [this, fields, font] {
        change([&](Preferences &values) { (values.*font).family = fields.family->currentData().toString(); });
    });
    connect(fields.points, &QSpinBox::valueChanged, this, [this, font](int points) {
        change([=](Preferences &values) {
            (values.*font).points = points < Preferences::smallestFont ? 0 : points;
        });
    });
    return fields;
}

void LookPage::showFont(const FontFields &fields, const FontChoice &font)
{
    int at = font.family.isEmpty() ? 0 : fields.family->findData(font.family);
    if (at < 0) {
        at = fields.family->count();
        fields.family->addItem(QStringLiteral("%1 (not installed)").arg(font.family), font.family);
    }
    fields.family->setCurrentIndex(at);
    fields.points->setValue(std::max(font.points, fields.points->minimum()));
}

void LookPage::show(const Preferences &values)
{
    m_colors->setCurrentIndex(int(values.colors));
    showFont(m_interface, values.interfaceFont);
    showFont(m_fixed, values.fixedFont);
    m_zoom->setValue(values.zoom);
    m_times->setCurrentIndex(int(values.times));
}

void LookPage::take(Preferences &values, const Preferences &others) const
{
    values.colors = others.colors;
    values.interfaceFont = others.interfaceFont;
    values.fixedFont = others.fixedFont;
    values.zoom = others.zoom;
    values.times = others.times;
}

} // namespace fg
