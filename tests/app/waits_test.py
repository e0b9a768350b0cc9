#!/usr/bin/env python3
"""Every state that a peer or a client can put the program into ends by a limit. The table below goes through the states
over real sockets; the same over virtual time, with all cases and the window's connections, is in
tests/protocol/session/live/waits_test.cpp and tests/protocol/conformance/run/case_waits_test.cpp.

What the user chose has no limit: a connection that is open while connect reads input (or that the window shows), a case
that is run step by step, and a server that runs until it is interrupted. Whether the peer's system acknowledges the end
of a dropped connection is not the program's wait but the system's.

Usage: waits_test.py PROGRAM
"""

import concurrent.futures
import os
import re
import shlex
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

from support import (BINARY, CLOSE, PING, PROGRAM, TEXT, TIMEOUT, Client, Gone, Listener, Server, environment, frame,
                     free_port, index_of, main, make_certificate)

STEP = 0.1  # seconds between two things that a peer sends
SLACK = 30  # seconds by which a busy machine may be late
AT_ONCE = 6  # rows that run side by side
SMALL_BUFFER = 4096  # octets that the system of a peer keeps for it, if it does not read
MANY_LINES = b"".join(b"x" * 60_000 + b"\n" for _ in range(250))  # more than the systems of both ends keep


# --- what peers do; each returns when the connection has ended ---


def hold(stream):
    while stream.socket.recv(65536):
        pass


def again_and_again(octets):
    def send(stream):
        while True:
            stream.send(octets)
            time.sleep(STEP)
    return send


def stop_reading(stream):
    """Waits until the connection has ended without reading what has come."""
    while stream.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) == b"\x01":  # TCP_ESTABLISHED
        time.sleep(STEP)


def opened(then, first=b""):
    def serve(stream):
        stream.answer()
        stream.send(first)
        then(stream)
    return serve


def said(octets, then=hold):
    def serve(stream):
        stream.send(octets)
        then(stream)
    return serve


def answer_the_close(stream):
    while stream.read_frame()[0] != CLOSE:
        pass
    stream.send(frame(CLOSE, (1000).to_bytes(2, "big")))
    hold(stream)


def half_close(stream):
    stream.socket.shutdown(socket.SHUT_WR)
    hold(stream)


def ping_and_answer_the_close(stream):
    stream.socket.settimeout(STEP)
    while True:
        stream.send(frame(PING))
        try:
            if stream.read_frame()[0] == CLOSE:
                break
        except TimeoutError:
            pass
    stream.send(frame(CLOSE, (1000).to_bytes(2, "big")))
    stream.socket.close()


def ping_and_read(stream):
    stream.socket.settimeout(STEP)
    while True:
        stream.send(frame(PING))
        try:
            if not stream.socket.recv(1 << 20):
                return
        except TimeoutError:
            pass


PART = frame(BINARY, bytes(100_000))[:1_000]  # of a message
PINGS = again_and_again(frame(PING))
OPEN_TARGET = "Target::openingLimit (--open-timeout, --timeout)"

