#include "app/terminal/console.h"

#include "protocol/handshake/secrets.h"

#include <cstdio>

namespace fg {

void printOut(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

bool hasLostOutput() { return std::ferror(stdout) != 0; }

void printError(const std::string &text)
{
    const std::string shown = discreet(text);
    std::fwrite(shown.data(), 1, shown.size(), stderr);
    std::fflush(stderr);
}

std::string indented(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n')
            out += "    ";
    }
    return out;
}

void printTrouble(const Trouble &trouble)
{
    printError("frameglass: " + trouble.what + "\n  " + indented(trouble.why) + "\n  " + trouble.advice
               + "\n");
}

} // namespace fg
