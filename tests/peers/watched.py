"""Runs a program for as long as it gets on. One that stands still, which only uses up time, is killed within five minutes;
a slow machine may take as long as it needs."""

import os
import subprocess
import tempfile
import time

STANDSTILL_SECONDS = 240
LOOK_SECONDS = 0.2
# A program that waits for nothing but its timers uses less processor time than this in a standstill, in seconds.
IDLE_CPU_SECONDS = 0.2
END_SECONDS = 10  # to end in order, with what it has started


def cpu_seconds(process_id):
    """The processor time that a process and its ended children have used."""
    try:
        with open(f"/proc/{process_id}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def end(process):
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run_watched(command, stderr=None, standstill=STANDSTILL_SECONDS):
    """Returns the exit code, which is None if the program stood still and was killed, and the output."""
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(command, stdout=output, stderr=stderr) as process:
            last, size, cpu = time.monotonic(), 0, 0
            while process.poll() is None:
                time.sleep(LOOK_SECONDS)
                size_now, cpu_now = os.fstat(output.fileno()).st_size, cpu_seconds(process.pid)
                if size_now != size or cpu_now - cpu >= IDLE_CPU_SECONDS:
                    last, size, cpu = time.monotonic(), size_now, cpu_now
                if time.monotonic() - last > standstill:
                    end(process)
                    code = None
                    break
            else:
                code = process.returncode
        output.seek(0)
        return code, output.read().decode(errors="replace")
