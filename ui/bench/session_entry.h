// A session that the window knows: what each has, and what only one of the four kinds has. These are a live
// connection of this window, a recording out of a file, a case that runs or ran here, and a case of an opened
// report, which holds the report's lines as notes in place of octets.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/handshake/web_socket_url.h"
#include "protocol/session/file/session_heading.h"
#include "ui/bench/agent_id.h"

#include <QString>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace fg {

class FileHold;
class InteractiveSession;
class ReplaySession;
struct ImportedCase;
struct Target;

// A connection of this window that no case runs on: a person drives it, or it replays a recording.
class LiveConnection
{
public:
    LiveConnection(); // as if it had been let go of
    explicit LiveConnection(std::unique_ptr<InteractiveSession> session);
    explicit LiveConnection(std::unique_ptr<ReplaySession> session);
    ~LiveConnection();
    LiveConnection(LiveConnection &&other) noexcept;
    LiveConnection &operator=(LiveConnection &&other) noexcept;

    // Null where a person does not drive it, where it is not a replay, and once it was let go of.
    [[nodiscard]] InteractiveSession *interactive() const;
    [[nodiscard]] ReplaySession *replay() const;

    // These do nothing once it was let go of.
    void startClose(std::uint16_t code);
    void drop();
    // Drops the connection for good; what was logged stays.
    void letGo();

    bool isTrial = false; // with the built-in echo peer
    bool isFaultTold = false; // that it is no longer recorded
    RowCount savedRows; // those that the user has in a file

private:
    std::variant<std::monostate, std::unique_ptr<InteractiveSession>, std::unique_ptr<ReplaySession>>
        m_session;
};

// A session that was read out of a file.
struct Recording
{
    QString file; // its path
    bool isRead = false; // no more rows are added
    // The session is all that the file holds: whoever has the one can do without the other.
    bool isWhole = false;
    // A killed program left it behind, and it is not saved elsewhere yet; null: it is the user's own.
    std::shared_ptr<FileHold> hold;
    std::vector<NamedText> remarks;
    RowCount savedRows; // those that the user has in a file

    // A killed program left the file behind, and this session is all that it holds. Of a file that holds
    // more, nothing is taken away.
    [[nodiscard]] bool isOnlyCopy() const { return hold && isWhole; }
    // Removes the file where it is such a one.
    void discard();
};

// A case that this program ran, or runs.
struct CaseSession
{
    AgentId agent;
    QString agentName; // as it was called when the case ran: for files
    const CaseSpec *spec = nullptr;
    std::shared_ptr<const Target> target; // how the server was reached; null: it ran with a client
    std::optional<CaseResult> result; // once it has ended
};

// What an opened report says of a case that ran elsewhere.
struct ReportedCase
{
    AgentId agent;
    QString agentName; // as it was called when the case ran: for files
    const CaseSpec *spec = nullptr;
    CaseVerdict verdict;
    std::shared_ptr<const ImportedCase> said;
    QString page; // its HTML file beside it; empty: there is none
};

struct SessionEntry
{
    QString title;
    WebSocketUrl url;
    std::shared_ptr<const Session> log;
    std::chrono::system_clock::time_point started;
    SessionHeading heading; // not of a case: what its file says of it as a whole
    // As last looked at. The window goes by this: asking the log may mean to wait for the network thread.
    SessionSummary summary;
    std::variant<LiveConnection, Recording, CaseSession, ReportedCase> kind;

    void look() { summary = log->summary(); }

    // As one of the four kinds; null where it is another.
    template <typename Kind> [[nodiscard]] Kind *as() { return std::get_if<Kind>(&kind); }
    template <typename Kind> [[nodiscard]] const Kind *as() const { return std::get_if<Kind>(&kind); }
    template <typename Kind> [[nodiscard]] bool is() const { return std::holds_alternative<Kind>(kind); }

    // Of a case, wherever it ran; null and empty: it is not one.
    [[nodiscard]] const CaseSpec *spec() const;
    [[nodiscard]] AgentId agent() const;
    [[nodiscard]] QString agentName() const;
    [[nodiscard]] bool isCase() const { return spec() != nullptr; }
    // Octets passed a socket: it can be saved, exported and replayed.
    [[nodiscard]] bool hasOctets() const { return !is<ReportedCase>(); }
    // Nothing is added to it any more.
    [[nodiscard]] bool hasEnded() const;
    // A connection of this window that has not ended.
    [[nodiscard]] bool isUnderWay() const { return is<LiveConnection>() && !hasEnded(); }
    // The session over which a person can send something just now; null: there is none.
    [[nodiscard]] InteractiveSession *sendable() const;
    // There is something in it, as last looked at, that is gone when it leaves the list.
    [[nodiscard]] bool isUnsaved() const;
    // The user has its first `rows` rows in `file` now. What a killed program left of it is removed.
    void noteSaved(RowCount rows, const QString &file);
};

// Shared between the list and whoever shows it, so that removing it from the list pulls nothing away.
using EntryPtr = std::shared_ptr<SessionEntry>;

} // namespace fg
