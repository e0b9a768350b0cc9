#!/usr/bin/python3
"""A server sends the program a message of 10 MB that inflates to 10 GB. The program fails the connection because of the
rule that this breaks, and needs little memory. Argument: the program frameglass."""

import base64
import hashlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
import zlib

PROGRAM = os.path.abspath(sys.argv.pop(1))
MOST_GROWTH = 64 * 1024  # KiB more than with a harmless message
RUN_SECONDS = 120
MEBIBYTE = 1024 * 1024


def bomb():
    """A block of 10 MiB of zeros, compressed without references to earlier octets and repeated 1000 times."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = compressor.compress(bytes(10 * MEBIBYTE)) + compressor.flush(zlib.Z_FULL_FLUSH)
    return block * 1000


class Server(threading.Thread):
    """Agrees to permessage-deflate, sends one compressed message, and keeps the octets of the answer."""

    def __init__(self, message):
        super().__init__(daemon=True)
        self.message = message
        self.received = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.start()

    def run(self):
        with self.listener:
            connection, _ = self.listener.accept()
        with connection:
            connection.settimeout(RUN_SECONDS)
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(65536)
            connection.sendall(answer_to(request) + b"\xc2\x7f" + struct.pack(">Q", len(self.message)))
            try:
                connection.sendall(self.message)
                self.read_all(connection)
            except OSError:  # the program has dropped the connection
                pass

    def read_all(self, connection):
        while part := connection.recv(65536):
            self.received += part


def answer_to(request):
    fields = dict(line.split(b": ", 1) for line in request.split(b"\r\n") if b": " in line)
    token = fields[b"Sec-WebSocket-Key"] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(token).digest())
    lines = [b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket", b"Connection: Upgrade"]
    lines += [b"Sec-WebSocket-Accept: " + accept, b"Sec-WebSocket-Extensions: permessage-deflate", b"", b""]
    return b"\r\n".join(lines)


def tested(message):
    """Returns the report on the case, and the most memory that the program used, in KiB."""
    server = Server(message)
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "test", server.url, "--cases", "12.2.10", "--report", folder]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
            (case,) = json.load(file).popitem()[1].values()
        with open(os.path.join(folder, case["reportfile"]), encoding="utf-8") as file:
            return json.load(file), usage.ru_maxrss


class Bomb(unittest.TestCase):
    def test_it_ends_the_connection_by_its_rule_with_little_memory_used(self):
        message = bomb()
        self.assertLess(len(message), 11 * MEBIBYTE)
        harmless, usual = tested(zlib.compress(b"another message", wbits=-15))
        self.assertEqual(harmless["behavior"], "FAILED")
        report, most = tested(message)
        print(f"{len(message)} octets; {most - usual} KiB more than the {usual} KiB without them")
        self.assertEqual((report["behavior"], report["localCloseCode"]), ("FAILED", 1009))
        self.assertTrue(report["failedByMe"])
        self.assertLess(most - usual, MOST_GROWTH)


if __name__ == "__main__":
    unittest.main()
