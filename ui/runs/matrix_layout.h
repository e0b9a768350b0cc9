// The geometry of the matrix: for each agent a band with all cases of the scope, in one block per category.
// The cells are as big as the area allows.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <QRect>
#include <QSize>
#include <QString>

#include <optional>
#include <vector>

namespace fg {

// A category that is shown as a block.
struct MatrixBlock
{
    QString id; // "6", "6.2"
    QString title;
    std::vector<const CaseSpec *> cases;
};

// The categories directly below `category`, or the top ones if it is empty. A category without subcategories
// is the only block.
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
    // `line`: the height of a line of text, in pixels.
    MatrixLayout(std::vector<MatrixBlock> blocks, int bands, QSize area, int line);

    [[nodiscard]] const std::vector<MatrixBlock> &blocks() const { return m_blocks; }
    [[nodiscard]] int bands() const { return m_bands; }
    [[nodiscard]] int cellSize() const { return m_cell; }
    // In pixels; more than the height of the area if the cells would become too small.
    [[nodiscard]] int height() const;
    [[nodiscard]] QRect blockLabel(std::size_t block) const;
    [[nodiscard]] QRect bandLabel(int band) const;
    [[nodiscard]] QRect band(int band) const; // with its label
    [[nodiscard]] QRect cell(const MatrixCell &cell) const;
    [[nodiscard]] std::optional<MatrixCell> cellAt(QPoint point) const;
    [[nodiscard]] std::optional<std::size_t> blockLabelAt(QPoint point) const;
    [[nodiscard]] const CaseSpec *caseOf(const MatrixCell &cell) const;
    // The cell in the direction of an arrow key; the same cell if there is none.
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
