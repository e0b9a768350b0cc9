#!/usr/bin/env python3
"""A verdict that time alone has made is not believed: the case runs again, once and by itself, and everything that
shows results says so. What time does here is played by servers and clients that are slow in their first connections.

Usage: loaded_test.py PROGRAM
"""

import glob
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import xml.etree.ElementTree

from support import (CLOSE, PROGRAM, TIMEOUT, Client, Gone, Listener, Server, accept_key, environment, index_of, main, run,
                     verdicts)

SCALE = ("--timeout-scale", "0.2")
WHY = "because its first run had run out of time with the verdict FAILED, closing FAILED"
NOTE = "One case ran a second time because it had run out of time: 1.1.2. Its second result counts."


class SlowAtFirst:
    """Serves echoes, but says nothing on its first connections. Counts its connections."""

    def __init__(self, silent):
        self.silent, self.seen, self.lock = silent, 0, threading.Lock()

    def __call__(self, stream):
        with self.lock:
            self.seen += 1
            is_silent = self.seen <= self.silent
        while is_silent:
            stream.read(1)
        stream.answer()
        stream.echo()


class Place(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def read(self, name):
        with open(os.path.join(self.place, name), encoding="utf-8") as file:
            return file.read()

    def outcome_of(self, serve, *words):
        with Listener(serve) as server:
            return run("test", server.url, *SCALE, "--agent", "a", "--junit", "j.xml", "--tap", "t.tap", *words,
                       cwd=self.place)


class ServerThatWasSlow(Place):
    def test_is_tried_again_and_every_report_says_so(self):
        done = self.outcome_of(SlowAtFirst(1), "--cases", "1.1.2")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(verdicts(done.stdout)["1.1.2"][:3], ("OK", "OK", "1000"))
        self.assertIn("note: " + NOTE, done.stdout)
        self.assertEqual(index_of(self.place + "/reports/servers"), {"a": {"1.1.2": "OK"}})
        for name in ("j.xml", "t.tap", "reports/servers/index.html"):
            self.assertIn(NOTE, self.read(name), name)
        for name in ("j.xml", "reports/servers/a_case_1.1.2.txt", "reports/servers/a_case_1_1_2.html"):
            self.assertIn(WHY + ".", self.read(name), name)
        suites = xml.etree.ElementTree.parse(self.place + "/j.xml").getroot()
        self.assertEqual(suites.get("failures"), "0")

    def test_is_tried_again_once_only(self):
        serve = SlowAtFirst(3)
        done = self.outcome_of(serve, "--cases", "1.1.2")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(serve.seen, 2)
        self.assertEqual(verdicts(done.stdout)["1.1.2"][:2], ("FAILED", "FAILED"))
        self.assertIn(WHY + "; it ran out of time again.", self.read("j.xml"))

    def test_is_tried_again_with_nothing_beside_it_and_the_order_of_the_lines_stays(self):
        serve = SlowAtFirst(2)
        cases = "1.1.1,1.1.2,1.1.3,2.1,2.2,5.19"
        done = self.outcome_of(serve, "--cases", cases, "--jobs", "6")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(list(verdicts(done.stdout)), cases.split(","))
        self.assertGreaterEqual(serve.seen, 8)
        self.assertRegex(done.stdout, r"note: \d+ cases ran a second time because they had run out of time: ")

    def test_is_not_tried_for_ever_if_it_always_is(self):
        serve = SlowAtFirst(1000)
        done = self.outcome_of(serve, "--cases", "1.*,2.*", "--jobs", "4", "--timeout-scale", "0.1")
        self.assertEqual(done.returncode, 1, done.stderr)
        ran = len(verdicts(done.stdout))
        self.assertGreater(ran, 25)
        self.assertLess(serve.seen, ran + 15)
        self.assertRegex(done.stdout, r"note: \d+ cases failed by running out of time and did not run again: ")


class TesterThatWasStopped(Place):
    def wait_for_row(self, text):
        """Returns when the recording of the case that runs has a row with this text."""
        until = time.monotonic() + TIMEOUT
        while time.monotonic() < until:
            for path in glob.glob(os.path.join(self.place, "log", "**", "*.pcapng"), recursive=True):
                with open(path, "rb") as file:
                    if text in file.read():
                        return
            time.sleep(0.02)
        self.fail(f"no row says {text}")

    def test_gives_the_peer_the_time_in_which_it_did_not_run_and_the_report_says_so(self):
        """The program is stopped in the middle of an opening handshake that may take two seconds."""
        asked, goes_on = threading.Event(), threading.Event()

        def serve(stream):
            key = re.search(r"(?i)sec-websocket-key: (\S+)", stream.read_head()).group(1)
            asked.set()
            goes_on.wait(TIMEOUT)
            stream.send(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         f"Sec-WebSocket-Accept: {accept_key(key)}\r\n\r\n").encode())
            stream.echo()

        with Listener(serve) as server:
            words = ["test", server.url, "--cases", "1.1.2", "--timeout-scale", "0.4", "--agent", "a",
                     "--record-dir", "log"]
            process = subprocess.Popen([PROGRAM, *words], stdout=subprocess.PIPE, text=True, cwd=self.place,
                                       env=environment())
            self.assertTrue(asked.wait(TIMEOUT))
            process.send_signal(signal.SIGSTOP)
            time.sleep(3)  # Longer than the limit, however late the machine is.
            process.send_signal(signal.SIGCONT)
            self.wait_for_row(b"The time limit for the opening handshake (")
            goes_on.set()
            out, _ = process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, 0, out)
        self.assertRegex(self.read("reports/servers/a_case_1.1.2.txt"),
                         r"A time limit was [23]\.?\d* s longer than the case says")


def take_part(client, echoes):
    """Runs a case to its end, and echoes the first message or not."""
    try:
        opcode, _, payload = client.read_frame()
        if echoes:
            client.say(opcode, payload)
        while client.read_frame()[0] != CLOSE:
            pass
        client.say(CLOSE, (1000).to_bytes(2, "big"))
        client.read(1)
    except (Gone, OSError):
        pass


class ClientThatWasSlow(Place):
    def test_is_told_that_it_may_run_the_case_again_and_that_result_counts(self):
        with Server("serve", "--port", "0", "--web-port", "0", *SCALE, cwd=self.place) as server:
            for echoes, offer in ((False, True), (True, False)):
                with Client(server.port, "/runCase?casetuple=1.1.2&agent=a") as client:
                    take_part(client, echoes)
                with Client(server.port, "/getCaseStatus?casetuple=1.1.2&agent=a") as client:
                    status = client.read_frame()[2].decode()
                self.assertEqual('"runAgain":true' in status, offer, status)
            _, out, _ = server.stop()
        self.assertIn(NOTE, out)
        self.assertIn("1 case ran, 0 failed", out)
        self.assertIn("The case ran a second time, because its first run had run out of time",
                      self.read("reports/clients/a_case_1_1_2.html"))


if __name__ == "__main__":
    main()
