// Opens every kind of file with sessions that the program can read: our session files, our own JSON and HTTP
// Archives. The kind is found by the content.
#pragma once

#include "protocol/report/view/export_options.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/live/recorded_session.h"

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
    SessionHeading heading; // what its file says about the whole session
    std::vector<NamedText> remarks; // those that were read up to the callback
    bool isComplete = false; // nothing is missing, even if the rest of the file is damaged or was not read
};

// Callbacks while a file is opened, in the thread that reads it.
struct OpeningWatch
{
    // A session has begun; rows are added to it until the file is read.
    std::function<void(const OpenedSession &)> found;
    // `done` and `all` are octets of the file. A result of false stops reading.
    std::function<bool(std::uint64_t done, std::uint64_t all)> mayContinue;
};

struct OpenedFile
{
    std::vector<OpenedSession> sessions;
    std::optional<std::string> error; // what is wrong and where; sentences, escaped
    // The file is not damaged: `error` says that the memory for it was used up, and what was read before.
    bool hasReachedLimit = false;
    std::vector<std::string> notes; // further sentences for the user; escaped
    bool wasStopped = false;
    // Whether `sessions` is everything that the file holds. A last block that its writer did not finish does
    // not count.
    bool isWhole = true;

    // How much of one of the sessions was read, for a replay.
    [[nodiscard]] RecordingRead readOf(const OpenedSession &session) const;
};

// `memory`: the most octets of memory that everything that is kept of the file may take. What fits is read.
[[nodiscard]] OpenedFile openSessions(const std::filesystem::path &path, const OpeningWatch &watch = {},
                                      std::uint64_t memory = MemoryBudget::defaultLimit);

// What a file is that has no session, and what one can do, as the end of a sentence that has named it. Only
// its beginning is read.
[[nodiscard]] std::string whyNoSessionIn(const std::filesystem::path &path);

} // namespace fg
