"""A client under test on python3-websockets: runs every case of a case server.

Arguments: URL [--agent NAME] [--ca FILE]. Prints "ran COUNT" and exits with 0 if the server answered every
request."""

import argparse
import asyncio
import json
import ssl
import sys
from urllib.parse import quote

import websockets


async def run_case(connection):
    try:
        async for message in connection:
            await connection.send(message)
    except websockets.ConnectionClosed:  # expected: a case breaks something on purpose
        pass


async def run_all(url, agent, context):
    def connect(path):
        return websockets.connect(url + path, ssl=context, max_size=2**28, ping_interval=None)

    async with connect("/getCaseCount") as connection:
        count = json.loads(await connection.recv())
    for number in range(1, count + 1):
        async with connect(f"/runCase?case={number}&agent={quote(agent)}") as connection:
            await run_case(connection)
    async with connect(f"/updateReports?agent={quote(agent)}") as connection:
        await connection.wait_closed()
    return count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--agent", default="websockets")
    parser.add_argument("--ca")
    arguments = parser.parse_args()
    context = ssl.create_default_context(cafile=arguments.ca) if arguments.url.startswith("wss:") else None
    try:
        print("ran", asyncio.run(run_all(arguments.url, arguments.agent, context)))
    except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
        print(f"stopped by {error!r}")
        return 1
    return 0


sys.exit(main())
