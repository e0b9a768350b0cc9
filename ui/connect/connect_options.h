// How to connect, beside whom to: what goes into the request, and how long a message may be. Remembered from
// one start to the next.
#pragma once

#include "protocol/session/live/target.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QSettings;
class QSpinBox;

namespace fg {

class ConnectOptions final : public QWidget
{
    Q_OBJECT

public:
    // Of a message, MiB. It is held in memory until it is whole.
    static constexpr int longestMessage = 1'024;

    explicit ConnectOptions(QWidget *parent = nullptr);

    void applyTo(Target &target) const;
    void show(const Target &target);
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

private:
    QLineEdit *m_origin;
    QLineEdit *m_subprotocols;
    QSpinBox *m_messageLimit;
    QCheckBox *m_compression;
};

} // namespace fg
