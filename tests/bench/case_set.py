#!/usr/bin/env python3
"""Measures the time, processor time and memory that the 301 cases without compression need: against the built-in
echo peer, and against an echo server on Boost.Beast. Each round has a fresh peer; the medians are compared with the
promised limits.

Usage: case_set.py PROGRAM [--beast BEAST_ECHO] [--rounds N] [--jobs N]

Exits with 0 if all medians are within the limits, 1 if one is not.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

CASES = "1.*,2.*,3.*,4.*,5.*,6.*,7.*,9.*,10.*"
COUNT = 301
BUILT_IN_SECONDS, BEAST_SECONDS, PEAK_MIB = 3, 4, 200
RUN_SECONDS = 300
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(pid):
    """Processor time that a process has used so far, in seconds: user and system time together."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def ended(process):
    """Waits for a process that must end in time; sets its exit code and returns its resource usage."""
    began = time.monotonic()
    while time.monotonic() - began < RUN_SECONDS:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        time.sleep(0.002)
    process.kill()
    raise SystemExit(f"the run did not end within {RUN_SECONDS} s")


def round_against(program, command, options, place, number):
    """Returns the wall time, the tester's CPU time, the peer's CPU time, and the tester's peak memory in MiB."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as peer:
        try:
            port = re.search(r"(\d+)/?\s*$", peer.stdout.readline()).group(1)
            output = os.path.join(place, "output")
            with open(output, "w", encoding="utf-8") as file:
                began = time.monotonic()
                words = ["test", f"ws://127.0.0.1:{port}/", "--cases", CASES, "--report", f"{place}/report-{number}", *options]
                tester = subprocess.Popen([program, *words], stdout=file)
                usage = ended(tester)
                took = time.monotonic() - began
            with open(output, encoding="utf-8") as file:
                last = file.read()
            if f"\n{COUNT} cases in " not in last:
                raise SystemExit(f"not all of the {COUNT} cases ran:\n{last[-2000:]}")
            return took, usage.ru_utime + usage.ru_stime, cpu_of(peer.pid), usage.ru_maxrss / 1024
        finally:
            peer.kill()


def measure(name, command, limit, arguments):
    """Prints the medians and returns whether they are within the limits."""
    options = ["--jobs", str(arguments.jobs)] if arguments.jobs else []
    # One folder for each report: ext4 takes long to find room for a file right after others were deleted.
    with tempfile.TemporaryDirectory() as place:
        rounds = [round_against(arguments.program, command, options, place, number)
                  for number in range(arguments.rounds)]
    took, own, peers, peak = (statistics.median(column) for column in zip(*rounds))
    spread = f"{min(r[0] for r in rounds):.2f} to {max(r[0] for r in rounds):.2f}"
    print(f"{name}: {COUNT} cases, median of {arguments.rounds}")
    print(f"  wall time    {took:6.2f} s    (limit {limit} s; {spread})")
    print(f"  tester's CPU {own:6.2f} s")
    print(f"  peer's CPU   {peers:6.2f} s")
    print(f"  peak memory  {peak:6.0f} MiB  (limit {PEAK_MIB} MiB)", flush=True)
    return took < limit and peak < PEAK_MIB


def main():
    parser = argparse.ArgumentParser(description="Measures the case set against fast peers.")
    parser.add_argument("program", help="frameglass")
    parser.add_argument("--beast", help="the echo server on Boost.Beast")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, help="instead of the default")
    arguments = parser.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores")
    fine = measure("built-in echo peer", [arguments.program, "echo"], BUILT_IN_SECONDS, arguments)
    if arguments.beast:
        fine = measure("Boost.Beast", [arguments.beast, "0"], BEAST_SECONDS, arguments) and fine
    else:
        print("Boost.Beast: not measured; it needs the package libboost-dev")
    return 0 if fine else 1


sys.exit(main())
