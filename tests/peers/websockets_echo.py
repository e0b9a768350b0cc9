"""An echo server on python3-websockets. Arguments: PORT (0: any) [--cert FILE --key FILE]
[--compression on|off]. Prints "listening PORT"."""

import argparse
import asyncio
import logging
import ssl

import websockets

LONGEST_MESSAGE = 64 * 1024 * 1024  # the cases send up to 16 MiB


async def echo(connection, path=None):
    async for message in connection:
        await connection.send(message)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--compression", choices=("on", "off"), default="on")
    arguments = parser.parse_args()

    context = None
    if arguments.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.cert, arguments.key)

    # What a case breaks on purpose is not worth a message.
    logging.getLogger("websockets.server").setLevel(logging.CRITICAL)
    settings = {"ssl": context, "max_size": LONGEST_MESSAGE}
    if arguments.compression == "off":
        settings["compression"] = None
    async with websockets.serve(echo, "127.0.0.1", arguments.port, **settings) as server:
        print("listening", next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
