"""A client on python3-websockets, which compresses with Python's zlib, that checks an echo server with every
agreement it can offer. Argument: URL. Prints one line for each and exits with 0 if every message came back as
sent."""

import asyncio
import itertools
import random
import sys

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

SIZES = [0, 1, 125, 126, 65535, 65536, 1 << 20]


def message(size, seed):
    chooser = random.Random(seed)
    if seed % 3 == 0:
        return chooser.randbytes(size)
    words = ["lamp", "harbour", "\u00e9t\u00e9", '{"id": 7}', "salt"]
    text = " ".join(chooser.choices(words, k=size // 4 + 1)).encode()
    return text[:size]


async def converse(url, factory, what):
    options = {"extensions": [factory], "compression": None, "max_size": 2**26}
    async with websockets.connect(url, **options) as connection:
        agreed = [extension.name for extension in connection.extensions]
        for seed, size in enumerate(SIZES * 2):
            sent = message(size, seed)
            # This library compresses fragments one by one, as RFC 7692 7.2.1 describes.
            await connection.send([sent[: size // 2], sent[size // 2 :]] if seed % 2 else sent)
            if await asyncio.wait_for(connection.recv(), 20) != sent:
                return f"{what}: {size} octets came back wrong"
        return None if agreed == ["permessage-deflate"] else f"{what}: agreed on {agreed}"


async def main(url):
    failures = 0
    windows = [None, 9, 12, 15]
    for server_reset, client_reset in itertools.product([False, True], repeat=2):
        for server_bits, client_bits in itertools.product([8, *windows], [True, *windows]):
            what = f"resets {server_reset} {client_reset}, windows {server_bits} {client_bits}"
            factory = ClientPerMessageDeflateFactory(server_reset, client_reset, server_bits, client_bits)
            fault = await converse(url, factory, what)
            print("FAILED" if fault else "passed", fault or what, sep="  ")
            failures += fault is not None
    return 1 if failures else 0


sys.exit(asyncio.run(main(sys.argv[1])))
