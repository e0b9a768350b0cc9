"""The echo servers in this folder, on independent libraries: starts them, and parses what one of our runs against
them printed."""

import os
import re
import shutil
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"  # the interpreter that has the distribution's packages
SERVERS = {
    "ws_echo": ["node", str(HERE / "ws_echo.js")],
    "websockets_echo": [PYTHON, str(HERE / "websockets_echo.py")],
    "tornado_echo": [PYTHON, str(HERE / "tornado_echo.py")],
    "aiohttp_echo": [PYTHON, str(HERE / "aiohttp_echo.py")],
}
# The same servers without permessage-deflate.
PLAIN_SERVERS = {
    "websockets_echo": [*SERVERS["websockets_echo"], "--compression", "off"],
    "tornado_echo": [*SERVERS["tornado_echo"], "--compression", "off"],
}
PYTHON_MODULES = {"websockets_echo": "websockets", "tornado_echo": "tornado", "aiohttp_echo": "aiohttp"}
# A sample of the cases with compression, each of which sends a thousand messages: from each group a short
# case, a medium one and a fragmented one. All of them would take minutes.
COMPRESSED_SAMPLE = [f"{part}.{group}.{case}" for part, groups in ((12, 5), (13, 7)) for group in range(1, groups + 1)
                     for case in (1, 6, 12)]
NOT_INSTALLED = 77  # the exit code that ctest counts as skipped
START_SECONDS = 20


def missing(name, node_modules):
    """What a server needs and this machine does not have; None if it has everything."""
    if name == "ws_echo":
        if shutil.which("node") is None:
            return "node"
        return None if (Path(node_modules) / "ws").is_dir() else f"ws in {node_modules}"
    module = PYTHON_MODULES[name]
    found = subprocess.run([PYTHON, "-c", f"import {module}"], stderr=subprocess.DEVNULL, check=False)
    return None if found.returncode == 0 else f"python3-{module}"


@contextmanager
def running(command, node_modules):
    """Runs a server on a free port and yields its URL."""
    environment = dict(os.environ, NODE_PATH=str(node_modules))
    process = subprocess.Popen([*command, "0"], stdout=subprocess.PIPE, text=True, env=environment)
    # A server that never reports its port is killed, which also ends its output.
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    try:
        line = next((line for line in process.stdout if line.startswith("listening ")), None)
        watchdog.cancel()
        if line is None:
            raise RuntimeError(f"{' '.join(command)} did not start to listen")
        yield f"ws://127.0.0.1:{line.split()[1]}/"
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


def verdicts(output):
    """The results of the cases by id: [behavior, behaviorClose, remoteCloseCode]. Columns are separated by at least two
    spaces, the words of a verdict by one."""
    found = {}
    for line in output.splitlines():
        columns = re.split(r"\s{2,}", line.strip())
        if len(columns) >= 4 and re.fullmatch(r"\d+(\.\d+)+", columns[0]):
            code = int(columns[3]) if columns[3].isdigit() else None
            found[columns[0]] = [columns[1], columns[2], code]
    return found
