// Events that a case expects or has observed, in our own notation.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fg {

struct CaseEvent;
struct ObservedEvent;

// For example `text message "Hello"`, `pong 0xfe` or `timeout A`. Long payloads are cut; the text is escaped.
[[nodiscard]] std::string eventText(const CaseEvent &event);
[[nodiscard]] std::string eventText(const ObservedEvent &event);

// A list of events in one line: "pong 0xfe, then timeout A", or "nothing" for an empty list. A long list is
// cut after its first events, and the line says how many more there are.
[[nodiscard]] std::string eventListText(const std::vector<CaseEvent> &events);
[[nodiscard]] std::string eventListText(const std::vector<ObservedEvent> &events);

// Says where the observed events first differ from the expected ones; empty if they are equal.
[[nodiscard]] std::string differenceSentence(const std::vector<CaseEvent> &expected,
                                             const std::vector<ObservedEvent> &observed);
// Number of events, counted from the first one, that are as expected.
[[nodiscard]] std::size_t agreeingEvents(const std::vector<CaseEvent> &expected,
                                         const std::vector<ObservedEvent> &observed);

} // namespace fg
