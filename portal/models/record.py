"""Every business row is a Record: it hangs on a node of the grid tree, has a number, a history and a version."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from portal import history
from portal.errors import Stale
from portal.models.counter import Counter
from portal.reach import NOTHING, reach_q

# The one upward name the layer may speak: the tree that every row hangs on.
GRID = "grids.Grid"


class RecordQuerySet(models.QuerySet):
    """Rows of a register; read by reach, written one save path only."""

    def within_reach(self, user, verb):
        """The rows on which ``user`` may do ``verb``; nothing granted, no rows."""
        return self.filter(reach_q(user, verb, self.model))

    def add_many(self, records, *, by, note="", verb="add", batch_size=1000):
        """Write many new rows and their history in one transaction; returns them."""
        records = list(records)
        if not records:
            return records
        with transaction.atomic(using=self.db):
            self.model.prepare_many(records, by=by)
            made = super().bulk_create(records, batch_size=batch_size)
            history.write_many(made, verb, by=by, note=note)
            for record in made:
                record._settle()
        return made

    def derive(self, records, *fields):
        """Write what follows from other rows into columns of DERIVED: nobody decided it, so no version and no line of history.

        The caller holds the rows locked. Whoever saves such a row meanwhile neither undoes this nor is told to look again.
        """
        if strays := set(fields) - self.model.DERIVED:
            raise TypeError(f"{self.model.__name__}: {sorted(strays)} are decided by people, use save(by=…)")
        moved = [record for record in records if any(record.has_changed(name) for name in fields)]
        models.QuerySet(self.model, using=self.db).bulk_update(moved, fields, batch_size=200)
        for record in moved:
            record._loaded |= {name: getattr(record, name) for name in fields}
        return moved

    def _closed(self, *args, **kwargs):
        raise TypeError("use save(by=…) or add_many(by=…): every write has an author and a line of history")

    update = bulk_update = bulk_create = delete = _closed
    update.queryset_only = delete.queryset_only = True


class Record(models.Model):
    """A row somebody answers for.

    ``grid`` is the node it hangs on, ``community`` follows from it and leads every list index; ``version`` grows with each save.
    Subclasses say: CODE_PREFIX (number), CARD (path of the label shown elsewhere), OWN and ASSIGNED (paths to a user),
    LINE (path to the line of work), SECRET (fields whose values never reach the history), SILENT (fields of the machinery,
    not told at all), DERIVED (those of them that follow from other rows, see ``derive``), ROOT (path to the record a child row
    belongs to), STATE_FIELD and MOVES.
    """

    CODE_PREFIX = ""
    CARD = "code"
    OWN = ASSIGNED = LINE = ROOT = None
    STATE_FIELD = "state"
    SECRET = frozenset()
    SILENT = frozenset()
    DERIVED = frozenset()
    MOVES = {}

    grid = models.ForeignKey(GRID, on_delete=models.PROTECT, related_name="+", verbose_name="网格")
    community = models.ForeignKey(GRID, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="社区")
    code = models.CharField("编号", max_length=30, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="登记人",
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="修改人",
    )
    created_at = models.DateTimeField("登记时间", editable=False)
    updated_at = models.DateTimeField("修改时间", editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.code

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record._loaded = history.snapshot(record)
        return record

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._loaded = history.snapshot(self)

    def relate(self, **rows):
        """Say which rows many-to-many fields shall point to, ``relate(grids=[…])``; the next save writes and logs it."""
        self._related = {**self.__dict__.get("_related", {}), **{name: list(many) for name, many in rows.items()}}

    def _settle(self):
        for name, rows in self.__dict__.pop("_related", {}).items():
            getattr(self, name).set(rows)
        self._loaded = history.snapshot(self)

    @classmethod
    def prepare_many(cls, records, *, by):
        """Give new rows their community, number, author and time."""
        moment, author = timezone.now(), history.author(by)
        series = f"{cls.CODE_PREFIX}{timezone.localdate():%Y%m%d}"
        for number, record in enumerate(records, Counter.take(series, len(records))):
            record.community_id = record.grid.community_id
            record.code = record.code or f"{series}-{number:04d}"
            record.created_by = record.updated_by = author
            record.created_at = record.created_at or moment
            record.updated_at = moment

    def save(self, *, by, verb=None, note="", from_state="", update_fields=None, **options):
        """Write the row and its line of history together.

        ``by`` is a user, or None for the system and the public. Raises Stale when somebody saved in between; a save
        that changes nothing writes nothing. The row is always written whole (``update_fields`` is Django's and ignored):
        its version stands for all of it.
        """
        if self.get_deferred_fields():
            raise TypeError("load the whole row before changing it")
        with transaction.atomic():
            if self._state.adding:
                self.prepare_many([self], by=by)
                super().save(**{**options, "force_insert": True})
                history.write(self, verb or "add", by=by, note=note, from_state=from_state, new=True)
            else:
                self.community_id = self.grid.community_id
                changes = history.changes(self) | history.changed_many(self, self.__dict__.get("_related", {}))
                if not changes and verb is None:
                    return
                self._save_changes(verb or "edit", by, options, note=note, from_state=from_state, changed=changes)
            self._settle()

    def _save_changes(self, verb, by, options, **line):
        seen = self.version
        self.updated_by, self.updated_at = history.author(by), timezone.now()
        self.version += 1
        try:
            super().save(**options)
            history.write(self, verb, by=by, **line)
        except BaseException:
            self.version = seen
            raise

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        # The version test rides in the UPDATE itself, so two savers can never both win.
        fresh = base_qs.filter(version=self.version - 1)
        # What was derived since this row was read stays, unless this very save derives it anew.
        values = [one for one in values if one[0].name not in self.DERIVED or self.has_changed(one[0].attname)]
        if not super()._do_update(fresh, using, pk_val, values, update_fields, forced_update):
            raise Stale
        return True

    def delete(self, *args, **kwargs):
        raise TypeError("a record is never deleted: void it, or correct it by another record")

    def has_changed(self, field):
        """Whether a column differs from what was read."""
        return not self._state.adding and self._loaded[field] != getattr(self, field)

    @classmethod
    def public_q(cls):
        """The rows anybody may see; a model with a public side says which, the others have none."""
        return NOTHING

    @property
    def card(self):
        """The short label other pages may show; never personal data unmasked."""
        return self.card_to(seen=False)

    def card_to(self, *, seen):
        """The same, with a name that is kept plain whole for whoever may see the row."""
        value = self
        for part in self.CARD.split("__"):
            value = getattr(value, part)
        return history.card_text(type(self), value, seen=seen)
