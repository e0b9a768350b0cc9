// A session that the window knows: a live one that a person drives, or one of a case. A case of an opened
// report has one too, which holds the report's lines as notes in place of octets.
#pragma once

#include "protocol/conformance/verdict.h"
#include "protocol/report/report_import.h"
#include "protocol/session/interactive_session.h"

#include <QString>

#include <chrono>
#include <memory>
#include <optional>

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
    QString title;
    QString agent; // of a case
    WebSocketUrl url;
    std::shared_ptr<const Session> log;
    std::chrono::system_clock::time_point started;
    std::unique_ptr<InteractiveSession> live; // null for a case
    const CaseSpec *spec = nullptr; // null for a live session
    // How the server of a case was reached; null: it ran with a client, or elsewhere.
    std::shared_ptr<const Target> target;
    std::optional<CaseResult> result; // of a case that has ended here
    std::optional<ReportedCase> reported;
    // As last looked at. The window goes by this: asking the log may mean to wait for the network thread.
    SessionSummary summary;

    void look() { summary = log->summary(); }
    [[nodiscard]] bool isOpen() const { return live && summary.state == SessionState::Open; }
    [[nodiscard]] bool hasEnded() const { return reported || summary.state == SessionState::Closed; }

    [[nodiscard]] bool isCase() const { return spec != nullptr; }
};

// Shared between the list and whoever shows it, so that removing it from the list pulls nothing away.
using EntryPtr = std::shared_ptr<SessionEntry>;

} // namespace fg
