#!/usr/bin/env python3
"""What is on disk when the program ends in other ways than at its end: by a signal, because its terminal went away or
nobody reads its output, because there is no connection or no room; and what was there before.

Usage: exits_test.py PROGRAM
"""

import contextlib
import fcntl
import glob
import itertools
import os
import pty
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest
import xml.etree.ElementTree

from support import PROGRAM, TIMEOUT, Listener, Server, environment, free_port, index_of, main, run

ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OLDER = b"an older file"


class Place(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def path(self, name):
        return os.path.join(self.place, name)

    def put(self, name, octets=OLDER):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(octets)
        return self.path(name)

    def octets(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def parts(self):
        return glob.glob(self.place + "/**/*.part", recursive=True)

    def start(self, *words, **options):
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, "text": True,
                 "cwd": self.place, "env": environment(), **options}
        process = subprocess.Popen([PROGRAM, *words], **given)
        self.addCleanup(process.kill)
        return process

    def wait_for(self, condition):
        end = time.monotonic() + TIMEOUT
        while not condition():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)


def catches(pid, how):
    """Whether a process has a handler for a signal."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        caught = next(line for line in file if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) & 1 << (how - 1))


def waiting_octets(pipe):
    """How much was written to a pipe and not read."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def silent(stream):
    stream.read(1 << 20)


