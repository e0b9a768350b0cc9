// Errors of an import, and access to the members of a JSON object with the checks that an importer needs.
// Internal to report/.
#pragma once

#include "protocol/report/export/session_schema.h"
#include "protocol/report/import/session_import.h"
#include "protocol/text/json_reader.h"
#include "protocol/wire/octets.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace fg {

struct ImportFault
{
    JsonPlace place;
    std::string problem; // escaped
    ImportError::Cause cause = ImportError::Cause::Content;
    // If the value of a member is at fault: its name, and what was expected of it.
    std::string key{};
    std::string expected{};
};

// The memory for what is read of the file is used up at this place. From then on the budget is exhausted.
[[nodiscard]] ImportFault memoryFault(JsonPlace place, MemoryBudget &memory);
// The same if it is used up; nullopt otherwise.
[[nodiscard]] std::optional<ImportFault> memoryFault(JsonPlace place, const ImportLimits &limits);
// The memory that one value of the file may take: reading it, and adding what it holds to a session, takes
// several times as much.
[[nodiscard]] std::size_t valueMemory(const ImportLimits &limits);

// Counts the facts about a session, which its log does not count.
void countFacts(const SessionFacts &facts, const ImportLimits &limits);
[[nodiscard]] ImportFault faultOf(const JsonFault &fault, const ImportLimits &limits);
[[nodiscard]] ImportError errorOf(const ImportFault &fault);

// The members of an object. The first member that is missing or wrong is stored as the fault. A value read
// from a wrong member has no meaning.
class JsonFields
{
public:
    // Both arguments are borrowed.
    JsonFields(const JsonValue &object, std::optional<ImportFault> &fault);

    [[nodiscard]] bool has(std::string_view name) const; // there, and not null
    [[nodiscard]] std::uint64_t number(std::string_view name,
                                       std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
    [[nodiscard]] std::optional<std::uint64_t> optionalNumber(std::string_view name);
    [[nodiscard]] std::int64_t signedNumber(std::string_view name);
    [[nodiscard]] double realNumber(std::string_view name);
    [[nodiscard]] bool boolean(std::string_view name);
    // A missing member is false.
    [[nodiscard]] bool flag(std::string_view name) { return has(name) && boolean(name); }
    // The member is a string; or an object with octets in base64, if the text is not UTF-8.
    [[nodiscard]] std::string text(std::string_view name);
    [[nodiscard]] OctetBuffer base64(std::string_view name);
    // A null pointer if the member is missing or has another type.
    [[nodiscard]] const JsonValue *object(std::string_view name);
    [[nodiscard]] const JsonValue *array(std::string_view name);

    template <typename Value, std::size_t size>
    [[nodiscard]] Value oneOf(std::string_view name, const schema::Names<Value, size> &names)
    {
        const JsonValue *const value = find(name, JsonValue::Kind::String, "a name");
        const auto found = value ? schema::valueOf(names, value->text) : std::nullopt;
        if (value && !found)
            reportUnknownName(*value, name, names.front().second, names.back().second);
        return found.value_or(names.front().first);
    }
    void reportFault(std::string_view name, std::string_view expected);

private:
    [[nodiscard]] const JsonValue *find(std::string_view name) const;
    [[nodiscard]] const JsonValue *find(std::string_view name, JsonValue::Kind kind,
                                        std::string_view expected);
    void reportFaultAt(JsonPlace place, std::string_view name, std::string_view expected);
    void reportUnknownName(const JsonValue &value, std::string_view name, std::string_view first,
                           std::string_view last);

    const JsonValue &m_object;
    std::optional<ImportFault> &m_fault;
};

} // namespace fg
