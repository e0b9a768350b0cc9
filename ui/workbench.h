// What the window works on: the network thread, the built-in echo peer, all sessions, the cases and their
// runs, and which session is shown. It looks at what the network thread has done on a timer; the
// network thread never waits for it.
#pragma once

#include "protocol/conformance/suite_controller.h"
#include "protocol/report/wording.h"
#include "protocol/transport/network_thread.h"
#include "ui/case_model.h"
#include "ui/echo_host.h"
#include "ui/session_book.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace fg {

// Whom to talk to, as a person says it.
struct ConnectRequest
{
    QString text; // a URL, or the name of the built-in echo peer
    Target target; // how to connect to it; its url comes from the text
};

class Workbench final : public QObject
{
    Q_OBJECT

public:
    explicit Workbench(QObject *parent = nullptr);
    ~Workbench() override;

    [[nodiscard]] static QString echoName();
    [[nodiscard]] static bool isEcho(const QString &text);

    [[nodiscard]] SessionBook &book() { return m_book; }
    [[nodiscard]] CaseModel &cases() { return m_cases; }

    // Starts a live session and shows it.
    void connectTo(const ConnectRequest &request);
    // Closes the shown live session; drops it where it is closing already or not yet open.
    void disconnectShown();
    void runCases(const ConnectRequest &request, std::vector<const CaseSpec *> cases);
    // The cases of the last run, against the same target.
    void runAgain();
    void stopCases();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] const std::vector<const CaseSpec *> &lastCases() const { return m_lastCases; }
    [[nodiscard]] bool hasRun() const { return !m_lastCases.empty(); }
    [[nodiscard]] int runTotal() const { return static_cast<int>(m_lastCases.size()); }
    [[nodiscard]] int runDone() const { return m_runDone; }
    [[nodiscard]] int runFailed() const { return m_runFailed; }

    [[nodiscard]] const EntryPtr &shown() const { return m_shown; }
    void show(const EntryPtr &entry);
    // Takes a session off the list, which drops it if it is live.
    void remove(const EntryPtr &entry);
    // The shown session, where it is live and can take what is sent.
    [[nodiscard]] InteractiveSession *sendable() const;

    // Says goodbye on every open connection (RFC 6455 7.4.1, going away). False: there was none.
    bool closeAll();
    [[nodiscard]] bool hasOpenSessions() const;

signals:
    // Another session is shown.
    void shownChanged();
    // Rows may have come; about 30 times a second.
    void rowsDue();
    // The shown session has gone on; at most 5 times a second.
    void shownProgressed();
    void runProgressed();
    // Nothing could be started.
    void refused(const fg::Trouble &trouble);

private:
    using Resolved = std::variant<Target, Trouble>;

    [[nodiscard]] Resolved resolve(const ConnectRequest &request) const;
    // At once, or when the echo peer that it is about has started.
    void withTarget(const ConnectRequest &request, std::function<void(Target)> use);
    void startLive(const QString &name, Target target);
    void startRun(std::vector<const CaseSpec *> cases, Target target);
    void tick();
    void takeNews();
    void caseStarted(const SuiteNews::Started &started);
    void caseFinished(const CaseResult &result);
    void lookAtShown();

    NetworkThread m_network;
    EchoHost m_echo;
    SuiteController m_suite;
    SessionBook m_book;
    CaseModel m_cases;
    EntryPtr m_shown;
    std::vector<std::function<void()>> m_whenEchoSettled;

    std::vector<const CaseSpec *> m_lastCases;
    Target m_lastTarget;
    int m_runDone = 0;
    int m_runFailed = 0;
    bool m_isRunning = false;

    int m_liveCount = 0;
    QTimer m_timer;
    QElapsedTimer m_sinceLook;
    struct Progress
    {
        RowNumber rows = 0;
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
