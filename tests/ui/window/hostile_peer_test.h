// Tests with hostile peers: the session with each of them ends in a named state, and a 20 ms timer in the
// window's thread is never more than 100 ms late.
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
