"""Run everything on SQLite and, where it answers, PostgreSQL; each part in a process of its own.

python -m benchmarks [part ...]      only these: pages, exports, imports, finding, pledges, wall
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

from benchmarks import report

ISSUES, EXPORTED, IMPORTED, CROWD, PLEDGES, WISHES = 200_000, 50_000, 5_000, 500_000, 100_000, 1_000
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
KEYS = {
    "SECRET_KEY": "bench-" * 10,
    "FIELD_KEYS": "dGVzdC1rZXl0ZXN0LWtleXRlc3Qta2V5dGVzdC1rZXk=",
    "HASH_KEY": "hash-" * 12,
}


def run(url, *words, capture=False):
    """One step in a fresh process on the database at ``url``."""
    settings = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "ENV_FILE": "",
        "LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, *words], env={**os.environ, **KEYS, **settings}, check=True, text=True, capture_output=capture
    )
    return done.stdout if capture else ""


def fresh_postgres(name):
    """An empty database with Chinese collation; its address, or None where no server answers."""
    try:
        link = psycopg2.connect(f"{POSTGRES}/postgres")
    except psycopg2.OperationalError:
        return None
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        )
    link.close()
    return f"{POSTGRES}/{name}"


def pages(_, url):
    """Every day's pages on a large register."""
    run(url, "manage.py", "migrate", "-v0")
    run(url, "-m", "benchmarks.pages", str(ISSUES))


def exports(title, url):
    """The export, time and memory."""
    run(url, "manage.py", "migrate", "-v0")
    run(url, "-m", "benchmarks.exporting", "seed", str(EXPORTED))
    took = {}
    for name in ("ours", "default"):
        took[name] = [float(word) for word in run(url, "-m", "benchmarks.exporting", name, capture=True).split()]
    report.head(f"{title}: export of {EXPORTED:,} issues × 15 columns or more")
    report.row("export / django-import-export default", took["ours"][0], took["default"][0], "≤ 0.15", "s")
    report.row("peak memory growth", took["ours"][1], took["default"][1], "≤ 60 MB", "MB")


def imports(title, url):
    """The whole register of people in from one sheet."""
    run(url, "manage.py", "migrate", "-v0")
    report.head(f"{title}: import of {IMPORTED:,} people with their dwellings")
    run(url, "-m", "benchmarks.people", "import", str(IMPORTED))


def finding(title, url):
    """One of very many people; what SQLite serves is one community."""
    run(url, "manage.py", "migrate", "-v0")
    run(url, "-m", "benchmarks.people", "find", str(CROWD if title == "PostgreSQL" else 4_000))


def pledges(_, url):
    """One sentence against very many, and their pages."""
    run(url, "manage.py", "migrate", "-v0")
    run(url, "-m", "benchmarks.pledges", str(PLEDGES))


def wall(_, url):
    """What strangers read, alone and under load."""
    run(url, "manage.py", "migrate", "-v0")
    run(url, "-m", "benchmarks.wall", str(WISHES))


PARTS = (pages, exports, imports, finding, pledges, wall)


def main(asked):
    report.say(f"Machine: {report.machine()}")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        for part in (part for part in PARTS if not asked or part.__name__ in asked):
            part("SQLite", f"sqlite:///{Path(folder, part.__name__)}.sqlite3")
            if url := fresh_postgres(f"portal_bench_{part.__name__}"):
                part("PostgreSQL", url)
            else:
                report.say("\nPostgreSQL does not answer: not measured.")


main(sys.argv[1:])
