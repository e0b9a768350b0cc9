// The interface through which the sessions of cases are recorded in files while they run.
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
    // Creates a file for one run of a case; it replaces the file of an earlier run. `log` is the session that
    // will be recorded. Called in the thread that runs the case.
    [[nodiscard]] virtual SessionFile::Created begin(const std::string &agent, const CaseSpec &spec,
                                                     const std::shared_ptr<const Session> &log) = 0;
};

} // namespace fg
