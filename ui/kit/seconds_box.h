// A field for a time limit of a connection in seconds, without needless decimals.
#pragma once

#include "protocol/session/live/target_limits.h"

#include <QDoubleSpinBox>

namespace fg {

class SecondsBox final : public QDoubleSpinBox
{
    Q_OBJECT

public:
    // Its tool tip has the limit's words.
    explicit SecondsBox(const TargetTimeLimit &limit, QWidget *parent = nullptr);

    [[nodiscard]] Duration limit() const;
    void setLimit(Duration limit);
    [[nodiscard]] QString textFromValue(double seconds) const override;
};

// The words of a limit as a sentence, with its option on the command line.
[[nodiscard]] QString limitToolTip(std::string_view words, std::string_view flag);

} // namespace fg
