#!/usr/bin/env python3
"""Kept recordings: session files and everything that the program made of them when they were added. Showing and exporting
them now must give the same.

Usage: kept_recordings_test.py PROGRAM [--update] [TEST...]

--update: replaces the expected results for people (text, HTML, Markdown, the output of show) by what the program makes now,
and adds all results of new recordings. Results for other programs (JSON, CSV, HAR, pcapng) are never replaced.
"""

import functools
import glob
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

from support import PROGRAM, TIMEOUT, environment, main, run

RECORDINGS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "recordings")
EXPECTED = os.path.join(RECORDINGS, "expected")
OCTETS = ("json", "ndjson", "csv", "har", "pcapng")  # for other programs
WORDS = ("text", "html", "md")  # for people
KEPT_WITH = "0.1.0"  # the version that made the exports, which is written in them
# Options of further exports; the first export is always the whole recording with secrets blanked.
VARIANTS = {"secrets": ["--secrets"], "several": ["--secrets", "--session 2"], "ws_plain": ["--rows 3-9,14"]}
WITH_SECRETS = {"secrets", "several"}
SUMMED_UP = ("case_12_1_1", "case_9_7_1")  # their octets were only counted, so they cannot be read back from JSON
DAMAGED = ("cut", "damaged_entry", "damaged_length")  # these are read up to the damage


def names():
    return sorted(os.path.basename(path)[:-len(".pcapng")] for path in glob.glob(os.path.join(RECORDINGS, "*.pcapng")))


def variants():
    """Returns each recording with the options of its exports; the whole recording comes first."""
    return [(name, options) for name in names() for options in ["", *VARIANTS.get(name, [])]]


def forms_of(options):
    """Returns the formats that these options allow: rows cannot be picked for a session file."""
    return [form for form in (*OCTETS, *WORDS) if form != "pcapng" or "--rows" not in options]


def call(*words, cwd=RECORDINGS, **changes):
    """Returns standard output and standard error as octets, and the exit code."""
    done = subprocess.run([PROGRAM, *words], cwd=cwd, env={**environment(), **changes}, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=TIMEOUT)
    return done.stdout, done.stderr, done.returncode


@functools.lru_cache
def version():
    return run("--version", cwd=RECORDINGS).stdout.split()[1].encode()


def without_version(form, octets):
    """Replaces the version of the program that writes by KEPT_WITH. Other versions in a recording are not changed."""
    kept = KEPT_WITH.encode()
    if version() == kept:
        return octets
    if form == "har":
        return octets.replace(b'"creator": {"name": "Frameglass", "version": "%s"}' % version(),
                              b'"creator": {"name": "Frameglass", "version": "%s"}' % kept)
    if form != "pcapng":
        return octets.replace(b"Frameglass/" + version(), b"Frameglass/" + kept)
    result, at = b"", 0
    while at < len(octets):
        size = int.from_bytes(octets[at + 4:at + 8], "little")
        # The options of a section come after 24 octets. One of them is the writer's name.
        result += octets[at:at + 4] + octets[at + 8:at + 24] if octets[at] == 0x0A else octets[at:at + size]
        at += size
    return result


class Made:
    """What the program makes of all recordings; several exports run at the same time."""

    @staticmethod
    @functools.lru_cache
    def all():
        jobs = [(name, options, form) for name, options in variants() for form in forms_of(options)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(jobs, pool.map(lambda job: Made.one(*job), jobs)))

    @staticmethod
    def one(name, options, form, cwd=RECORDINGS, **changes):
        file = os.path.relpath(os.path.join(RECORDINGS, name + ".pcapng"), cwd)
        return call("export", file, "--to", form, *options.split(), cwd=cwd, **changes)

    @staticmethod
    def shown(name):
        """Returns the output of show, without and with reads and writes, and its messages about a damaged file."""
        text = b""
        for option in ([], ["--octets"]):
            output, said, code = call("show", name + ".pcapng", *option)
            text += b"".join((b"show " + " ".join(option).encode() + b"\n", output, said, b"exit %d\n\n" % code))
        return text


# --- the expected results ---

# Markdown is not compressed, so that a diff shows a change of wording.
# For each format, the folder and the ending of the file that keeps the export.
KINDS = {**dict.fromkeys(OCTETS, ("octets", ".octets.tar.xz")), "md": ("markdown", ".md")}


def kept_at(name, options, form):
    folder, ending = KINDS.get(form, ("words", ".words.tar.xz"))
    return os.path.join(EXPECTED, folder, name + re.sub(r"\W+", "_", options) + ending)


@functools.lru_cache
def read_all(path):
    """Returns the kept exports in a file, by format."""
    with open(path, "rb") as file:
        content = file.read()
    if path.endswith(".md"):
        return {"md": content}
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def write_all(path, exports):
    content = io.BytesIO()
    if path.endswith(".md"):
        content.write(exports["md"])
    else:
        with tarfile.open(fileobj=content, mode="w:xz", preset=9) as archive:
            for form, octets in exports.items():
                entry = tarfile.TarInfo(form)
                entry.size = len(octets)
                archive.addfile(entry, io.BytesIO(octets))
    with open(path, "wb") as file:
        file.write(content.getvalue())
    print("written:", os.path.basename(path))


