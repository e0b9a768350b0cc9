"""Shared by the tests of the command line: starting the program and its servers, and a simple WebSocket server that writes
its own octets, so that it can be made to misbehave."""

import base64
import hashlib
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading

sys.dont_write_bytecode = True  # Python must not leave files in the source folder

PROGRAM = os.path.abspath(sys.argv[1])
TIMEOUT = 120
LINE = re.compile(r"(\d+(?:\.\d+)+) {2,}(\S+(?: \S+)*?) {2,}(\S+(?: \S+)*?) {2,}(\d+|-) {2,}(\d+) ms {2,}(\S.*)")
NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def environment():
    """Returns the environment without a display, so that nothing can open a window."""
    return {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}


def run(*words, cwd, timeout=TIMEOUT):
    return subprocess.run([PROGRAM, *words], cwd=cwd, env=environment(), capture_output=True, text=True,
                          timeout=timeout)


def verdicts(output):
    """Returns the table's line of each case by id: behavior, closing, close code or "-", milliseconds."""
    found = (LINE.fullmatch(line) for line in output.splitlines())
    return {match.group(1): (match.group(2), match.group(3), match.group(4), int(match.group(5)))
            for match in found if match}


def index_of(folder):
    """Returns the behavior of each case of each agent, from the report's index."""
    with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
        return {agent: {case: entry["behavior"] for case, entry in cases.items()}
                for agent, cases in json.load(file).items()}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Server:
    """The program running as a server. When this object has been made, the server listens."""

    def __init__(self, *words, cwd="."):
        self.process = subprocess.Popen([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        cwd=cwd, env=environment())
        self.line = self.process.stdout.readline()
        if not self.line.startswith("listening "):
            raise AssertionError(self.process.communicate(timeout=TIMEOUT))
        self.url = self.line.split()[1]
        self.port = int(re.search(r":(\d+)/?$", self.url).group(1))

    def stop(self, how=signal.SIGTERM):
        """Ends the server; returns its exit code, and the rest of its standard output and standard error."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=TIMEOUT)
        return self.process.returncode, out, err

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


# --- the parts of the protocol that peers in tests need ---


def accept_key(key):
    return base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()


def masked_with(key, payload):
    size = len(payload)
    keys = int.from_bytes((key * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(payload, "big") ^ keys).to_bytes(size, "big")


def frame(opcode, payload=b"", fin=True, mask=None):
    head = bytes([(0x80 if fin else 0) | opcode])
    masked = 0x80 if mask else 0
    if len(payload) < 126:
        head += bytes([masked | len(payload)])
    elif len(payload) < 65536:
        head += bytes([masked | 126]) + struct.pack(">H", len(payload))
    else:
        head += bytes([masked | 127]) + struct.pack(">Q", len(payload))
    if not mask:
        return head + payload
    return head + mask + masked_with(mask, payload)


class Gone(Exception):
    """The other end has closed the connection."""


class Stream:
    """One end of a connection, with or without TLS."""

    def __init__(self, sock):
        self.socket = sock
        sock.settimeout(TIMEOUT)

    def read(self, count):
        octets = bytearray()
        while len(octets) < count:
            part = self.socket.recv(count - len(octets))
            if not part:
                raise Gone
            octets += part
        return bytes(octets)

    def read_head(self):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.read(1)
        return head.decode("latin-1")

    def read_frame(self):
        """Returns opcode, FIN and payload."""
        first, second = self.read(2)
        length = second & 0x7F
        if length > 125:
            size, form = (2, ">H") if length == 126 else (8, ">Q")
            length = struct.unpack(form, self.read(size))[0]
        mask = self.read(4) if second & 0x80 else bytes(4)
        payload = self.read(length)
        return first & 0x0F, bool(first & 0x80), masked_with(mask, payload)

    def send(self, octets):
        self.socket.sendall(octets)

    def answer(self, before=b""):
        """Does the server's side of the opening handshake; returns the request."""
        request = self.read_head()
        key = re.search(r"(?i)sec-websocket-key: (\S+)", request).group(1)
        self.send(before + ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Accept: {accept_key(key)}\r\n\r\n").encode())
        return request

    def echo(self):
        """Echoes messages until the connection has ended. It does not notice violations of the peer."""
        message = opcode = None
        while True:
            kind, fin, payload = self.read_frame()
            if kind == CLOSE:
                self.send(frame(CLOSE, payload[:2]))
                self.socket.close()
                return
            if kind == PING:
                self.send(frame(PONG, payload))
            elif kind != PONG:
                opcode, message = (opcode, message + payload) if kind == 0 else (kind, payload)
                if fin:
                    self.send(frame(opcode, message))


class Listener:
    """Calls `serve(stream)` for every connection, each in a thread or one after another. If `serve` raises because
    the other end has closed the connection, that is not an error."""

    def __init__(self, serve, one_at_a_time=False):
        self.serve, self.one_at_a_time, self.streams = serve, one_at_a_time, []
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.socket.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.streams.append(Stream(peer))
            if self.one_at_a_time:
                self.talk(self.streams[-1])
            else:
                threading.Thread(target=self.talk, args=(self.streams[-1],), daemon=True).start()

    def talk(self, stream):
        try:
            self.serve(stream)
        except (Gone, OSError):
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        for stream in self.streams:
            stream.socket.close()


class Client(Stream):
    """A client of one of our servers. When this object has been made, the connection is open."""

    MASK = b"\x01\x02\x03\x04"

    def __init__(self, port, path="/", context=None, fields=()):
        sock = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().__init__(context.wrap_socket(sock, server_hostname="127.0.0.1") if context else sock)
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13", *fields]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n")
        self.head = self.read_head()

    def say(self, opcode, payload=b"", fin=True):
        self.send(frame(opcode, payload, fin, self.MASK))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


def make_certificate(folder, name, *extensions, subject="a test", signer=None, key=None):
    """Makes a certificate and its key as PEM files; it is self-signed, or signed by another one made here."""
    paths = os.path.join(folder, name + "-cert.pem"), os.path.join(folder, name + "-key.pem")
    new_key = ["-newkey", key, "-nodes"] if key else NEW_KEY
    command = ["openssl", "req", "-x509", "-utf8", *new_key, "-subj", "/CN=" + subject, "-days", "2", "-out", paths[0],
               "-keyout", paths[1]]
    for extension in extensions:
        command += ["-addext", extension]
    if signer:
        command += ["-CA", signer[0], "-CAkey", signer[1]]
    subprocess.run(command, check=True, capture_output=True)
    return paths


def make_expired_certificate(folder, extension, signer):
    """Makes an expired certificate. Only the command "openssl ca" accepts dates in the past."""
    cert, key, request, settings = (os.path.join(folder, "expired-" + part) for part in ("cert.pem", "key.pem", "csr", "cnf"))
    with open(settings, "w", encoding="utf-8") as file:
        file.write(f"[a]\nnew_certs_dir={folder}\ndatabase={settings}.db\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n"
                   f"certificate={signer[0]}\nprivate_key={signer[1]}\nx509_extensions=e\n"
                   f"[p]\ncommonName=supplied\n[e]\n{extension}\n")
    with open(settings + ".db", "w", encoding="utf-8"):
        pass
    for command in (["req", "-new", *NEW_KEY, "-subj", "/CN=a test", "-out", request, "-keyout", key],
                    ["ca", "-batch", "-notext", "-config", settings, "-name", "a", "-in", request, "-out", cert,
                     "-startdate", "20200101000000Z", "-enddate", "20200102000000Z"]):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    return cert, key


def main():
    """Runs the tests of a file. The first argument is the program."""
    import unittest

    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
