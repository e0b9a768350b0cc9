#include "ui/base/preferences.h"

#include "protocol/session/live/target_limits.h"
#include "protocol/session/log/memory_budget.h"
#include "ui/base/settings_keys.h"

#include <QDir>
#include <QSettings>

namespace fg {

namespace {

static_assert(Preferences::mostMessageMebibytes * mebibyte == mostMessageOctets);
static_assert(Preferences::usualFileMemory * mebibyte == MemoryBudget::defaultLimit);
static_assert(Preferences::leastFileMemory * mebibyte == MemoryBudget::smallestLimit);

QString textIn(const QSettings &settings, const QString &key, qsizetype longest)
{
    const QVariant value = settings.value(key);
    // A text with a comma in it comes back as a list if somebody has removed its quotation marks.
    if (value.typeId() != QMetaType::QString)
        return {};
    const QString text = value.toString();
    return text.size() <= longest ? text : QString();
}

FontChoice fontIn(const QSettings &settings, const QString &family, const QString &points)
{
    return {textIn(settings, family, Preferences::longestFamily),
            numberIn(settings, points, Preferences::smallestFont, Preferences::largestFont, 0)};
}

// A value that is the default leaves the file, so that another version's default holds there.
void put(QSettings &settings, const QString &key, const QVariant &value, bool isUsual)
{
    if (isUsual)
        settings.remove(key);
    else
        settings.setValue(key, value);
}

} // namespace

double inSeconds(Duration limit) { return std::chrono::duration<double>(limit).count(); }

Duration limitOf(const QVariant &seconds, Duration usual)
{
    bool isNumber = false;
    const std::chrono::duration<double> limit(seconds.toDouble(&isNumber));
    // What is not a number at all is not within the limits either.
    const bool isLimit = isNumber && limit >= shortestTimeLimit && limit <= longestTimeLimit;
    return isLimit ? std::chrono::round<Duration>(limit) : usual;
}

int numberIn(const QSettings &settings, const QString &key, int least, int most, int usual)
{
    bool isNumber = false;
    const int number = settings.value(key).toInt(&isNumber);
    return isNumber && number >= least && number <= most ? number : usual;
}

Preferences Preferences::read(const QSettings &settings)
{
    Preferences values;
    using namespace settings_keys;
    values.colors = static_cast<ColorScheme>(numberIn(settings, colorScheme, 0, colorSchemeCount - 1, 0));
    values.interfaceFont = fontIn(settings, interfaceFamily, interfacePoints);
    values.fixedFont = fontIn(settings, fixedFamily, fixedPoints);
    values.zoom = numberIn(settings, zoomPercent, smallestZoom, largestZoom, values.zoom);
    values.times = static_cast<TimeStyle>(numberIn(settings, wireLogTime, 0, timeStyleCount - 1, 0));
    values.recordings = textIn(settings, recordingFolder, longestFolder);
    if (!values.recordings.isEmpty() && !QDir::isAbsolutePath(values.recordings))
        values.recordings.clear();
    values.keeping.files = numberIn(settings, keptFiles, 0, mostFiles, values.keeping.files);
    values.keeping.days = numberIn(settings, keptDays, 0, mostDays, values.keeping.days);
    values.keeping.mebibytes =
        numberIn(settings, keptMebibytes, 0, mostKeptMebibytes, values.keeping.mebibytes);
    values.connectLimit = limitOf(settings.value(usualConnectLimit), values.connectLimit);
    values.openingLimit = limitOf(settings.value(usualOpeningLimit), values.openingLimit);
    values.closingLimit = limitOf(settings.value(usualClosingLimit), values.closingLimit);
    values.messageMebibytes =
        numberIn(settings, usualMessageLimit, 1, mostMessageMebibytes, values.messageMebibytes);
    values.fileMebibytes =
        numberIn(settings, fileMemory, leastFileMemory, mostFileMemory, values.fileMebibytes);
    return values;
}

void Preferences::write(QSettings &settings) const
{
    const Preferences usual;
    using namespace settings_keys;
    const auto keep = [&settings](const QString &key, const auto &value, const auto &other) {
        put(settings, key, value, value == other);
    };
    keep(colorScheme, int(colors), int(usual.colors));
    keep(interfaceFamily, interfaceFont.family, usual.interfaceFont.family);
    keep(interfacePoints, interfaceFont.points, usual.interfaceFont.points);
    keep(fixedFamily, fixedFont.family, usual.fixedFont.family);
    keep(fixedPoints, fixedFont.points, usual.fixedFont.points);
    keep(zoomPercent, zoom, usual.zoom);
    keep(wireLogTime, int(times), int(usual.times));
    keep(recordingFolder, recordings, usual.recordings);
    keep(keptFiles, keeping.files, usual.keeping.files);
    keep(keptDays, keeping.days, usual.keeping.days);
    keep(keptMebibytes, keeping.mebibytes, usual.keeping.mebibytes);
    keep(usualConnectLimit, inSeconds(connectLimit), inSeconds(usual.connectLimit));
    keep(usualOpeningLimit, inSeconds(openingLimit), inSeconds(usual.openingLimit));
    keep(usualClosingLimit, inSeconds(closingLimit), inSeconds(usual.closingLimit));
    keep(usualMessageLimit, messageMebibytes, usual.messageMebibytes);
    keep(fileMemory, fileMebibytes, usual.fileMebibytes);
}

Target Preferences::target() const
{
    Target target;
    target.connectLimit = connectLimit;
    target.openingLimit = openingLimit;
    target.closingLimit = closingLimit;
    target.messageLimit = static_cast<std::uint64_t>(messageMebibytes) * mebibyte;
    return target;
}

PreferenceBook::PreferenceBook(QObject *parent)
    : QObject(parent)
    , m_values(Preferences::read(QSettings()))
{
}

void PreferenceBook::set(const Preferences &values)
{
    if (values == m_values)
        return;
    m_values = values;
    QSettings settings;
    m_values.write(settings);
    settings.sync();
    emit changed();
}

} // namespace fg
