"""An echo server on python3-aiohttp. Arguments: PORT (0: any) [--cert FILE --key FILE].
Prints "listening PORT"."""

import argparse
import asyncio
import logging
import ssl

from aiohttp import WSMsgType, web

LONGEST_MESSAGE = 64 * 1024 * 1024  # the cases send up to 16 MiB


async def echo(request):
    socket = web.WebSocketResponse(max_msg_size=LONGEST_MESSAGE, compress=True)
    await socket.prepare(request)
    async for message in socket:
        if message.type == WSMsgType.TEXT:
            await socket.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await socket.send_bytes(message.data)
    return socket


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    arguments = parser.parse_args()

    context = None
    if arguments.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.cert, arguments.key)

    # What a case breaks on purpose is not worth a message.
    logging.disable(logging.CRITICAL)
    application = web.Application()
    application.router.add_get("/", echo)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", arguments.port, ssl_context=context)
    await site.start()
    print("listening", runner.addresses[0][1], flush=True)
    await asyncio.Future()


asyncio.run(main())