class Signals(Place):
    def test_each_ends_a_run_with_a_report_of_what_ran(self):
        for how in ENDS:
            with Server("echo") as echo:
                process = self.start("test", echo.url, "--agent", "e", "--cases", "1.1.1,6.4.3", "--junit", "j.xml")
                for line in process.stdout:
                    if line.startswith("1.1.1"):
                        break
                process.send_signal(how)
                out, err = process.communicate(timeout=TIMEOUT)
            self.assertEqual(process.returncode, 130, out + err)
            self.assertEqual(index_of(self.path("reports/servers")), {"e": {"1.1.1": "OK"}})
            xml.etree.ElementTree.parse(self.path("j.xml"))
            self.assertEqual(self.parts(), [])
            os.remove(self.path("j.xml"))

    def test_each_ends_the_servers(self):
        for how in ENDS:
            for command in ("echo", "broadcast"):
                self.assertEqual(Server(command, cwd=self.place).stop(how)[0], 0)

    def test_each_ends_server_mode_with_its_client_and_a_report(self):
        for how in ENDS:
            pid = self.path(f"pid-{how}")
            with Server("serve", "--port", "0", "--web-port", "0", "--junit", "j.xml", "--exec",
                        "echo $$ > %s; exec sleep 600" % shlex.quote(pid), cwd=self.place) as server:
                self.wait_for(lambda: os.path.exists(pid) and os.path.getsize(pid))
                self.assertEqual(server.stop(how)[0], 130)
            with open(pid, encoding="utf-8") as file:
                self.assertRaises(ProcessLookupError, os.kill, int(file.read()), 0)
            xml.etree.ElementTree.parse(self.path("j.xml"))
            self.assertEqual(index_of(self.path("reports/clients")), {})

    def test_each_closes_a_connection_whose_recording_is_whole(self):
        for how in ENDS:
            with Server("echo") as echo:
                process = self.start("connect", echo.url, "--record", "r.pcapng", stdin=subprocess.PIPE)
                process.stdin.write("said\n")
                process.stdin.flush()
                while "said" not in process.stdout.readline():
                    pass
                process.send_signal(how)
                process.communicate(timeout=TIMEOUT)
            self.assertEqual(process.returncode, 130)
            done = run("show", "r.pcapng", cwd=self.place)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("said", done.stdout)

    def test_each_ends_what_waits_for_a_server_and_no_server_is_blamed(self):
        with Server("echo") as echo:
            run("connect", echo.url, "--send", "said", "--record", "r.pcapng", cwd=self.place)
        for how in ENDS:
            for scheme, words in itertools.product(("ws", "wss"), (
                    ("connect", "{}"), ("replay", "r.pcapng", "{}"), ("test", "{}", "--cases", "1.1.1"))):
                with self.subTest(how=how, scheme=scheme, command=words[0]), Listener(silent) as server:
                    url = server.url.replace("ws:", scheme + ":")
                    process = self.start(*[word.format(url) for word in words])
                    self.wait_for(lambda: server.streams)
                    process.send_signal(how)
                    out, err = process.communicate(timeout=TIMEOUT)
                    self.assertEqual((process.returncode, err), (130, ""), out)

    def test_each_ends_what_waits_for_a_reader_of_its_output(self):
        def flood(stream):
            stream.answer()
            while True:
                stream.send(b"\x81\x04said" * 1_000)

        with Server("echo") as echo:
            run("connect", echo.url, "--send", "said", "--record", "r.pcapng", cwd=self.place)
        with Listener(flood) as server:
            for how, words in itertools.product(ENDS, (("connect", server.url, "--linger", "60", "--timeout", "2"),
                                                       ("replay", "r.pcapng", server.url, "--timeout", "2"))):
                with self.subTest(how=how, command=words[0]):
                    process = self.start(*words)
                    self.wait_for(lambda: waiting_octets(process.stdout) > 40_000)
                    process.send_signal(how)
                    self.assertEqual(process.wait(timeout=TIMEOUT), 130)
                    process.communicate()

    def test_each_ends_with_130_what_still_reads_a_file(self):
        with Server("echo") as echo:
            subprocess.run([PROGRAM, "connect", echo.url, "--record", self.path("one.pcapng")], env=environment(),
                           input=b"a line of a few octets\n" * 3_000, capture_output=True, timeout=TIMEOUT, check=True)
        self.put("long.pcapng", self.octets("one.pcapng") * 40)
        for how, words in itertools.product(ENDS, (("show", "long.pcapng"), ("export", "long.pcapng", "--to", "json"),
                                                   ("replay", "long.pcapng", "ws://127.0.0.1:9/", "--session", "1"))):
            with self.subTest(how=how, command=words[0]):
                process = self.start(*words)
                self.wait_for(lambda: catches(process.pid, how))
                process.send_signal(how)
                process.communicate(timeout=TIMEOUT)
                self.assertEqual(process.returncode, 130)

    def test_a_hangup_does_not_end_what_was_started_with_nohup(self):
        process = self.start("echo", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.assertTrue(process.stdout.readline().startswith("listening "))
        process.send_signal(signal.SIGHUP)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, 0)

    def test_a_terminal_that_goes_away_says_so_more_than_once_and_the_report_is_written(self):
        os.mkfifo(self.path("pipe"))
        with Listener(silent) as server:
            # The first signal does not end the program, because nobody reads the pipe that it writes to at the end.
            process = self.start("test", server.url, "--agent", "e", "--cases", "1.1.1", "--tap", self.path("pipe"))
            self.wait_for(lambda: server.streams)
            process.send_signal(signal.SIGHUP)
            self.wait_for(lambda: os.path.exists(self.path("reports/servers/index.json")))
            process.send_signal(signal.SIGHUP)
            with self.assertRaises(subprocess.TimeoutExpired):
                process.wait(timeout=0.5)
            self.assertTrue(self.octets("pipe").startswith(b"TAP version 14"))
            process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, 130)

    def test_a_hangup_long_after_the_first_signal_ends_the_program(self):
        os.mkfifo(self.path("pipe"))
        with Listener(silent) as server:
            process = self.start("test", server.url, "--agent", "e", "--cases", "1.1.1", "--tap", self.path("pipe"))
            self.wait_for(lambda: server.streams)
            process.send_signal(signal.SIGTERM)
            time.sleep(1.2)
            process.send_signal(signal.SIGHUP)
            process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, -signal.SIGHUP)

    def test_the_window_closes_and_ends_well(self):
        for how in ENDS:
            away = {"XDG_CONFIG_HOME": self.path("config"), "XDG_DATA_HOME": self.path("data")}
            process = self.start(env={**environment(), "QT_QPA_PLATFORM": "offscreen", **away})
            self.wait_for(lambda: catches(process.pid, how))
            process.send_signal(how)
            process.communicate(timeout=TIMEOUT)
            self.assertEqual(process.returncode, 0, how)
            self.assertTrue(glob.glob(self.path("config") + "/**/*.conf", recursive=True), "it saved its layout")
            shutil.rmtree(self.path("config"))


