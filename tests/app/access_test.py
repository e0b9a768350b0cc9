#!/usr/bin/env python3
"""Who may use a server on this machine: programs and pages of this machine, and no page of another site, whether it names
its own origin or lets its own name lead here. All three servers and the page of server mode decide alike.

Usage: access_test.py PROGRAM
"""

import re
import select
import socket
import tempfile
import unittest

from support import TIMEOUT, Server, free_port, main, run

SERVERS = (("echo",), ("broadcast",), ("serve", "--port", "0", "--web-port", "0"))
PATH = "/getCaseCount"  # the other servers answer any path


class Place(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name


def answer_to(port, host=None, origins=(), address="127.0.0.1", upgrade=True):
    """Sends a request and returns the status and the body of the answer."""
    lines = [f"GET {PATH if upgrade else '/'} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}"]
    if upgrade:
        lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                  "Sec-WebSocket-Version: 13"]
    lines += [f"Origin: {origin}" for origin in origins]
    with socket.create_connection((address, port), timeout=TIMEOUT) as client:
        client.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")
        head = b""
        while b"\r\n\r\n" not in head:
            part = client.recv(65536)
            if not part:
                break
            head += part
        status = int(re.match(rb"HTTP/1\.1 (\d+)", head).group(1))
        body = head.partition(b"\r\n\r\n")[2]
        while status not in (101, 200):
            part = client.recv(65536)
            if not part:
                break
            body += part
    return status, body.decode() if status not in (101, 200) else ""


class Pages(Place):
    def test_of_this_machine_and_programs_are_answered_and_pages_of_others_are_not(self):
        for words in SERVERS:
            with Server(*words, cwd=self.place) as server:
                for origin, status in ((None, 101), ("http://127.0.0.1:8080", 101), ("http://localhost", 101),
                                       ("http://[::1]:3", 101), ("file://", 101), ("http://evil.example", 403),
                                       ("null", 403), ("http://127.0.0.1.evil.example", 403),
                                       ("https://127.0.0.1@evil.example", 403)):
                    found, body = answer_to(server.port, origins=[origin] if origin else [])
                    self.assertEqual(found, status, (words, origin, body))
                two = answer_to(server.port, origins=["http://localhost", "http://evil.example"])
                self.assertEqual(two[0], 403, words)

    def test_that_let_their_own_name_lead_here_are_not_answered(self):
        for words in SERVERS:
            with Server(*words, cwd=self.place) as server:
                for host, status in (("localhost", 101), (f"localhost:{server.port}", 101), ("[::1]:80", 101),
                                     ("evil.example", 403), (f"evil.example:{server.port}", 403),
                                     ("127.0.0.1.evil.example", 403)):
                    self.assertEqual(answer_to(server.port, host)[0], status, (words, host))
                page = answer_to(server.port, f"evil.example:{server.port}", [f"http://evil.example:{server.port}"])
                self.assertEqual(page[0], 403)

    def test_that_the_user_lets_in_are_answered(self):
        for words in SERVERS:
            with Server(*words, "--allow-origin", "https://App.example:443", "--allow-origin=null",
                        cwd=self.place) as server:
                for origin, status in (("https://app.example", 101), ("null", 101), ("http://app.example", 403),
                                       ("https://app.example:8443", 403)):
                    self.assertEqual(answer_to(server.port, origins=[origin])[0], status, (words, origin))
                self.assertEqual(answer_to(server.port, "app.example")[0], 101)
            with Server(*words, "--allow-origin", "*", cwd=self.place) as server:
                for host, origins in ((None, ["http://evil.example"]), ("evil.example", ["null"]), ("evil.example", [])):
                    self.assertEqual(answer_to(server.port, host, origins)[0], 101, (words, host, origins))

    def test_a_server_for_others_may_be_called_by_name_by_programs_but_not_by_pages(self):
        for words in SERVERS:
            with Server(*words, "--listen", "0.0.0.0", cwd=self.place) as server:
                for host, origins, status in (("tester:9001", [], 101), ("tester:9001", ["http://localhost"], 403),
                                              ("tester:9001", ["http://tester:8080"], 403)):
                    self.assertEqual(answer_to(server.port, host, origins)[0], status, (words, host, origins))

    def test_of_server_mode_itself_is_guarded_alike(self):
        web = free_port()
        with Server("serve", "--port", "0", "--web-port", str(web), cwd=self.place) as server:
            server.process.stdout.readline()
            for host, origins, status in ((f"127.0.0.1:{web}", [], 200), (f"localhost:{web}", [], 200),
                                          ("evil.example", [], 403), (f"127.0.0.1:{web}", ["http://evil.example"], 403)):
                found, body = answer_to(web, host, origins, upgrade=False)
                self.assertEqual(found, status, (host, origins))
                if status == 403:
                    self.assertIn("--allow-origin", body)
            _, _, err = server.stop()
        self.assertEqual(len(err.splitlines()), 2, err)


class Refusals(Place):
    def test_are_said_once_for_each_origin_and_host_with_the_option_that_lets_them_in(self):
        for words in SERVERS:
            with Server(*words, cwd=self.place) as server:
                for _ in range(3):
                    _, body = answer_to(server.port, origins=["http://evil.example"])
                    answer_to(server.port, origins=["null"])
                    answer_to(server.port, "evil.example")
                    answer_to(server.port)
                _, _, err = server.stop()
            self.assertIn('"http://evil.example"', body)
            self.assertIn("--allow-origin http://evil.example", body)
            lines = err.splitlines()
            self.assertEqual(len(lines), 3, err)
            for line, option in zip(lines, ("http://evil.example", "null", "http://evil.example")):
                self.assertIn(f"--allow-origin {option} ", line)

    def test_cannot_act_on_the_terminal_nor_fill_it(self):
        with Server("echo", cwd=self.place) as server:
            # What a head may not hold is refused before anybody looks at its origin.
            _, body = answer_to(server.port, origins=["http://a\u009b31m\\x" + "y" * 5_000])
            for number in range(50):
                answer_to(server.port, origins=[f"http://evil{number}.example"])
            _, _, err = server.stop()
        for text in (body, err):
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f]")
        self.assertLess(len(body), 1_000)
        lines = err.splitlines()
        self.assertEqual(len(lines), 21, err)
        self.assertIn("not listed", lines[-1])
        self.assertLess(max(map(len, lines)), 1_000)

    def test_are_said_while_the_server_runs(self):
        with Server("echo", cwd=self.place) as server:
            answer_to(server.port, origins=["http://evil.example"])
            self.assertTrue(select.select([server.process.stderr], [], [], TIMEOUT)[0])
            self.assertIn("evil.example", server.process.stderr.readline())


class Option(Place):
    def test_takes_origins_only(self):
        for words in (["echo"], ["broadcast"], ["serve"]):
            for bad in ("example.com", "http://a/b", "http://", "NULL", "http://a b"):
                done = run(*words, "--allow-origin", bad, cwd=self.place)
                self.assertEqual((done.returncode, done.stdout), (2, ""), (words, bad))
                self.assertIn(f'--allow-origin: "{bad}"', done.stderr)

    def test_is_in_the_help(self):
        self.assertIn("--allow-origin ORIGIN|null|*", run("--help", cwd=self.place).stdout)


if __name__ == "__main__":
    main()
