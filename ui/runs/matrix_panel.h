// The matrix with buttons that lead back from a category, the legend, and the exports.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "ui/bench/agent_id.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace fg {

class CaseBench;
class MatrixView;
struct CaseSpec;

class MatrixPanel final : public QWidget
{
    Q_OBJECT

public:
    // The bench must outlive it.
    explicit MatrixPanel(CaseBench &bench, QWidget *parent = nullptr);

signals:
    void caseOpened(fg::AgentId agent, const fg::CaseSpec &spec);
    void statusMessage(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    [[nodiscard]] QWidget *makeBar();
    void showPath();
    void chooseFile(const QString &filter, const QString &suffix);
    void write(const QString &file);

    CaseBench &m_bench;
    MatrixView *m_view;
    QHBoxLayout *m_path = nullptr;
};

} // namespace fg
