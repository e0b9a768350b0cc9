// Cases whose JSON reports were recorded elsewhere (tests/data/reports), played again: a scripted peer sends
// what the peer sent then, in the same reads, and the random parts of our side are the recorded ones.
#pragma once

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/wire/octets.h"

#include <QJsonObject>

#include <memory>
#include <string>

namespace fg::test {

[[nodiscard]] QJsonObject recordedReport(const std::string &caseId);
[[nodiscard]] CaseResult play(const QJsonObject &report);

// The octets of a whole text message from a server.
[[nodiscard]] OctetBuffer serverTextFrame(std::string_view payload);

// The result of a case of the catalogue with this verdict, without a session.
[[nodiscard]] CaseResult resultOf(std::string_view agent, std::string_view caseId,
                                  Behavior behavior = Behavior::Ok, CloseBehavior close = CloseBehavior::Ok);

} // namespace fg::test
