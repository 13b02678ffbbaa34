"""Writes on points: other rooms award through ``award`` and take back through ``take_back``, nothing else writes the ledger."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from party.choices import MemberState, RuleKey
from party.models import Member, Point
from party.models.point import frozen_year
from party.queries.points import STANDING, balances
from party.rules import BY_HAND, Rules
from portal.clock import today
from portal.errors import Refused

BASIS = Point._meta.get_field("basis").max_length
OUT_OF_RANGE = "“{rule}”一次记 {worth} 分，请改分值；要改规则请到“积分规则”。"
NOT_YET = "日期不能晚于今天。"
BY_ITSELF = "“{rule}”由系统在办理时自动记，不能手工登记。"
OWN = "不能给自己记积分，请由另一位同事登记。"


def award(member, rule, *, by, basis, source=None, points=None, on=None, reviewed_by=None):
    """Give a member the points of a rule, for a record or for words alone; answers the entry that stands.

    For one record and rule a member is rewarded once, however often and by however many at once it is asked; after it was
    taken back it can be given again. ``points`` is asked where a rule has a range, and for service that is counted in hours.
    What falls into a year that was settled counts in the next one.
    """
    on = on or today()
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).prefetch_related("grid").get(pk=member.pk)
        if source is not None and (standing := _given(member, rule, source).filter(STANDING).first()):
            return standing
        day = _open_day(member.community_id, on)
        if day != on:
            basis = f"{basis}（{on.year} 年已定案，计入 {day.year} 年）"
        worth = Rules.of(member.community_id, day.year)[rule]
        point = Point(member=member, rule=rule, on=day, basis=basis[:BASIS], reviewed_by=reviewed_by)
        point.points = worth.points if points is None else points
        if source is not None:
            label = source._meta.label_lower
            point.source_model, point.source_id, point.source_code = label, source.pk, source.code
            turn = _given(member, rule, source).filter(reverses=None).count()
            point.award_key = f"{label}:{source.pk}:{rule}:{member.pk}:{turn}"
        _enter(point, member, by)
    return point


def _open_day(community_id, day):
    """The day itself, or the first one of the next year that is not settled."""
    while frozen_year(community_id, day.year):
        day = date(day.year + 1, 1, 1)
    return day


def _given(member, rule, source):
    return Point.objects.filter(source_model=source._meta.label_lower, source_id=source.pk, rule=rule, member=member.pk)


def take_back(source, rule, *, by, note):
    """Reverse whatever stands for a record under a rule; answers the reversals, none where nothing stood.

    What counted in a year that was settled stays: nothing of it moves any more.
    """
    given = Point.objects.filter(source_model=source._meta.label_lower, source_id=source.pk, rule=rule).order_by("pk")
    with transaction.atomic():
        # Of two hands at once the second waits here, and finds nothing that stands.
        hold(pk__in=given.values("member"))
        standing = [point for point in given.filter(STANDING) if not frozen_year(point.community_id, point.on.year)]
        return [reverse(point, by=by, note=note) for point in standing]


def enter(point, *, by, note=""):
    """Write points into the ledger by hand: a meeting, a commendation, an absence, a veto."""
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).prefetch_related("grid").get(pk=point.member_id)
        if member.state != MemberState.ACTIVE:
            raise Refused("这位党员已经转出，不能再记积分。")
        if by is not None and member.person.user_id == by.pk:
            raise Refused(OWN)
        if point.on > today():
            raise Refused(NOT_YET)
        if refusal := frozen_year(member.community_id, point.on.year):
            raise Refused(refusal)
        _insist(point, Rules.of(member.community_id, point.on.year)[point.rule])
        _enter(point, member, by, note)
    return point


def _insist(point, worth):
    """What is entered by hand keeps to the table; service alone is counted in hours."""
    if point.rule not in BY_HAND:
        raise Refused(BY_ITSELF.format(rule=RuleKey(point.rule).label))
    if point.rule == RuleKey.VETO and point.points:
        raise Refused("一票否决请填 0 分，当年总分记 0。")
    if point.rule == RuleKey.SERVICE:
        low, high = Decimal("0.5"), Decimal(24)
    else:
        low, high = sorted((worth.points, worth.most if worth.most is not None else worth.points))
    if not low <= point.points <= high:
        worth = f"{low:+}" if low == high else f"{low:+} 到 {high:+}"
        raise Refused(OUT_OF_RANGE.format(rule=RuleKey(point.rule).label, worth=worth))


def _enter(point, member, by, note=""):
    point.member, point.grid, point.organisation_id = member, member.grid, member.organisation_id
    point.save(by=by, note=note)
    settle([member])


def reverse(point, *, by, note):
    """Put a wrong entry right by an opposite one; answers it."""
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).get(pk=point.member_id)
        opposite = point.reverse(by=by, note=note)
        settle([member])
    return opposite


def settle(members):
    """Reckon the balance of the running year anew for members of one community; their rows are held locked."""
    members, year = list(members), today().year
    if not members:
        return []
    found = balances(members[0].community_id, year, [member.pk for member in members])
    for member in members:
        member.score = found[member.pk].score if member.pk in found else Decimal(0)
        member.score_year = year
    return Member.objects.derive(members, "score", "score_year")


def hold(**which):
    """Nobody's points of these members move until the transaction ends: those who write points lock the member first."""
    list(Member.objects.filter(**which).order_by("pk").select_for_update().values_list("pk", flat=True))


def resettle(community_id):
    """The same for everybody of a community: the rules changed, or a year began; answers whose score moved."""
    with transaction.atomic():
        everybody = Member.objects.filter(community=community_id).select_for_update(of=("self",)).order_by("pk")
        return settle(everybody)


def give_base(member, *, on=None):
    """The points everybody begins a year with, once a year; nothing for who is there no more."""
    on = on or today()
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).prefetch_related("grid").get(pk=member.pk)
        key = f"base:{member.pk}:{on.year}"
        if member.state != MemberState.ACTIVE or Point.objects.filter(award_key=key).exists():
            return None
        if frozen_year(member.community_id, on.year):
            return None
        worth = Rules.of(member.community_id, on.year)[RuleKey.BASE]
        point = Point(
            member=member, rule=RuleKey.BASE, on=on, points=worth.points, basis=f"{on.year} 年基础分", award_key=key
        )
        _enter(point, member, None)
    return point
