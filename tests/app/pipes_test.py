#!/usr/bin/env python3
"""Files of the command line that are pipes, as a shell makes them of <(...): each is read only once, or refused with a word
that says so.

Usage: pipes_test.py PROGRAM
"""

import json
import os
import subprocess
import tempfile
import threading
import time
import unittest

from support import NEW_KEY, PROGRAM, Server, environment, main, run

TIMEOUT = 60


class Pipe:
    """A pipe out of which a text comes once, in two parts, for a program that is started with `words`."""

    def __init__(self, text):
        self.reading, self.writing = os.pipe()
        self.name = f"/dev/fd/{self.reading}"
        self.text = text.encode()

    def __enter__(self):
        self.thread = threading.Thread(target=self.write)
        self.thread.start()
        return self

    def __exit__(self, *_):
        os.close(self.reading)
        self.thread.join()

    def write(self):
        try:
            with os.fdopen(self.writing, "wb", buffering=0) as pipe:
                middle = len(self.text) // 2
                pipe.write(self.text[:middle])
                time.sleep(0.2)
                pipe.write(self.text[middle:])
        except BrokenPipeError:
            pass  # The program has refused the pipe.


def run_with(pipes, *words, cwd):
    return subprocess.run([PROGRAM, *words], cwd=cwd, env=environment(), capture_output=True, text=True, timeout=TIMEOUT,
                          pass_fds=[pipe.reading for pipe in pipes])


class Read(unittest.TestCase):
    def test_a_spec_file_of_either_command(self):
        with tempfile.TemporaryDirectory() as folder:
            with Pipe('{"servers": [{"url": "ws://127.0.0.1:1/"}], "cases": ["1.1.1", "1.1.2"], "colour": 1}') as spec:
                done = run_with([spec], "test", "--spec", spec.name, "--list", cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual([line.split()[0] for line in done.stdout.splitlines()], ["1.1.1", "1.1.2"])
            self.assertIn('"colour"', done.stderr)
            with Pipe('{"url": "ws://127.0.0.1:1/", "cases": ["99.*"], "colour": 1}') as spec:
                done = run_with([spec], "serve", "--spec", spec.name, cwd=folder)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn('no case fits "99.*"', done.stderr)

    def test_a_baseline_in_either_form(self):
        with tempfile.TemporaryDirectory() as folder, Server("echo") as echo:
            words = ("test", "--agent", "peer=" + echo.url, "--cases", "1.1.1,1.1.2")
            self.assertEqual(run(*words, "--report", "old", "--save-baseline", "kept", cwd=folder).returncode, 0)
            for kept in ("kept", "old/index.json"):
                with open(os.path.join(folder, kept), encoding="utf-8") as file, Pipe(file.read()) as baseline:
                    done = run_with([baseline], *words, "--report", "new", "--baseline", baseline.name, cwd=folder)
                self.assertEqual((done.returncode, done.stderr), (0, ""), kept)
                self.assertIn("0 regressed, 0 fixed, 0 changed.", done.stdout, kept)

    def test_certificate_and_key_of_a_server(self):
        with tempfile.TemporaryDirectory() as folder:
            make_certificate(folder)
            with open(folder + "/certificate.pem", encoding="utf-8") as file:
                certificate = file.read()
            with open(folder + "/key.pem", encoding="utf-8") as file:
                key = file.read()
            with Pipe(certificate) as first, Pipe(key) as second, Pipe(certificate) as third:
                process = subprocess.Popen([PROGRAM, "echo", "--cert", first.name, "--key", second.name, "--client-ca", third.name],
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
                                           pass_fds=[pipe.reading for pipe in (first, second, third)])
                try:
                    self.assertRegex(process.stdout.readline(), r"\Alistening wss://")
                finally:
                    process.terminate()
                    _, error = process.communicate(timeout=TIMEOUT)
                self.assertEqual(error, "")


class Refused(unittest.TestCase):
    ONCE = "is a pipe, which can be read only once"

    def test_what_each_connection_reads(self):
        with tempfile.TemporaryDirectory() as folder:
            make_certificate(folder)
            for option, others in (("--ca", ()), ("--client-cert", ("--client-key", "key.pem")),
                                   ("--client-key", ("--client-cert", "certificate.pem"))):
                for command in (("test", "--cases", "1.1.1"), ("connect",)):
                    with Pipe("x") as file:
                        done = run_with([file], command[0], "wss://127.0.0.1:1/", *command[1:], option, file.name, *others, cwd=folder)
                    self.assertNotEqual(done.returncode, 0, option)
                    self.assertIn(f"{file.name}: {self.ONCE}, and each connection reads it", done.stderr, option)

    def test_a_file_with_sessions(self):
        archive = json.dumps({"log": {"entries": []}})
        with tempfile.TemporaryDirectory() as folder:
            for words in (("show",), ("export", "--to", "json"), ("replay", "ws://127.0.0.1:1/")):
                with Pipe(archive) as file:
                    done = run_with([file], words[0], file.name, *words[1:], cwd=folder)
                self.assertEqual((done.returncode, done.stdout), (2, ""), words)
                self.assertIn(f"{file.name}: it {self.ONCE}: save what comes out of it as a file", done.stderr)


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", *NEW_KEY, "-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem",
                    "-days", "2", "-subj", "/CN=localhost"], check=True, capture_output=True)


if __name__ == "__main__":
    main()