class Terminal(Place):
    def test_that_goes_away_costs_no_report(self):
        leader, follower = pty.openpty()

        def take_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        with Server("echo") as echo:
            process = self.start("test", echo.url, "--agent", "e", "--cases", "1.1.1,1.1.2,6.4.3", "--junit", "j.xml",
                                 stdin=follower, stdout=follower, stderr=follower, preexec_fn=take_terminal,
                                 env={**environment(), "TERM": "xterm"})
            os.close(follower)
            seen = b""
            while b"\n1.1.2" not in seen.replace(b"\x1b[K", b"").replace(b"\r", b"\n"):
                seen += os.read(leader, 65536)
            os.close(leader)
            self.assertEqual(process.wait(timeout=TIMEOUT), 130)
        self.assertEqual(index_of(self.path("reports/servers")), {"e": {"1.1.1": "OK", "1.1.2": "OK"}})
        xml.etree.ElementTree.parse(self.path("j.xml"))


class Output(Place):
    """The reader of standard output ends before the program does, as head does."""

    def test_that_nobody_reads_costs_no_report(self):
        with Server("echo") as echo:
            process = self.start("test", echo.url, "--agent", "e", "--cases", "1.1.*,6.4.1", "--junit", "j.xml",
                                 "--save-baseline", "baseline")
            process.stdout.readline()
            process.stdout.close()
            err = process.stderr.read()
            process.stderr.close()
            self.assertEqual((process.wait(timeout=TIMEOUT), err), (2, ""))
        self.assertEqual(len(index_of(self.path("reports/servers"))["e"]), 9)
        self.assertEqual(len(list(xml.etree.ElementTree.parse(self.path("j.xml")).iter("testcase"))), 9)
        self.assertTrue(os.path.exists(self.path("baseline")))

    def test_of_server_mode_that_nobody_reads_costs_no_report(self):
        with Server("serve", "--port", "0", "--web-port", "0", "--cases", "1.1.1", "--exec",
                    f"{shlex.quote(PROGRAM)} connect $FRAMEGLASS_URL/runCase?case=1'&'agent=a --linger 0 --send x",
                    cwd=self.place) as server:
            server.process.stdout.close()
            self.assertIsNotNone(server.process.wait(timeout=TIMEOUT))
            server.process.stdout = None
        self.assertEqual(list(index_of(self.path("reports/clients"))), ["a"])

    def test_that_nobody_reads_leaves_a_recording_that_is_whole(self):
        def talk(stream):
            stream.answer()
            for _ in range(1_000):
                stream.send(b"\x81\x04said")
                time.sleep(0.01)

        with Listener(talk) as server:
            process = self.start("connect", server.url, "--record", "r.pcapng")
            while "said" not in process.stdout.readline():
                pass
            process.stdout.close()
            process.stderr.read()
            process.stderr.close()
            self.assertIsNotNone(process.wait(timeout=TIMEOUT))
        done = run("show", "r.pcapng", cwd=self.place)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("said", done.stdout)

    def test_whose_reader_leaves_before_the_connection_is_open_ends_without_a_word(self):
        def wait(stream):
            stream.read_head()
            silent(stream)

        with Listener(wait) as server:
            process = self.start("connect", server.url, "--open-timeout", "60", stdin=subprocess.DEVNULL)
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual((process.stderr.read(), process.wait(timeout=TIMEOUT)), ("", 2))
            process.stderr.close()

    def test_of_commands_that_only_print_may_be_left_by_its_reader(self):
        with Server("echo") as echo:
            subprocess.run([PROGRAM, "connect", echo.url, "--record", self.path("r.pcapng")], env=environment(),
                           input=b"a line of a few octets\n" * 3_000, capture_output=True, timeout=TIMEOUT, check=True)
        for words in (("show", "r.pcapng"), ("show", "r.pcapng", "--octets"), ("export", "r.pcapng", "--to", "json"),
                      ("export", "r.pcapng", "--to", "text"), ("export", "r.pcapng", "--to", "pcapng")):
            process = self.start(*words, text=False, bufsize=0)
            self.assertTrue(process.stdout.read(1), words)
            process.stdout.close()
            self.assertEqual((process.stderr.read(), process.wait(timeout=TIMEOUT)), (b"", 2), words)
            process.stderr.close()

    def test_that_is_full_is_said(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = self.start("--help", stdout=full)
            _, err = process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, 2)
        self.assertIn("Standard output could not be written", err)

    def test_ignored_signals_are_not_handed_on_to_the_client(self):
        # In a shell that ignores SIGPIPE, yes would not end.
        done = run("serve", "--port", "0", "--web-port", "0", "--exec", "yes | head -n 1", cwd=self.place, timeout=30)
        self.assertEqual(done.returncode, 3)


