#include "protocol/report/pages/record_folder.h"

namespace fg {

std::optional<FileError> RecordFolder::create() { return makeFolder(m_path); }

bool RecordFolder::isInUse(const std::string &name) const
{
    const auto known = m_logs.find(name);
    const std::shared_ptr<const Session> log = known == m_logs.end() ? nullptr : known->second.lock();
    return log && !log->closing().hasEnded();
}

SessionFile::Created RecordFolder::begin(const std::string &agent, const CaseSpec &spec,
                                         const std::shared_ptr<const Session> &log)
{
    const std::string stem = m_names.stemOf(agent, spec);
    std::string name = stem;
    for (unsigned number = 2; isInUse(name); ++number)
        name = stem + '_' + std::to_string(number);
    const std::filesystem::path file = m_path / (name + ".pcapng");
    m_logs[name] = log;
    // A view that still shows the session of an earlier run keeps reading the old file, which then has no
    // name.
    return SessionFile::create(file, NamedBy::Program);
}

} // namespace fg
