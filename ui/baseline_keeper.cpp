#include "ui/baseline_keeper.h"

#include "protocol/report/escape.h"
#include "protocol/report/whole_file.h"
#include "ui/settings_keys.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <sstream>

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
        emit failed({tr("The baseline is not kept.").toStdString(), error->sentence(), {}});
        return false;
    }
    m_file = file;
    m_baseline = std::move(baseline);
    emit changed();
    return true;
}

void BaselineKeeper::open(const QString &name)
{
    QFile file(name);
    std::string why;
    if (!file.open(QIODevice::ReadOnly)) {
        why = file.errorString().toStdString();
    } else {
        auto read = parseBaseline(file.read(longestBaseline).toStdString());
        if (auto *const baseline = std::get_if<Baseline>(&read)) {
            m_file = name;
            m_baseline = std::move(*baseline);
            emit changed();
            return;
        }
        why = std::get<BaselineError>(read).sentence();
    }
    emit failed({tr("The baseline cannot be read.").toStdString(), escaped(name.toStdString()) + ": " + why,
                 tr("A baseline is written by \"Set as baseline\" or by --save-baseline.").toStdString()});
}

void BaselineKeeper::clear()
{
    m_file.clear();
    m_baseline = {};
    emit changed();
}

void BaselineKeeper::restore(const QSettings &settings)
{
    const QString file = settings.value(settings_keys::baselineFile).toString();
    if (!file.isEmpty() && QFileInfo::exists(file))
        open(file);
}

void BaselineKeeper::save(QSettings &settings) const
{
    settings.setValue(settings_keys::baselineFile, m_file);
}

} // namespace fg
