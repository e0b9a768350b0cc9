// Options of the connection: header fields of the request, the longest message, the times for connecting and
// opening, and compression. They are saved in the settings.
#pragma once

#include "protocol/session/live/target.h"

#include <QStringList>
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QSettings;
class QSpinBox;

namespace fg {

class ConnectOptions final : public QWidget
{
    Q_OBJECT

public:
    // Upper limit for the longest message in MiB. A message is kept in memory until it is complete.
    static constexpr int longestMessage = 1'024;

    explicit ConnectOptions(QWidget *parent = nullptr);

    void applyTo(Target &target) const;
    void show(const Target &target);
    // What differs from a plain request, each in a few words.
    [[nodiscard]] QStringList summary() const;
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    void changed();

private:
    QLineEdit *m_origin;
    QLineEdit *m_subprotocols;
    QSpinBox *m_messageLimit;
    QDoubleSpinBox *m_connectLimit; // In seconds.
    QDoubleSpinBox *m_openingLimit; // In seconds.
    QCheckBox *m_compression;
};

} // namespace fg
