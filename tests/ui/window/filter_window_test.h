// The filter of the wire log in the whole window: each session has its own, and other panels filter for what
// they show.
#pragma once

#include <QObject>

namespace fg {

class FilterWindowTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void eachSessionHasItsFilter();
    void aFieldAFindingAndAJsonValueAreFilteredFor();
};

} // namespace fg
