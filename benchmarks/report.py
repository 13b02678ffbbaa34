"""Rows of the benchmark report, printed as Markdown."""

import os
import platform
import sys
from pathlib import Path


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def head(title):
    say(f"\n### {title}\n\n| what | ours | other | ratio | goal |\n|---|---:|---:|---:|---|")


def row(what, ours, other, goal, unit="ms"):
    say(f"| {what} | {ours:.1f} {unit} | {other:.1f} {unit} | **{ours / other:.2f}** | {goal} |")


def pages_head(title):
    say(
        f"\n### {title}\n\n| page | opened by | ours | bare page | ratio | queries | goal |\n|---|---|---:|---:|---:|---:|---|"
    )


def page(what, who, ours, bare, queries, most):
    goal = f"≤ {most} queries" if most else ""
    say(f"| {what} | {who} | {ours:.1f} ms | {bare:.1f} ms | **{ours / bare:.1f}** | {queries} | {goal} |")


def took(what, ours, goal, unit="ms"):
    say(f"| {what} | {ours:.1f} {unit} |  |  | {goal} |")


def number(what, value, goal):
    say(f"| {what} | {value} |  |  | {goal} |")


def machine():
    """What the numbers were taken on, in one line."""
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in told if "model name" in line), "?")
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, {platform.system()}"
