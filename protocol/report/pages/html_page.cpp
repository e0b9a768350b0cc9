#include "protocol/report/pages/html_page.h"

#include "protocol/session/live/target.h"
#include "protocol/text/base64.h"
#include "protocol/text/markup.h"
#include "protocol/text/product.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <array>
#include <span>

namespace fg {
namespace {

// The name of an inline element in a content security policy: a hash of its content, octet for octet.
std::string sourceHash(std::string_view content)
{
    const auto octets = QByteArray::fromRawData(content.data(), static_cast<qsizetype>(content.size()));
    const QByteArray hash = QCryptographicHash::hash(octets, QCryptographicHash::Sha256);
    return "'sha256-" + toBase64(std::as_bytes(std::span(hash))) + '\'';
}

enum Look : std::size_t { Passed, Informational, Skipped, NonStrict, Failed, NoConnection };

constexpr std::array looks{
    VerdictLook{"ok", "\u2713", "Passed", 0},     VerdictLook{"info", "i", "Informational", 1},
    VerdictLook{"skip", "\u2013", "Not done", 2}, VerdictLook{"lax", "~", "Non-strict", 3},
    VerdictLook{"bad", "\u2717", "Failed", 4},    VerdictLook{"lost", "!", "No connection", 5},
};

Look kindOf(const CaseSummary &summary)
{
    if (summary.wasStopped)
        return Skipped;
    if (summary.couldNotConnect)
        return NoConnection;
    if (summary.verdict.hasFailed())
        return Failed;
    switch (summary.verdict.behavior) {
    case Behavior::Ok:
        return Passed;
    case Behavior::NonStrict:
        return NonStrict;
    case Behavior::Unimplemented:
        return Skipped;
    case Behavior::Informational:
        return Informational;
    case Behavior::Failed:
        break;
    }
    return Failed;
}

} // namespace

const VerdictLook &lookOf(const CaseSummary &summary) { return looks[kindOf(summary)]; }

std::span<const VerdictLook> allLooks() { return looks; }

void beginPage(std::ostream &out, std::string_view title, std::string_view script)
{
    static const std::string styleHash = sourceHash(pageStyle()); // the same for every page
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        << styleHash;
    if (!script.empty())
        out << "; script-src " << sourceHash(script);
    out << "; base-uri 'none'; form-action 'none'\">\n"
        << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        << "<meta name=\"color-scheme\" content=\"light dark\">\n"
        << "<meta name=\"referrer\" content=\"no-referrer\">\n"
        << "<title>" << title << "</title>\n<style>" << pageStyle() << "</style>\n</head>\n<body>\n";
}

void endPage(std::ostream &out, std::string_view script)
{
    out << "<footer>Written by " << markup(productToken()) << "</footer>\n";
    if (!script.empty())
        out << "<script>" << script << "</script>\n";
    out << "</body>\n</html>\n";
}

} // namespace fg
