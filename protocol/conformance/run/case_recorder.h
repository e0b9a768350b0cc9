// Where the sessions of cases are written down while they run.
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/session/file/session_file.h"
#include "protocol/session/log/session.h"

#include <memory>
#include <string>

namespace fg {

class Session;

class CaseRecorder
{
public:
    virtual ~CaseRecorder() = default;
    // A file for one run of a case, which that of an earlier run gives way to. `log` is the session that will
    // be in it. Called in the thread that runs the case.
    [[nodiscard]] virtual SessionFile::Created begin(const std::string &agent, const CaseSpec &spec,
                                                     const std::shared_ptr<const Session> &log) = 0;
};

} // namespace fg