def update():
    for folder in ("markdown", "words", "octets"):
        os.makedirs(os.path.join(EXPECTED, folder), exist_ok=True)
    files = {}
    for (name, options, form), (output, _, _) in Made.all().items():
        files.setdefault(kept_at(name, options, form), {})[form] = without_version(form, output)
    for name in names():
        files[kept_at(name, "", "shown")]["shown"] = Made.shown(name)
    for path, exports in files.items():
        if not os.path.exists(path) or (read_all(path) != exports and OCTETS[0] not in exports):
            write_all(path, exports)


# --- comparing two results ---


def difference(expected, found):
    """Describes the first difference; None if there is none."""
    if expected == found:
        return None
    at = next((place for place, pair in enumerate(zip(expected, found)) if pair[0] != pair[1]),
              min(len(expected), len(found)))
    if b"\0" in expected:
        begin = max(0, at - 16)
        shown = [octets[begin:at + 16].hex(" ") for octets in (expected, found)]
        mark, place = "   " * (at - begin) + "^^", f"octet {at}"
    else:
        line = expected.count(b"\n", 0, at)
        begin = expected.rfind(b"\n", 0, at) + 1
        column = len(expected[begin:at].decode("utf-8", "replace"))
        shown = []
        for octets in (expected, found):
            text = octets[begin:].split(b"\n")[0].decode("utf-8", "backslashreplace")
            shown.append(ascii(text[max(0, column - 40):column + 80]))
            mark = " " * (len(ascii(text[max(0, column - 40):column])) - 1) + "^"
        place = f"octet {at}, line {line + 1}, column {column + 1}"
    return (f"differs from {place} on\n  kept: {shown[0]}\n  now:  {shown[1]}\n        {mark}\n"
            f"  {len(expected)} octets were kept, {len(found)} are written now")


class Kept(unittest.TestCase):
    def expect(self, name, options, form, expected, found):
        told = difference(expected, found)
        if told:
            self.fail(f"{name}.pcapng {options} as {form} {told}")

    def compare(self, forms):
        for (name, options, form), (output, said, code) in Made.all().items():
            if form in forms:
                with self.subTest(recording=name, options=options, form=form):
                    self.assertEqual(code, 2 if name in DAMAGED else 0, said)
                    kept = read_all(kept_at(name, options, form))[form]
                    self.expect(name, options, form, kept, without_version(form, output))

    def test_what_other_programs_read_is_the_same_octet_for_octet(self):
        self.compare(OCTETS)

    def test_what_people_read_is_the_same(self):
        self.compare(WORDS)

    def test_the_rows_that_are_shown_are_the_same(self):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            shown = list(pool.map(Made.shown, names()))
        for name, text in zip(names(), shown):
            with self.subTest(recording=name):
                self.expect(name, "", "shown", read_all(kept_at(name, "", "shown"))["shown"], text)

    def test_nothing_is_kept_of_a_recording_that_is_not_there(self):
        kept = {kept_at(name, options, form) for name, options in variants() for form in forms_of(options)}
        there = [os.path.join(folder, file) for folder, _, files in os.walk(EXPECTED) for file in files]
        self.assertEqual(sorted(kept), sorted(there))
        self.assertGreater(len(names()), 20)

    def test_an_export_without_loss_shows_the_same_rows_as_its_recording(self):
        with tempfile.TemporaryDirectory() as place:
            def shown(job):
                name, form = job
                path = os.path.join(place, f"{name}.{form}")
                with open(path, "wb") as file:
                    file.write(Made.all()[name, "--secrets" if name in WITH_SECRETS else "", form][0])
                return call("show", path)

            jobs = [(name, form) for name in names() for form in ("json", "ndjson", "pcapng")]
            Made.all()
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                results = list(pool.map(shown, jobs))
            for (name, form), (output, said, code) in zip(jobs, results):
                with self.subTest(recording=name, form=form):
                    if name in SUMMED_UP and form != "pcapng":
                        self.assertIn(b"the octets between were not kept", said)
                        continue
                    self.assertEqual((said, code), (b"", 0))
                    recorded = call("show", name + ".pcapng")[0]
                    if name.startswith("case_"):  # its name and its verdicts are printed before the rows
                        recorded, output = (text[text.index(b"    No"):] for text in (recorded, output))
                    self.expect(name, "", f"{form}, shown", recorded, output)

    def test_an_exported_session_file_exported_again_is_the_same_file(self):
        with tempfile.TemporaryDirectory() as place:
            def again(octets):
                path = os.path.join(place, "exported.pcapng")
                with open(path, "wb") as file:
                    file.write(octets)
                output, said, code = call("export", path, "--to", "pcapng", "--secrets")
                self.assertEqual((said, code), (b"", 0))
                return output

            for (name, options, form), (output, _, _) in Made.all().items():
                if form == "pcapng":
                    with self.subTest(recording=name, options=options):
                        # The second export loses the name of the case. After that nothing changes.
                        once = again(output) if name.startswith("case_") else output
                        self.expect(name, options, "pcapng, again", once, again(once))

    def test_neither_folder_nor_time_zone_nor_language_changes_an_export(self):
        with tempfile.TemporaryDirectory() as place:
            for form in (*OCTETS, *WORDS):
                with self.subTest(form=form):
                    elsewhere = Made.one("several", "", form, cwd=place, TZ="Asia/Kathmandu", LC_ALL="de_DE.UTF-8",
                                         LANG="de_DE.UTF-8")
                    self.assertEqual(elsewhere[2], 0)
                    self.expect("several", "", form, Made.all()["several", "", form][0], elsewhere[0])


if __name__ == "__main__":
    if "--update" in sys.argv:
        update()
    else:
        main()
