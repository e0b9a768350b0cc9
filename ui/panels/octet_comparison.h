// Shows two payloads around their first difference, as hexadecimal and text, with the differing octet marked.
#pragma once

#include "protocol/report/wording/case_comparison.h"

#include <QWidget>

class QPainter;

namespace fg {

class OctetComparison final : public QWidget
{
    Q_OBJECT

public:
    explicit OctetComparison(QWidget *parent = nullptr);

    void show(const OctetDifference &difference);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int lineCount() const;
    void paintLine(QPainter &painter, const OctetBuffer &octets, std::uint64_t from, int y,
                   const QString &name) const;

    OctetDifference m_difference;
};

} // namespace fg