class ClosedStreams(Place):
    """The program is started without some of its standard streams, as daemons are."""

    def shell(self, redirections, *words):
        """Returns what the program does, started by a shell that closes streams, and its output if that is left."""
        return subprocess.run(["bash", "-c", f'exec "$0" "$@" {redirections}', PROGRAM, *words], cwd=self.place,
                              env=environment(), capture_output=True, text=True, timeout=TIMEOUT)

    def test_an_input_that_is_closed_is_one_that_has_ended(self):
        with Server("echo") as echo:
            words = ("connect", echo.url, "--linger", "0")
            closed, empty = self.shell("<&-", *words), self.shell("</dev/null", *words)
            self.assertEqual((closed.returncode, closed.stderr), (0, ""))
            rows = [[line.split()[2:6] for line in done.stdout.splitlines() if line[:6].strip().isdigit()]
                    for done in (closed, empty)]
            self.assertEqual(rows[0], rows[1])
            self.assertIn(["TX", "frame", "8", "close"], rows[0])

    def test_whatever_is_closed_the_exit_code_says_how_it_went(self):
        with Server("echo") as echo:
            for redirections in ("<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"):
                done = self.shell(redirections, "test", echo.url, "--agent", "e", "--cases", "1.1.1,1.1.2")
                self.assertEqual((done.returncode, done.stderr), (0, ""), redirections)
                self.assertEqual(index_of(self.path("reports/servers")), {"e": {"1.1.1": "OK", "1.1.2": "OK"}})
            self.assertEqual(self.shell("<&- >&- 2>&-", "connect", f"ws://127.0.0.1:{free_port()}/").returncode, 3)
        self.assertEqual(self.shell(">&-", "--help").returncode, 0)

    def test_no_connection_gets_the_number_of_a_stream(self):
        received = []

        def serve(stream):
            stream.answer()
            received.append(stream.read_frame())
            silent(stream)

        with Listener(serve) as server:
            self.shell("<&- >&- 2>&-", "connect", server.url, "--send", "only this", "--linger", "0", "--timeout", "1")
        self.assertEqual(received, [(1, True, b"only this")])


