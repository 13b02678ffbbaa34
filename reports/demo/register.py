"""Putting told rows and their history into the database: numbered day by day as the save path would have done."""

from collections import Counter as Tally

from django.utils.timezone import localtime

from grids.models import Order
from portal.models import Counter, Entry
from portal.models.work import TimedEffect
from reports.demo.story import tied


def keep(demo, rows, lines=()):
    """Number rows of one register, write them in order of time, and mark them; then their lines."""
    rows = sorted(rows, key=lambda row: row.created_at)
    if rows:
        model = type(rows[0])
        _number(rows, f"{model.CODE_PREFIX}{{:%Y%m%d}}", _give_code)
        if model is Order:
            _number(rows, f"JB-{demo.community.pk}-{{:%Y}}", _give_number)
        for wave in _waves(rows):
            model._base_manager.bulk_create(wave, batch_size=500)
        demo.mark(*rows)
    write(lines)


def write(lines):
    """Write entries in order of time."""
    Entry.objects.bulk_create(sorted(tied(list(lines)), key=lambda entry: entry.at), batch_size=1000)


def done(effects):
    """Write down which timed effects the clock had brought about, so that the next round does not repeat them."""
    TimedEffect.objects.bulk_create(
        TimedEffect(model=record._meta.label_lower, object_id=record.pk, rule=rule, due_on=due)
        for record, rule, due in effects
    )


def _waves(rows):
    """What points to another row of the same register comes after all that does not, and learns its key."""
    links = [f.name for f in rows[0]._meta.concrete_fields if f.related_model is type(rows[0])]
    waiting = [row for row in rows if any(getattr(row, name) for name in links)]
    yield [row for row in rows if row not in waiting]
    for row in waiting:
        # Set anew, a row that was written meanwhile has its key.
        for name in links:
            setattr(row, name, getattr(row, name))
    yield waiting


def _number(rows, pattern, give):
    """Numbers of each key in order of time, and counters that go on from there."""
    keys = [pattern.format(localtime(row.created_at)) for row in rows]
    taken = Tally(dict(Counter.objects.filter(pk__in=keys).values_list("key", "value")))
    for key, row in zip(keys, rows, strict=True):
        taken[key] += 1
        give(row, key, taken[key])
    counters = [Counter(key=key, value=taken[key]) for key in dict.fromkeys(keys)]
    Counter.objects.bulk_create(counters, update_conflicts=True, unique_fields=["key"], update_fields=["value"])


def _give_code(row, key, number):
    row.code = f"{key}-{number:04d}"


def _give_number(order, key, number):
    order.number = f"{order.community.name}交办〔{localtime(order.created_at):%Y}〕{number}号"
