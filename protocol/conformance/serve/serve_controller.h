// Server mode for the thread of the window: the server of cases and its web page run in the network thread,
// and what happens waits here until it is fetched. Nothing blocks.
#pragma once

#include "protocol/conformance/run/news_box.h"
#include "protocol/conformance/serve/case_server.h"
#include "protocol/conformance/serve/page_server.h"
#include "protocol/transport/network_thread.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fg {

struct ServeSettings
{
    ListenSettings listen{.port = 9001};
    CaseChoice choice;
    std::uint16_t pagePort = 8080; // 0: no page
    std::string page; // HTML, as PageServerSettings has it
};

// It listens: where clients and browsers find it.
struct ServeListening
{
    std::string url; // "ws://127.0.0.1:9001"
    std::string pageUrl; // empty: no page
};
// It does not, or no longer, listen.
struct ServeFailed
{
    enum class Part : std::uint8_t { Clients, Page } part = Part::Clients;
    TransportError error;
};
using ServeEvent = std::variant<ServeListening, ServeFailed, RunEvent>;
using ServeNews = News<ServeEvent>;

class ServeController
{
public:
    // The thread must outlive it.
    explicit ServeController(NetworkThread &network);
    ~ServeController(); // drops what is open

    // A server that runs is stopped first, and its last news are lost.
    void start(ServeSettings settings);
    // What happens until it has ended is told; then its news end.
    void stop();
    // What happened since the last call, at most so many events of it.
    [[nodiscard]] ServeNews takeNews(std::size_t limit = SIZE_MAX);

private:
    struct Worker;

    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
