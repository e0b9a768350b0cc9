// An empty folder for one test, removed at its end.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace fg::test {

class OwnFolder
{
public:
    OwnFolder();
    ~OwnFolder();
    OwnFolder(const OwnFolder &) = delete;
    OwnFolder &operator=(const OwnFolder &) = delete;

    [[nodiscard]] std::filesystem::path operator/(const std::string &name) const { return m_path / name; }
    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    [[nodiscard]] std::set<std::string> names() const;
    // Makes a file with this text.
    void put(const std::string &name, const std::string &text) const;
    // The text of a file.
    [[nodiscard]] std::string textOf(const std::string &name) const;

private:
    std::filesystem::path m_path;
};

// True if the tests run with the rights of root, which no folder is closed to.
[[nodiscard]] bool isRoot();

} // namespace fg::test
