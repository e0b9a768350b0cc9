// Finds the next or the previous close frame or pause of a log. The search runs in slices, so that
// other events are processed in between.
#pragma once

#include "protocol/session/look/row_quest.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace fg {

class LogJumps final : public QObject
{
    Q_OBJECT

public:
    explicit LogJumps(QObject *parent = nullptr);

    // `from`: the picked row, if any. An earlier search is cancelled.
    void goTo(std::shared_ptr<const Session> session, std::optional<RowNumber> from, Toward toward,
              const WantedRow &wanted);
    // Says that nothing more of this kind follows, or precedes.
    void reportNone(Toward toward, const QString &what);
    void cancel();

signals:
    void rowFound(fg::RowNumber row);
    void statusMessage(const QString &text);

private:
    void search();

    std::optional<RowQuest> m_quest;
    Toward m_toward = Toward::Newer;
    QString m_what;
    QTimer m_timer;
};

} // namespace fg
