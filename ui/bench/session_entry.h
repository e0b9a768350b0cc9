// A session that the window knows: what every session has, and what only one of the four kinds has. The kinds
// are a live connection of this window, a recording from a file, a case that runs or ran here, and a case of
// an opened report, which holds the report's lines as notes instead of octets.
#pragma once

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/recorded_session.h"
#include "protocol/session/live/web_socket_url.h"
#include "protocol/session/log/round_trip.h"
#include "protocol/session/log/session.h"
#include "ui/bench/agent_id.h"
#include "ui/bench/connect_target.h"

#include <QString>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

class FileHold;
class InteractiveSession;
class ReplaySession;
struct ImportedCase;
struct Target;

// A connection of this window on which no case runs: a person controls it, or it replays a recording.
class LiveConnection
{
public:
    LiveConnection(); // without a connection, as after release()
    explicit LiveConnection(std::unique_ptr<InteractiveSession> session);
    explicit LiveConnection(std::unique_ptr<ReplaySession> session);
    ~LiveConnection();
    LiveConnection(LiveConnection &&other) noexcept;
    LiveConnection &operator=(LiveConnection &&other) noexcept;

    // interactive() is null if a person does not control the connection, replay() if it is not a replay, both
    // after release().
    [[nodiscard]] InteractiveSession *interactive() const;
    [[nodiscard]] ReplaySession *replay() const;

    // Both do nothing after release().
    void startClose(std::uint16_t code);
    void drop();
    // Drops the connection for good; the log stays.
    void release();

    bool isTrial = false; // with the built-in echo peer
    bool isFaultReported = false; // it was reported that the session is no longer recorded
    RowCount savedRows; // number of rows that the user has in a file
    // Starts the same on a new connection: the same target with the same options.
    std::function<void()> again;
    // The same, but certificates may have the faults with these names; without names, any.
    std::function<void(const std::vector<std::string> &)> againAllowing;
    ConnectTarget to; // as the person named the target

private:
    std::variant<std::monostate, std::unique_ptr<InteractiveSession>, std::unique_ptr<ReplaySession>>
        m_session;
};

// A session that was read from a file.
struct Recording
{
    QString file; // its path
    bool isRead = false; // no more rows are added
    // The file holds this session only, so a saved copy of the session replaces the file.
    bool isWhole = false;
    RecordingRead read = RecordingRead::NotToEnd; // how much of the session was read so far
    // Set if a killed program left the file and the session is not saved elsewhere yet; null if the file is
    // the user's.
    std::shared_ptr<FileHold> hold;
    std::vector<NamedText> remarks;
    RowCount savedRows; // number of rows that the user has in a file

    // A killed program left the file, and it holds this session only. A file that holds more is never
    // removed.
    [[nodiscard]] bool isOnlyCopy() const { return hold && isWhole; }
    // Removes the file if it is the only copy.
    void discard();
};

// Which case was run, and with whom.
struct OfCase
{
    AgentId agent;
    QString agentName; // the agent's name when the case ran, for files
    const CaseSpec *spec = nullptr;
};

// A case that this program ran, or runs.
struct CaseSession
{
    OfCase of;
    std::shared_ptr<const Target> target; // how the server was reached; null if the case ran with a client
    std::optional<CaseResult> result; // once it has ended
};

// What an opened report says about a case that ran elsewhere.
struct ReportedCase
{
    OfCase of;
    CaseVerdict verdict;
    std::shared_ptr<const ImportedCase> said;
    QString page; // the path of the case's HTML file; empty if there is none
};

// The names of the remarks in which a session file keeps what a person calls a session. The last of each
// counts.
inline constexpr std::string_view nameRemark = "name";
inline constexpr std::string_view noteRemark = "note";
// Characters of a name or a note that a person gives to a session; more are cut off.
inline constexpr qsizetype longestSessionName = 200;

struct SessionEntry
{
    QString title; // what the program calls it
    QString name; // what a person calls it; empty if nobody has named it
    QString note; // of the person
    bool isPinned = false; // its tab stays at the front, and nothing but the person's hand removes it
    WebSocketUrl url;
    std::shared_ptr<const Session> log;
    std::chrono::system_clock::time_point started;
    SessionHeading heading; // what the session's file says about it; not for cases
    // As of the last updateSummary(). The window uses this because asking the log can mean waiting for the
    // network thread.
    SessionSummary summary;
    RoundTrip roundTrip; // followed for live connections only
    std::uint64_t savedNotes = 0; // number of changes of notes on rows that the user has in a file
    std::size_t brokenRules = 0; // findings that are more than notes
    std::optional<Severity> worst; // of the findings
    std::optional<Finding> failure; // because of it we failed the connection, or it never opened
    std::optional<int> refusedWith; // the status of the answer, if it was not 101
    std::size_t countedFindings = 0; // those that brokenRules has looked at
    std::variant<LiveConnection, Recording, CaseSession, ReportedCase> kind;

    void updateSummary();
    [[nodiscard]] const QString &shownName() const { return name.isEmpty() ? title : name; }

    // The session as one of the four kinds; null if it is another.
    template <typename Kind> [[nodiscard]] Kind *as() { return std::get_if<Kind>(&kind); }
    template <typename Kind> [[nodiscard]] const Kind *as() const { return std::get_if<Kind>(&kind); }
    template <typename Kind> [[nodiscard]] bool is() const { return std::holds_alternative<Kind>(kind); }

    // For a case, wherever it ran; null or empty if it is not a case.
    [[nodiscard]] const OfCase *ofCase() const;
    [[nodiscard]] const CaseSpec *spec() const;
    [[nodiscard]] AgentId agent() const;
    [[nodiscard]] QString agentName() const;
    [[nodiscard]] bool isCase() const { return ofCase() != nullptr; }
    // It has octets that passed a socket: it can be saved, exported and replayed.
    [[nodiscard]] bool hasOctets() const { return !is<ReportedCase>(); }
    // What a replay of it replays, which is only what was read of its file so far.
    [[nodiscard]] RecordedSession recorded() const;
    // Nothing more is added to it.
    [[nodiscard]] bool hasEnded() const;
    // A connection of this window that has not ended.
    [[nodiscard]] bool isUnderWay() const { return is<LiveConnection>() && !hasEnded(); }
    // The session on which a person can send now; null if there is none.
    [[nodiscard]] InteractiveSession *sendable() const;
    // A person has noted something on rows that no file of the user holds.
    [[nodiscard]] bool hasUnsavedNotes() const;
    // As of the last updateSummary(), it has something that is lost when it leaves the list.
    [[nodiscard]] bool isUnsaved() const;
    // What a session file says about it beside its rows: name and note of the person, verdicts, and what the
    // file that it came from said.
    [[nodiscard]] std::vector<NamedText> remarks() const;
    // Takes name and note from what a file says, unless the person has given others since.
    void takeRemarks(const std::vector<NamedText> &remarks);
    // The user has its first `rows` rows in `file` now. What a killed program left of it is removed.
    // `noteChanges`: how many changes of notes on rows were made before.
    void noteSaved(RowCount rows, const QString &file, std::uint64_t noteChanges = 0);

private:
    void judgeEnd();
    bool m_isOpeningJudged = false; // `failure` and `refusedWith` are known of the opening handshake
};

// Shared by the list and the views, so that an entry that is removed from the list stays valid while it is
// shown.
using EntryPtr = std::shared_ptr<SessionEntry>;

} // namespace fg
