#include "ui/runs/baseline_keeper.h"

#include "protocol/files/whole_file.h"
#include "protocol/text/escape.h"
#include "ui/base/settings_keys.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <sstream>
#include <utility>

namespace fg {

namespace {

constexpr qint64 longestBaseline = 16 * 1024 * 1024;

}

BaselineKeeper::BaselineKeeper(QString file, QObject *parent)
    : QObject(parent)
    , m_ownFile(std::move(file))
{
}

bool BaselineKeeper::set(const RunReport &report)
{
    QDir().mkpath(QFileInfo(m_ownFile).path());
    return setAt(m_ownFile, report);
}

bool BaselineKeeper::setAt(const QString &file, const RunReport &report)
{
    Baseline baseline = baselineOf(report);
    std::ostringstream text;
    writeBaseline(text, baseline);
    if (const std::optional<FileError> error = writeWholeFile(file.toStdString(), text.str())) {
        emit failed({"The baseline was not saved.", error->sentence(), {}});
        return false;
    }
    m_file = file;
    m_baseline = std::move(baseline);
    m_isRead = true;
    emit changed();
    return true;
}

std::optional<std::string> BaselineKeeper::read(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return file.errorString().toStdString();
    auto parsed = parseBaseline(file.read(longestBaseline).toStdString());
    if (const auto *const error = std::get_if<BaselineError>(&parsed))
        return error->sentence();
    m_file = name;
    m_baseline = std::get<Baseline>(std::move(parsed));
    m_isRead = true;
    emit changed();
    return std::nullopt;
}

void BaselineKeeper::reportUnreadable(const QString &file, const std::string &why)
{
    emit failed({"The baseline cannot be read.", escaped(file.toStdString()) + ": " + why,
                 "A baseline is written by \"Set as baseline\" or by --save-baseline."});
}

void BaselineKeeper::open(const QString &file)
{
    if (const std::optional<std::string> why = read(file))
        reportUnreadable(file, *why);
}

void BaselineKeeper::clear()
{
    m_file.clear();
    m_baseline = {};
    m_isRead = false;
    emit changed();
}

// A file that cannot be read now may be readable next time, so it stays the baseline's file.
void BaselineKeeper::restore(const QSettings &settings)
{
    const QString file = settings.value(settings_keys::baselineFile).toString();
    if (file.isEmpty())
        return;
    const std::optional<std::string> why = read(file);
    if (!why)
        return;
    m_file = file;
    emit changed();
    // Reported once the window exists.
    QMetaObject::invokeMethod(
        this, [this, file, why = *why] { reportUnreadable(file, why); }, Qt::QueuedConnection);
}

void BaselineKeeper::save(QSettings &settings) const
{
    settings.setValue(settings_keys::baselineFile, m_file);
}

} // namespace fg
