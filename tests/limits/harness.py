"""What the rows of the table have in common: a row, the program under attack and what it takes of memory, and clients
that do not keep to the rules."""

import dataclasses
import os
import re
import selectors
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import time
from typing import Callable

PROGRAM = ""  # set by run
MEBIBYTE = 1024 * 1024
NO_MASK = bytes(4)  # a masking key that changes nothing
WAITS = BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


@dataclasses.dataclass
class Result:
    measured: float
    held: bool
    why: str = ""  # why it was not held


@dataclasses.dataclass
class Row:
    subject: str  # "echo", "open a session file"
    hostile: str  # what the peer or the file does
    limit: str  # the limit that must hold, by the name that the README has for it
    allowed: float  # the largest value that `measure` may return
    measure: Callable[[], float]  # attacks; an AssertionError means that something else did not hold
    unit: str = "MiB"
    quick: bool = False  # takes seconds

    def run(self):
        try:
            measured = self.measure()
        except AssertionError as fault:
            return Result(float("nan"), False, str(fault))
        return Result(measured, measured <= self.allowed)


COLUMNS = (("subject", 10), ("hostile input", 68), ("limit", 26), ("allowed", 10), ("measured", 10), ("held", 4), ("s", 4))


def cells(values):
    return "  ".join(str(value).ljust(width) for value, (_, width) in zip(values, COLUMNS)).rstrip()


def heading():
    return cells([name for name, _ in COLUMNS])


def line(row, result, seconds):
    text = cells([row.subject, row.hostile, row.limit, f"{row.allowed:g} {row.unit}", f"{result.measured:.3g} {row.unit}",
                  "yes" if result.held else "NO", f"{seconds:.0f}"])
    return text + (f"\n    {result.why}" if result.why else "")


# --- the program ---


def quiet_environment():
    return {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}


class Program:
    """The program with these words, in a folder of its own. As a server it listens when this object has been made."""

    def __init__(self, *words, listens=True, environment=None):
        self.folder = tempfile.TemporaryDirectory()
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([PROGRAM, *words], cwd=self.folder.name, stdout=subprocess.PIPE,
                                        stderr=self.errors, env=environment or quiet_environment(), text=True)
        if listens:
            line_of_start = self.process.stdout.readline()
            assert line_of_start.startswith("listening "), line_of_start + self.error_text()
            self.port = int(re.search(r":(\d+)/?$", line_of_start.split()[1]).group(1))
            self.at_start = self.now()  # the program itself and its libraries

    def status(self, name):
        """A line of the process's status in MiB: VmHWM is the peak of its resident memory, VmRSS what it is now."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(name + r":\s+(\d+)", file.read()).group(1)) / 1024

    def peak(self):
        assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.error_text()}"
        return self.status("VmHWM")

    def growth(self):
        """The peak without what was resident when the server had started."""
        return self.peak() - self.at_start

    def now(self):
        return self.status("VmRSS")

    def error_text(self):
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.errors.close()
        self.folder.cleanup()


# --- clients ---


def header(opcode, length, fin=True, rsv1=False):
    first = bytes([(0x80 if fin else 0) | (0x40 if rsv1 else 0) | opcode])
    if length < 126:
        return first + bytes([0x80 | length]) + NO_MASK
    if length < 65536:
        return first + b"\xfe" + struct.pack(">H", length) + NO_MASK
    return first + b"\xff" + struct.pack(">Q", length) + NO_MASK


def frame(opcode, payload=b"", fin=True, rsv1=False):
    return header(opcode, len(payload), fin, rsv1) + payload


def request(path="/", deflate=False):
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade",
             "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13"]
    if deflate:
        lines.append("Sec-WebSocket-Extensions: permessage-deflate")
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


class Client:
    """A client that sends what `source` yields, as fast as the server reads. It reads nothing by itself, except in a
    pump() with reads=True."""

    def __init__(self, port, path="/", deflate=False, opening=True, context=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        if context:
            self.socket = context.wrap_socket(self.socket)
        self.received = 0
        self.is_over = False  # the server has ended the connection
        self.source = iter(())
        self.left = memoryview(b"")
        self.head = b""
        if opening:
            self.socket.sendall(request(path, deflate))
            while not self.head.endswith(b"\r\n\r\n"):
                octet = self.socket.recv(1)
                assert octet, f"the server ended the connection in its handshake: {self.head!r}"
                self.head += octet
            assert b" 101 " in self.head, self.head
        self.socket.setblocking(False)

    def send(self, *parts):
        self.source = iter(parts)
        return self

    def send_forever(self, part):
        self.source = iter(lambda: part, None)
        return self

    def has_more(self):
        while not self.left:
            part = next(self.source, None)
            if part is None:
                return False
            self.left = memoryview(part)
        return True

    def write_some(self):
        try:
            self.left = self.left[self.socket.send(self.left[:256 * 1024]):]
        except WAITS:
            pass
        except OSError:
            self.is_over = True

    def read_some(self):
        try:
            octets = self.socket.recv(1 << 20)
            self.received += len(octets)
            self.is_over = self.is_over or not octets
            return octets
        except WAITS:
            return b""
        except OSError:
            self.is_over = True
            return b""

    def close(self):
        self.socket.close()


def parts_of(octets, count, chunk=256 * 1024):
    """`count` octets of payload that repeat these, in parts."""
    piece = (octets * (chunk // len(octets) + 1))[:chunk]
    for at in range(0, count, chunk):
        yield piece[:min(chunk, count - at)]


def long_message(size, opcode=BINARY):
    yield header(opcode, size)
    yield from parts_of(b"x", size)


def pump(clients, seconds, reads=False, until=lambda: False):
    """Lets the clients send, and read if `reads`, for this time or until the condition holds."""
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for client in clients:
            if not client.is_over:
                selector.register(client.socket, selectors.EVENT_WRITE, client)
        while time.monotonic() < end and not until():
            if not selector.get_map():
                time.sleep(0.1)
                continue
            for key, events in selector.select(0.1):
                client = key.data
                if events & selectors.EVENT_READ:
                    client.read_some()
                if events & selectors.EVENT_WRITE and client.has_more():
                    client.write_some()
                if client.is_over:
                    selector.unregister(client.socket)
                    continue
                wanted = selectors.EVENT_READ if reads else 0
                wanted |= selectors.EVENT_WRITE if client.has_more() else 0
                if wanted == 0:
                    selector.unregister(client.socket)
                elif wanted != key.events:
                    selector.modify(client.socket, wanted, client)