class Input(Place):
    """What is typed is sent whole or refused as a whole."""

    def typed(self, octets, *options):
        received = []

        def serve(stream):
            stream.answer()
            while True:
                opcode, _, payload = stream.read_frame()
                if opcode != 1:
                    return
                received.append(payload)

        with Listener(serve) as server:
            done = subprocess.run([PROGRAM, "connect", server.url, "--linger", "0", *options], env=environment(),
                                  input=octets, capture_output=True, timeout=TIMEOUT)
        return received, done

    def test_a_long_line_is_one_message(self):
        line = b"z" * 17_000_000
        received, done = self.typed(line + b"\nnext\n")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual([len(message) for message in received], [len(line), 4])

    def test_a_line_that_is_too_long_is_refused_and_named_and_the_others_are_sent(self):
        for long in (b"x" * 1025, b"x" * 100_000):
            received, done = self.typed(b"first\n" + long + b"\nthird\n" + long, "--longest-message", "1K")
            self.assertEqual(received, [b"first", b"third"])
            self.assertEqual(done.returncode, 2)
            self.assertEqual(done.stderr.decode().splitlines(), [
                f"frameglass: Line {number} of standard input is longer than 1 KiB and was not sent (--longest-message "
                "SIZE sets another limit)." for number in (2, 4)])

    def test_line_ends_do_not_count(self):
        line = b"x" * 1024
        received, done = self.typed(line + b"\r\n" + line + b"\n" + line, "--longest-message", "1K")
        self.assertEqual((received, done.returncode, done.stderr), ([line] * 3, 0, b""))

    def test_lines_that_come_after_the_servers_close_are_counted(self):
        close = b"\x88\x02\x03\xe8"
        for is_with_answer in (True, False):
            for octets, said in (("1\n2\n3\n", "3 lines of standard input were not sent"),
                                 ("1", "1 line of standard input was not sent"),
                                 ("", "Standard input was not read to its end")):
                written = threading.Event()

                def serve(stream, written=written, is_with_answer=is_with_answer):
                    send = stream.send
                    if is_with_answer:
                        stream.send = lambda octets: send(octets + close)
                    stream.answer()
                    if not is_with_answer:
                        send(close)
                    written.wait(TIMEOUT)
                    stream.socket.shutdown(socket.SHUT_WR)

                with Listener(serve) as server:
                    process = self.start("connect", server.url, stdin=subprocess.PIPE)
                    while "close" not in process.stdout.readline():
                        pass
                    process.stdin.write(octets)
                    process.stdin.flush()
                    if octets:
                        process.stdin.close()
                    written.set()
                    out = process.stdout.read()
                    self.assertEqual((process.stderr.read(), process.wait(timeout=TIMEOUT)), ("", 0))
                self.assertIn(said + ", because the server had already closed.", out)
                self.assertNotIn(" text ", out)
                for stream in (process.stdin, process.stdout, process.stderr):
                    stream.close()

    def test_an_input_that_cannot_be_read_is_an_error(self):
        with Listener(lambda stream: (stream.answer(), silent(stream))) as server:
            folder = os.open(self.place, os.O_RDONLY)
            process = self.start("connect", server.url, "--linger", "0", "--timeout", "1", stdin=folder)
            os.close(folder)
            _, err = process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, 2)
        self.assertIn("Standard input could not be read: Is a directory.", err)


