"""The commands connect, test and replay: what a server can make them hold."""

import base64
import hashlib
import os
import re
import socket
import struct
import tempfile
import threading
import time

import files
from harness import BINARY, MEBIBYTE, PING, Program, Row

MESSAGE = 64  # MiB, the limit of a message
GAPS = 32  # MiB: what the allocator keeps, and a buffer that has just grown


class HostileServer:
    """Accepts every connection, answers the opening handshake, and sends what `parts` yields until the client goes."""

    def __init__(self, parts, opens=True):
        self.parts, self.opens = parts, opens
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self.listener.getsockname()[1]}/"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(client,), daemon=True).start()

    def talk(self, client):
        try:
            if self.opens:
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    head += client.recv(1)
                key = re.search(rb"(?i)sec-websocket-key:\s*(\S+)", head)[1]
                accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
                client.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
            for part in self.parts():
                client.sendall(part)
        except (OSError, TypeError):  # it has gone, or has no key
            pass
        finally:
            client.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


def frame(opcode, payload, fin=True):
    return files.frame(payload, first=(0x80 if fin else 0) | opcode)


def forever(part):
    return lambda: iter(lambda: part, None)


def message_without_end():
    yield b"\x02\x7f" + struct.pack(">Q", 1 << 62)
    yield from iter(lambda: bytes(MEBIBYTE), None)


def fragments_without_end():
    yield frame(BINARY, bytes(65536), fin=False)
    yield from iter(lambda: frame(0, bytes(65536), fin=False), None)


def head_without_end():
    yield b"HTTP/1.1 101 Switching Protocols\r\n"
    yield from iter(lambda: b"X-Field: " + b"x" * 1000 + b"\r\n", None)


def body_without_end():
    yield b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n"
    yield from iter(lambda: b"x" * MEBIBYTE, None)


def peak_of(words, seconds):
    """MiB that a command takes at most in this time, or until it ends."""
    most = 0.0
    with Program(*words, listens=False) as program:
        # Its lines are not of interest, but a full pipe would stop it.
        threading.Thread(target=program.process.stdout.read, daemon=True).start()
        end = time.monotonic() + seconds
        while time.monotonic() < end and program.process.poll() is None:
            try:
                most = max(most, program.status("VmHWM"))
            except (AttributeError, FileNotFoundError):  # it has just ended
                break
            time.sleep(0.05)
    return most


def against(parts, words, opens=True, seconds=8):
    def measure():
        with HostileServer(parts, opens) as server:
            return peak_of([server.url if word == "URL" else word for word in words], seconds)
    return measure


def replaying(parts, seconds=8):
    def measure():
        with tempfile.TemporaryDirectory() as folder, HostileServer(parts) as server:
            path = os.path.join(folder, "recorded.pcapng")
            files.recording(path, 100, 64)
            return peak_of(["replay", path, server.url], seconds)
    return measure


CONNECT = ["connect", "URL", "--send", "x"]
TEST = ["test", "URL", "--cases", "1.1.*", "--report", "report"]
HEAD = "opening handshake"
MESSAGES = "message"
LOGS = "log of a case"
ROWS = 10  # MiB for 200 000 rows
LOG_WITH_FILE = 3200  # MiB for 50 million rows; a run of seconds stays far below


def rows():
    small = 64  # MiB, the program itself included
    large = small + 3 * MESSAGE + GAPS  # a buffer doubles: the old one and the new one
    return [
        Row("connect", "a head that does not end", HEAD, small, against(head_without_end, CONNECT, False), quick=True),
        Row("connect", "a body that does not end", "body of an answer", small,
            against(body_without_end, CONNECT, False)),
        Row("connect", "a frame of 2^62 octets", MESSAGES, large, against(message_without_end, CONNECT), quick=True),
        Row("connect", "fragments without end", MESSAGES, large, against(fragments_without_end, CONNECT)),
        Row("connect", "pings without end", "log with a file", LOG_WITH_FILE,
            against(forever(frame(PING, b"p" * 125) * 500), CONNECT)),
        Row("replay", "a frame of 2^62 octets", MESSAGES, large, replaying(message_without_end)),
        Row("test", "a head that does not end", HEAD, small, against(head_without_end, TEST, False)),
        Row("test", "a frame of 2^62 octets, 16 cases at once", LOGS, small + 16 * (32 + 8) + GAPS,
            against(message_without_end, TEST)),
        Row("test", "pings without end", LOGS, small + 16 * (8 + ROWS + 16) + GAPS,
            against(forever(frame(PING, b"p" * 125) * 500), TEST)),
    ]
