// Options of the connection: header fields of the request, the longest message, the times for connecting and
// opening, and compression. They are saved in the settings, limits only if they differ from those that
// a new request has.
#pragma once

#include "protocol/session/live/target.h"

#include <QStringList>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QSettings;
class QSpinBox;

namespace fg {

class SecondsBox;

class ConnectOptions final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectOptions(QWidget *parent = nullptr);

    // The limits of a new request; to be set before restore(). Those that somebody has entered stay.
    void setUsual(const Target &usual);
    [[nodiscard]] const Target &usual() const { return m_usual; }
    void applyTo(Target &target) const;
    void show(const Target &target);
    // What differs from a new request, each in a few words.
    [[nodiscard]] QStringList summary() const;
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

signals:
    void changed();

private:
    void showLimits(const Target &target);

    Target m_usual; // what the limits are unless somebody enters others
    QLineEdit *m_origin;
    QLineEdit *m_subprotocols;
    QSpinBox *m_messageLimit;
    SecondsBox *m_connectLimit;
    SecondsBox *m_openingLimit;
    QCheckBox *m_compression;
};

} // namespace fg