class Recordings(Place):
    """An older file stays until the new one has something in it."""

    def attempts(self):
        """Commands that do not come to a connection."""
        port = free_port()
        source = self.path("source.pcapng")
        with Server("echo") as echo:
            run("connect", echo.url, "--send", "x", "--record", source, "--linger", "0", cwd=self.place)
            tls = echo.url.replace("ws://", "wss://")
            for target in (f"ws://127.0.0.1:{port}/", "ws://no-such-host.invalid/", tls, "http://a/", "nonsense"):
                yield ("connect", target, "--send", "x")
                yield ("replay", source, target)

    def test_stay_if_there_is_no_connection(self):
        older = self.put("r.pcapng")
        for words in self.attempts():
            done = run(*words, "--record", older, cwd=self.place)
            self.assertIn(done.returncode, (2, 3), words)
            self.assertEqual(self.octets("r.pcapng"), OLDER, words)
        self.assertEqual(self.parts(), [])

    def test_stay_if_the_program_is_killed_before_there_is_one(self):
        self.put("r.pcapng")
        # It takes the TCP connection, and says nothing of TLS.
        with Listener(silent) as server:
            process = self.start("connect", server.url.replace("ws://", "wss://"), "--record", "r.pcapng")
            self.wait_for(lambda: server.streams)
            process.kill()
            process.communicate(timeout=TIMEOUT)
        self.assertEqual(self.octets("r.pcapng"), OLDER)

    def test_are_replaced_as_soon_as_there_is_one(self):
        older = self.put("r.pcapng")
        with Listener(lambda stream: (stream.answer(), stream.send(b"\x81\x04said"), silent(stream))) as server:
            process = self.start("connect", server.url, "--record", older)
            while "said" not in process.stdout.readline():
                pass
            # What was shown is in the file, however the program ends.
            process.kill()
            process.communicate(timeout=TIMEOUT)
        self.assertIn("said", run("show", older, cwd=self.place).stdout)
        self.assertEqual(self.parts(), [])
        self.assertEqual(stat.S_IMODE(os.stat(older).st_mode), 0o600)

    def test_a_link_to_one_stays_a_link(self):
        older = self.put("r.pcapng")
        os.symlink("r.pcapng", self.path("link"))
        with Server("echo") as echo:
            done = run("connect", echo.url, "--send", "x", "--linger", "0", "--record", self.path("link"), cwd=self.place)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(os.path.islink(self.path("link")))
        self.assertEqual(run("show", older, cwd=self.place).returncode, 0)

    def test_one_that_is_being_recorded_is_not_taken(self):
        with Listener(lambda stream: (stream.answer(), stream.send(b"\x81\x04said"), silent(stream))) as server, \
                Server("echo") as echo:
            process = self.start("connect", server.url, "--record", "r.pcapng")
            while "said" not in process.stdout.readline():
                pass
            done = run("connect", echo.url, "--send", "x", "--record", "r.pcapng", cwd=self.place)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("busy", done.stderr)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=TIMEOUT)
        self.assertIn("said", run("show", "r.pcapng", cwd=self.place).stdout)

    def test_of_cases_stay_if_no_case_can_connect(self):
        self.put("records/e_case_1_1_1.pcapng")
        dead = f"ws://127.0.0.1:{free_port()}/"
        words = ("--agent", "e", "--cases", "1.1.1", "--record-dir", "records")
        self.assertEqual(run("test", dead, *words, cwd=self.place).returncode, 3)
        self.assertEqual(self.octets("records/e_case_1_1_1.pcapng"), OLDER)
        with Server("echo") as echo:
            self.assertEqual(run("test", echo.url, *words, cwd=self.place).returncode, 0)
        self.assertEqual(run("show", "records/e_case_1_1_1.pcapng", cwd=self.place).returncode, 0)
        self.assertEqual(os.listdir(self.path("records")), ["e_case_1_1_1.pcapng"])


