"""Two years of points in the demonstration: the base of each year, meetings, what pledges brought and cost, and a few by hand."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from party.choices import RuleKey
from party.models import Member, Point, PointRule
from party.queries.points import balances
from party.rules import Rules
from portal.clock import is_working_day
from reports.demo.branch import base_key
from reports.demo.partying import DAY, MINUTE, Award, by_clock, moment
from reports.demo.story import newborn

# Who comes to the monthly day: of the branch and of enterprises, of those who checked in, of the old and those away; who serves.
COME, COME_IN_SERVICE, COME_SELDOM, SERVES = 0.84, 0.45, 0.3, 0.7
# What the community set itself, from this year on: (rule, points).
OWN_RULE = (RuleKey.ABSENT, Decimal(-3))
COMMENDED = [
    "防汛值守三昼夜，支部表扬。",
    "带头腾出楼道，评为整治先进。",
    "调解老纠纷，居民送来锦旗。",
    "帮走失老人找到家，街道通报表扬。",
]
VETOED = "醉酒滋事受治安处罚，支部党员大会议定。"
TWICE = "同一次会议登记了两遍"
MANY = {RuleKey.COMMENDED: 11, RuleKey.ABSENT: 8}


def load(demo):
    """Write the ledger in order of time, and the balances of the year that runs."""
    party, dice = demo.party, demo.dice("points")
    _own_rule(party)
    _base(party, dice)
    for year in (party.last, party.this):
        _meetings(party, dice, year)
        _service(party, dice, year)
        _by_hand(party, dice, year)
    write(party, party.awards)
    settle(party)


def _own_rule(party):
    key, points = OWN_RULE
    row = PointRule(grid=party.demo.community, year=party.this, key=key, points=points)
    at = moment(party.first(party.this), 15, 20)
    line = newborn(row, by=party.demo.people["secretary"], at=at, note="上年缺席偏多，支部党员大会议定从今年起加重。")
    party.keep([row], [(line, row)])


def _base(party, dice):
    """On the first day of each year, for whoever was on the register by then."""
    for year in range(party.begun.year + 1, party.demo.day.year + 1):
        at = by_clock(dice, date(year, 1, 1))
        for one in party.comrades:
            if one.since < at:
                key = base_key(one.member, year)
                party.awards.append(Award(one, RuleKey.BASE, at, f"{year} 年基础分", key=key))


def _meetings(party, dice, year):
    """The monthly day of the branch; entered the same evening, checked by the secretary."""
    for month in range(1, 13):
        day = date(year, month, dice.randint(8, 24))
        while not is_working_day(day):
            day += DAY
        at = moment(day, 19, dice.randint(0, 30))
        if day < party.first(year) or at + timedelta(hours=1) >= party.demo.until:
            continue
        came = [one for one in party.comrades if one.since < at and dice.random() < _share(one)]
        for n, one in enumerate(came):
            _enter(party, one, RuleKey.MEETING, day, at + n * MINUTE / 4, f"{month} 月主题党日")


def _share(one):
    if one.member.category == "mobile":
        return COME_SELDOM
    return COME_IN_SERVICE if one.in_service else COME


def _service(party, dice, year):
    """Hours of voluntary service, entered twice a year from the card that everybody keeps."""
    for month, half in ((6, "上半年"), (12, "下半年")):
        at = moment(date(year, month, 26), 15)
        if at.date() < party.first(year) or at + timedelta(hours=2) >= party.demo.until:
            continue
        for n, one in enumerate(one for one in party.comrades if one.since < at and dice.random() < SERVES):
            hours = Decimal(round(2 * dice.triangular(1, 12, 5))) / 2
            basis = f"{half}志愿服务 {hours.normalize():f} 小时，服务记录卡核过"
            _enter(party, one, RuleKey.SERVICE, at.date(), at + n * MINUTE / 2, basis, hours)


def _enter(party, one, rule, on, at, basis, points=None):
    people = party.demo.people
    award = Award(one, rule, at, basis, people["clerk"], on=on, points=points, reviewed_by=people["secretary"])
    party.awards.append(award)
    return award


def _by_hand(party, dice, year):
    """Praise and blame of a year; one meeting entered twice and put right, last year one veto."""
    first, last = party.first(year) + 30 * DAY, min(date(year, 12, 20), party.demo.day - 3 * DAY)
    if last <= first:
        return
    there = [one for one in party.comrades if one.since < moment(first, 0)]

    def some_day():
        return first + DAY * dice.randrange((last - first).days)

    for rule, many in MANY.items():
        for one in dice.sample(there, many):
            day = some_day()
            basis = dice.choice(COMMENDED) if rule == RuleKey.COMMENDED else f"{day.month} 月主题党日无故缺席"
            points = Decimal(dice.choice([3, 3, 4, 5])) if rule == RuleKey.COMMENDED else None
            _enter(party, one, rule, day, moment(day, 17, dice.randrange(60)), basis, points)
    told = [award for award in party.awards if award.rule == RuleKey.MEETING and award.on.year == year]
    if told and year == party.this:
        again = dice.choice(told[: len(told) // 2])
        twice = _enter(party, again.comrade, RuleKey.MEETING, again.on, again.at + 70 * MINUTE, again.basis)
        twice.taken_back = (moment(again.on + DAY, 10, 15), party.demo.people["secretary"], TWICE)
    if year == party.last:
        plain = [one for one in there if not one.user]
        _enter(party, dice.choice(plain), RuleKey.VETO, day := some_day(), moment(day, 17, 40), VETOED, Decimal(0))


def write(party, awards):
    """Enter awards, and their reversals where they were taken back, as ``party.actions.points`` would have."""
    rules = {year: Rules.of(party.demo.community.pk, year) for year in range(party.begun.year, party.demo.day.year + 1)}
    rows, lines = [], []
    for award in sorted(awards, key=lambda award: award.at):
        row = _row(award, rules)
        rows.append(row)
        lines.append((newborn(row, by=award.by, at=award.at), row))
        if award.taken_back:
            at, by, why = award.taken_back
            rows.append(opposite := _opposite(row))
            line = newborn(opposite, by=by, at=at, note=lambda row=row, why=why: f"冲正 {row.code}：{why}")
            line.verb = "reverse"
            lines.append((line, opposite))
    party.keep(rows, lines)


def _row(award, rules):
    member, on = award.comrade.member, award.on or localdate(award.at)
    row = Point(
        member=member, organisation=member.organisation, grid=member.grid, on=on, rule=award.rule, reviewed_by=award.reviewed_by,
        points=rules[on.year][award.rule].points if award.points is None else award.points,
        basis=award.basis() if callable(award.basis) else award.basis, award_key=award.key() if award.key else None,
    )  # fmt: skip
    if source := award.source:
        label = source._meta.label_lower
        row.source_model, row.source_id, row.source_code = label, source.pk, source.code
        row.award_key = f"{label}:{source.pk}:{award.rule}:{member.pk}:0"
    return row


def _opposite(row):
    """As ``portal.models.ledger.Reversible.reverse`` makes it."""
    opposite = Point(reverses=row)
    for field in row._meta.concrete_fields:
        if field.editable and not field.primary_key:
            setattr(opposite, field.attname, getattr(row, field.attname))
    opposite.points, opposite.grid, opposite.member = -row.points, row.grid, row.member
    return opposite


def settle(party):
    """The balances of the running year, as ``party.actions.points.settle`` reckons them."""
    year, members = party.demo.day.year, [one.member for one in party.comrades]
    found = balances(party.demo.community.pk, year)
    scores = defaultdict(Decimal, {key: one.score for key, one in found.items()})
    for member in members:
        member.score, member.score_year = scores[member.pk], year
    Member.objects.derive(members, "score", "score_year")
