// An echo server on Boost.Beast, as a fast independent peer. Arguments: PORT (0: any) [--deflate on|off].
// Prints "listening PORT". It uses one thread; each connection reads and writes in turn.

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using Tcp = asio::ip::tcp;

constexpr std::size_t longestMessage = 64 * 1024 * 1024; // the cases send up to 16 MiB

struct Arguments
{
    std::uint16_t port = 0;
    bool deflate = false;
};

// Each pending operation keeps its connection alive.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(Tcp::socket socket, bool deflate)
        : m_stream(std::move(socket))
    {
        websocket::permessage_deflate extension;
        extension.server_enable = deflate;
        m_stream.set_option(extension);
        m_stream.auto_fragment(false);
        m_stream.read_message_max(longestMessage);
        beast::error_code ignored;
        m_stream.next_layer().set_option(Tcp::no_delay(true), ignored);
    }

    void start()
    {
        m_stream.async_accept([self = shared_from_this()](beast::error_code error) {
            if (!error)
                self->read();
        });
    }

private:
    void read()
    {
        m_stream.async_read(m_message, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error)
                self->write();
        });
    }

    void write()
    {
        m_stream.text(m_stream.got_text());
        m_stream.async_write(m_message.data(),
                             [self = shared_from_this()](beast::error_code error, std::size_t) {
                                 if (error)
                                     return;
                                 self->m_message.clear();
                                 self->read();
                             });
    }

    websocket::stream<Tcp::socket> m_stream;
    beast::flat_buffer m_message;
};

void acceptNext(Tcp::acceptor &acceptor, bool deflate)
{
    acceptor.async_accept([&acceptor, deflate](beast::error_code error, Tcp::socket socket) {
        if (!error)
            std::make_shared<Connection>(std::move(socket), deflate)->start();
        acceptNext(acceptor, deflate);
    });
}

std::optional<Arguments> parse(int count, char **words)
{
    if (count != 2 && count != 4)
        return std::nullopt;
    Arguments arguments;
    const std::string_view port = words[1];
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), arguments.port);
    if (error != std::errc{} || end != port.data() + port.size())
        return std::nullopt;
    if (count == 4) {
        const std::string_view value = words[3];
        if (std::string_view(words[2]) != "--deflate" || (value != "on" && value != "off"))
            return std::nullopt;
        arguments.deflate = value == "on";
    }
    return arguments;
}

} // namespace

int main(int count, char **words)
{
    const std::optional<Arguments> arguments = parse(count, words);
    if (!arguments) {
        std::fputs("usage: beast_echo PORT [--deflate on|off]\n", stderr);
        return 2;
    }
    try {
        asio::io_context context(1);
        Tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), arguments->port});
        acceptNext(acceptor, arguments->deflate);
        std::printf("listening %u\n", unsigned(acceptor.local_endpoint().port()));
        std::fflush(stdout);
        context.run();
    } catch (const std::exception &error) {
        std::fprintf(stderr, "beast_echo: %s\n", error.what());
        return 1;
    }
    return 0;
}
