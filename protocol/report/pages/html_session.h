// The sections of a page that tell of one session: a case's page and an exported session share them.
// Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"

#include <ostream>
#include <string_view>

namespace fg {

// Whether rows beyond the limit of a page stand in it all the same, or in the JSON file beside it.
enum class WholeLog : std::uint8_t { Here, InJsonFile };

class HtmlSession
{
public:
    // Both must outlive it.
    HtmlSession(std::ostream &out, const SessionView &view)
        : m_out(out)
        , m_view(view)
    {
    }

    // `sentence`: ours, on what it came to; may be empty.
    void closing(std::string_view sentence);
    // Nothing where no rule was broken. `onOurs`: a sentence where some of them were broken by us; may be
    // empty.
    void findings(std::string_view onOurs);
    void handshake();
    void statistics();
    // False where the export was ended.
    bool wireLog(WholeLog whole);

private:
    void section(std::string_view heading) { m_out << "<h2>" << heading << "</h2>\n"; }
    void head(std::string_view heading, std::string_view octets);
    void chopTable(std::string_view heading, const StreamStatistics &statistics);
    void opcodeTable(std::string_view heading, const StreamStatistics &statistics);

    std::ostream &m_out;
    const SessionView &m_view;
};

} // namespace fg
