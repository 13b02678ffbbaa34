"""Removing what was kept long enough: exactly the rows somebody looked through and confirmed."""

from django.db import transaction
from django.db.models import Q

from grids.actions.erase import erase_all, forget_history
from grids.choices import KeptKind as K

PAST = "超过保存期限"
WORDS = {K.VISIT: ("findings",), K.REQUEST: ("words", "answer")}


def remove(kind, rows, *, by):
    """Take away what the rows of a kind say of people; all of them or none."""
    if kind in (K.PERSON, K.ASSOCIATE):
        erase_all(rows, by=by, note=PAST)
        return
    with transaction.atomic():
        for row in rows:
            for word in WORDS[kind]:
                setattr(row, word, "")
            row.save(by=by, note=PAST)
        label, keys = rows[0]._meta.label_lower, [row.pk for row in rows]
        forget_history(Q(model=label, object_id__in=keys), by=by, note=f"{PAST}：{kind.label} {len(keys)} 条")
