"""Who is under managed care in the demonstration, what people agreed to, and what some asked about their own data."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from grids.actions.care import USUAL_LINE
from grids.choices import (
    ConsentState,
    ConsentWay,
    ManagedKind,
    ManagedState,
    Purpose,
    RequestKind,
    RequestState,
    ServiceTag,
)
from grids.identity import age_on
from grids.models import Consent, DataRequest, ManagedCare
from reports.demo.making import SUFFIX
from reports.demo.register import keep
from reports.demo.story import newborn, saved

DAY = timedelta(days=1)
# (kind, how many, days between visits, what is done).
MANAGED = [
    (ManagedKind.MENTAL, 5, 30, "监护人每天督促服药，社区卫生站每月随访。"),
    (ManagedKind.CORRECTION, 3, 15, "每周报到一次，每月参加公益劳动。"),
    (ManagedKind.DRUGS, 2, 30, "按期尿检，介绍工作。"),
    (ManagedKind.RELEASED, 2, 60, "帮助办了社保，介绍到工地上班。"),
]
LOOKED = ["本人在家，情绪平稳。", "按时报到，没有异常。", "监护人在，服药正常。", "在上班，单位反映好。"]
# Which of them, counted from 0, are no more.
ENDED = (7, 11)
SENSITIVE_SHARE, CHILD_SHARE, PUBLISHED, WITHDRAWN = 0.6, 0.12, 9, 4
CHILD = 14
# (what is asked, days ago, what was said, how it ended, days later, the answer).
REQUESTS = [
    (RequestKind.ACCESS, 150, "想看社区登记了自己哪些信息。", "fulfil", 3, "打印了登记表，当面交给本人。"),
    (RequestKind.CORRECT, 96, "出生日期登记错了一天。", "fulfil", 1, "核对身份证后已更正。"),
    (RequestKind.ERASE, 61, "不想让社区留电话。", "decline", 4, "电话用于走访联系，已改为只登记子女电话，按规定保留户籍信息。"),
    (RequestKind.CORRECT, 20, "职业换了，原来的不对。", "fulfil", 2, "已改成现在的单位。"),
    (RequestKind.ACCESS, 6, "想要一份自己的信息复印件。", "", 0, ""),
    (RequestKind.ERASE, 2, "已经搬到外县，要求删掉信息。", "", 0, ""),
]  # fmt: skip
ANSWER_WITHIN = 15 * DAY


def load(demo):
    """Write all three registers of some of the residents."""
    dice = demo.dice("wards")
    people = [one for one in demo.residents if age_on(one.birth, demo.day) >= 18]
    _managed(demo, dice, dice.sample(people, sum(many for _, many, _, _ in MANAGED)))
    _consents(demo, dice)
    _requests(demo, dice, dice.sample(people, len(REQUESTS)))


def _moment(demo, day, dice):
    """An hour of work on a day, the day before the demonstration's at the latest."""
    day = min(day, demo.day - DAY)
    return timezone.make_aware(datetime.combine(day, time(9 + dice.randrange(8), dice.randrange(60))))


def _managed(demo, dice, people):
    clerk, rows, lines = demo.people["clerk"], [], []
    kinds = [(kind, days, done) for kind, many, days, done in MANAGED for _ in range(many)]
    for n, (person, (kind, days, done)) in enumerate(zip(people, kinds, strict=True)):
        since = demo.day - DAY * dice.randint(120, 600)
        row = ManagedCare(
            person=person, grid=person.grid, kind=kind, line=demo.lines[USUAL_LINE[kind]], since=since, measures=done,
            until=since + 730 * DAY if kind in (ManagedKind.CORRECTION, ManagedKind.DRUGS) else None,
        )  # fmt: skip
        at = _moment(demo, max(since, person.created_at.date()) + 2 * DAY, dice)
        rows.append(row)
        lines.append((newborn(row, by=clerk, at=at), row))
        day = max(at.date(), demo.day - DAY * (days + days // 2)) + DAY * dice.randint(3, days // 2)
        if day < demo.day:
            row.look_on = day + DAY * days
            told = {"by": clerk, "at": _moment(demo, day, dice), "note": dice.choice(LOOKED)}
            lines.append((saved(row, "look", from_state=ManagedState.ACTIVE, **told), row))
        if n in ENDED:
            row.state, row.look_on = ManagedState.ENDED, None
            told = {
                "by": clerk,
                "at": timezone.make_aware(datetime.combine(demo.day - DAY, time(18, n))),
                "note": "期满解除。",
            }
            lines.append((saved(row, "release", from_state=ManagedState.ACTIVE, **told), row))
    keep(demo, rows, lines)


def _consents(demo, dice):
    rows, lines = [], []
    for person in demo.residents:
        child = age_on(person.birth, demo.day) < CHILD
        if child and dice.random() < CHILD_SHARE:
            _agreed(demo, dice, person, Purpose.CHILD, rows, lines, guardian=dice.choice(["母亲", "父亲", "祖母"]))
        elif person.care and not child and dice.random() < SENSITIVE_SHARE:
            _agreed(demo, dice, person, Purpose.SENSITIVE, rows, lines)
    students = [
        one for one in demo.residents if ServiceTag.POOR_STUDENT in one.care or ServiceTag.ALLOWANCE in one.care
    ]
    for person in students[:PUBLISHED]:
        _agreed(demo, dice, person, Purpose.PUBLISH, rows, lines, note="微心愿墙用，不写全名")
    for row in dice.sample(rows, min(WITHDRAWN, len(rows))):
        at = _moment(demo, demo.day - DAY * dice.randint(1, 20), dice)
        row.state, row.withdrawn_on = ConsentState.WITHDRAWN, at.date()
        told = {"by": demo.people["clerk"], "at": at, "note": "本人来社区提出。"}
        lines.append((saved(row, "withdraw_consent", from_state=ConsentState.GIVEN, **told), row))
    keep(demo, rows, lines)


def _agreed(demo, dice, person, purpose, rows, lines, **said):
    by, since = person.created_by, person.created_at + timedelta(minutes=12)
    latest = demo.day - 25 * DAY
    if since.date() > latest:
        return
    way = dice.choices([ConsentWay.SIGNED, ConsentWay.SPOKEN, ConsentWay.PHONE], [8, 3, 1])[0]
    note = said.pop("note", f"签字单存社区档案柜{SUFFIX}" if way == ConsentWay.SIGNED else "")
    row = Consent(
        person=person, grid=person.grid, purpose=purpose, way=way, given_on=timezone.localdate(since), note=note, **said
    )
    rows.append(row)
    lines.append((newborn(row, by=by, at=since), row))


def _requests(demo, dice, people):
    clerk, secretary, rows, lines = demo.people["clerk"], demo.people["secretary"], [], []
    for person, (kind, ago, words, end, later, answer) in zip(people, REQUESTS, strict=True):
        asked = demo.day - DAY * ago
        row = DataRequest(
            person=person, grid=person.grid, kind=kind, asked_on=asked, words=words, due_on=asked + ANSWER_WITHIN
        )
        rows.append(row)
        lines.append((newborn(row, by=clerk, at=_moment(demo, asked, dice)), row))
        if end:
            at = _moment(demo, asked + DAY * later, dice)
            row.answer, row.answered_on = answer, timezone.localdate(at)
            row.state = RequestState.DONE if end == "fulfil" else RequestState.DECLINED
            note = answer if end == "decline" else ""
            lines.append((saved(row, end, by=secretary, at=at, note=note, from_state=RequestState.OPEN), row))
    keep(demo, rows, lines)
