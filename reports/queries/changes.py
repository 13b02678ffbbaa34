"""What a locked month would say today: 调整 = recomputed minus locked, with the rows that came and went."""

from dataclasses import dataclass

from django.utils.timezone import localtime

from grids.choices import NodeLevel
from portal.figures import tally
from portal.models import Entry
from portal.pages import registry
from portal.pages.timeline import what
from portal.periods import Period
from reports.queries.numbers import SEPARATOR, key_of


@dataclass(frozen=True)
class Change:
    """One figure of one line that is no longer what was signed; ``came`` and ``went`` are primary keys."""

    figure: object
    label: str
    locked: int
    now: int
    came: frozenset
    went: frozenset

    @property
    def delta(self):
        """What would have to be added to the locked number."""
        return self.now - self.locked


def rows_behind(table, within, period):
    """{figure name: {values of the dimensions as text: [primary keys]}}, one query a figure; nothing of a sealed one."""
    found = {}
    for figure in table.figures:
        cells = found.setdefault(figure.name, {})
        if figure.sealed:
            continue
        rows = figure.rows(within, *period.bounds).order_by("pk").values_list("pk", *table.by)
        for pk, *key in rows.iterator(chunk_size=5000):
            cells.setdefault(key_of(key), []).append(pk)
    return found


def every(keys, place=None):
    """All primary keys behind any figure, of one place only when it is named."""
    return {
        pk
        for cells in keys.values()
        for key, pks in cells.items()
        if place is None or key.split(SEPARATOR)[0] == place
        for pk in pks
    }


def changes(table, lock, node, by, labels):
    """Where the month of the lock's community counts differently now, within the node, line by line of the dimension ``by``.

    ``labels`` names the lines by their value as text. A figure that adds up amounts is compared by its sum, too; of one
    the lock is older than, nothing was signed.
    """
    within, at, month = lock.community.rows_q() & node.rows_q(), table.by.index(by), Period.of(lock.month)
    only = str(node.pk) if node.level == NodeLevel.GRID else None
    kept, live = lock.rows[table.name]["keys"], rows_behind(table, within, month)
    counted = tally(table.figures, [(within, *month.bounds)], by)
    found = []
    for figure in table.figures:
        if figure.name not in lock.values:
            continue
        then = _folded(kept.get(figure.name, {}), at, only, frozenset())
        now = _folded(live[figure.name], at, None, frozenset())
        signed = _folded(lock.values.get(figure.name, {}), at, only, 0)
        numbers = {key_of(key[2:]): number for key, number in counted.items() if key[0] == figure.name}
        for key, label in labels.items():
            came = now.get(key, frozenset()) - then.get(key, frozenset())
            went = then.get(key, frozenset()) - now.get(key, frozenset())
            locked, number = signed.get(key, 0), numbers.get(key, 0)
            if came or went or number != locked:
                found.append(Change(figure, label, locked, number, came, went))
    return found


def _folded(cells, at, only, nothing):
    """Cells by one dimension: sets of primary keys joined, numbers added up; of one grid only when it is named."""
    found = {}
    for joined, value in cells.items():
        key = joined.split(SEPARATOR)
        if only in (None, key[0]):
            before = found.get(key[at], nothing)
            found[key[at]] = before + value if nothing == 0 else before | frozenset(value)
    return found


def told(changed, table, lock, user):
    """{primary key: {"code", "url", "why"}} of the rows behind the changes that the user may open."""
    page, model = registry[table.model], table.model
    pks = frozenset().union(*(one.came | one.went for one in changed)) if changed else frozenset()
    rows = page.rows(user).filter(pk__in=pks).order_by("pk").values_list("pk", "code")
    found = {pk: {"code": code, "url": page.url("detail", pk), "why": ""} for pk, code in rows}
    since = Entry.objects.filter(model=model._meta.label_lower, object_id__in=list(found), at__gt=lock.locked_at)
    for entry in since.select_related("actor").order_by("at", "pk"):
        name = entry.actor.name.removesuffix("（演示）") if entry.actor else "系统"
        reason = f"：{entry.reason[:40]}" if entry.reason else ""
        found[entry.object_id]["why"] = f"{name} {localtime(entry.at):%m-%d} {what(entry, model)}{reason}"
    return found
