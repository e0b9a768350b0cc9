// Peers that do their worst: each has an end with a name, and a 20 ms timer of the window is never more than
// 100 ms late.
#pragma once

#include <QObject>

namespace fg {

class HostilePeerTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theWindowStaysQuick_data();
    void theWindowStaysQuick();
};

} // namespace fg
