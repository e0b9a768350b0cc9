#!/usr/bin/env python3
"""Servers that are broken in some way: every case ends within its time and gets the right verdict, and the run
continues to its end.

Usage: damaged_peers_test.py PROGRAM
"""

import resource
import tempfile
import unittest

from support import CLOSE, PING, TEXT, Listener, Server, frame, free_port, index_of, main, run, verdicts

CASES = "1.1.1,1.1.2,2.2,7.1.1"
SCALE = 0.2  # of all time limits, so that tests that wait for them end soon
# The time limits for the opening handshake after TCP has connected, and for the answer to our close frame or the server's drop.
OPENING_MS, CLOSE_MS = 5000 * SCALE, 1000 * SCALE
SLACK_MS = 30_000  # for a machine that is busy


class Damaged(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)

    def outcome_of(self, serve, cases=CASES, options=()):
        """Returns the verdicts of a run against a server that calls `serve` for each connection; all cases have run."""
        with Listener(serve) as server:
            done = run("test", server.url, "--cases", cases, "--timeout-scale", str(SCALE), *options,
                       cwd=self.place.name)
        found = verdicts(done.stdout)
        self.assertEqual(list(found), cases.split(","), done.stdout + done.stderr)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        index = list(index_of(self.place.name + "/reports/servers").values())
        self.assertEqual(index, [{case: line[0] for case, line in found.items()}])
        return found

    def expect(self, found, behavior, closing, code, longest):
        for case, line in found.items():
            self.assertEqual(line[:3], (behavior, closing, code), case)
            self.assertLess(line[3], longest + SLACK_MS, case)

    def test_one_that_closes_at_once_fails_each_case_at_once(self):
        self.expect(self.outcome_of(lambda stream: stream.socket.close()), "FAILED", "FAILED", "-", 0)

    def test_one_that_closes_and_keeps_tcp_open_is_dropped(self):
        def serve(stream):
            stream.answer()
            stream.send(frame(CLOSE, b"\x03\xe8"))
            stream.read(1 << 20)

        for line in self.outcome_of(serve, "1.1.1,2.1,2.2,2.6,5.3,5.19").values():
            self.assertEqual(line[0], "FAILED")
            self.assertLess(line[3], 5 * CLOSE_MS + SLACK_MS)

    def test_one_that_sends_pings_and_reads_nothing_gets_no_endless_queue_of_pongs(self):
        def serve(stream):
            stream.answer()
            pings = frame(PING, bytes(125)) * 1000
            while True:
                stream.send(pings)

        self.outcome_of(serve, "1.1.1", ("--timeout-scale", "1"))
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 250 * 1024, "KiB")

    def test_one_that_says_nothing_is_given_up_after_the_time_for_the_opening_handshake(self):
        found = self.outcome_of(lambda stream: stream.read(1 << 20))
        self.expect(found, "FAILED", "FAILED", "-", OPENING_MS)
        for line in found.values():
            self.assertGreaterEqual(line[3], OPENING_MS)

    def test_one_that_answers_with_status_500_fails_the_opening_handshake(self):
        def serve(stream):
            stream.read_head()
            stream.send(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5\r\n\r\nsorry")

        self.expect(self.outcome_of(serve), "FAILED", "FAILED", "-", 0)

    def test_one_whose_answer_never_ends_is_given_up(self):
        def serve(stream):
            stream.read_head()
            while True:
                stream.send(b"HTTP/1.1 101 Switching Protocols\r\n" + b"X: y\r\n" * 10000)

        self.expect(self.outcome_of(serve), "FAILED", "FAILED", "-", OPENING_MS)

    def test_one_that_drops_in_the_middle_of_a_case_is_not_clean(self):
        def serve(stream):
            stream.answer()
            stream.read_frame()
            stream.socket.close()

        # The case did not receive what it waited for, and the peer ended the connection although we should have closed it.
        self.expect(self.outcome_of(serve, "1.1.1,1.1.2,2.2"), "FAILED", "FAILED", "-", 0)

    def test_one_that_drops_inside_a_frame_is_not_clean(self):
        def serve(stream):
            stream.answer()
            stream.read_frame()
            stream.send(frame(TEXT, b"x" * 100)[:50])
            stream.socket.close()

        self.expect(self.outcome_of(serve, "1.1.1,1.1.2,2.2"), "FAILED", "FAILED", "-", 0)

    def test_one_that_sends_junk_in_place_of_frames_is_failed_with_a_close_frame(self):
        def serve(stream):
            stream.answer()
            stream.send(bytes(range(255, 127, -1)))
            stream.read(1 << 20)

        found = self.outcome_of(serve, options=["--agent", "junk"])
        self.expect(found, "FAILED", "UNCLEAN", "-", CLOSE_MS)
        with open(self.place.name + "/reports/servers/junk_case_1.1.1.txt", encoding="utf-8") as file:
            report = file.read()
        self.assertRegex(report, r"failedByMe +True")
        self.assertRegex(report, r"localCloseCode +1002")

    def test_one_that_floods_with_pongs_comes_to_an_end(self):
        def serve(stream):
            stream.answer()
            while True:
                stream.send(frame(10) * 10000)

        found = self.outcome_of(serve, "1.1.1")
        self.expect(found, "FAILED", "UNCLEAN", "-", 10_000 * SCALE + CLOSE_MS)

    def test_one_that_never_closes_tcp_is_dropped_after_its_second(self):
        def serve(stream):
            stream.answer()
            while True:
                opcode, _, payload = stream.read_frame()
                if opcode in (CLOSE, TEXT):
                    stream.send(frame(opcode, payload))
                elif opcode == 9:
                    stream.send(frame(10, payload))

        found = self.outcome_of(serve, "1.1.1,1.1.2,2.2")
        self.expect(found, "OK", "UNCLEAN", "1000", CLOSE_MS)
        for line in found.values():
            self.assertGreaterEqual(line[3], CLOSE_MS)

    def test_one_that_never_answers_a_close_is_dropped_after_its_second(self):
        def serve(stream):
            stream.answer()
            opcode, _, payload = stream.read_frame()
            stream.send(frame(opcode, payload))
            stream.read(1 << 20)

        self.expect(self.outcome_of(serve, "1.1.1,1.1.2"), "OK", "UNCLEAN", "-", CLOSE_MS)

    def test_interim_answers_before_the_right_one_change_nothing(self):
        def serve(stream):
            stream.answer(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
            stream.echo()

        with Listener(serve) as server:
            done = run("test", server.url, "--cases", "1.1.2,2.2", "--agent", "early", cwd=self.place.name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(self.place.name + "/reports/servers/early_case_2_2.html", encoding="utf-8") as file:
            page = file.read()
        self.assertIn("2 interim answers", page)
        self.assertIn("103 Early Hints", page)


class ExitCodes(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)

    def code(self, *words):
        return run("test", *words, "--cases", "1.1.1", "--timeout-scale", str(SCALE), cwd=self.place.name).returncode

    def test_0_when_all_is_fine_and_1_when_a_case_failed_in_either_verdict(self):
        def never_closes(stream):
            stream.answer()
            while True:
                opcode, _, payload = stream.read_frame()
                stream.send(frame(opcode, payload))

        with Server("echo") as echo, Listener(never_closes) as unclean:
            self.assertEqual(self.code(echo.url), 0)
            self.assertEqual(self.code(unclean.url), 1)
            self.assertEqual(self.code("--agent", "a=" + echo.url, "--agent", "b=" + unclean.url), 1)

    def test_1_when_some_of_many_agents_could_not_be_reached_and_3_when_none_could(self):
        gone = ["--agent=x=ws://127.0.0.1:%d/" % free_port(), "--agent=y=ws://127.0.0.1:%d/" % free_port()]
        with Server("echo") as echo:
            self.assertEqual(self.code(*gone, "--agent", "here=" + echo.url), 1)
            self.assertEqual(self.code("--agent", "here=" + echo.url, *gone), 1)
        self.assertEqual(self.code(*gone), 3)
        self.assertEqual(self.code(gone[0]), 3)

    def test_2_when_the_words_make_no_sense(self):
        self.assertEqual(self.code(), 2)
        self.assertEqual(self.code("http://127.0.0.1/"), 2)


if __name__ == "__main__":
    main()
