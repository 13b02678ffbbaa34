"""Breaks the portal on purpose, one line at a time, in a copy, and sees whether the named tests notice.

``make mutants`` prints a table and writes docs/mutants.md; it fails when a breakage goes unnoticed. ``ARGS="reach"`` runs
those with the word in their line.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__", ".hypothesis", "*.sqlite3")
COPIES = 2


@dataclass(frozen=True)
class Mutant:
    """One breakage, as scripts/mutants.toml tells it."""

    what: str
    file: str
    old: str
    new: str
    tests: str


def copy_of_the_house(folder):
    """A copy of the tree to be broken."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT, symlinks=True)
    return folder


def tested(folder, tests):
    """pytest's exit code: 0 all passed, 1 some failed, more means it could not be run."""
    command = [sys.executable, "-m", "pytest", *tests.split(), "-x", "-q", "-n0", "--no-migrations"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    by = failed[0].removeprefix("FAILED ").split(" - ")[0].split("::")[-1] if failed else ""
    return done.returncode, by


def broken(mutant, folder):
    """Whether the breakage was noticed, and by which test."""
    file = folder / mutant.file
    whole = file.read_text(encoding="utf-8")
    if whole.count(mutant.old) != 1:
        return False, f"{mutant.file}: the line to break is not there"
    file.write_text(whole.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        code, by = tested(folder, mutant.tests)
    finally:
        file.write_text(whole, encoding="utf-8")
    return code == 1 and bool(by), by or f"not noticed (exit {code})"


def report(results):
    """The table, for people."""
    caught = sum(noticed for _, noticed, _ in results)
    lines = [
        "# Deliberate breakages",
        "",
        f"`make mutants`, {datetime.now(UTC):%Y-%m-%d}: {caught} of {len(results)} noticed.",
        "Each is one line broken in a copy of the tree; the tests named beside it in `scripts/mutants.toml` must fail.",
        "",
        "| Breakage | File | Noticed by |",
        "|---|---|---|",
    ]
    lines += [
        f"| {mutant.what} | `{mutant.file}` | {by if noticed else f'**{by}**'} |" for mutant, noticed, by in results
    ]
    return "\n".join(lines) + "\n"


def main(words):
    """Run the chosen breakages on a few copies at a time."""
    told = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    chosen = [Mutant(**one) for one in told if all(word in one["what"] for word in words)]
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        folders = Queue()
        for n in range(COPIES):
            folders.put(copy_of_the_house(Path(place) / str(n)))
        whole = " ".join(sorted({test for mutant in chosen for test in mutant.tests.split()}))
        code, by = tested(Path(place) / "0", whole)
        if code:
            sys.exit(f"the tests fail without a breakage: {by}")

        def run(mutant):
            folder = folders.get()
            try:
                noticed, by = broken(mutant, folder)
            finally:
                folders.put(folder)
            print(f"{'ok  ' if noticed else 'MISS'} {mutant.what} · {by}", flush=True)
            return mutant, noticed, by

        with ThreadPoolExecutor(COPIES) as pool:
            results = list(pool.map(run, chosen))
    if not words:
        (ROOT / "docs" / "mutants.md").write_text(report(results), encoding="utf-8")
    sys.exit(0 if all(noticed for _, noticed, _ in results) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
