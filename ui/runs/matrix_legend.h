// The legend of the matrix, in one line.
#pragma once

#include <QWidget>

namespace fg {

class MatrixLegend final : public QWidget
{
    Q_OBJECT

public:
    explicit MatrixLegend(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace fg
