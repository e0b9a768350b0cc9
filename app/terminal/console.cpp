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

void printTrouble(const Trouble &trouble)
{
    std::string text = "frameglass: " + trouble.what + "\n  ";
    // The body of an answer may have many lines; they are indented so that none can be mistaken for a line of
    // ours.
    for (const char c : trouble.why) {
        text += c;
        if (c == '\n')
            text += "    ";
    }
    printError(text + "\n  " + trouble.advice + "\n");
}

} // namespace fg
