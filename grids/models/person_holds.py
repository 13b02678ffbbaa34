"""What keeps somebody on the register: a legal duty or an open matter outweighs the wish to be deleted.

Source: PIPL §19, §47 and the last sentence of §47: kept, and nothing but kept, as long as the law asks for it.
"""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models.user import AccountState
from grids.choices import ManagedState, RequestState, UseState
from grids.models.issue_moves import OPEN


@dataclass(frozen=True)
class Hold:
    """One such matter: condition on a person, its sentence, and the path of the name that goes into it."""

    where: Q
    sentence: str
    name: str = "pk"


# A room above adds its own.
HOLDS = [
    Hold(Q(managed__state=ManagedState.ACTIVE), "这个人还在管理对象里，依法要保存；解除以后才能删除。"),
    Hold(Q(issues__state__in=OPEN), "事项 {} 还没有办完，当事人里有这个人；办结以后才能删除。", "issues__code"),
    Hold(
        Q(data_requests__state=RequestState.OPEN),
        "个人信息请求 {} 还没有答复，请先在那里办理。",
        "data_requests__code",
    ),
    Hold(Q(units__state=UseState.OPEN), "这个人是“{}”的联系人，请先给单位换联系人。", "units__name"),
    Hold(Q(user__state=AccountState.ACTIVE), "这个人有门户账号在用，请先由系统管理员停用账号。"),
]


def same_rows(model, keys):
    """{key of a row: key of the one that stands for it} of people and of all rows merged into them, one after the other."""
    found, above = {key: key for key in keys}, list(keys)
    while above:
        rows = list(model._base_manager.filter(merged_into__in=above).order_by().values_list("pk", "merged_into"))
        found |= {pk: found[into] for pk, into in rows}
        above = [pk for pk, _ in rows]
    return found


def held(people):
    """{key: sentence} of those whom something keeps, be it on a row merged into theirs; as many queries for one as for many."""
    if not people:
        return {}
    model, told = type(people[0]), {}
    same = same_rows(model, [person.pk for person in people])
    for hold in HOLDS:
        rows = model._base_manager.filter(hold.where, pk__in=list(same)).order_by(hold.name)
        for key, name in rows.values_list("pk", hold.name):
            told.setdefault(same[key], hold.sentence.format(name))
    return told


def still_needed(person, by):
    """What still depends on somebody is done first."""
    return held([person]).get(person.pk)
