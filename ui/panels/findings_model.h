// The broken rules of a session. Sentences are formatted when they are shown.
#pragma once

#include "protocol/session/log/session.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace fg {

class FindingsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SeverityColumn, Row, Who, Sentence, Clause, ColumnCount };

    explicit FindingsModel(QObject *parent = nullptr);

    // Appends the new ones if the session is the same; otherwise resets the model.
    void setFindings(const std::shared_ptr<const Session> &session, std::vector<Finding> findings);
    [[nodiscard]] const Finding &at(int row) const { return m_findings[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString textOf(const Finding &finding, int column) const;

    std::shared_ptr<const Session> m_session;
    std::vector<Finding> m_findings;
};

} // namespace fg
