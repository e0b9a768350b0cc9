// The sections of a page about one session. The page of a case and the page of an exported session share
// them. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"

#include <ostream>
#include <string_view>

namespace fg {

// Whether the rows beyond the limit of a page are on the page as well, or only in the JSON file beside it.
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

    // `sentence`: our verdict on the closing; may be empty.
    void closing(std::string_view sentence);
    // Writes nothing if no rule was broken. `onOurs`: a sentence that is added if we broke some of the rules;
    // may be empty.
    void findings(std::string_view onOurs);
    void handshake();
    void statistics();
    // What a person noted on rows. Writes nothing if there are no notes.
    void notes();
    // False if the export was ended early.
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
