// A web server for one page: the one that runs the cases in a browser. GET and HEAD of / and nothing else;
// there are no files, so no path leads to one. Lives in the thread that it is made in.
#pragma once

#include "protocol/conformance/serve/http_answer.h"
#include "protocol/endpoint/endpoint.h"
#include "protocol/transport/socket_listener.h"
#include "protocol/transport/time_source.h"

#include <list>
#include <memory>
#include <string>

namespace fg {

// Where the page finds the WebSocket server: at the host that the page came from.
struct PageTarget
{
    bool isSecure = false;
    std::uint16_t port = 0;
};

// The page, with what it may load and connect to (Content-Security-Policy): nothing but itself and the
// target. In its text @NONCE@ stands where script and style need the nonce, @SCHEME@ and @PORT@ for the
// target. What the request has wrong, such as a host name that is not this machine's, is told in plain text.
[[nodiscard]] HttpAnswer answerPage(const HttpHead &request, const std::string &page, PageTarget target,
                                    std::string_view nonce);

struct PageServerSettings
{
    ListenSettings listen; // bounds the connections at once; loopback unless told otherwise
    std::string page; // HTML, UTF-8
    PageTarget target;
    Duration timeout = std::chrono::seconds(10); // for a request to be complete
};

class PageServer
{
public:
    // `time` and `entropy` must outlive it.
    PageServer(PageServerSettings settings, TimeSource &time, Entropy &entropy);
    ~PageServer(); // drops what is open

    // nullopt when it listens.
    [[nodiscard]] std::optional<TransportError> start();
    [[nodiscard]] std::uint16_t port() const { return m_listener.port(); }

private:
    class Connection;

    void accept(std::unique_ptr<Transport> transport);
    [[nodiscard]] std::string answer(const HttpHeadReader &head);
    void forget(Connection &connection);

    PageServerSettings m_settings;
    TimeSource &m_time;
    Entropy &m_entropy;
    SocketListener m_listener;
    std::list<std::unique_ptr<Connection>> m_connections;
};

} // namespace fg
