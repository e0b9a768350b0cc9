// The matrix: every case with every agent at a glance. A click on a category's name zooms into it, a click on
// a field opens the case.
#pragma once

#include "ui/bench/result_book.h"
#include "ui/runs/matrix_layout.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QImage>
#include <QPixmap>
#include <QTimer>

class QPainter;

namespace fg {

class MatrixView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    // The book must outlive it.
    explicit MatrixView(ResultBook &results, QWidget *parent = nullptr);

    // Shows a category, by its id; empty for all cases.
    void setScope(const QString &category);
    [[nodiscard]] const QString &scope() const { return m_scope; }
    [[nodiscard]] const MatrixLayout &layoutOfCells() const { return m_layout; }
    // A picture of the whole matrix with a line of text below, with `scale` pixels for one of the screen.
    // Agents that would make it higher than highestPicture are left out; another line says so.
    struct Picture
    {
        QImage image;
        int leftOut = 0; // agents
    };
    static constexpr int highestPicture = 16'000; // pixels
    [[nodiscard]] Picture picture(int scale, const QString &caption) const;

signals:
    void caseOpened(fg::AgentId agent, const fg::CaseSpec &spec);
    void scopeChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void arrange();
    void paintBands(QPainter &painter, const QRect &area) const;
    void paintBand(QPainter &painter, int band, const QRect &area) const;
    void paintCell(QPainter &painter, const MatrixCell &cell) const;
    void paintLabels(QPainter &painter) const;
    [[nodiscard]] AgentId agentOf(const MatrixCell &cell) const;
    [[nodiscard]] const ResultBook::Cell &resultAt(const MatrixCell &cell) const;
    [[nodiscard]] QString toolTipOf(const MatrixCell &cell) const;
    [[nodiscard]] QString stateOf(AgentId agent) const;
    [[nodiscard]] QPoint inContent(QPoint viewport) const;
    void setCurrent(const MatrixCell &cell);
    void open(const MatrixCell &cell);
    void zoomOut();
    // The picture of a verdict in the size of the cells; painted once.
    [[nodiscard]] const QPixmap &tile(const ResultBook::Cell &cell, qreal ratio) const;

    ResultBook &m_results;
    QString m_scope;
    MatrixLayout m_layout;
    std::optional<MatrixCell> m_current;
    QTimer m_due; // repaints after changes at most ten times a second
    mutable QHash<quint64, QPixmap> m_tiles;
};

} // namespace fg
