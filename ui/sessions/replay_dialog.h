// Asks how a recorded session is to be replayed: against which server, how fast, and with which masking keys.
// A background thread checks whether the session can be replayed.
#pragma once

#include "protocol/session/live/replay.h"
#include "ui/base/background_jobs.h"
#include "ui/bench/session_entry.h"
#include "ui/bench/target_resolver.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;

namespace fg {

class ConnectOptions;
class TlsOptions;

class ReplayDialog final : public QDialog
{
    Q_OBJECT

public:
    // `target` is the text in the connect bar.
    ReplayDialog(EntryPtr recorded, const QString &target, QWidget *parent);

    [[nodiscard]] const EntryPtr &recorded() const { return m_recorded; }
    [[nodiscard]] ConnectRequest request() const;
    [[nodiscard]] ReplaySettings settings() const;

    // The limits of a new request.
    void setUsual(const Target &usual);

signals:
    void replayRequested();

private:
    void makeFields(const QString &target);
    void checkRecording();
    void showCheckResult(std::optional<ReplayFault> fault, std::uint64_t frames);
    void updateTlsOptions();

    EntryPtr m_recorded;
    QLabel *m_what;
    QComboBox *m_target;
    QComboBox *m_pace;
    QComboBox *m_masks;
    ConnectOptions *m_options;
    TlsOptions *m_tls;
    QPushButton *m_start;
    BackgroundJobs m_jobs{BackgroundJobs::Order::Together, BackgroundJobs::AtEnd::Abandon};
};

} // namespace fg
