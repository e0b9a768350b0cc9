#!/usr/bin/env python3
"""Cases that run at the same time: verdicts do not depend on their number, nor on the length of the time limits; a server
that takes one connection at a time is detected; what is recorded; and what an interrupt leaves.

Usage: side_by_side_test.py PROGRAM
"""

import glob
import json
import os
import pty
import re
import signal
import subprocess
import tempfile
import time
import unittest
import xml.etree.ElementTree

from support import PROGRAM, TIMEOUT, Listener, Server, environment, frame, index_of, main, run, verdicts


def words_of(found):
    return {case: line[:3] for case, line in found.items()}


class Place(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def read(self, name):
        with open(os.path.join(self.place, name), encoding="utf-8") as file:
            return file.read()


class SideBySide(Place):
    CASES = "1.1.*,2.*,5.*,6.4.*,7.1.*,9.1.1,9.3.6,9.7.1"

    def test_verdicts_do_not_depend_on_how_many_run_at_once(self):
        with Server("echo") as echo:
            one = run("test", echo.url, "--cases", self.CASES, "--jobs", "1", cwd=self.place)
            many = run("test", echo.url, "--cases", self.CASES, "--jobs", "32", cwd=self.place)
        self.assertEqual((one.returncode, many.returncode), (0, 0), one.stdout + many.stdout)
        self.assertEqual(words_of(verdicts(one.stdout)), words_of(verdicts(many.stdout)))
        # The lines are in the order of the set, although the cases ended in another order.
        self.assertEqual(list(verdicts(one.stdout)), list(verdicts(many.stdout)))

    def test_verdicts_do_not_depend_on_the_length_of_the_time_limits(self):
        cases = "2.2,5.19,5.20,6.4.1,6.4.3,7.1.1"
        with Server("echo") as echo:
            # 6.4.3 ends inside a frame, and then the peer may wait for a second of its own for our close frame.
            short = run("test", echo.url, "--cases", cases, "--timeout-scale", "0.7", "--agent", "a", cwd=self.place)
            self.assertIn("multiplied by 0.7", self.read("reports/servers/a_case_2.2.txt"))
            self.assertIn("CLOSE CONNECTION AFTER 0.700000 sec", self.read("reports/servers/a_case_2.2.txt"))
            long = run("test", echo.url, "--cases", cases, "--timeout-scale", "2", "--agent", "a", cwd=self.place)
            self.assertIn("CLOSE CONNECTION AFTER 2.000000 sec", self.read("reports/servers/a_case_2.2.txt"))
        self.assertEqual((short.returncode, long.returncode), (0, 0), short.stdout + long.stdout)
        self.assertEqual(words_of(verdicts(short.stdout)), words_of(verdicts(long.stdout)))
        self.assertGreaterEqual(verdicts(long.stdout)["5.19"][3], 2000)

    def test_how_many_at_once_has_an_upper_bound(self):
        done = run("test", "ws://127.0.0.1:1/", "--jobs", "65", cwd=self.place)
        self.assertEqual(done.returncode, 2)
        self.assertIn('--jobs: "65" is not a number from 1 to 64', done.stderr)


class OneConnectionAtATime(Place):
    # 5.19 and 5.20 hold their connections for a second.
    CASES = "1.1.1,1.1.2,2.2,5.19,5.20"

    def test_is_found_out_and_what_was_kept_waiting_runs_again(self):
        def serve(stream):
            stream.answer()
            stream.echo()

        with Listener(serve, one_at_a_time=True) as server:
            done = run("test", server.url, "--cases", self.CASES, "--jobs", "8", "--agent", "lonely", "--junit",
                       "junit.xml", "--tap", "run.tap", cwd=self.place)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        found = verdicts(done.stdout)
        self.assertEqual(list(found), self.CASES.split(","))
        self.assertEqual({line[:3] for line in found.values()}, {("OK", "OK", "1000")})
        note = re.search(r"(?m)^note: (The server takes one connection at a time.*)$", done.stdout)
        self.assertTrue(note, done.stdout)
        self.assertEqual(index_of(self.place + "/reports/servers"), {"lonely": dict.fromkeys(found, "OK")})
        for name in ("reports/servers/index.html", "junit.xml", "run.tap"):
            self.assertIn(note.group(1), self.read(name), name)
        again = [name for name in glob.glob(self.place + "/reports/servers/lonely_case_*.txt")
                 if "takes one connection at a time" in self.read(name)]
        self.assertTrue(again)
        page = os.path.splitext(again[0])[0]
        self.assertIn("takes one connection at a time",
                      self.read(re.sub(r"(\d)\.(?=\d)", r"\1_", page) + ".html"))

    def test_is_not_said_of_a_server_that_answers_nobody(self):
        with Listener(lambda stream: stream.read(1 << 20)) as server:
            done = run("test", server.url, "--cases", self.CASES, "--timeout-scale", "0.2", "--jobs", "8", cwd=self.place)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("one connection at a time", done.stdout)
        self.assertEqual(len(verdicts(done.stdout)), 5)


class Recording(Place):
    def rows(self, name):
        log = json.loads(self.read("reports/servers/%s.json" % name))["wirelog"]
        return [row[0] for row in log]

    def test_of_bulk_keeps_counts_or_every_octet(self):
        with Server("echo") as echo:
            words = ["test", echo.url, "--agent", "e", "--cases", "9.3.6,9.7.1", "--record"]
            self.assertEqual(run(*words, "summary", cwd=self.place).returncode, 0)
            self.assertLess(len(self.rows("e_case_9_3_6")), 20)
            self.assertEqual(run(*words, "full", cwd=self.place).returncode, 0)
            rows = self.rows("e_case_9_3_6")
            self.assertEqual(rows.count("TF"), 64 + 2)  # 4 MiB in frames of 64 KiB, the empty one, close
            rows = self.rows("e_case_9_7_1")
            self.assertEqual((rows.count("TF"), rows.count("RF")), (1001, 1001))
            self.assertNotIn("WLM", rows)
            text = self.read("reports/servers/e_case_9.7.1.txt")
            self.assertEqual(text.count("RX FRAME"), 1001)

    def test_says_when_a_log_reached_its_limit(self):
        def serve(stream):
            stream.answer()
            stream.read_frame()
            for _ in range(12):
                stream.send(frame(2, bytes(1 << 20)))
            stream.echo()

        with Listener(serve) as server:
            run("test", server.url, "--agent", "e", "--cases", "1.1.1", "--timeout-scale", "0.3", cwd=self.place)
        for name in ("e_case_1.1.1.txt", "e_case_1_1_1.html"):
            self.assertIn("The log has reached its limit of 8 MiB", self.read("reports/servers/" + name))


class Interrupted(Place):
    def start(self, *words):
        return subprocess.Popen([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=self.place, env=environment())

    def test_a_run_ends_with_a_valid_report_of_what_ran(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with Server("echo") as echo:
                process = self.start("test", echo.url, "--agent", "e", "--cases", "1.1.1,1.1.2,6.4.3", "--junit", "j.xml",
                                     "--tap", "t.tap", "--jobs", "4")
                for line in process.stdout:
                    if line.startswith("1.1.2"):
                        break
                process.send_signal(how)
                out, err = process.communicate(timeout=TIMEOUT)
            self.assertEqual(process.returncode, 130, out + err)
            self.assertIn("1 not run", out)
            self.assertEqual(index_of(self.place + "/reports/servers"), {"e": {"1.1.1": "OK", "1.1.2": "OK"}})
            self.assertIn("1.1.2", self.read("reports/servers/index.html"))
            xml.etree.ElementTree.parse(self.place + "/j.xml")
            self.assertIn("1.1.2", self.read("t.tap"))
            self.assertEqual(glob.glob(self.place + "/reports/servers/*.part"), [])

    def test_a_second_interrupt_ends_at_once_whichever_signal_it_is(self):
        for second in (signal.SIGINT, signal.SIGTERM):
            pipe = f"{self.place}/pipe-{second}"
            os.mkfifo(pipe)
            with Listener(lambda stream: stream.read(1 << 20)) as server:
                # The first signal does not end the program, because nobody reads the pipe that it writes to at the end.
                process = self.start("test", server.url, "--cases", "1.1.1", "--tap", pipe)
                while not server.streams:
                    time.sleep(0.01)
                process.send_signal(signal.SIGINT)
                with self.assertRaises(subprocess.TimeoutExpired):
                    process.wait(timeout=1)
                process.send_signal(second)
                process.communicate(timeout=TIMEOUT)
                self.assertEqual(process.returncode, -second)


class Terminal(Place):
    """On a terminal there is a progress line that is rewritten, and the table above it."""

    def seen(self, *words, term="xterm"):
        leader, follower = pty.openpty()
        process = subprocess.Popen([PROGRAM, *words], stdout=follower, cwd=self.place, env={**environment(), "TERM": term})
        os.close(follower)
        text = b""
        try:
            while part := os.read(leader, 65536):
                text += part
        except OSError:  # on Linux: the other end was closed
            pass
        os.close(leader)
        return process.wait(TIMEOUT), text.decode()

    def test_shows_how_far_the_run_is_and_what_runs(self):
        with Server("echo") as echo:
            code, text = self.seen("test", echo.url, "--cases", "1.1.1,2.2,5.19")
        self.assertEqual(code, 0)
        self.assertRegex(text, r"\r\x1b\[K0 of 3, 0 failed; running \d")
        self.assertRegex(text, r"\r\x1b\[K2 of 3, 0 failed; running 5\.19")
        for case in ("1.1.1", "2.2", "5.19"):
            self.assertRegex(text, r"\r\x1b\[K" + re.escape(case) + " ")
        # At the end the progress line is erased.
        self.assertNotIn(" of 3, ", text[text.rindex("\x1b[K"):])

    def test_that_cannot_rewrite_a_line_and_a_pipe_get_plain_lines(self):
        with Server("echo") as echo:
            _, text = self.seen("test", echo.url, "--cases", "1.1.1,2.2", term="dumb")
            piped = run("test", echo.url, "--cases", "1.1.1,2.2", cwd=self.place).stdout
        for plain in (text, piped):
            self.assertNotIn("\x1b", plain)
            self.assertNotIn("running", plain)
            self.assertEqual(list(verdicts(plain.replace("\r\n", "\n"))), ["1.1.1", "2.2"])


if __name__ == "__main__":
    main()
