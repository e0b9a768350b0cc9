// The baseline of the window: verdicts with which later runs are compared. It is a file that `frameglass test
// --save-baseline` writes and --baseline reads, and it is remembered until the next start.
#pragma once

#include "protocol/report/results/baseline.h"
#include "protocol/report/wording/troubles.h"

#include <QObject>
#include <QString>

#include <optional>
#include <string>

class QSettings;

namespace fg {

class BaselineKeeper final : public QObject
{
    Q_OBJECT

public:
    // `file`: where set() writes the baseline.
    explicit BaselineKeeper(QString file, QObject *parent = nullptr);

    // Writes the file and makes it the baseline. If it cannot be written, emits failed() and returns false.
    bool set(const RunReport &report);
    // The same with a file that the person has chosen.
    bool setAt(const QString &file, const RunReport &report);
    void open(const QString &file);
    void clear();
    // Empty if there is no baseline.
    [[nodiscard]] const QString &file() const { return m_file; }
    // False if the remembered file cannot be read, so that nothing is compared with it.
    [[nodiscard]] bool isRead() const { return m_isRead; }
    [[nodiscard]] const Baseline &baseline() const { return m_baseline; }

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    void changed();
    void failed(const fg::Trouble &trouble);

private:
    // Returns why the file cannot be read; nullopt if it is the baseline now.
    [[nodiscard]] std::optional<std::string> read(const QString &file);
    void reportUnreadable(const QString &file, const std::string &why);

    QString m_ownFile;
    QString m_file;
    Baseline m_baseline;
    bool m_isRead = false;
};

} // namespace fg
