// Conversations of random frames, legal and not, that a live session has with a scripted peer. The session is
// recorded into a file. The same seed gives the same conversation.
#pragma once

#include "protocol/session/log/session.h"

#include <filesystem>
#include <memory>

namespace fg::test {

// The log of the conversation with this seed. Most conversations have ended, some are left open.
[[nodiscard]] std::shared_ptr<Session> playConversation(unsigned seed, const std::filesystem::path &file);

} // namespace fg::test
