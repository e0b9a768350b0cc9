// The baseline of the window: verdicts that later runs are held against. It is a file as `frameglass test
// --save-baseline` writes it and --baseline reads it, remembered from one start to the next.
#pragma once

#include "protocol/report/results/baseline.h"
#include "protocol/report/wording/wording.h"

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
    // `file`: where a baseline that is set by a click is written.
    explicit BaselineKeeper(QString file, QObject *parent = nullptr);

    // Writes the file and takes it. False: it could not be written, with the reason told.
    bool set(const RunReport &report);
    // The same at a place of the person's own.
    bool setAt(const QString &file, const RunReport &report);
    void open(const QString &file);
    void clear();
    // Empty: there is none.
    [[nodiscard]] const QString &file() const { return m_file; }
    // False: the file that was remembered cannot be read now, so nothing is held against it.
    [[nodiscard]] bool isRead() const { return m_isRead; }
    [[nodiscard]] const Baseline &baseline() const { return m_baseline; }

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    void changed();
    void failed(const fg::Trouble &trouble);

private:
    // Why it cannot be read; nullopt when it is the baseline now.
    [[nodiscard]] std::optional<std::string> read(const QString &file);
    void tellUnread(const QString &file, const std::string &why);

    QString m_ownFile;
    QString m_file;
    Baseline m_baseline;
    bool m_isRead = false;
};

} // namespace fg
