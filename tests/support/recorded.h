// Sessions that are recorded to a file and read again, and a comparison of two of them.
#pragma once

#include "protocol/session/file/session_file.h"
#include "protocol/session/file/session_reader.h"
#include "tests/support/live.h"

#include <filesystem>

namespace fg::test {

// A temporary folder that is deleted together with the object.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    [[nodiscard]] std::filesystem::path file(std::string_view name = "session.pcapng") const
    {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

[[nodiscard]] std::shared_ptr<SessionFile> createFile(const std::filesystem::path &path);
[[nodiscard]] SessionHeading headingOf(Role role);

// Everything that is known of a session, in words: rows with their extras, heads, closing values, counts,
// findings, messages with their payloads, and the octets of both streams.
[[nodiscard]] Words everythingOf(const Session &log);

// The first difference between the two, in words; empty if there is none.
[[nodiscard]] std::string difference(const Session &a, const Session &b);

struct ReadFile
{
    std::vector<RecordedConnection> connections;
    std::optional<FileDamage> damage;
};
[[nodiscard]] ReadFile readFile(const std::filesystem::path &path, std::size_t step = SIZE_MAX / 2);

[[nodiscard]] OctetBuffer contentOf(const std::filesystem::path &path);
void writeContent(const std::filesystem::path &path, OctetView octets);

} // namespace fg::test
