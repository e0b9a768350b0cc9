#!/usr/bin/env python3
"""The walls between rooms: the compiler, called with the options of a room, must find the headers of the rooms below
it and no others. The dependencies are repeated here, so that a wall that is removed from CMakeLists.txt is noticed.

Usage: walls_test.py BUILD_FOLDER [TEST...]
"""

import functools
import glob
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

MOST_FILES = 45  # in a folder
SOURCES = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
BUILD = os.path.abspath(sys.argv[1])
TIMEOUT = 120  # In seconds; ends a compiler that hangs, and is not a measurement.

# Each room, and the rooms directly below it. A room may use these and all rooms below them.
STANDS_ON = {
    "protocol/wire": [],
    "protocol/text": ["protocol/wire"],
    "protocol/files": ["protocol/text"],
    "protocol/handshake": ["protocol/text"],
    "protocol/deflate": ["protocol/handshake"],
    "protocol/endpoint": ["protocol/deflate"],
    "protocol/transport": ["protocol/files"],
    "protocol/session/log": ["protocol/transport", "protocol/endpoint"],
    "protocol/session/file": ["protocol/session/log"],
    "protocol/session/look": ["protocol/session/log"],
    "protocol/session/live": ["protocol/session/file"],
    "protocol/conformance/cases": ["protocol/session/live", "protocol/session/look"],
    "protocol/conformance/run": ["protocol/conformance/cases"],
    "protocol/conformance/spec": ["protocol/conformance/cases"],
    "protocol/conformance/serve": ["protocol/conformance/run", "protocol/conformance/spec"],
    "protocol/report/view": ["protocol/conformance/serve"],
    "protocol/report/wording": ["protocol/report/view"],
    "protocol/report/results": ["protocol/report/wording"],
    "protocol/report/pages": ["protocol/report/results"],
    "protocol/report/export": ["protocol/report/pages"],
    "protocol/report/import": ["protocol/report/export"],
    "ui/base": ["protocol/report/import"],
    "ui/bench": ["ui/base"],
    "ui/kit": ["ui/base"],
    "ui/filter": ["ui/kit"],
    "ui/log": ["ui/bench", "ui/filter"],
    "ui/message": ["ui/filter"],
    "ui/panels": ["ui/bench", "ui/filter"],
    "ui/connect": ["ui/bench", "ui/kit"],
    "ui/runs": ["ui/bench", "ui/kit"],
    "ui/sessions": ["ui/log", "ui/message", "ui/panels", "ui/connect", "ui/runs"],
    "ui/cases": ["ui/log", "ui/panels", "ui/connect", "ui/runs"],
    "ui/perspectives": ["ui/sessions", "ui/cases"],
    "ui/settings": ["ui/kit"],
    "ui/window": ["ui/perspectives", "ui/settings"],
    "app/options": ["protocol/report/import"],
    "app/terminal": ["protocol/report/import"],
    "app/commands": ["app/options", "app/terminal"],
}
# A header of each part of Qt, and the lowest rooms that may use it. Rooms that do not stand on protocol/transport
# are free of Qt, and those that do not stand on ui/kit are free of widgets.
QT = {"QString": ["protocol/transport"], "QTcpSocket": ["protocol/transport"], "QGuiApplication": ["ui/base"],
      "QWidget": ["ui/kit"]}
NEVER = ["tests/support/recorded.h", "main.cpp", "app/main.cpp", "CMakeLists.txt"]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]*)"|<([^>\n]*)>|(\S.*))', re.M)


@functools.lru_cache
def reach(room):
    """The room and all rooms below it."""
    return frozenset({room}.union(*(reach(below) for below in STANDS_ON[room])))


def header_of(room):
    return os.path.relpath(sorted(glob.glob(os.path.join(SOURCES, room, "*.h")))[0], SOURCES)


def views_of(room):
    """For each include, as it is written: whether files of the room may use it."""
    answer = {f'"{header_of(other)}"': other in reach(room) for other in STANDS_ON}
    answer |= {f"<{header}>": not reach(room).isdisjoint(first) for header, first in QT.items()}
    return answer | {f'"{path}"': False for path in NEVER}


