// What the window works on: the network thread, the built-in echo peer, all sessions, the shown session, and
// the cases. A timer collects what the network thread has done; the network thread never waits for the
// window.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "protocol/transport/network_thread.h"
#include "ui/base/background_jobs.h"
#include "ui/bench/case_bench.h"
#include "ui/bench/session_book.h"
#include "ui/bench/session_vault.h"
#include "ui/bench/target_resolver.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace fg {

class InteractiveSession;
struct ReplaySettings;

// What the window is used for: to look at connections, or to test an implementation. Each has the whole
// window.
enum class Perspective : std::uint8_t { Connections, Conformance };

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

    [[nodiscard]] Perspective perspective() const { return m_perspective; }
    // To be called when a person asks for it, never because something has arrived.
    void setPerspective(Perspective perspective);

    // Starts a live session and shows it.
    void connectTo(const ConnectRequest &request);
    // Starts and shows a live session that sends what the client of a recorded session sent.
    void replay(const RecordedSession &recorded, const ConnectRequest &request,
                const ReplaySettings &settings);
    // Closes a live session; drops it if it is not open yet or closing already.
    void disconnect(const EntryPtr &entry);
    // The session that the current perspective shows; null if it shows none.
    [[nodiscard]] const EntryPtr &shown() const { return shownIn(m_perspective); }
    [[nodiscard]] const EntryPtr &shownIn(Perspective perspective) const
    {
        return m_shown[static_cast<std::size_t>(perspective)];
    }
    // Shows a session in the perspective that it belongs to: a case in Conformance, any other in Connections.
    void show(const EntryPtr &entry);
    // Adds a session from a file; updateEntry() must be called once no more rows are added to it.
    void addRecording(const EntryPtr &entry);
    void updateEntry(const EntryPtr &entry);
    // Removes a session from the list, and drops it if it is live.
    void remove(const EntryPtr &entry);
    // The session that Connections shows if it is live and can send; otherwise null.
    [[nodiscard]] InteractiveSession *sendable() const;

    // Stops cases and server mode, and starts the closing handshake of every open connection with 1001, going
    // away (RFC 6455 7.4.1).
    void closeAll();
    [[nodiscard]] bool hasOpenSessions() const;
    // Something is still running and its result is to come.
    [[nodiscard]] bool hasCasesRunning() const { return m_bench.hasAnythingRunning(); }

signals:
    // Another perspective is current now; shownChanged() follows.
    void perspectiveChanged();
    // The current perspective shows another session.
    void shownChanged();
    // Rows may have been added; about 30 times a second.
    void rowsDue();
    // The shown session has changed; at most 5 times a second.
    void shownProgressed();
    // What runs, what is shown or which agents take part in runs has changed, and with it perhaps what can be
    // run.
    void runnableChanged();
    // A live session is no longer recorded to its file; once for each session.
    void recordingStopped(const fg::Trouble &trouble);
    // No live session could be started. `again` tries it once more.
    void refused(const fg::Trouble &trouble, const std::function<void()> &again);

private:
    // Resolves the target, calls `start` with a new entry that it completes, and lists and shows that entry.
    // `again` starts the same with another request.
    using Start = std::function<void(SessionEntry &, const Target &)>;
    using Again = std::function<void(const ConnectRequest &)>;
    void startLive(const ConnectRequest &request, const Start &start, const Again &again);
    // Calls `use` with each live connection of the list and its entry.
    template <typename Use> void forEachLive(Use use) const;
    void connectRunnable();
    void tick();
    void caseStarted(const EntryPtr &entry, bool isSingle);
    void setShown(Perspective perspective, const EntryPtr &entry);
    void reportProgress();
    void reportRecordingFaults();

    NetworkThread m_network;
    TargetResolver m_resolver;
    BackgroundJobs m_jobs{BackgroundJobs::Order::OneByOne, BackgroundJobs::AtEnd::Stop};
    CaseBench m_bench;
    SessionVault m_vault;
    SessionBook m_book;
    Perspective m_perspective = Perspective::Connections;
    std::array<EntryPtr, 2> m_shown; // by perspective

    QTimer m_timer;
    QElapsedTimer m_sinceUpdate;
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

// Why a session has failed; nullopt if it has not.
[[nodiscard]] std::optional<Trouble> troubleOf(const SessionEntry &entry);

} // namespace fg
