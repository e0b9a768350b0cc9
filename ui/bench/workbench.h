// What the window works on: the network thread, the built-in echo peer, all sessions and which of them is
// shown, and the cases. It looks at what the network thread has done on a timer; the network thread never
// waits for it.
#pragma once

#include "protocol/report/wording/wording.h"
#include "protocol/transport/network_thread.h"
#include "ui/base/background_jobs.h"
#include "ui/bench/case_bench.h"
#include "ui/bench/session_book.h"
#include "ui/bench/session_vault.h"
#include "ui/bench/target_resolver.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace fg {

class InteractiveSession;
struct ReplaySettings;

class Workbench final : public QObject
{
    Q_OBJECT

public:
    explicit Workbench(QObject *parent = nullptr);
    ~Workbench() override;

    [[nodiscard]] SessionBook &book() { return m_book; }
    [[nodiscard]] CaseBench &bench() { return m_bench; }
    [[nodiscard]] BackgroundJobs &jobs() { return m_jobs; }
    [[nodiscard]] SessionVault &vault() { return m_vault; }

    // Starts a live session and shows it.
    void connectTo(const ConnectRequest &request);
    // The same, with what the client of a recorded session sent.
    void replay(const EntryPtr &recorded, const ConnectRequest &request, const ReplaySettings &settings);
    // Closes the shown live session; drops it where it is closing already or not yet open.
    void disconnectShown();
    [[nodiscard]] const EntryPtr &shown() const { return m_shown; }
    void show(const EntryPtr &entry);
    // A session out of a file; settled() once no rows are added to it any more.
    void addRecording(const EntryPtr &entry);
    void settled(const EntryPtr &entry);
    // Takes a session off the list, which drops it if it is live.
    void remove(const EntryPtr &entry);
    // The shown session, where it is live and can take what is sent.
    [[nodiscard]] InteractiveSession *sendable() const;

    // Ends what cases and server mode do, and says goodbye on every open connection (RFC 6455 7.4.1, going
    // away).
    void closeAll();
    [[nodiscard]] bool hasOpenSessions() const;
    // What ran has not come to its end yet: what it came to is still to be told.
    [[nodiscard]] bool hasCasesGoing() const { return m_bench.hasAnythingGoing(); }

signals:
    // Another session is shown.
    void shownChanged();
    // Rows may have come; about 30 times a second.
    void rowsDue();
    // The shown session has gone on; at most 5 times a second.
    void shownProgressed();
    // A live session is not written to its file any more; once for each.
    void recordingStopped(const fg::Trouble &trouble);
    // Nothing could be started.
    void refused(const fg::Trouble &trouble);

private:
    // Calls it with an entry that stands for a live session to come, and lists and shows that entry.
    using Start = std::function<void(SessionEntry &, const Target &)>;
    void startLive(const ConnectRequest &request, const Start &start);
    // Calls it with each live connection of the list and the entry that it is of.
    template <typename Use> void forEachLive(Use use) const;
    void tick();
    void caseStarted(const EntryPtr &entry, bool isSingle);
    void listCases();
    void lookAtShown();
    void lookAtRecordings();

    NetworkThread m_network;
    TargetResolver m_resolver;
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Stop};
    CaseBench m_bench;
    SessionVault m_vault;
    SessionBook m_book;
    EntryPtr m_shown;

    int m_liveCount = 0;
    QTimer m_timer;
    QElapsedTimer m_sinceLook;
    struct Progress
    {
        RowCount rows;
        std::size_t findings = 0;
        SessionState state = SessionState::Connecting;
        bool hasResult = false;
        bool operator==(const Progress &) const = default;
    };
    Progress m_progress;
};

// Why a session has come to nothing; nullopt where it has not.
[[nodiscard]] std::optional<Trouble> troubleOf(const SessionEntry &entry);

} // namespace fg
