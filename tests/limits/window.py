"""The window: what a file that it opens can make it hold. What a server can send is kept as by the commands."""

import os
import tempfile
import time

import files
import harness

MEMORY = 32  # MiB, for the file
WINDOW = 160  # MiB that the window takes by itself, with its fonts and styles


def opening(write, size, ending):
    def measure():
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "file." + ending)
            write(path, size)
            environment = harness.quiet_environment()
            environment.update({"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder})
            with harness.Program("--file-memory", f"{MEMORY}M", path, listens=False,
                                 environment=environment) as window:
                peak, steady = 0.0, 0
                end = time.monotonic() + 60
                while steady < 20 and time.monotonic() < end:  # two seconds without growth
                    time.sleep(0.1)
                    now = window.peak()
                    steady = steady + 1 if now == peak else 0
                    peak = now
                return peak
    return measure


def rows():
    return [
        harness.Row("window", "opens frames without payload", f"--file-memory {MEMORY}M", MEMORY + WINDOW,
                    opening(files.frames_without_payload, 24 * files.MEBI, "pcapng"), quick=True),
        harness.Row("window", "opens an archive without end", f"--file-memory {MEMORY}M", MEMORY + WINDOW,
                    opening(files.har_entries_without_end, 60 * files.MEBI, "har")),
    ]
