#pragma once

#include <cstdint>

namespace fg {

// Which end of a connection this is (RFC 6455 1.2).
enum class Role : std::uint8_t { Client, Server };

[[nodiscard]] constexpr Role otherRole(Role role)
{
    return role == Role::Client ? Role::Server : Role::Client;
}

} // namespace fg
