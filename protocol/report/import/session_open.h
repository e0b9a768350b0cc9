// Any file with sessions that the program can read, opened: our session files, our own JSON, HTTP Archives.
// What it is, is found out by what it holds.
#pragma once

#include "protocol/report/view/export_options.h"
#include "protocol/session/file/session_heading.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fg {

struct OpenedSession
{
    std::shared_ptr<const Session> session;
    SessionFacts facts;
    SessionHeading heading; // what its file says of it as a whole
    std::vector<NamedText> remarks; // as far as they were read when it was told
};

// What the one who opens a file is told, in the thread that reads it.
struct OpeningWatch
{
    // A session has begun; rows are added to it until the file is read.
    std::function<void(const OpenedSession &)> found;
    // How far it is, in octets of the file. False: what was read so far is enough.
    std::function<bool(std::uint64_t done, std::uint64_t all)> goOn;
};

struct OpenedFile
{
    std::vector<OpenedSession> sessions;
    std::optional<std::string> error; // what is wrong with it, and where; a sentence, escaped
    std::vector<std::string> notes; // what else there is to know; escaped
    bool wasStopped = false;
    // The sessions are all that it holds. What its writer began and did not finish, last of all, counts for
    // nothing.
    bool isWhole = true;
};

[[nodiscard]] OpenedFile openSessions(const std::filesystem::path &path, const OpeningWatch &watch = {});

} // namespace fg
