// A session that the window knows: a live one that a person drives, a recording out of a file, or one of a
// case. A case of an opened report has one too, which holds the report's lines as notes in place of octets.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/files/file_hold.h"
#include "protocol/report/results/report_import.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/interactive_session.h"
#include "protocol/session/live/replay_session.h"
#include "ui/bench/agent_id.h"

#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace fg {

// What a report says of a case that ran elsewhere.
struct ReportedCase
{
    CaseVerdict verdict;
    ImportedCase said;
    QString page; // its HTML file beside it; empty: there is none
};

struct SessionEntry
{
    // What a session that was read came from.
    struct Recording
    {
        QString file; // its path
        bool isRead = false; // no more rows are added
        // The session is all that the file holds: whoever has the one can do without the other.
        bool isWhole = false;
        // A killed program left it behind, and it is not saved elsewhere yet; null: it is the user's own.
        std::shared_ptr<FileHold> hold;
    };

    QString title;
    AgentId agent; // of a case
    QString agentName; // as it was called when the case ran: for files
    WebSocketUrl url;
    std::shared_ptr<const Session> log;
    std::chrono::system_clock::time_point started;
    std::unique_ptr<InteractiveSession> live; // where a person drives it
    std::unique_ptr<ReplaySession> replay; // where it is one
    std::optional<Recording> recording;
    SessionHeading heading; // not of a case: what its file says of it as a whole
    std::vector<NamedText> remarks; // of a recording
    RowNumber savedRows = 0; // those that the user has in a file
    bool isTrial = false; // with the built-in echo peer
    bool isFaultTold = false; // that it is no longer recorded
    const CaseSpec *spec = nullptr; // of a case of this program's run or of a report
    // How the server of a case was reached; null: it ran with a client, or elsewhere.
    std::shared_ptr<const Target> target;
    std::optional<CaseResult> result; // of a case that has ended here
    std::optional<ReportedCase> reported;
    // As last looked at. The window goes by this: asking the log may mean to wait for the network thread.
    SessionSummary summary;

    void look() { summary = log->summary(); }
    // It is, or was, a connection of this window that is no case.
    [[nodiscard]] bool isLive() const { return live || replay; }
    [[nodiscard]] bool isOpen() const { return isLive() && summary.state == SessionState::Open; }
    // These do nothing where it is no live one.
    void startClose(std::uint16_t code)
    {
        if (live)
            live->startClose(code, {});
        else if (replay)
            replay->stop();
    }
    void drop()
    {
        if (live)
            live->drop();
        else if (replay)
            replay->drop();
    }
    // Drops the connection for good; what was logged stays.
    void letGo()
    {
        live.reset();
        replay.reset();
    }
    // Nothing is added to it any more.
    [[nodiscard]] bool hasEnded() const
    {
        return recording ? recording->isRead : reported || summary.state == SessionState::Closed;
    }

    [[nodiscard]] bool isCase() const { return spec != nullptr; }
    // There is something in it, as last looked at, that is gone when it leaves the list.
    [[nodiscard]] bool isUnsaved() const
    {
        // Of a part of what a killed program has left, the whole stays where it is.
        if (recording && recording->hold)
            return recording->isWhole && (savedRows == 0 || summary.rows > savedRows);
        const bool isWorthIt = summary.messages > 0 || summary.findings > 0;
        return isLive() && !isTrial && isWorthIt && summary.rows > savedRows;
    }
};

// Shared between the list and whoever shows it, so that removing it from the list pulls nothing away.
using EntryPtr = std::shared_ptr<SessionEntry>;

} // namespace fg
