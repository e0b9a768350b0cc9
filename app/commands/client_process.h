// Runs a client under test as a separate process, and ends it with all processes that it started.
#pragma once

#include <QProcess>

#include <functional>
#include <string>

namespace fg {

struct ClientEnd
{
    int exitCode = 0; // As shells report it: 128 plus the number of the signal after a crash.
};

class ClientProcess
{
public:
    // `ended` is called once, from the event loop, unless the object is destroyed first.
    explicit ClientProcess(std::function<void(ClientEnd)> ended);
    // Ends the process and all that it started, by force if they have not ended within two seconds.
    ~ClientProcess();

    // Runs the command with the shell; its output goes to our standard error. {url} and {page} in the command
    // are replaced by these values, which are also in its environment as FRAMEGLASS_URL and FRAMEGLASS_PAGE.
    void start(std::string command, const std::string &url, const std::string &page);

private:
    QProcess m_process;
    qint64 m_group = 0; // 0 if none was started.
    std::function<void(ClientEnd)> m_ended;
};

} // namespace fg
