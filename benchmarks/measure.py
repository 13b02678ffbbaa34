"""Time and memory of one thing, measured beside another in the same run."""

import gc
import re
from pathlib import Path
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext


def side_by_side(contenders, rounds):
    """{name: median milliseconds}; the contenders take turns so that a busy moment hits them alike."""
    for act in contenders.values():
        act()
    took = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, act in contenders.items():
            gc.collect()
            start = perf_counter()
            act()
            took[name].append((perf_counter() - start) * 1000)
    return {name: median(times) for name, times in took.items()}


def queries(act):
    """How many queries one run makes."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def peak(act):
    """(seconds, MB the process grew at its peak) of one run; Linux only, in a process of its own."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before = _memory("VmRSS")
    start = perf_counter()
    act()
    return perf_counter() - start, (_memory("VmHWM") - before) / 1024


def _memory(name):
    return int(re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())[1])
