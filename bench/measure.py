"""Running commands under a clock."""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time


class Failed(Exception):
    """A measured command failed: its time would mean nothing."""


class Result:
    def __init__(self, seconds, peak_mb, output):
        self.seconds = seconds
        self.peak_mb = peak_mb
        self.output = output


def watch_peak(pid, stop, peak):
    """Follows the peak resident set of one process, which the kernel counts itself (VmHWM), until it ends."""
    while not stop.is_set():
        try:
            with open(f"/proc/{pid}/status") as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        peak[0] = max(peak[0], int(line.split()[1]) / 1024)
        except OSError:
            return
        stop.wait(0.01)


def run(command, cwd=None, env=None, memory=False):
    """Runs an argument list, or a line of bash. The clock is on from before the start to after the end."""
    if isinstance(command, str):
        command = ["bash", "-o", "pipefail", "-c", command]
    peak, stop, watcher = [0.0], threading.Event(), None
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
        )
        if memory:
            watcher = threading.Thread(target=watch_peak, args=(process.pid, stop, peak))
            watcher.start()
        output, _ = process.communicate()
        seconds = time.perf_counter() - started
        stop.set()
        if watcher:
            watcher.join()
        if process.returncode != 0:
            errors.seek(0)
            text = errors.read().decode(errors="replace").strip()[-1500:]
            shown = command[-1] if command[0] == "bash" else " ".join(map(str, command))
            raise Failed(f"exit code {process.returncode} from: {shown[:300]}\n{text}")
    return Result(seconds, peak[0], output.decode(errors="replace"))


def median(values):
    return statistics.median(values)


def alternate(runs, *sides):
    """Measures the sides in turn: A B A B. A side is a pair: what to do before, off the clock, and what is measured.

    Returns the list of seconds of each side.
    """
    times = [[] for _ in sides]
    for number in range(runs):
        for index, (prepare, measured) in enumerate(sides):
            if prepare:
                prepare()
            times[index].append(measured().seconds)
            if sys.stderr.isatty():
                print(f"\r  run {number + 1} of {runs} ", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r" + " " * 30 + "\r", end="", file=sys.stderr, flush=True)
    return times
