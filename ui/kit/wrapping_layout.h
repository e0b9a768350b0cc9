// Places widgets in a row, each as wide as it wants to be, and those that do not fit in further rows below
// it. A bar with it is higher where it is narrow, or where the font is large, and cuts nothing. The first
// widget of a row whose size policy is to expand has the room that the row has to spare.
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace fg {

class WrappingLayout final : public QLayout
{
    Q_OBJECT

public:
    explicit WrappingLayout(QWidget *parent);
    ~WrappingLayout() override;

    // What is added after this stands at the right of a row that has room to spare.
    void addStretch() { m_stretch = m_items.size(); }

    // Takes the ownership.
    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    [[nodiscard]] QLayoutItem *takeAt(int index) override;

    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    // All in one row.
    [[nodiscard]] QSize sizeHint() const override;
    // The widest one alone.
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    struct Row
    {
        std::size_t first;
        std::size_t end;
        int width; // pixels, with the gaps
        int height;
    };

    [[nodiscard]] int gap() const;
    // The first item of the row that grows with the room; the end of the row if none does.
    [[nodiscard]] std::size_t expandingIn(const Row &row) const;
    // The rows of what is visible; `width`: of each row, without the margins.
    [[nodiscard]] std::vector<Row> rowsFor(int width) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    std::size_t m_stretch = static_cast<std::size_t>(-1); // the first item after it
};

} // namespace fg