class Results(Place):
    def test_of_an_earlier_run_stay_if_no_case_ran(self):
        baseline = self.path("baseline")
        words = ("--agent", "e", "--cases", "1.1.1", "--save-baseline", baseline)
        with Server("echo") as echo:
            self.assertEqual(run("test", echo.url, *words, cwd=self.place).returncode, 0)
        before = self.octets("baseline"), self.octets("reports/servers/index.html")
        done = run("test", f"ws://127.0.0.1:{free_port()}/", *words, cwd=self.place)
        self.assertEqual(done.returncode, 3)
        self.assertIn("The report of an earlier run stays", done.stdout)
        self.assertEqual((self.octets("baseline"), self.octets("reports/servers/index.html")), before)
        self.assertEqual(index_of(self.path("reports/servers")), {"e": {"1.1.1": "OK"}})

    def test_of_clients_stay_if_no_client_came(self):
        self.put("reports/clients/index.json", b"{}")
        self.put("reports/clients/index.html")
        with Server("serve", "--port", "0", "--web-port", "0", cwd=self.place) as server:
            self.assertEqual(server.stop()[0], 0)
        self.assertEqual(self.octets("reports/clients/index.html"), OLDER)

    def test_an_export_that_fails_leaves_what_was_there(self):
        out = self.put("out.html")
        for source in (self.put("junk", b"no session"), "/nowhere"):
            self.assertEqual(run("export", source, "--output", out, cwd=self.place).returncode, 2)
            self.assertEqual(self.octets("out.html"), OLDER)

    def test_no_room_is_an_error_by_name(self):
        with Server("echo") as echo:
            for option in ("--junit", "--tap", "--save-baseline"):
                done = run("test", echo.url, "--cases", "1.1.1", option, "/dev/full", cwd=self.place)
                self.assertEqual(done.returncode, 2)
                self.assertIn("/dev/full: No space left on device", done.stderr)
            done = run("connect", echo.url, "--send", "x", "--linger", "0", "--record", "r.pcapng", cwd=self.place)
            done = run("export", "r.pcapng", "--to", "text", "--output", "/dev/full", cwd=self.place)
            self.assertEqual(done.returncode, 2)
            self.assertIn("/dev/full: No space left on device", done.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root may write to every folder")
    def test_a_folder_that_may_not_be_written_to_is_an_error_by_name_before_anything_runs(self):
        self.put("report/index.html")
        os.chmod(self.path("report"), 0o500)
        self.addCleanup(os.chmod, self.path("report"), 0o700)
        for words in (("test", "ws://127.0.0.1:1/"), ("serve", "--port", "0", "--web-port", "0")):
            done = run(*words, "--report", "report", cwd=self.place)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("report/index.html: Permission denied", done.stderr)

    def test_names_in_a_report_folder_that_others_have_taken_lead_nowhere_else(self):
        self.put("victim")
        os.makedirs(self.path("report"))
        os.symlink(self.path("victim"), self.path("report/e_case_1_1_1.json"))
        os.symlink(self.path("victim"), self.path("report/index.json"))
        os.symlink(self.path("victim"), self.path("report/e_case_1.1.1.txt"))
        os.mkfifo(self.path("report/index.html"))
        os.mkfifo(self.path("report/e_case_1_1_1.html"))
        with Server("echo") as echo:
            done = run("test", echo.url, "--agent", "e", "--cases", "1.1.1", "--report", "report", cwd=self.place)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.octets("victim"), OLDER)
        for name in os.listdir(self.path("report")):
            self.assertTrue(stat.S_ISREG(os.lstat(self.path("report/" + name)).st_mode), name)
        os.remove(self.path("report/index.html"))
        os.mkdir(self.path("report/index.html"))
        done = run("test", "ws://127.0.0.1:1/", "--report", "report", cwd=self.place)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("report/index.html: Is a directory", done.stderr)

    def test_two_runs_may_write_into_one_folder(self):
        self.put("report/frameglass-0123456789abcdef01234567.part")  # of a run that was killed
        os.symlink("report", self.path("link"))
        with Server("echo") as echo:
            runs = [self.start("test", echo.url, "--agent", name, "--cases", "1.1.*,2.*", "--report", "link")
                    for name in ("a", "b")]
            for process in runs:
                _, err = process.communicate(timeout=TIMEOUT)
                self.assertEqual((process.returncode, err), (0, ""))
        names = os.listdir(self.path("report"))
        for agent in ("a", "b"):
            self.assertEqual(len([name for name in names if name.startswith(agent + "_case")]), 3 * 19)
        self.assertEqual(self.parts(), [])
        self.assertIn(list(index_of(self.path("report"))), (["a"], ["b"]))
        self.assertTrue(os.path.islink(self.path("link")))


class Ports(Place):
    def test_a_page_that_nobody_asked_for_may_have_no_port(self):
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):  # then it is taken already
                stack.enter_context(socket.create_server(("127.0.0.1", 8080)))
            with Server("serve", "--port", "0", cwd=self.place) as server:
                with socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT):
                    pass
                code, out, err = server.stop()
            self.assertEqual(code, 0)
            self.assertNotIn("page http", out)
            self.assertIn("clients are served without the page", err)
            self.assertIn("--web-port", err)
            done = run("serve", "--port", "0", "--web-port", "8080", cwd=self.place)
            self.assertEqual(done.returncode, 3)
            self.assertIn("Cannot listen for browsers.", done.stderr)

    def test_a_port_for_clients_that_is_taken_is_an_error(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = run("serve", "--port", str(port), "--web-port", "0", cwd=self.place)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("Cannot listen for clients.", done.stderr)
        self.assertIn(f"port {port}", done.stderr)


if __name__ == "__main__":
    main()
