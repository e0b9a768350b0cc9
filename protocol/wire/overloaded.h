// A visitor of a std::variant, made of a lambda for each alternative.
#pragma once

namespace fg {

template <typename... Handlers> struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

} // namespace fg
