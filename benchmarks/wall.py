"""The wall of wishes as a stranger reads it, beside a bare page under the same base template: alone, and under load."""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from random import Random

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks import measure, report, seed  # noqa: E402
from benchmarks.opening import opens  # noqa: E402
from benchmarks.seed import crowd  # noqa: E402
from grids.choices import ConsentWay, Purpose  # noqa: E402
from grids.models import Consent, Person  # noqa: E402
from portal.clock import today  # noqa: E402
from wishes.choices import SHOWN as ON  # noqa: E402
from wishes.choices import Category, Group, WishState  # noqa: E402
from wishes.models import Campaign, Wish  # noqa: E402

PEOPLE, SHOWN, ROUNDS = 6_000, 300, 60
WALL, BARE = "/wall/", "/bare-wall/"
WISHES = (
    "冬天炕上凉，想要一床厚褥子", "厨房的灯一闪一闪，想请人换个亮的", "想有人陪着去医院挂一次号", "新学期想有一个结实的书包",
    "想要一把带扶手的洗澡椅，洗澡时好抓稳", "儿女在外地，盼腊八那天有人来一起熬粥",
)  # fmt: skip
OFF_WALL = [WishState.PENDING, WishState.WITHDRAWN, WishState.DECLINED, WishState.TRANSFERRED]
WORKERS, CONNECTIONS, SECONDS, WARM = 2, 16, 10, 3


def settle(count, people=PEOPLE, shown=SHOWN):
    """So many wishes of several thousand people, some of them on the wall with the consent of their applicants."""
    town, dice, now, day = seed.settle(), Random(7), timezone.now(), today()
    crowd.people(people, town)
    where = {"community_id": town.home.pk, "created_at": now, "updated_at": now}
    round_ = Campaign(
        grid=town.home, name="本轮", starts_on=day - timedelta(60), ends_on=day + timedelta(60), plan="周六上午集合"
    )
    round_.save(by=None)
    applicants = list(Person.objects.filter(community=town.home.pk).order_by("pk")[:count])
    agreed = {"purpose": Purpose.PUBLISH, "way": ConsentWay.SIGNED, "given_on": day}
    consents = [
        Consent(code=f"BT{n}", person=one, grid_id=one.grid_id, **agreed, **where)
        for n, one in enumerate(applicants)
    ]  # fmt: skip
    QuerySet(Consent).bulk_create(consents, batch_size=1000)
    states = {True: cycle(ON), False: cycle(OFF_WALL)}
    wishes = []
    for n, (one, consent) in enumerate(zip(applicants, consents, strict=True)):
        hangs = n < shown
        state = next(states[hangs])
        done = day if state in (WishState.REALISED, WishState.CLOSED) else None
        wishes.append(
            Wish(
                code=f"XY{day:%Y%m%d}-{n:04d}", person=one, grid_id=one.grid_id, campaign=round_, state=state,
                group=dice.choice(Group.values), category=dice.choice(Category.values),
                sentence=f"{WISHES[n % len(WISHES)]}（{n}）",
                published_on=day - timedelta(dice.randint(1, 40)) if hangs else None, consent=consent if hangs else None,
                claimed_on=day if hangs and state != WishState.PUBLISHED else None, realised_on=done,
                thanks="谢谢大家" if state == WishState.CLOSED else "", **where,
            )
        )  # fmt: skip
    QuerySet(Wish).bulk_create(wishes, batch_size=1000)


def afresh(act):
    """The same page right after something on it changed: nothing of it is kept."""

    def anew():
        cache.clear()
        act()

    return anew


def alone(client):
    """One reader in this process; how long a page takes beside the bare one."""
    wall, bare = opens(client, WALL), opens(client, BARE)
    wall()
    asked = {"kept": measure.queries(wall), "afresh": measure.queries(afresh(wall))}
    # The kept one apart from the other, which empties what is kept.
    kept = measure.side_by_side({"wall": wall, "bare": bare}, ROUNDS)
    anew = measure.side_by_side({"wall": afresh(wall), "bare": bare}, ROUNDS)
    report.row("wall, kept ready / bare page", kept["wall"], kept["bare"], "≤ 2")
    report.row("wall, right after a change / bare page", anew["wall"], anew["bare"], "≤ 2")
    report.number("queries of the wall, kept ready and after a change", f"{asked['kept']}, {asked['afresh']}", "")


@contextmanager
def served():
    """The address of the portal as `make run` serves it, for as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "yangyuanze.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
        "--log-level", "error",
    ]  # fmt: skip
    server, url = subprocess.Popen(command), f"http://localhost:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(url + WALL, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def per_second(url, seconds):
    """Pages a second under load; the benchmark stops where one was not answered well."""
    words = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", url]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{url}: {told}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def loaded():
    """Many readers at once."""
    if not shutil.which("wrk"):
        report.say("| wall under load: wrk is not installed, not measured |  |  |  | ≥ 0.5, 200 a second |")
        return
    with served() as url:
        for path in (WALL, BARE):
            per_second(url + path, WARM)
        wall, bare = (per_second(url + path, SECONDS) for path in (WALL, BARE))
    report.row(f"pages a second, {WORKERS} workers: wall / bare page", wall, bare, "≥ 0.5, 200 a second", "")


def main(count):
    settle(count)
    seed.analyse()
    report.head(f"{connection.display_name}: the wall, {SHOWN} of {count:,} wishes on it, {PEOPLE:,} people")
    alone(Client(headers={"host": "localhost"}))
    connection.close()
    loaded()


if __name__ == "__main__":
    main(int(sys.argv[1]))
