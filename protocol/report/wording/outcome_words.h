// The outcome of a case, in sentences. All texts are UTF-8 and escaped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct CaseResult;
struct CaseSpec;
struct CaseVerdict;

[[nodiscard]] std::string_view
resultSentence(const CaseVerdict &verdict); // "Actual events match at least one expected."
// The same for a whole case, including cases that count echoes and cases that were stopped.
[[nodiscard]] std::string resultSentence(const CaseResult &result);
// Details about the verdict, one sentence each: where events or content first differ, or what failed the case
// although its events are right. There may be none.
[[nodiscard]] std::vector<std::string> verdictDetails(const CaseResult &result);
// Details about the run, one sentence each: that the case ran a second time, and why. There may be none.
[[nodiscard]] std::vector<std::string> runDetails(const CaseResult &result);
// Both.
[[nodiscard]] std::vector<std::string> outcomeDetails(const CaseResult &result);
// A note on a run in which the cases with these ids, at least one, ran again because they had run out of
// time.
[[nodiscard]] std::string ranAgainSentence(const std::vector<std::string> &ids);
// The same about cases that failed because they ran out of time and did not run again: too many had failed
// for that reason a second time, or the client decides what it runs.
[[nodiscard]] std::string unsureSentence(const std::vector<std::string> &ids);
// A note on a run against a server that takes one connection at a time. `again`: the number of cases that ran
// again.
[[nodiscard]] std::string oneAtATimeSentence(std::size_t again);
// `who`: a client, as the beginning of the sentence, escaped. There is at least one case.
[[nodiscard]] std::string couldNotRunSentence(std::string_view who,
                                              const std::vector<const CaseSpec *> &cases);
[[nodiscard]] std::string_view
resultCloseSentence(const CaseVerdict &verdict); // "Connection was properly closed"
// The same for a whole case, with another sentence for a connection that never opened.
[[nodiscard]] std::string_view resultCloseSentence(const CaseResult &result);

} // namespace fg
