// Where the cells of the matrix are: for each agent a band with all cases of the scope, in blocks by
// category, each as big as the room allows. Geometry only.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <QRect>
#include <QSize>
#include <QString>

#include <optional>
#include <vector>

namespace fg {

// A category that is shown as a block of its own.
struct MatrixBlock
{
    QString id; // "6", "6.2"
    QString title;
    std::vector<const CaseSpec *> cases;
};

// The categories right below `category`, or all at the top where it is empty; one without categories below
// is its own only block.
[[nodiscard]] std::vector<MatrixBlock> blocksOf(const QString &category);

struct MatrixCell
{
    int band = 0; // agent
    std::size_t block = 0;
    std::size_t place = 0; // in the block

    bool operator==(const MatrixCell &) const = default;
};

class MatrixLayout
{
public:
    static constexpr int smallestCell = 5;
    static constexpr int biggestCell = 56;

    MatrixLayout() = default;
    // `line`: the height of a line of text.
    MatrixLayout(std::vector<MatrixBlock> blocks, int bands, QSize area, int line);

    [[nodiscard]] const std::vector<MatrixBlock> &blocks() const { return m_blocks; }
    [[nodiscard]] int bands() const { return m_bands; }
    [[nodiscard]] int cellSize() const { return m_cell; }
    // Higher than the area where the cells would get too small.
    [[nodiscard]] int height() const;
    [[nodiscard]] QRect blockLabel(std::size_t block) const;
    [[nodiscard]] QRect bandLabel(int band) const;
    [[nodiscard]] QRect band(int band) const; // with its label
    [[nodiscard]] QRect cell(const MatrixCell &cell) const;
    [[nodiscard]] std::optional<MatrixCell> cellAt(QPoint point) const;
    [[nodiscard]] std::optional<std::size_t> blockLabelAt(QPoint point) const;
    [[nodiscard]] const CaseSpec *caseOf(const MatrixCell &cell) const;
    // The cell that the arrow key leads to; the same where there is none.
    [[nodiscard]] MatrixCell neighbour(const MatrixCell &cell, int columns, int rows) const;

private:
    [[nodiscard]] int columnsOf(const MatrixBlock &block, int rows) const;
    [[nodiscard]] int columns(int rows) const;
    [[nodiscard]] int bandTop(int band) const;
    [[nodiscard]] int blockLeft(std::size_t block) const;

    std::vector<MatrixBlock> m_blocks;
    int m_bands = 0;
    int m_line = 16;
    int m_rows = 1; // of cells in a band
    int m_cell = smallestCell;
};

} // namespace fg
