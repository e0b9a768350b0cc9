// The baseline of the window: verdicts that later runs are held against. It is a file as `frameglass test
// --save-baseline` writes it and --baseline reads it, remembered from one start to the next.
#pragma once

#include "protocol/report/baseline.h"
#include "protocol/report/wording.h"

#include <QObject>
#include <QString>

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
    [[nodiscard]] const Baseline &baseline() const { return m_baseline; }

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    void changed();
    void failed(const fg::Trouble &trouble);

private:
    QString m_ownFile;
    QString m_file;
    Baseline m_baseline;
};

} // namespace fg
