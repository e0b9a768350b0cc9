#!/usr/bin/env python3
"""The servers without cases, echo and broadcast, and their limits.

Usage: plain_peers_test.py PROGRAM
"""

import signal
import socket
import ssl
import tempfile
import time
import unittest
import zlib

from support import BINARY, CLOSE, PING, PONG, TEXT, Client, Gone, Server, frame, main, make_certificate, run

REQUEST = (b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
RSV1 = 0x40  # the message is compressed, RFC 7692 6


def code_of(payload):
    return int.from_bytes(payload[:2], "big")


class Both(unittest.TestCase):
    def test_say_where_they_listen_and_end_on_either_signal(self):
        for command in ("echo", "broadcast"):
            for how in (signal.SIGINT, signal.SIGTERM):
                server = Server(command)
                self.assertRegex(server.line, r"\Alistening ws://127\.0\.0\.1:\d+/\n\Z")
                self.assertEqual(server.stop(how)[0], 0)

    def test_listen_on_loopback_unless_told_otherwise(self):
        with Server("broadcast", "--listen", "127.0.0.2") as server:
            self.assertTrue(server.url.startswith("ws://127.0.0.2:"))
        with Server("echo", "--listen", "0.0.0.0") as server:
            self.assertTrue(server.url.startswith("ws://127.0.0.1:"))

    def test_refuse_words_that_make_no_sense(self):
        with tempfile.TemporaryDirectory() as place:
            for words, named in ((["broadcast", "--slow", "wait"], '"wait"'),
                                 (["broadcast", "--every", "0"], "--every"),
                                 (["broadcast", "--every", "inf"], '"inf"'),
                                 (["broadcast", "--text", "hello"], "--every"),
                                 (["broadcast", "word"], '"word"'),
                                 (["broadcast", "--client-ca", "a.pem"], "--cert"),
                                 (["echo", "--connections", "0"], "--connections"),
                                 (["echo", "--unfinished", "64MB"], '"64MB"'),
                                 (["echo", "--longest-message", "K"], '"K"'),
                                 (["echo", "--queue", "1"], "--queue")):
                done = run(*words, cwd=place)
                self.assertEqual((done.returncode, done.stdout), (2, ""), words)
                self.assertIn(named, done.stderr)

    def test_let_further_connections_wait_when_they_hold_as_many_as_they_may(self):
        for command in ("echo", "broadcast"):
            with Server(command, "--connections", "2") as server, Client(server.port) as first, Client(server.port):
                with socket.create_connection(("127.0.0.1", server.port)) as waiting:
                    waiting.sendall(REQUEST)
                    waiting.settimeout(0.5)
                    with self.assertRaises(TimeoutError):
                        waiting.recv(1)
                    first.socket.close()
                    waiting.settimeout(30)
                    self.assertTrue(waiting.recv(100).startswith(b"HTTP/1.1 101"))

    def test_fail_a_message_that_is_too_long_with_1009(self):
        for command in ("echo", "broadcast"):
            with Server(command, "--longest-message", "1K") as server, Client(server.port) as client:
                client.say(TEXT, b"x" * 1024)
                self.assertEqual(client.read_frame()[2], b"x" * 1024)
                client.say(TEXT, b"x" * 1025)
                opcode, _, payload = client.read_frame()
                self.assertEqual((opcode, code_of(payload)), (CLOSE, 1009))

    def test_close_with_1013_what_makes_unfinished_messages_too_many(self):
        for command in ("echo", "broadcast"):
            with Server(command, "--unfinished", "300K", "--longest-message", "1M") as server, \
                    Client(server.port) as first, Client(server.port) as second:
                first.say(BINARY, bytes(200_000), fin=False)
                first.say(PING, b"taken")
                self.assertEqual(first.read_frame()[::2], (PONG, b"taken"))
                second.say(BINARY, bytes(200_000), fin=False)
                opcode, _, payload = second.read_frame()
                self.assertEqual((opcode, code_of(payload)), (CLOSE, 1013))
                # The other connection is not affected, and the end of its message makes room.
                first.say(0, b"end")
                self.assertEqual(first.read_frame()[0], BINARY)
                with Client(server.port) as third:
                    third.say(BINARY, bytes(250_000), fin=False)
                    third.say(PING, b"taken")
                    self.assertEqual(third.read_frame()[::2], (PONG, b"taken"))

    def test_close_an_idle_connection_with_1001_and_no_other(self):
        for command in ("echo", "broadcast"):
            with Server(command, "--idle", "1") as server, Client(server.port) as idle, Client(server.port) as busy:
                began = time.monotonic()
                idle.socket.settimeout(0.2)
                came = b""
                while not came and time.monotonic() - began < 30:
                    busy.say(PING, b"here")
                    self.assertEqual(busy.read_frame()[0], PONG)
                    try:
                        came = idle.socket.recv(4)
                    except TimeoutError:
                        pass
                self.assertEqual(came, frame(CLOSE, (1001).to_bytes(2, "big")))
                self.assertGreaterEqual(time.monotonic() - began, 0.9)

    def test_speak_tls_and_ask_for_client_certificates(self):
        with tempfile.TemporaryDirectory() as folder:
            cert, key = make_certificate(folder, "server", "subjectAltName=IP:127.0.0.1")
            client_cert, client_key = make_certificate(folder, "client")
            context = ssl.create_default_context(cafile=cert)
            context.load_cert_chain(client_cert, client_key)
            for command in ("echo", "broadcast"):
                words = [command, "--cert", cert, "--key", key, "--client-ca", client_cert]
                with Server(*words) as server, Client(server.port, context=context) as client:
                    self.assertTrue(server.url.startswith("wss://127.0.0.1:"))
                    client.say(TEXT, b"through TLS")
                    self.assertEqual(client.read_frame()[2], b"through TLS")


class Broadcast(unittest.TestCase):
    def test_sends_what_one_says_to_all(self):
        with Server("broadcast") as server:
            clients = [Client(server.port) for _ in range(5)]
            clients[2].say(TEXT, "gr\u00fcn".encode())
            clients[2].say(BINARY, b"\x00\xff", fin=False)
            clients[2].say(0, b"\x01")
            for client in clients:
                self.assertEqual(client.read_frame(), (TEXT, True, "gr\u00fcn".encode()))
                self.assertEqual(client.read_frame(), (BINARY, True, b"\x00\xff\x01"))
                client.socket.close()

    def test_sends_a_message_of_its_own_from_time_to_time(self):
        with Server("broadcast", "--every", "0.1") as server, Client(server.port) as client:
            first = client.read_frame()[2].split()
            second = client.read_frame()[2].split()
            self.assertEqual((first[0], int(second[1])), (b"tick", int(first[1]) + 1))
        with Server("broadcast", "--every", "0.1", "--text", "hello") as server, Client(server.port) as client:
            self.assertEqual(client.read_frame(), (TEXT, True, b"hello"))

    def test_keeps_a_quick_client_when_many_long_messages_come_in_one_read(self):
        message = bytes(1_000_000)
        deflate = zlib.compressobj(wbits=-15)
        squeezed = (deflate.compress(message) + deflate.flush(zlib.Z_SYNC_FLUSH))[:-4]
        with Server("broadcast", "--queue", "1M") as server:
            with Client(server.port, fields=["Sec-WebSocket-Extensions: permessage-deflate"]) as loud, \
                    Client(server.port) as quick:
                loud.send(frame(RSV1 | BINARY, squeezed, mask=loud.MASK) * 12)
                for _ in range(12):
                    self.assertEqual(quick.read_frame(), (BINARY, True, message))

    def flood(self, server):
        """One client sends much, another reads all of it, a third reads nothing. Returns what the third then receives."""
        with Client(server.port) as slow, Client(server.port) as quick, Client(server.port) as loud:
            for number in range(64):
                loud.say(BINARY, bytes([number]) * 500_000)
                for client in (loud, quick):
                    self.assertEqual(client.read_frame()[::2], (BINARY, bytes([number]) * 500_000))
            found = []
            try:
                slow.socket.settimeout(2)
                while True:
                    opcode, _, payload = slow.read_frame()
                    found.append(code_of(payload) if opcode == CLOSE else payload[0])
            except (Gone, OSError):
                return found

    def test_ends_the_connection_of_a_client_that_reads_too_slowly(self):
        with Server("broadcast", "--queue", "1M") as server:
            found = self.flood(server)
        # Whole messages in order, and then a close frame, unless it was queued after messages that were never sent.
        messages = [number for number in found if number < 64]
        self.assertEqual(messages, list(range(len(messages))))
        self.assertLess(len(messages), 64)
        self.assertLessEqual(set(found[len(messages):]), {1013})

    def test_leaves_out_messages_for_such_a_client_when_told_to(self):
        with Server("broadcast", "--queue", "1M", "--slow", "skip") as server:
            found = self.flood(server)
        self.assertLess(len(found), 64)
        self.assertEqual(found, sorted(set(found)))
        self.assertTrue(all(number < 64 for number in found))


class Echo(unittest.TestCase):
    def test_makes_a_client_that_does_not_read_wait_and_loses_nothing(self):
        with Server("echo") as server, Client(server.port) as client:
            client.socket.settimeout(3)
            sent = 0
            try:
                while sent < 200:
                    client.say(BINARY, bytes(1_000_000))
                    sent += 1
            except TimeoutError:
                pass
            self.assertLess(sent, 200)


if __name__ == "__main__":
    main()
