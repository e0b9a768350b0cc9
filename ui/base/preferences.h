// What a person has set in the Settings dialog. Each change is written at once. Values that are missing in
// the settings file, or that the program would not have written there, are the defaults.
#pragma once

#include "protocol/session/live/target.h"
#include "ui/base/time_text.h"

#include <QObject>
#include <QString>

#include <cstdint>

class QSettings;
class QVariant;

namespace fg {

// The numbers are in the settings.
enum class ColorScheme : std::uint8_t {
    System, // whatever the platform has
    Light,
    Dark,
};
inline constexpr int colorSchemeCount = 3;

// A font that a person has chosen.
struct FontChoice
{
    QString family; // empty: the platform's
    int points = 0; // before the zoom; 0: as many as the platform's has

    bool operator==(const FontChoice &) const = default;
};

// How long recordings stay that a killed program has left and whose recovery a person has put off. 0: for
// ever, as far as this limit is concerned.
struct Keeping
{
    int files = 100;
    int days = 90;
    int mebibytes = 10 * 1024; // all files together

    bool operator==(const Keeping &) const = default;
};

struct Preferences
{
    ColorScheme colors = ColorScheme::System;
    FontChoice interfaceFont;
    FontChoice fixedFont; // of the log's fixed columns, octets, payloads and header fields
    int zoom = usualZoom; // percent, of both fonts
    TimeStyle times = TimeStyle::Relative;
    QString recordings; // the folder for the recordings of live sessions; empty: the program's own
    Keeping keeping;
    // The limits of a new request; see target_limits.h.
    Duration connectLimit = Target().connectLimit;
    Duration openingLimit = Target().openingLimit;
    Duration closingLimit = Target().closingLimit;
    int messageMebibytes = static_cast<int>(Target().messageLimit / (1024 * 1024));
    int fileMebibytes = usualFileMemory; // the most memory that what is read of a file of sessions may take

    static constexpr int usualZoom = 100;
    static constexpr int smallestZoom = 50;
    static constexpr int largestZoom = 300;
    static constexpr int zoomStep = 10;
    static constexpr int smallestFont = 6; // points
    static constexpr int largestFont = 48;
    static constexpr int mostFiles = 10'000; // that Keeping may name
    static constexpr int mostDays = 3'650;
    static constexpr int mostKeptMebibytes = 1024 * 1024;
    static constexpr int mostMessageMebibytes = 1'024;
    static constexpr int usualFileMemory = 1'024;
    static constexpr int leastFileMemory = 16;
    static constexpr int mostFileMemory = 1024 * 1024;
    // Characters of a font's name and of a folder; longer ones count as faulty.
    static constexpr qsizetype longestFamily = 200;
    static constexpr qsizetype longestFolder = 4'096;

    bool operator==(const Preferences &) const = default;

    [[nodiscard]] static Preferences read(const QSettings &settings);
    void write(QSettings &settings) const;

    // The target of a new request: without an address, and with these limits.
    [[nodiscard]] Target target() const;
};

// The form that limits of time have in the settings.
[[nodiscard]] double inSeconds(Duration limit);
// A limit as it was saved; `usual` if it is missing, of another type or outside of what the window takes.
[[nodiscard]] Duration limitOf(const QVariant &seconds, Duration usual);

// A number as it was saved; `usual` if it is missing, of another type or outside of the range.
[[nodiscard]] int numberIn(const QSettings &settings, const QString &key, int least, int most, int usual);

class PreferenceBook final : public QObject
{
    Q_OBJECT

public:
    // Reads the settings of the application.
    explicit PreferenceBook(QObject *parent = nullptr);

    [[nodiscard]] const Preferences &values() const { return m_values; }
    // Writes what has changed to the disk before it returns, and tells everybody.
    void set(const Preferences &values);

signals:
    void changed();

private:
    Preferences m_values;
};

} // namespace fg
