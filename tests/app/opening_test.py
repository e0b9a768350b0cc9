#!/usr/bin/env python3
"""The opening handshake on the command line: odd answers and requests, header fields that are given, what a URL may
hold, and bodies of answers that refuse.

Usage: opening_test.py PROGRAM [TEST...]
"""

import base64
import gzip
import re
import socket
import unittest

from support import Gone, Listener, Server, Stream, accept_key, main, run

FIELDS = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"
USER = "ab cd"
WORD = "wörd"


class Peer(Listener):
    """Answers each request with these octets, in which {accept} fits the request's key, and keeps the requests."""

    def __init__(self, answer):
        self.answer, self.requests = answer if isinstance(answer, bytes) else answer.encode("latin-1"), []
        super().__init__(self.talk_once)

    def talk_once(self, stream):
        request = stream.read_head()
        self.requests.append(request)
        key = re.search(r"(?i)\r\nsec-websocket-key: ?(\S+)", request)
        stream.send(self.answer.replace(b"{accept}", accept_key(key.group(1) if key else "").encode()))
        try:
            stream.echo()
        except Gone:
            pass
        stream.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


def connect(url, *words):
    return run("connect", url, "--send", "hello", "--linger", "0", *words, cwd=".")


def answer_to(answer, *words):
    """What the program prints about a server with this answer."""
    with Peer(answer) as peer:
        done = connect(peer.url, *words)
    return done.returncode, done.stdout + done.stderr


def request_of(*words, url="ws://127.0.0.1:%d/", answer="HTTP/1.1 101 x\r\n" + FIELDS + "\r\n"):
    """The request that the program sends with these options."""
    with Peer(answer) as peer:
        done = connect(url % peer.port, *words)
    if len(peer.requests) != 1:
        raise AssertionError(done.stdout + done.stderr)
    return peer.requests[0], done.stdout + done.stderr


def values(request, name):
    return re.findall(r"(?im)^%s: ?(.*?)\r$" % re.escape(name), request)


class Answers(unittest.TestCase):
    def test_that_have_one_meaning_open_the_connection(self):
        whole = "HTTP/1.1 101 x\r\n" + FIELDS + "\r\n"
        for odd, sentence in ((whole.replace("\r\n", "\n"), r"LF alone.*9112 2\.2"),
                              (whole.replace("101 x", "101"), r"no space after the status code.*9112 4\)"),
                              (whole.replace("Connection: ", "Connection:\r\n\t"), r"folded.*9112 5\.2"),
                              (whole.replace("Upgrade: ", "Content-Length: 5\r\nUpgrade: ", 1), r"9110 8\.6"),
                              (whole.replace("Upgrade: ", "Transfer-Encoding: chunked\r\nUpgrade: ", 1), r"9112 6\.1")):
            code, text = answer_to(odd)
            self.assertEqual(code, 0, text)
            self.assertIn("hello", text)
            self.assertRegex(text, sentence)
            self.assertNotIn("malformed", text)

    def test_with_two_upgrade_fields_are_refused_as_a_list_is(self):
        for upgrade in ("Upgrade: websocket\r\n", "Upgrade: x\r\n"):
            code, text = answer_to("HTTP/1.1 101 x\r\n" + upgrade + FIELDS + "\r\n")
            self.assertNotEqual(code, 0)
            self.assertRegex(text, r"2 protocols in Upgrade.*RFC 6455 4\.1")

    def test_with_a_bare_return_are_refused(self):
        code, text = answer_to("HTTP/1.1 101 x\r\nX: a\rb\r\n" + FIELDS + "\r\n")
        self.assertNotEqual(code, 0)
        self.assertRegex(text, r"CR without LF.*9112 2\.2")

    def test_with_a_zero_octet_are_refused(self):
        code, text = answer_to("HTTP/1.1 101 x\r\nX: a\0b\r\n" + FIELDS + "\r\n")
        self.assertNotEqual(code, 0)
        self.assertRegex(text, r"zero octet.*9110 5\.5")