# State; what the server does; options; standard input; the limits that end it; their sum in seconds.
CONNECT = (
    ("TLS handshake", hold, ("--timeout", "0.5"), None, "Target::connectLimit (--connect-timeout, --timeout)", 0.5),
    ("TLS handshake, with its own limit", hold, ("--connect-timeout", "0.5"), None,
     "Target::connectLimit (--connect-timeout, --timeout)", 0.5),
    ("request sent, with its own limit", hold, ("--open-timeout", "0.5"), None, OPEN_TARGET, 0.5),
    ("request sent", hold, ("--timeout", "0.5"), None, OPEN_TARGET, 0.5),
    ("head in part", said(b"HTTP/1.1 101 ", again_and_again(b"a")), ("--timeout", "0.5"), None, OPEN_TARGET, 0.5),
    ("interim answers", again_and_again(b"HTTP/1.1 100 Continue\r\n\r\n"), ("--timeout", "0.5"), None, OPEN_TARGET, 0.5),
    ("body of a refusal", said(b"HTTP/1.1 500 No\r\nContent-Length: 9999\r\n\r\n", again_and_again(b"a")),
     ("--timeout", "0.5"), None, OPEN_TARGET, 0.5),
    ("open and idle", opened(answer_the_close), ("--send", "x", "--linger", "0.5"), None,
     "linger (--linger), serverDropTimeout", 1.5),
    ("open, sends pings", opened(ping_and_answer_the_close), ("--send", "x", "--linger", "0.5"), None, "linger (--linger)",
     0.5),
    ("open, sends messages", opened(again_and_again(frame(TEXT, b"more"))),
     ("--send", "x", "--linger", "1", "--patience", "2", "--timeout", "0.5"), None,
     "patience (--patience), Target::closingLimit (--timeout)", 2.5),
    ("message in part", opened(again_and_again(b"x"), PART), ("--send", "x", "--linger", "0.5", "--timeout", "0.5"), None,
     "linger (--linger), Target::closingLimit (--timeout)", 1),
    ("our write is not taken", opened(stop_reading), ("--patience", "1"), MANY_LINES,
     "LiveSettings::stallLimit (--patience)", 1),
    ("our write is not taken, sends pings", opened(PINGS), ("--patience", "1"), MANY_LINES,
     "LiveSettings::stallLimit (--patience)", 1),
    ("our close is not answered", opened(hold), ("--send", "x", "--linger", "0", "--timeout", "0.5"), None,
     "Target::closingLimit (--timeout)", 0.5),
    ("our close is not answered, sends pings", opened(PINGS), ("--send", "x", "--linger", "0", "--timeout", "0.5"), None,
     "Target::closingLimit (--timeout)", 0.5),
    ("close received, TCP stays", opened(hold, frame(CLOSE, b"\x03\xe8")), (), b"", "serverDropTimeoutAfterReply", 1),
    ("half-closed by the server", opened(half_close), (), b"", "nothing is waited for", 0),
)

# State; what the server does; options; the limits that end it; their sum in seconds.
REPLAY = (
    ("request sent, with its own limit", hold, ("--open-timeout", "0.5"), OPEN_TARGET, 0.5),
    ("request sent", hold, ("--timeout", "0.5"), OPEN_TARGET, 0.5),
    ("reply awaited, sends pings", opened(ping_and_read), ("--pace", "replies", "--patience", "1", "--timeout", "0.5"),
     "ReplaySettings::patience (--patience), Target::closingLimit (--timeout)", 1.5),
    ("our write is not taken", opened(stop_reading), ("--pace", "fast", "--patience", "1"),
     "LiveSettings::stallLimit (--patience)", 1),
    ("our write is not taken, sends pings", opened(PINGS), ("--pace", "fast", "--patience", "1"),
     "LiveSettings::stallLimit (--patience)", 1),
    ("close received, TCP stays", opened(hold, frame(CLOSE, b"\x03\xe8")), ("--pace", "replies"),
     "serverDropTimeoutAfterReply", 1),
)


# --- what clients do, on a connection that is made but has sent nothing; each returns when it has ended ---

