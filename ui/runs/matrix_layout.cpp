#include "ui/runs/matrix_layout.h"

#include "protocol/conformance/cases/catalogue.h"
#include "ui/base/text.h"

#include <algorithm>

namespace fg {

namespace {

constexpr int margin = 8;
constexpr int blockGap = 14; // wide enough for the number of a category with one case
constexpr int bandGap = 10;
constexpr int mostRows = 64;

QString titleOf(const QString &id)
{
    const auto all = categories();
    const auto found = std::find_if(
        all.begin(), all.end(), [id = id.toStdString()](const CategoryInfo &info) { return info.id == id; });
    return found == all.end() ? QString() : toQString(found->title);
}

// The id's first `depth` numbers; the whole id if it has fewer.
QString prefixOf(const QString &id, qsizetype depth) { return id.section(QLatin1Char('.'), 0, depth - 1); }

} // namespace

std::vector<MatrixBlock> blocksOf(const QString &category)
{
    const qsizetype depth = category.isEmpty() ? 1 : category.count(QLatin1Char('.')) + 2;
    std::vector<MatrixBlock> blocks;
    for (const CaseSpec &spec : catalogue()) {
        const QString id = toQString(spec.id);
        if (!category.isEmpty() && !id.startsWith(category + QLatin1Char('.')))
            continue;
        const QString below = prefixOf(id, depth);
        // A case directly below the category belongs to the category's own block.
        const QString block = below == id ? category : below;
        if (blocks.empty() || blocks.back().id != block)
            blocks.push_back({block, titleOf(block), {}});
        blocks.back().cases.push_back(&spec);
    }
    return blocks;
}

MatrixLayout::MatrixLayout(std::vector<MatrixBlock> blocks, int bands, QSize area, int line)
    : m_blocks(std::move(blocks))
    , m_bands(bands)
    , m_line(line)
{
    if (m_blocks.empty() || bands == 0)
        return;
    const int gaps = 2 * margin + blockGap * static_cast<int>(m_blocks.size() - 1);
    const int width = std::max(1, area.width() - gaps);
    const int height = (area.height() - 2 * margin - m_line) / bands - m_line - bandGap;
    m_cell = 0;
    for (int rows = 1; rows <= mostRows; ++rows) {
        const int cell = std::min({width / columns(rows), height / rows, biggestCell});
        if (cell > m_cell) {
            m_cell = cell;
            m_rows = rows;
        }
    }
    if (m_cell >= smallestCell)
        return;
    // The width stays, and the bands become as high as necessary.
    m_cell = smallestCell;
    m_rows = 1;
    while (m_rows < mostRows && columns(m_rows) * m_cell > width)
        ++m_rows;
}

int MatrixLayout::columnsOf(const MatrixBlock &block, int rows) const
{
    return (static_cast<int>(block.cases.size()) + rows - 1) / rows;
}

int MatrixLayout::columns(int rows) const
{
    int count = 0;
    for (const MatrixBlock &block : m_blocks)
        count += columnsOf(block, rows);
    return count;
}

int MatrixLayout::height() const { return m_bands == 0 ? 0 : bandTop(m_bands) + margin; }

int MatrixLayout::bandTop(int band) const
{
    return margin + m_line + band * (m_line + m_rows * m_cell + bandGap);
}

int MatrixLayout::blockLeft(std::size_t block) const
{
    int left = margin;
    for (std::size_t i = 0; i < block; ++i)
        left += columnsOf(m_blocks[i], m_rows) * m_cell + blockGap;
    return left;
}

QRect MatrixLayout::blockLabel(std::size_t block) const
{
    const int width = columnsOf(m_blocks[block], m_rows) * m_cell;
    return {blockLeft(block), margin, width + blockGap - 2, m_line};
}

QRect MatrixLayout::bandLabel(int band) const { return {margin, bandTop(band), 100'000, m_line}; }

QRect MatrixLayout::band(int band) const
{
    return {0, bandTop(band), 100'000, m_line + m_rows * m_cell + bandGap};
}

QRect MatrixLayout::cell(const MatrixCell &cell) const
{
    const int place = static_cast<int>(cell.place);
    return {blockLeft(cell.block) + place / m_rows * m_cell,
            bandTop(cell.band) + m_line + place % m_rows * m_cell, m_cell, m_cell};
}

std::optional<MatrixCell> MatrixLayout::cellAt(QPoint point) const
{
    for (int band = 0; band < m_bands; ++band) {
        const int y = point.y() - bandTop(band) - m_line;
        if (y < 0 || y >= m_rows * m_cell)
            continue;
        for (std::size_t block = 0; block < m_blocks.size(); ++block) {
            const int x = point.x() - blockLeft(block);
            if (x < 0 || x >= columnsOf(m_blocks[block], m_rows) * m_cell)
                continue;
            const auto place = static_cast<std::size_t>(x / m_cell * m_rows + y / m_cell);
            if (place < m_blocks[block].cases.size())
                return MatrixCell{band, block, place};
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> MatrixLayout::blockLabelAt(QPoint point) const
{
    for (std::size_t block = 0; block < m_blocks.size(); ++block) {
        if (blockLabel(block).contains(point))
            return block;
    }
    return std::nullopt;
}

const CaseSpec *MatrixLayout::caseOf(const MatrixCell &cell) const
{
    if (cell.band >= m_bands || cell.block >= m_blocks.size()
        || cell.place >= m_blocks[cell.block].cases.size())
        return nullptr;
    return m_blocks[cell.block].cases[cell.place];
}

MatrixCell MatrixLayout::neighbour(const MatrixCell &cell, int columns, int rows) const
{
    const QPoint center = this->cell(cell).center();
    // Far enough to cross the gaps between blocks and bands.
    const int steps = blockGap + m_line + bandGap;
    for (int step = 0; step <= steps; ++step) {
        const QPoint beyond(columns * (m_cell + step), rows * (m_cell + step));
        if (const auto found = cellAt(center + beyond))
            return *found;
    }
    return cell;
}

} // namespace fg
