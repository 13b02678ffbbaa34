"""Writes that make one person of two, and take that back."""

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q

from grids.actions.visit import settle
from grids.choices import MergeState, PersonState
from grids.models import Merge, Person
from grids.models.person_moves import NAMED
from grids.queries.references import references
from portal.errors import Refused, Stale
from portal.models import Record
from portal.moves import moving

# What is taken from one row or the other together, since the parts say one thing.
GROUPS = {
    "name": ("name",),
    "papers": ("id_number", "birth", "sex"),
    "home": ("tie", "household", "relation", "residence", "state"),
    "phone": ("phone",),
    "registered": ("registered",),
    "occupation": ("occupation",),
    "support": ("support",),
}
CLASH = "与登记簿里别的记录冲突：同一户有两个户主、证号重复，或关联人住在户里。请先改好其中一条，再合并或撤销。"
LATER = "{code} 是后来的一次合并，请先撤销那一次。"
ACCOUNTS = "两条记录各有登录账号，请先由系统管理员停用其中一个。"


def join(kept, gone, *, by, take=(), note=""):
    """Make one person of two: what points to ``gone`` points to ``kept`` from now on, and ``take`` names groups of its values.

    Both carry the versions their reader saw. Returns the Merge that tells all of it. Raises Refused or Stale.
    """
    with transaction.atomic():
        seen = {kept.pk: kept.version, gone.pk: gone.version}
        kept, gone = _locked(kept.pk, gone.pk)
        _insist(kept, gone, seen)
        merge = Merge(kept=kept, gone=gone, grid=kept.grid, was=gone.state, kept_was=kept.state)
        merge.swapped = [name for group in take for name in GROUPS[group]]
        if gone.user_id and not kept.user_id:
            merge.swapped.append("user")
        merge.gained = [tag for tag in gone.care if tag not in kept.care]
        _swap(kept, gone, merge.swapped)
        gone.state, gone.merged_into = PersonState.MERGED, kept
        kept.care = [*kept.care, *merge.gained]
        # The one that goes first, for two of one number may not stand beside each other.
        _save_both(gone, kept, by, "merge", note)
        _move_all(merge, by)
        merge.save(by=by, note=note)
        settle(kept)
    return merge


def keep_apart(kept, gone, *, by, note=""):
    """Write down that two who look alike are two, so that they are not asked about again."""
    pair = [kept.pk, gone.pk]
    if told := Merge.objects.filter(kept__in=pair, gone__in=pair, state=MergeState.DISTINCT).first():
        return told
    merge = Merge(kept=kept, gone=gone, grid=kept.grid, was=gone.state, state=MergeState.DISTINCT)
    merge.save(by=by, note=note)
    return merge


def undo(merge, *, by, note):
    """Take a merger back: every reference that still stands where it was put goes back, values are exchanged again.

    What was corrected meanwhile was a correction of the value then shown, and goes back with it. Mergers are taken back in
    turn, the last one first. Two told apart may be asked about again.
    """
    with transaction.atomic():
        was_done = merge.state == MergeState.DONE
        with moving(merge, "undo", by=by, note=note) as merge:
            if not was_done:
                return
            kept, gone = _locked(merge.kept_id, merge.gone_id)
            _insist_last(merge, kept, gone)
            kept.care = [tag for tag in kept.care if tag not in merge.gained]
            gone.state = merge.was
            if "state" in merge.swapped:
                gone.state, kept.state = kept.state, merge.kept_was
            _swap(kept, gone, [name for name in merge.swapped if name != "state"])
            gone.merged_into = None
            _save_both(kept, gone, by, "unmerge", note)
            _move_back(merge, by)
        settle(kept)
        settle(gone)


def _locked(*keys):
    """Both rows, locked in the order of their keys."""
    found = {row.pk: row for row in Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    return [found[key] for key in keys]


def _insist(kept, gone, seen):
    if kept.pk == gone.pk:
        raise Refused("这是同一条记录，请另选一条。")
    if kept.community_id != gone.community_id:
        raise Refused("只能合并同一个社区的记录。")
    if kept.state not in NAMED or gone.state not in NAMED:
        raise Refused("已合并或已删除的记录不能再合并。")
    if kept.user_id and gone.user_id:
        raise Refused(ACCOUNTS)
    if any(row.version != seen[row.pk] for row in (kept, gone)):
        raise Stale


def _insist_last(merge, kept, gone):
    later = Merge.objects.filter(state=MergeState.DONE, pk__gt=merge.pk).order_by("-pk")
    if after := later.filter(Q(kept=kept) | Q(gone=kept)).first():
        raise Refused(LATER.format(code=after.code))
    if gone.state != PersonState.MERGED or kept.state not in NAMED:
        raise Refused("两条记录里有一条已被删除，不能撤销。")


def _swap(one, other, names):
    for name in names:
        column = Person._meta.get_field(name).attname
        mine, theirs = getattr(one, column), getattr(other, column)
        setattr(one, column, theirs)
        setattr(other, column, mine)


def _save_both(first, second, by, verb, note):
    """Save two rows that exchange values, first the one that lets go of a number or an account."""
    try:
        with transaction.atomic():
            for row in (first, second):
                row.save(by=by, verb=verb, note=note)
    except IntegrityError:
        raise Refused(CLASH) from None


def _move_all(merge, by):
    for one in references():
        for row in list(one.rows(merge.gone)):
            told = [row._meta.label_lower, row.pk, one.field]
            if one.other and one.rows(merge.kept).filter(**{one.other: getattr(row, f"{one.other}_id")}).exists():
                merge.dropped.append([row._meta.label_lower, one.field, one.other, getattr(row, f"{one.other}_id")])
                row.delete()
            elif _point(row, one.field, merge.kept_id, by):
                merge.moved.append(told)
            else:
                merge.stayed.append(told)


def _point(row, field, key, by):
    """Let a row name another person; False where that other has one of the kind already."""
    try:
        with transaction.atomic():
            setattr(row, type(row)._meta.get_field(field).attname, key)
            row.save(**({"by": by, "verb": "merge"} if isinstance(row, Record) else {}))
    except IntegrityError:
        return False
    return True


def _move_back(merge, by):
    for label, key, field in merge.moved:
        model = apps.get_model(label)
        row = model._base_manager.filter(**{"pk": key, field: merge.kept_id}).first()
        if row is not None:
            _point(row, field, merge.gone_id, by)
    for label, field, other, key in merge.dropped:
        model = apps.get_model(label)
        model._base_manager.get_or_create(**{f"{field}_id": merge.gone_id, f"{other}_id": key})
