// Filters the rows of the wire log in words: connects the filter bar with the run of its filter, and that run
// with the lines that the model shows.
#pragma once

#include "protocol/session/look/filter_hits.h"
#include "ui/filter/filter_bar.h"
#include "ui/filter/filter_runner.h"
#include "ui/log/wire_log_model.h"

#include <QObject>

#include <memory>

namespace fg {

class LogFiltering final : public QObject
{
    Q_OBJECT

public:
    // The bar becomes a child of the panel.
    LogFiltering(WireLogModel *model, QWidget *panel);

    [[nodiscard]] FilterBar *bar() const { return m_bar; }
    // The session that is filtered from now on, without a filter so far; null: none.
    void setSession(std::shared_ptr<const Session> session);
    // What the model is to sieve if it shows rows of this level. A run for another view begins anew.
    [[nodiscard]] WireLogModel::Sifted sifted(LogLevel level);
    [[nodiscard]] bool isOn() const { return m_bar->filter().has_value(); }
    [[nodiscard]] bool isBusy() const { return m_runner.state().isBusy; }
    // Clears the filter if it hides the row. False: it does not.
    [[nodiscard]] bool giveWayTo(RowNumber row);
    // What the filter looks for, to be lit.
    [[nodiscard]] std::vector<Needle> needles() const;

signals:
    // The model is to be asked for its lines anew, with sifted().
    void sieveChanged();
    // Rows were tried since.
    void advanced();
    void needlesChanged();
    void statusMessage(const QString &text);

private:
    void start();
    void run(LogLevel level);
    void take(const std::vector<FilterRun::Change> &changes);
    void showOutcome();
    void readSamples();

    WireLogModel *m_model;
    FilterBar *m_bar;
    std::shared_ptr<const Session> m_session;
    FilterRunner m_runner;
    FilterView m_view = FilterView::Frames; // Of the run.
    bool m_isShown = false; // The model shows what the run has found.
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Abandon};
};

} // namespace fg
