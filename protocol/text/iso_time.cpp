#include "protocol/text/iso_time.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace fg {

std::string isoTime(std::chrono::system_clock::time_point time)
{
    const auto sinceEpoch = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(sinceEpoch);
    const std::time_t whole = seconds.count();
    std::tm parts{};
    gmtime_r(&whole, &parts);
    std::array<char, 32> date{};
    std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ",
                  static_cast<int>((sinceEpoch - seconds).count()));
    return std::string(date.data()) + fraction.data();
}

std::string dayAndTime(std::chrono::system_clock::time_point time)
{
    constexpr std::size_t upToSeconds = 19;
    std::string text = isoTime(time).substr(0, upToSeconds);
    text[text.find('T')] = ' ';
    return text + " UTC";
}

} // namespace fg
