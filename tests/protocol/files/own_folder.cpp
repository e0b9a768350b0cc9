#include "tests/protocol/files/own_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <unistd.h>

namespace fg::test {

OwnFolder::OwnFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "frameglass-test-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    m_path = name;
}

OwnFolder::~OwnFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::set<std::string> OwnFolder::names() const
{
    std::set<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator(m_path))
        names.insert(entry.path().filename().string());
    return names;
}

void OwnFolder::put(const std::string &name, const std::string &text) const
{
    std::ofstream(m_path / name, std::ios::binary) << text;
}

std::string OwnFolder::textOf(const std::string &name) const
{
    std::ifstream file(m_path / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool isRoot() { return geteuid() == 0; }

} // namespace fg::test
