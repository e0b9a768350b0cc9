// Events that a case expects or has seen, in our own notation.
#pragma once

#include "protocol/conformance/cases/verdict.h"

#include <string>
#include <vector>

namespace fg {

// `text message "Hello"`, `pong 0xfe`, `timeout A`; long payloads are cut, and all is escaped.
[[nodiscard]] std::string eventText(const CaseEvent &event);
[[nodiscard]] std::string eventText(const ObservedEvent &event);

// A list of them in a row of words: "pong 0xfe, then timeout A"; "nothing" where there are none. Of a long
// list the first ones and how many more.
[[nodiscard]] std::string eventListText(const std::vector<CaseEvent> &events);
[[nodiscard]] std::string eventListText(const std::vector<ObservedEvent> &events);

// Where the events that came part from those that are expected; empty when they are equal.
[[nodiscard]] std::string differenceSentence(const std::vector<CaseEvent> &expected,
                                             const std::vector<ObservedEvent> &observed);
// How many events at the front are as expected.
[[nodiscard]] std::size_t agreeingEvents(const std::vector<CaseEvent> &expected,
                                         const std::vector<ObservedEvent> &observed);

} // namespace fg