@functools.lru_cache
def commands():
    """The folder and the compiler command of each room, by the name of its target, without source and output."""
    with open(os.path.join(BUILD, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    found = {}
    for entry in entries:
        words = shlex.split(entry["command"]) if "command" in entry else entry["arguments"]
        output = words[words.index("-o") + 1]
        target = re.match(r"(?:.*/)?CMakeFiles/fg_(\w+)\.dir/", output)
        if target and target.group(1) not in found:
            compiler = 1 if os.path.basename(words[0]) in ("ccache", "sccache") else 0
            at = words.index("-o")
            words = words[compiler:at] + words[at + 2:]
            at = words.index("-c")
            found[target.group(1)] = entry["directory"], words[:at] + words[at + 2:]
    return found


def rooms():
    """The rooms of this build. Without the program, those of the window and the command line are missing."""
    has_window = any(target.startswith("ui_") for target in commands())
    return [room for room in STANDS_ON if has_window or room.startswith("protocol/")]


def seen_from(room, includes):
    """Which of the includes the compiler finds from the room."""
    lines = []
    for number, include in enumerate(includes):
        lines += [f"#if __has_include({include})", f"found {number}", "#else", f"missing {number}", "#endif"]
    folder, words = commands()[room.replace("/", "_")]
    with tempfile.TemporaryDirectory() as place:
        source = os.path.join(place, "looks_around.cpp")
        with open(source, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        done = subprocess.run([*words, "-E", "-P", source], cwd=folder, capture_output=True, text=True, timeout=TIMEOUT)
    answers = dict(reversed(line.split()) for line in done.stdout.splitlines() if line.strip())
    if done.returncode or len(answers) != len(includes):
        raise AssertionError(f"{room}: the compiler does not answer\n{done.stdout}{done.stderr}")
    return {include: answers[str(number)] == "found" for number, include in enumerate(includes)}


def faults_of(include, plain, angled):
    """What is wrong with the spelling of one include."""
    written = plain or angled
    if written is None:
        yield "is made by a macro"
    elif ".." in written:
        yield "goes up with .."
    elif re.match(r"Qt[A-Z]\w*/", written):
        yield "names a part of Qt; its header alone is enough"
    elif plain and not re.match(r"(?:protocol|ui|app)/", plain):
        yield "is not a path from the top"
    elif angled and os.path.exists(os.path.join(SOURCES, angled)):
        yield "is of ours, so with quotation marks"
    elif plain and not os.path.isfile(os.path.join(SOURCES, plain)):
        yield "is not there"


# What may hold secrets of an opening handshake: the octets of a stream, and the heads. Whatever writes or shows a session
# takes them from a SessionView, which blanks secrets; only the rooms that make the view, or read files, have the session.
RAW_READER = re.compile(r"(\w+)(?:\(\))?(?:->|\.)(octets|handshake)\(")
VIEWS = {"view", "m_view", "html", "payload"}
MAY_READ = ("protocol/report/view", "protocol/report/import")

# Who searches a text for secrets by itself does not know the words of the request that an answer repeats.
SEARCH = re.compile(r"\b(secretsIn\w+)\(")
MAY_SEARCH = {
    "protocol/handshake/": "decides what is secret",
    "protocol/report/view/": "knows a session's secrets for all who show or write it",
    "protocol/session/live/target.cpp": "names the secret in the target of a request that is not sent yet",
}


class Walls(unittest.TestCase):
    def test_secrets_are_searched_for_where_both_heads_are_known(self):
        wrong, used = [], set()
        for top in ("protocol", "ui", "app"):
            for path in sorted(glob.glob(os.path.join(SOURCES, top, "**", "*.*"), recursive=True)):
                if path.endswith((".h", ".cpp")):
                    name = os.path.relpath(path, SOURCES)
                    with open(path, encoding="utf-8") as file:
                        found = SEARCH.findall(file.read())
                    allowed = {place for place in MAY_SEARCH if name.startswith(place)} if found else set()
                    used |= allowed
                    if found and not allowed:
                        wrong.append(f"{name}: {found[0]}(): take a SessionView, which knows what is secret")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        self.assertEqual(used, set(MAY_SEARCH))

    def test_what_writes_or_shows_a_session_has_its_octets_from_a_view(self):
        wrong, count = [], 0
        for top in ("protocol/report", "ui", "app"):
            for path in sorted(glob.glob(os.path.join(SOURCES, top, "**", "*.*"), recursive=True)):
                name = os.path.relpath(path, SOURCES)
                if path.endswith((".h", ".cpp")) and not name.startswith(MAY_READ):
                    with open(path, encoding="utf-8") as file:
                        text = file.read()
                    for found in RAW_READER.finditer(text):
                        count += 1
                        if found.group(1) not in VIEWS:
                            wrong.append(f"{name}: {found.group()}: take a SessionView, which knows what is secret")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        self.assertGreater(count, 15)

    def test_every_room_sees_what_it_stands_on_and_nothing_else(self):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            seen = dict(zip(rooms(), pool.map(lambda room: seen_from(room, list(views_of(room))), rooms())))
        for room in rooms():
            with self.subTest(room=room):
                wrong = [f"{room} {'sees' if found else 'does not see'} {include}"
                         for include, found in seen[room].items() if found != views_of(room)[include]]
                self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_every_room_is_listed(self):
        self.assertEqual(sorted(commands()), sorted(room.replace("/", "_") for room in rooms()))
        folders = {os.path.relpath(os.path.dirname(path), SOURCES) for top in ("protocol", "ui", "app")
                   for path in glob.glob(os.path.join(SOURCES, top, "**", "*.h"), recursive=True)}
        self.assertEqual(sorted(folders), sorted(STANDS_ON))

    def test_no_folder_has_more_files_than_one_can_look_through(self):
        for top in ("protocol", "ui", "app", "tests"):
            for folder, _, files in os.walk(os.path.join(SOURCES, top)):
                files = [name for name in files if not name.endswith(".pyc")]
                if os.sep + "data" + os.sep not in folder + os.sep:
                    with self.subTest(folder=os.path.relpath(folder, SOURCES)):
                        self.assertLessEqual(len(files), MOST_FILES)

    def test_includes_are_paths_from_the_top(self):
        wrong, count = [], 0
        for top in ("protocol", "ui", "app"):
            for path in sorted(glob.glob(os.path.join(SOURCES, top, "**", "*.*"), recursive=True)):
                if path.endswith((".h", ".cpp")):
                    with open(path, encoding="utf-8") as file:
                        text = file.read()
                    for found in INCLUDE.finditer(text):
                        count += 1
                        line = text.count("\n", 0, found.start()) + 1
                        wrong += [f"{os.path.relpath(path, SOURCES)}:{line}: {found.group().strip()} {fault}"
                                  for fault in faults_of(*found.group(0, 1, 2))]
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        self.assertGreater(count, 1000)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
