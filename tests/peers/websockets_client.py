"""A client on python3-websockets that checks an echo server. Arguments: URL [--ca FILE].

Prints one line for each check and exits with 0 if every message came back as sent and the closing
handshake was clean, otherwise with 1."""

import argparse
import asyncio
import ssl
import sys

import websockets

# A message is text, octets, or the list of its fragments.
EXCHANGES = [
    ("a text", "Hello"),
    ("a text beyond ASCII", "\u00e4 \u20ac \U0001f600"),
    ("an empty text", ""),
    ("a binary message", bytes([0, 1, 127, 128, 255])),
    ("an empty binary message", b""),
    ("the longest 7-bit length", b"\x01" * 125),
    ("the shortest 16-bit length", b"\x02" * 126),
    ("the longest 16-bit length", b"\x03" * 65535),
    ("the shortest 64-bit length", b"\x04" * 65536),
    ("a text in three fragments", ["one, ", "two, ", "three"]),
    ("a binary message in fragments, one empty", [b"\x01", b"", b"\x02"]),
]

failures = 0


def check(what, holds):
    global failures
    print("passed" if holds else "FAILED", what, sep="  ")
    failures += not holds


def whole(message):
    return message[0][:0].join(message) if isinstance(message, list) else message


async def converse(url, context):
    async with websockets.connect(url, ssl=context) as connection:
        for what, message in EXCHANGES:
            await connection.send(message)
            check(what, await asyncio.wait_for(connection.recv(), 10) == whole(message))
        # The library completes this only if the pong has the ping's payload.
        pong = await connection.ping("a payload")
        await asyncio.wait_for(pong, 10)
        check("a ping with a payload", True)
        await connection.close(1000, "done")
        check("a close with 1000", connection.close_code == 1000)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--ca")
    arguments = parser.parse_args()
    context = ssl.create_default_context(cafile=arguments.ca) if arguments.url.startswith("wss:") else None
    try:
        asyncio.run(converse(arguments.url, context))
    except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
        check(f"no error: {error!r}", False)
    return 1 if failures else 0


sys.exit(main())
