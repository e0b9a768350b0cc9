#include "ui/bench/verdict_mark.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/finding_sentences.h"
#include "ui/base/text.h"

namespace fg {

namespace {

Mark shapeOf(const CaseVerdict &verdict)
{
    if (verdict.hasFailed())
        return Mark::Cross;
    switch (verdict.behavior) {
    case Behavior::NonStrict:
        return Mark::Triangle;
    case Behavior::Unimplemented:
        return Mark::Dash;
    case Behavior::Informational:
        return Mark::Letter;
    case Behavior::Ok:
    case Behavior::Failed:
        break;
    }
    return Mark::Tick;
}

QColor colorOf(Mark shape, const Theme &theme)
{
    switch (shape) {
    case Mark::Tick:
        return theme.good;
    case Mark::Cross:
        return theme.bad;
    case Mark::Triangle:
        return theme.warning;
    default:
        return theme.muted;
    }
}

QString closedBy(const ClosingRecord &closing)
{
    if (closing.closedByMe)
        return QStringLiteral("closed by us");
    if (closing.closeReceivedAt)
        return QStringLiteral("closed by the peer");
    return closing.droppedByMe ? QStringLiteral("dropped by us") : QStringLiteral("dropped by the peer");
}

} // namespace

MarkedWord markOf(const CaseVerdict &verdict, const Theme &theme)
{
    const Mark shape = shapeOf(verdict);
    QString word = toQString(wordOf(verdict.behavior));
    const CloseBehavior close = verdict.close;
    if (close != CloseBehavior::Ok && close != CloseBehavior::Informational
        && toQString(wordOf(close)) != word)
        word = word == QLatin1String("OK") ? toQString(wordOf(close))
                                           : word + QStringLiteral(", ") + toQString(wordOf(close));
    return {shape, colorOf(shape, theme), word};
}

MarkedWord markOf(const CaseOutcome &outcome, const Theme &theme)
{
    if (outcome.wasStopped)
        return {Mark::Dash, theme.muted, QStringLiteral("stopped")};
    if (outcome.couldNotConnect)
        return {Mark::Cross, theme.bad, QStringLiteral("no connection")};
    return markOf(outcome.verdict, theme);
}

MarkedWord markOf(const CaseResult &result, const Theme &theme)
{
    return markOf(CaseOutcome{.verdict = result.verdict,
                              .couldNotConnect = result.connectError().has_value(),
                              .wasStopped = result.wasStopped},
                  theme);
}

MarkedWord stateMark(const SessionEntry &entry, const Theme &theme)
{
    const SessionSummary &summary = entry.summary;
    if (entry.is<ReportedCase>())
        return {Mark::Letter, theme.muted, QStringLiteral("from a report")};
    if (summary.error)
        return {Mark::Cross, theme.bad, QStringLiteral("not connected")};
    if (entry.is<Recording>() && summary.state != SessionState::Closed)
        return entry.hasEnded() ? MarkedWord{Mark::Dash, theme.muted, QStringLiteral("incomplete")}
                                : MarkedWord{Mark::HalfDisc, theme.muted, QStringLiteral("being read")};
    if (entry.refusedWith)
        return refusedMark(theme, QStringLiteral(" (%1)").arg(*entry.refusedWith));
    if (entry.failure)
        return markOf(*entry.failure, theme);
    switch (summary.state) {
    case SessionState::Connecting:
        return {Mark::HalfDisc, theme.warning, QStringLiteral("connecting")};
    case SessionState::Handshaking:
        return {Mark::HalfDisc, theme.warning, QStringLiteral("opening handshake")};
    case SessionState::Open:
        return {Mark::Disc, theme.good, QStringLiteral("connected")};
    case SessionState::Closing:
        return {Mark::HalfDisc, theme.warning, QStringLiteral("closing")};
    case SessionState::Closed:
        break;
    }
    const ClosingRecord closing = entry.log->closing();
    if (!closing.openedAt)
        return {Mark::Cross, theme.bad, QStringLiteral("never opened")};
    return {Mark::Ring, closing.wasClean ? theme.muted : theme.bad, closedBy(closing)};
}

MarkedWord markOf(Severity severity, const Theme &theme)
{
    switch (severity) {
    case Severity::Must:
        return {Mark::Cross, theme.bad, QStringLiteral("MUST")};
    case Severity::Should:
        return {Mark::Triangle, theme.warning, QStringLiteral("SHOULD")};
    case Severity::Note:
        break;
    }
    return {Mark::Letter, theme.muted, QStringLiteral("note")};
}

MarkedWord refusedMark(const Theme &theme, const QString &extra)
{
    return {Mark::Ring, theme.warning, QStringLiteral("refused") + extra};
}

MarkedWord markOf(const Finding &finding, const Theme &theme)
{
    MarkedWord mark = markOf(finding.severity(), theme);
    mark.word = toQString(findingBrief(finding.violation));
    return mark;
}

} // namespace fg