REQUEST = ("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
MASK = b"\x00\x00\x00\x00"


def asked(path, then, first=b""):
    def act(client):
        client.send(REQUEST.format(path).encode())
        client.read_head()
        client.send(first)
        then(client)
    return act


def send_much(then):
    """Sends more than the systems of both ends keep, and reads nothing."""
    def act(client):
        client.send(REQUEST.format("/").encode())
        client.read_head()
        for _ in range(12):
            client.send(frame(BINARY, bytes(1_000_000), mask=MASK))
        then(client)
    return act


def send_without_end(client):
    client.send(REQUEST.format("/").encode())
    client.read_head()
    while True:
        client.send(frame(BINARY, bytes(1_000_000), mask=MASK))


CLIENT_PINGS = again_and_again(frame(PING, mask=MASK))
CLIENT_PART = frame(BINARY, bytes(100_000), mask=MASK)[:1_000]
CLIENT_CLOSE = frame(CLOSE, b"\x03\xe8", mask=MASK)

# State; what the client does; the limits that end it; their sum in seconds. The same for echo and broadcast. That the
# connection has ended shows in that the next one gets its place.
PEERS = (
    ("TLS handshake", hold, "acceptedHandshakeTimeout", 10),
    ("request awaited", hold, "EndpointSettings::openingTimeout", 5),
    ("head in part", said(b"GET / HTTP/1.1\r\nA: ", again_and_again(b"a")), "EndpointSettings::openingTimeout", 5),
    ("refused, TCP stays", said(b"POST / HTTP/1.1\r\nHost: a\r\n\r\n"), "nothing is waited for", 0),
    ("open and idle", asked("/", hold), "PeerLimits::idle (--idle), closeReplyTimeout", 2),
    ("message in part", asked("/", again_and_again(b"x"), CLIENT_PART), "PeerLimits::idle (--idle), closeReplyTimeout", 2),
    ("our write is not taken", send_much(stop_reading), "PeerLimits::idle (--idle)", 1),
    ("our write is not taken, sends pings", send_much(CLIENT_PINGS), "PeerLimits::idle (--idle)", 1),
    ("our write is not taken, sends pings, over TLS", send_much(CLIENT_PINGS), "PeerLimits::idle (--idle)", 1),
    ("our write is not taken, sends without end", send_without_end, "PeerLimits::idle (--idle)", 1),
    ("both have closed, TCP stays", asked("/", hold, CLIENT_CLOSE), "nothing is waited for", 0),
    ("half-closed by the client", asked("/", half_close), "nothing is waited for", 0),
)

RUN = "/runCase?casetuple=1.1.1&agent=a"
# State; port; what the client does; the limits that end it; their sum in seconds, with --timeout-scale 0.1.
SERVE = (
    ("request awaited", "cases", hold, "openingTimeout", 0.5),
    ("head in part", "cases", said(b"GET / HTTP/1.1\r\nA: ", again_and_again(b"a")), "openingTimeout", 0.5),
    ("refused, TCP stays", "cases", said(REQUEST.format("/nowhere").encode()), "lingerTime", 0),
    ("answered, our close is not", "cases", asked("/getCaseCount", hold), "closeReplyTimeout", 0.1),
    ("answered, our close is not, sends pings", "cases", asked("/getCaseCount", CLIENT_PINGS), "closeReplyTimeout", 0.1),
    ("status of a case that nobody runs", "cases", asked("/getCaseStatus?case=9&agent=a", hold),
     "CaseServerSettings::statusPatience, closeReplyTimeout", 1.1),
    ("the same, sends pings", "cases", asked("/getCaseStatus?case=9&agent=a", CLIENT_PINGS),
     "CaseServerSettings::statusPatience, closeReplyTimeout", 1.1),
    ("case, open and idle", "cases", asked(RUN, hold), "the case, closeReplyTimeout", 0.2),
    ("case, sends pings", "cases", asked(RUN, CLIENT_PINGS), "the case, closeReplyTimeout", 0.2),
    ("case, message in part", "cases", asked(RUN, again_and_again(b"x"), CLIENT_PART), "the case, closeReplyTimeout", 0.2),
    ("case, both have closed, TCP stays", "cases", asked(RUN, hold, CLIENT_CLOSE), "nothing is waited for", 0),
    ("case, half-closed by the client", "cases", asked(RUN, half_close), "nothing is waited for", 0),
    ("page, request awaited", "page", hold, "PageServerSettings::timeout", 10),
    ("page, head in part", "page", said(b"GET / HTTP/1.1\r\nA: ", again_and_again(b"a")), "PageServerSettings::timeout", 10),
    ("page, answered, TCP stays", "page", said(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "lingerTime", 0),
)


def name_of(words):
    return "test_" + re.sub(r"\W+", "_", words)


def run(words, stdin=None):
    """Runs the program; returns how long it took, and its output. Without input it has none to wait for."""
    began = time.monotonic()
    done = subprocess.run([PROGRAM, *words], env=environment(), input=stdin, capture_output=True, timeout=TIMEOUT,
                          **({"stdin": subprocess.DEVNULL} if stdin is None else {}))
    return time.monotonic() - began, done


def talk_until_the_end(act, stream):
    try:
        act(stream)
    except (Gone, OSError):
        pass


class Table(unittest.TestCase):
    """Runs its rows side by side. Each row of a derived class has a test, which checks its time."""

    rows = ()

    def __init_subclass__(cls):
        for row in cls.rows:
            setattr(cls, name_of(row[0]), lambda self, row=row: self.check(row))

    @classmethod
    def setUpClass(cls):
        pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)
        cls.took = {row[0]: pool.submit(cls.measure, row) for row in cls.rows}
        pool.shutdown(wait=False)

    def check(self, row):
        took = self.took[row[0]].result(TIMEOUT)
        self.assertLess(took, row[-1] + SLACK, row[-2])
        # Timers that start before the measurement does may be a little early.
        self.assertGreater(took, row[-1] * 0.8 - 0.1, row[-2])


class Connect(Table):
    rows = CONNECT

    @staticmethod
    def measure(row):
        state, serve, options, stdin, *_ = row
        with Listener(serve) as server:
            server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            url = server.url.replace("ws:", "wss:") if state.startswith("TLS") else server.url
            return run(["connect", url, *options], stdin)[0]

    def test_TCP_connecting(self):
        """The system answers no further connection while those before it wait to be accepted."""
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(0)
            waiting = []
            try:
                while True:
                    waiting.append(socket.create_connection(server.getsockname(), timeout=0.5))
            except OSError:
                pass
            took, done = run(["connect", "ws://127.0.0.1:%d/" % server.getsockname()[1], "--timeout", "0.5"])
            for connection in waiting:
                connection.close()
        self.assertEqual(done.returncode, 3, done)
        self.assertIn(b"no answer within 0.5 s", done.stderr)
        self.assertLess(took, 0.5 + SLACK)


class Test(unittest.TestCase):
    """The limits of test that are not those of the case set. Each is far below the usual one."""

    def run_case(self, *options, tls=False):
        with tempfile.TemporaryDirectory() as place, Listener(hold) as server:
            url = server.url.replace("ws:", "wss:") if tls else server.url
            took, done = run(["test", url, "--cases", "1.1.1", "--agent", "a", "--report", place, *options])
            page = os.path.join(place, "a_case_1_1_1.html")
            if not os.path.exists(page):
                return took, done, ""
            with open(page, encoding="utf-8") as file:
                return took, done, file.read()

    def test_TLS_handshake(self):
        took, done, _ = self.run_case("--connect-timeout", "0.5", tls=True)
        self.assertEqual(done.returncode, 3, done)
        self.assertIn(b"the TLS handshake was not completed within 0.5 s", done.stderr)
        self.assertLess(took, 0.5 + SLACK)

    def test_request_sent(self):
        took, done, page = self.run_case("--open-timeout", "0.5")
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("The server did not complete the opening handshake within 500 ms", page)
        self.assertIn(b"did not complete the opening handshake in time", done.stderr)
        self.assertIn(b"--open-timeout", done.stderr)
        self.assertLess(took, 0.5 + SLACK)


class Replay(Table):
    rows = REPLAY

    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.file = os.path.join(place.name, "recorded.pcapng")
        with Server("echo") as echo:
            run(["connect", echo.url, "--record", cls.file], MANY_LINES)
        super().setUpClass()

    @classmethod
    def measure(cls, row):
        with Listener(row[1]) as server:
            server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            return run(["replay", cls.file, server.url, *row[2]])[0]


class Peers:
    """The rows of both servers without cases."""

    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.files = make_certificate(place.name, "server", "subjectAltName=IP:127.0.0.1")
        super().setUpClass()

    @classmethod
    def measure(cls, row):
        is_tls = "TLS" in row[0]
        words = ("--cert", cls.files[0], "--key", cls.files[1]) if is_tls else ()
        context = ssl.create_default_context(cafile=cls.files[0]) if is_tls else None
        with Server(*cls.command, "--idle", "1", "--connections", "1", *words) as server:
            first = Raw(server.port)
            if "over TLS" in row[0]:
                first.socket = context.wrap_socket(first.socket, server_hostname="127.0.0.1")
            began = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                acting = pool.submit(talk_until_the_end, row[1], first)
                time.sleep(STEP)
                with Client(server.port, context=context):
                    took = time.monotonic() - began
                    first.socket.close()
                acting.result(TIMEOUT)
        return took


class Raw(Client):
    """A connection to one of our servers that has sent nothing, and whose system keeps little for it."""

    def __init__(self, port):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self.socket.settimeout(TIMEOUT)
        self.socket.connect(("127.0.0.1", port))


class Echo(Peers, Table):
    command = ("echo",)
    rows = PEERS


class Broadcast(Peers, Table):
    # Without the option, broadcast ends the connection of a client that does not read sooner than that.
    command = ("broadcast", "--slow", "skip")
    rows = PEERS


class Serve(Table):
    rows = SERVE

    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        page = free_port()
        server = Server("serve", "--port", "0", "--web-port", str(page), "--timeout-scale", "0.1", cwd=place.name)
        cls.addClassCleanup(server.stop)
        cls.ports = {"cases": server.port, "page": page}
        super().setUpClass()

    @classmethod
    def measure(cls, row):
        began = time.monotonic()
        with Raw(cls.ports[row[1]]) as client:
            talk_until_the_end(row[2], client)
        return time.monotonic() - began

    def test_reports_while_a_case_runs(self):
        """The reports wait for the case, whose time is limited."""
        with Client(self.ports["cases"], RUN.replace("agent=a", "agent=b")) as running:
            began = time.monotonic()
            with Client(self.ports["cases"], "/updateReports?agent=b") as asking:
                self.assertEqual(asking.read_frame()[0], CLOSE)
            self.assertLess(time.monotonic() - began, 0.2 + SLACK)
            running.socket.close()


# A client for --exec: python3 - URL WORDS...
CLIENT = """
import re, sys, time
program, url, then = sys.argv[1:4]
sys.argv[1:] = [program]
sys.path.insert(0, %r)
from support import CLOSE, Client, Gone
port = int(re.search(r":(\\d+)", url).group(1))
def run(number):
    with Client(port, "/runCase?case=%%d&agent=client" %% number) as client:
        try:
            while True:
                opcode, fin, payload = client.read_frame()
                client.say({9: 10}.get(opcode, opcode), payload[:2] if opcode == CLOSE else payload, fin)
        except (Gone, OSError):
            pass
run(1)
while then == "ask":
    with Client(port, "/getCaseCount") as client:
        client.read_frame()
    time.sleep(0.1)
while then == "run":
    run(1)
time.sleep(600)
""" % os.path.dirname(os.path.abspath(__file__))


class Exec(unittest.TestCase):
    """The client under test."""

    def served(self, then, *options, tail=""):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        script = os.path.join(place.name, "client.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(CLIENT)
        client = f"{shlex.quote(sys.executable)} {shlex.quote(script)} {shlex.quote(PROGRAM)} {{url}} {then}{tail}"
        report = os.path.join(place.name, "report")
        took, done = run(["serve", "--port", "0", "--web-port", "0", "--cases", "1.1.1,1.1.2", "--report", report, *options,
                          "--exec", client])
        return took, done, index_of(report)

    def test_that_falls_silent_is_ended_and_what_ran_is_in_the_report(self):
        took, done, index = self.served("sleep", "--client-silence", "2")
        self.assertEqual(done.returncode, 1, done)
        self.assertIn(b"silent for 2 seconds (--client-silence)", done.stdout)
        self.assertEqual(index, {"client": {"1.1.1": "OK"}})
        self.assertGreater(took, 1.9)
        self.assertLess(took, 2 + SLACK)

    def test_that_is_alive_is_ended_after_its_time_in_all(self):
        for then in ("ask", "run"):
            took, done, index = self.served(then, "--client-silence", "2", "--client-time", "4")
            self.assertEqual(done.returncode, 1, done)
            self.assertIn(b"after 4 seconds (--client-time)", done.stdout)
            self.assertEqual(index, {"client": {"1.1.1": "OK"}})
            self.assertLess(took, 4 + SLACK)

    def test_that_has_ended_leaves_nothing_behind_that_keeps_the_server_running(self):
        took, done, _ = self.served("run", tail=" & sleep 1")
        self.assertIn(done.returncode, (1, 3), done)
        self.assertLess(took, 1 + SLACK)

    def test_that_never_says_anything_is_ended(self):
        with tempfile.TemporaryDirectory() as place:
            took, done = run(["serve", "--port", "0", "--web-port", "0", "--report", place, "--client-silence", "1",
                              "--exec", "sleep 600"])
        self.assertEqual(done.returncode, 3, done)
        self.assertLess(took, 1 + SLACK)

    def test_has_limits_only_if_there_is_one(self):
        for option in ("--client-silence", "--client-time"):
            _, done = run(["serve", option, "5"])
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"--exec", done.stderr)


if __name__ == "__main__":
    main()
