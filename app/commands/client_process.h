// A client under test as a process of its own, with all that it starts.
#pragma once

#include <QProcess>

#include <functional>
#include <string>

namespace fg {

struct ClientEnd
{
    int exitCode = 0; // as a shell says it: 128 and the signal's number behind a crash
};

class ClientProcess
{
public:
    // `ended` comes once, from the event loop, unless the object is destroyed first.
    explicit ClientProcess(std::function<void(ClientEnd)> ended);
    // Ends it with all that it started, by force where it does not go within two seconds.
    ~ClientProcess();

    // Runs the command with the shell, its output to our standard error. In it {url} and {page} stand for
    // these, which are also in its environment as FRAMEGLASS_URL and FRAMEGLASS_PAGE.
    void start(std::string command, const std::string &url, const std::string &page);

private:
    QProcess m_process;
    qint64 m_group = 0; // 0: none was started
    std::function<void(ClientEnd)> m_ended;
};

} // namespace fg
