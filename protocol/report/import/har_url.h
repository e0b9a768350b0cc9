// The URL of an entry of an HTTP Archive. What cannot be used of it does not cost its path and its query.
// Internal to report/.
#pragma once

#include "protocol/session/live/web_socket_url.h"

#include <optional>
#include <string>
#include <string_view>

namespace fg {

struct HarUrl
{
    std::optional<WebSocketUrl> parsed; // Nullopt if there is nothing in it that can be used.
    std::string leftOut; // "the fragment, the port"; empty: nothing. It quotes nothing of the URL.
};

[[nodiscard]] HarUrl readHarUrl(std::string_view text);

} // namespace fg