class Requests(unittest.TestCase):
    REQUEST = ("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")

    def answer_to(self, request):
        with Server("echo") as echo, socket.create_connection(("127.0.0.1", echo.port)) as sock:
            stream = Stream(sock)
            stream.send(request.encode())
            return stream.read_head()

    def test_that_have_one_meaning_are_accepted(self):
        for odd in ("\r\n\r\n" + self.REQUEST, self.REQUEST.replace("\r\n", "\n")):
            self.assertRegex(self.answer_to(odd), r"^HTTP/1.1 101 ")

    def test_that_readers_may_understand_differently_are_refused(self):
        for odd in (self.REQUEST.replace("Host:", "Host :"), self.REQUEST.replace("Host: ", "X: a\rb\r\nHost: "),
                    self.REQUEST.replace("Host: ", "X: a\0b\r\nHost: ")):
            self.assertRegex(self.answer_to(odd), r"^HTTP/1.1 400 ")


class GivenFields(unittest.TestCase):
    def test_replace_ours(self):
        request, _ = request_of("--header", "Host: other.example", "--header", "user-agent: mine")
        self.assertEqual(values(request, "Host"), ["other.example"])
        self.assertEqual(values(request, "User-Agent"), ["mine"])

    def test_are_sent_as_often_as_they_are_given(self):
        request, _ = request_of("--header", "X-A: 1", "--header", "x-a: 2")
        self.assertEqual(values(request, "X-A"), ["1", "2"])

    def test_take_fields_away(self):
        request, text = request_of("--header", "User-Agent:", "--header", "Sec-WebSocket-Key:")
        self.assertEqual(values(request, "User-Agent") + values(request, "Sec-WebSocket-Key"), [])
        self.assertIn("hello", text)  # There is nothing to compare Sec-WebSocket-Accept with.


class Urls(unittest.TestCase):
    def test_are_taken_as_browsers_take_them(self):
        request, _ = request_of(url="ws://127.0.0.1:%d/ä b?ö=%%41")
        self.assertTrue(request.startswith("GET /%C3%A4%20b?%C3%B6=%41 HTTP/1.1\r\n"), request)

    def test_send_their_user_in_a_field_and_show_it_nowhere(self):
        secret = base64.b64encode(f"{USER}:{WORD}".encode()).decode()
        request, text = request_of(url=f"ws://{USER}:{WORD}@127.0.0.1:%d/")
        self.assertEqual(values(request, "Authorization"), ["Basic " + secret])
        self.assertRegex(values(request, "Host")[0], r"^127\.0\.0\.1:\d+$")
        for part in (USER, WORD, secret, "ab%20cd"):
            self.assertNotIn(part, text)
        given, _ = request_of("--header", "Authorization: Bearer x", url=f"ws://{USER}:{WORD}@127.0.0.1:%d/")
        self.assertEqual(values(given, "Authorization"), ["Bearer x"])

    def test_name_hosts_in_any_language(self):
        done = connect("ws://bücher.invalid/")
        self.assertIn("xn--bcher-kva.invalid", done.stdout + done.stderr)
        self.assertNotIn("percent-encoded", done.stdout + done.stderr)


class Bodies(unittest.TestCase):
    PAGE = "You may not come in."

    def test_are_shown_without_their_codings(self):
        coded = gzip.compress(self.PAGE.encode())
        half = len(coded) // 2
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (coded[:half], coded[half:])) + b"0\r\n\r\n"
        head = b"HTTP/1.1 403 Forbidden\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        _, text = answer_to(head + body)
        self.assertRegex(text, r"Its body:\n +" + re.escape(self.PAGE))

    def test_that_are_broken_show_what_could_be_read(self):
        _, text = answer_to("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n")
        self.assertRegex(text, r"size of a chunk is not a hexadecimal number.* What can be read of it:\n +hello")

    def test_that_inflate_without_end_are_cut(self):
        bomb = gzip.compress(b"\0" * 10_000_000)
        head = b"HTTP/1.1 403 Forbidden\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
        _, text = answer_to(head + bomb)
        self.assertIn("Only the first 64 KiB that it inflates to are read here.", text)


if __name__ == "__main__":
    main()
