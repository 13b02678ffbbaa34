"""Append-only tables: what was written stays; a mistake is put right by another row.

The guard is a trigger in the database, the same on SQLite and PostgreSQL. SQLite drops triggers when it remakes a
table, so they are installed again after every migrate. ``unlocked`` takes them away for one transaction, and writes down why.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import connections, models, router, transaction

from portal.moves import Move, Note, taken

SENTENCE = "台账只增不改，请用冲正或更正记录"


class Ledger(models.Model):
    """A row that is never changed or removed once written."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(SENTENCE)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(SENTENCE)


def not_reversed(row, by):
    """A row is reversed once, and a reversal is not reversed."""
    if row.reverses_id:
        return "这一笔本身就是冲正，不能再冲；请重新登记正确的一笔。"
    if type(row)._base_manager.filter(reverses=row.pk).exists():
        return "这一笔已经冲正过了。"
    return None


class Reversible(Ledger):
    """A ledger row with amounts; a mistake is put right by a row of the opposite amounts that points to it.

    Mixed in before Record. AMOUNTS names the fields a reversal turns round; MOVES holds ``"reverse": REVERSE``.
    """

    AMOUNTS = ("amount",)

    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="reversed_by",
        verbose_name="冲正",
        error_messages={"unique": "这一笔已经冲正过了。"},
    )

    class Meta:
        abstract = True

    def reverse(self, *, by, note):
        """Write the opposite row and return it; raises Refused when there is one already."""
        with transaction.atomic():
            row = taken(self, "reverse", by=by, note=note)
            opposite = type(row)(reverses=row)
            for field in row._meta.concrete_fields:
                if field.editable and not field.primary_key:
                    value = getattr(row, field.attname)
                    setattr(opposite, field.attname, -value if field.name in self.AMOUNTS else value)
            opposite.save(by=by, verb="reverse", note=f"冲正 {row.code}：{note}")
        return opposite


REVERSE = Move(
    "冲正",
    None,
    None,
    when=not_reversed,
    note=Note.REQUIRED,
    icon="arrow-counterclockwise",
    style="warn",
    consequence="另记一笔相反的数，原来一笔保留不动。",
)


def ledgers(using="default"):
    """All append-only models kept in this database."""
    return [m for m in apps.get_models() if issubclass(m, Ledger) and router.allow_migrate_model(using, m)]


def _sqlite(table):
    for act in ("update", "delete"):
        name = f"{table}_no_{act}"
        yield (
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" BEFORE {act.upper()} ON "{table}" BEGIN SELECT RAISE(ABORT, \'{SENTENCE}\'); END',
        )


def _postgresql(table):
    function = (
        "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for act, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        name = f"{table}_no_{act}"
        yield (
            f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
            f'{function}; CREATE TRIGGER "{name}" BEFORE {act.upper()} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION portal_append_only()",
        )


def _guards(connection):
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    existing = set(connection.introspection.table_names())
    for model in ledgers(connection.alias):
        if model._meta.db_table in existing:
            yield from make(model._meta.db_table)


def install_guards(using="default", **kwargs):
    """Put every ledger's triggers in place; safe to call again."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for drop, create in _guards(connection):
            cursor.execute(drop)
            cursor.execute(create)


def remove_guards(using="default"):
    """Take every ledger's triggers away; only ``unlocked`` and the test flush may."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for drop, _ in _guards(connection):
            cursor.execute(drop)


@contextmanager
def unlocked(reason, *, by=None, using="default"):
    """Ledgers may be changed inside this one transaction; others wait outside, and the reason is in the history."""
    from portal.history import log

    with transaction.atomic(using=using):
        remove_guards(using)
        yield
        install_guards(using)
        log("unlock", by=by, note=reason)
