#include "ui/bench/session_entry.h"

#include "protocol/files/file_hold.h"
#include "protocol/report/wording/troubles.h"
#include "protocol/session/live/interactive_session.h"
#include "protocol/session/live/replay_session.h"
#include "protocol/text/escape.h"
#include "protocol/wire/overloaded.h"
#include "ui/base/text.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace fg {

// --- a connection of this window ---

LiveConnection::LiveConnection() = default;
LiveConnection::LiveConnection(std::unique_ptr<InteractiveSession> session)
    : m_session(std::move(session))
{
}
LiveConnection::LiveConnection(std::unique_ptr<ReplaySession> session)
    : m_session(std::move(session))
{
}
LiveConnection::~LiveConnection() = default;
LiveConnection::LiveConnection(LiveConnection &&other) noexcept = default;
LiveConnection &LiveConnection::operator=(LiveConnection &&other) noexcept = default;

InteractiveSession *LiveConnection::interactive() const
{
    const auto *const session = std::get_if<std::unique_ptr<InteractiveSession>>(&m_session);
    return session ? session->get() : nullptr;
}

ReplaySession *LiveConnection::replay() const
{
    const auto *const session = std::get_if<std::unique_ptr<ReplaySession>>(&m_session);
    return session ? session->get() : nullptr;
}

void LiveConnection::startClose(std::uint16_t code)
{
    std::visit(Overloaded{[](std::monostate) {},
                          [code](const std::unique_ptr<InteractiveSession> &session) {
                              session->startClose(code, {});
                          },
                          [](const std::unique_ptr<ReplaySession> &session) { session->stop(); }},
               m_session);
}

void LiveConnection::drop()
{
    std::visit(Overloaded{[](std::monostate) {}, [](const auto &session) { session->drop(); }}, m_session);
}

void LiveConnection::release() { m_session = std::monostate(); }

// --- a recording ---

void Recording::discard()
{
    if (isOnlyCopy())
        hold->remove();
}

// --- any kind of session ---

void SessionEntry::updateSummary()
{
    summary = log->summary();
    if (is<LiveConnection>())
        roundTrip.follow(*log);
    judgeEnd();
    if (summary.findings == countedFindings)
        return;
    const std::vector<Finding> found = log->findings(countedFindings);
    countedFindings += found.size();
    brokenRules += static_cast<std::size_t>(std::ranges::count_if(
        found, [](const Finding &finding) { return finding.severity() != Severity::Note; }));
    for (const Finding &finding : found)
        worst = std::min(worst.value_or(finding.severity()), finding.severity());
}

void SessionEntry::judgeEnd()
{
    // Its row changes from the octets to the frame once the frame is complete.
    if (summary.failedBy)
        failure = log->failure();
    if (m_isOpeningJudged || summary.state != SessionState::Closed || !hasOctets())
        return;
    m_isOpeningJudged = true;
    refusedWith = refusingStatus(*log);
    if (!failure && !refusedWith)
        failure = openingFault(*log);
}

const OfCase *SessionEntry::ofCase() const
{
    return std::visit(Overloaded{[](const LiveConnection &) -> const OfCase * { return nullptr; },
                                 [](const Recording &) -> const OfCase * { return nullptr; },
                                 [](const CaseSession &ran) { return &ran.of; },
                                 [](const ReportedCase &reported) { return &reported.of; }},
                      kind);
}

const CaseSpec *SessionEntry::spec() const
{
    const OfCase *const of = ofCase();
    return of ? of->spec : nullptr;
}

AgentId SessionEntry::agent() const
{
    const OfCase *const of = ofCase();
    return of ? of->agent : AgentId();
}

QString SessionEntry::agentName() const
{
    const OfCase *const of = ofCase();
    return of ? of->agentName : QString();
}

RecordedSession SessionEntry::recorded() const
{
    const auto *const recording = as<Recording>();
    return {.session = log, .read = recording ? recording->read : RecordingRead::Whole};
}

bool SessionEntry::hasEnded() const
{
    const bool isClosed = summary.state == SessionState::Closed;
    return std::visit(Overloaded{[isClosed](const LiveConnection &) { return isClosed; },
                                 [](const Recording &recording) { return recording.isRead; },
                                 [isClosed](const CaseSession &) { return isClosed; },
                                 [](const ReportedCase &) { return true; }},
                      kind);
}

InteractiveSession *SessionEntry::sendable() const
{
    const auto *const live = as<LiveConnection>();
    return live && summary.state == SessionState::Open ? live->interactive() : nullptr;
}

bool SessionEntry::hasUnsavedNotes() const { return log && log->notes().changes() > savedNotes; }

bool SessionEntry::isUnsaved() const
{
    // Those of a case are in its recording, if there is one.
    if (hasUnsavedNotes() && !isCase())
        return true;
    return std::visit(
        Overloaded{[this](const LiveConnection &live) {
                       const bool isWorthIt = summary.messages > 0 || summary.findings > 0;
                       return !live.isTrial && isWorthIt && summary.rows > live.savedRows;
                   },
                   [this](const Recording &recording) {
                       return recording.isOnlyCopy()
                           && (recording.savedRows == RowCount() || summary.rows > recording.savedRows);
                   },
                   // The case can run again, and its result is in the history.
                   [](const CaseSession &) { return false; }, [](const ReportedCase &) { return false; }},
        kind);
}

std::vector<NamedText> SessionEntry::remarks() const
{
    std::vector<NamedText> remarks;
    if (const auto *const recording = as<Recording>()) {
        remarks = recording->remarks;
        std::erase_if(remarks, [](const NamedText &remark) {
            return remark.first == nameRemark || remark.first == noteRemark;
        });
    } else if (const auto *const ran = as<CaseSession>(); ran && ran->result) {
        remarks = {{"verdict", std::string(wordOf(ran->result->verdict.behavior))},
                   {"verdict on the closing", std::string(wordOf(ran->result->verdict.close))}};
    }
    if (!name.isEmpty())
        remarks.emplace_back(nameRemark, name.toStdString());
    if (!note.isEmpty())
        remarks.emplace_back(noteRemark, note.toStdString());
    return remarks;
}

void SessionEntry::takeRemarks(const std::vector<NamedText> &remarks)
{
    QString keptName;
    QString keptNote;
    for (const auto &[key, text] : remarks) {
        if (key == nameRemark)
            keptName = toQString(text);
        else if (key == noteRemark)
            keptNote = toQString(text);
    }
    // Anybody may have written the file.
    const auto shownText = [](const QString &text) {
        return toQString(escaped(text.simplified().left(longestSessionName).toStdString()));
    };
    if (name.isEmpty())
        name = shownText(keptName);
    if (note.isEmpty())
        note = shownText(keptNote);
}

void SessionEntry::noteSaved(RowCount rows, const QString &file, std::uint64_t noteChanges)
{
    savedNotes = noteChanges;
    if (auto *const live = as<LiveConnection>())
        live->savedRows = rows;
    auto *const recording = as<Recording>();
    if (!recording)
        return;
    recording->savedRows = rows;
    if (!recording->isOnlyCopy())
        return;
    // The session may have been saved to this very file.
    if (QFileInfo(toQString(recording->hold->path().string())) != QFileInfo(file))
        recording->discard();
    recording->hold.reset();
    recording->file = file;
}

} // namespace fg
