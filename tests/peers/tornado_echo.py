"""An echo server on python3-tornado. Arguments: PORT (0: any) [--cert FILE --key FILE] [--compression on|off].
Prints "listening PORT"."""

import argparse
import asyncio
import logging
import ssl

import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket

LONGEST_MESSAGE = 64 * 1024 * 1024  # the cases send up to 16 MiB


class Echo(tornado.websocket.WebSocketHandler):
    compression = {}  # permessage-deflate with the library's own settings; None: off

    def check_origin(self, origin):
        return True

    def get_compression_options(self):
        return self.compression

    def on_message(self, message):
        self.write_message(message, binary=isinstance(message, bytes))


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--compression", choices=("on", "off"), default="on")
    arguments = parser.parse_args()
    if arguments.compression == "off":
        Echo.compression = None

    context = None
    if arguments.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.cert, arguments.key)

    # What a case breaks on purpose is not worth a message.
    logging.disable(logging.CRITICAL)
    application = tornado.web.Application([("/", Echo)], websocket_max_message_size=LONGEST_MESSAGE)
    sockets = tornado.netutil.bind_sockets(arguments.port, "127.0.0.1")
    tornado.httpserver.HTTPServer(application, ssl_options=context).add_sockets(sockets)
    print("listening", sockets[0].getsockname()[1], flush=True)
    await asyncio.Future()


asyncio.run(main())
