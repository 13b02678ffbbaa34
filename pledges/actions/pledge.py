"""Writes on pledges: proposed, reviewed, published, kept, judged and struck off."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from party.actions import award, take_back
from party.choices import MemberState, RuleKey
from party.models import Member
from pledges.actions import periods
from pledges.choices import Finding, Frequency, FulfilmentState, PledgeState
from pledges.models import Pledge
from pledges.queries.wording import examine
from pledges.wording import nearest
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving

PUBLIC_DAYS = 7
NOBODY = "这位党员已经转出，不能再提诺。"
LONGEST = timedelta(days=731)
NO_PERIOD = "截止日期已经过了，一期都排不出来；请退回，请本人改截止日期。"


def propose(pledge, *, by, note=""):
    """Put a pledge on the register; it waits for its review, with what the wording check says."""
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).prefetch_related("grid").get(pk=pledge.member_id)
        if member.state != MemberState.ACTIVE:
            raise Refused(NOBODY)
        pledge.member, pledge.grid, pledge.organisation_id = member, member.grid, member.organisation_id
        _check(pledge)
        pledge.save(by=by, note=note)
    return pledge


def propose_many(pledges, *, by, note=""):
    """The same of a whole list, all or none."""
    pledges, texts = list(pledges), []
    with transaction.atomic():
        keys = sorted({pledge.member_id for pledge in pledges})
        rows = Member.objects.select_for_update(of=("self",)).prefetch_related("grid").filter(pk__in=keys)
        members = {member.pk: member for member in rows.order_by("pk")}
        for pledge in pledges:
            member = members[pledge.member_id]
            if member.state != MemberState.ACTIVE:
                raise Refused(NOBODY)
            pledge.member, pledge.grid, pledge.organisation_id = member, member.grid, member.organisation_id
            _check(pledge)
            _compare(pledge, texts)
            texts.append(pledge.essence)
        Pledge.objects.add_many(pledges, by=by, note=note)
    return pledges


def revise(pledge, *, by, note=""):
    """Change a pledge that is not approved yet: another draft."""
    if pledge.state not in (PledgeState.PENDING, PledgeState.RETURNED):
        raise Refused("审诺通过以后不能再改；要改请书记撤回公示，或改频次。")
    if pledge.has_changed("sentence"):
        pledge.draft += 1
    _check(pledge)
    pledge.save(by=by, note=note)


def _compare(pledge, texts):
    """Of a list that is brought in together each is like those before it, too."""
    if Finding.TWIN not in pledge.flags and nearest(pledge.essence, (range(len(texts)), texts), most=1):
        pledge.flags = [Finding.TWIN, *pledge.flags]


def _check(pledge):
    if pledge.ends_on < today():
        raise Refused("截止日期已经过了，请改到今天以后。")
    if pledge.ends_on - pledge.starts_on > LONGEST:
        raise Refused("一条承诺最长两年，请把截止日期改近一些；更久的到时再提一条。")
    pledge.year = pledge.starts_on.year
    found = examine(pledge.sentence, pledge.member.community_id, pledge.year, exclude=pledge.pk)
    pledge.flags, pledge.essence = found.flags, found.essence[: Pledge._meta.get_field("essence").max_length]


def approve(pledge, *, by, note=""):
    """Approve and publish a pledge; every period gets its day."""
    with moving(pledge, "approve", by=by, note=note) as pledge:
        pledge.approved_on, pledge.public_until = today(), today() + timedelta(days=PUBLIC_DAYS)
        # What was advised on the way is no business of those who read it now.
        pledge.advice, pledge.suggestion = note[:200], ""
        periods.write_ahead(pledge, by=by, drop=Q())
        if not pledge.due:
            raise Refused(NO_PERIOD)


def send_back(pledge, *, by, note, suggestion=""):
    """Give a pledge back with advice, and perhaps with words to use instead."""
    with moving(pledge, "send_back", by=by, note=note) as pledge:
        pledge.advice, pledge.suggestion = note[:200], suggestion


def resubmit(pledge, *, by, note=""):
    """Hand in what was mended."""
    with moving(pledge, "resubmit", by=by, note=note) as pledge:
        _check(pledge)


def recall(pledge, *, by, note):
    """Take a publication back; what was not kept yet is off the register."""
    with moving(pledge, "recall", by=by, note=note) as pledge:
        pledge.approved_on = pledge.public_until = None
        periods.drop_waiting(pledge, Q(), by=by, note=note)
        periods.settle(pledge)


def begin(pledge, *, by, note=""):
    """The publicity is over."""
    with moving(pledge, "begin", by=by, note=note):
        pass


def change_rule(pledge, *, by, frequency, ends_on, note):
    """Change how often or until when; only periods that have not begun are written anew."""
    with moving(pledge, "change_rule", by=by, note=note) as pledge:
        if ends_on < max(today(), pledge.starts_on):
            raise Refused("截止日期不能早于今天和开始日期；提前做完的请点“转入评诺”。")
        if (frequency, ends_on) == (pledge.frequency, pledge.ends_on):
            raise Refused("频次和截止日期都没有改。")
        if pledge.frequency == frequency == Frequency.ONCE:
            periods.put_off(pledge, ends_on, by=by, note=note)
        else:
            begun = pledge.fulfilments.filter(opens_on__lte=today(), state=FulfilmentState.WAITING)
            if begun.filter(due_on__gt=ends_on).exists():
                raise Refused("这一期已经开始，应兑现日期在新的截止日期以后；请把截止日期放在这一期之后。")
        pledge.frequency, pledge.ends_on = frequency, ends_on
        periods.write_ahead(pledge, by=by, drop=Q(opens_on__gt=today()))


def name_whom(pledge, *, by, beneficiary, note=""):
    """Say who is helped, so that somebody can be asked."""
    with moving(pledge, "name_whom", by=by, note=note) as pledge:
        pledge.beneficiary = beneficiary


def conclude(pledge, *, by, note=""):
    """Let the pledge be judged."""
    with moving(pledge, "conclude", by=by, note=note):
        pass


def resume(pledge, *, by, note):
    """Let it be kept again."""
    with moving(pledge, "resume", by=by, note=note):
        pass


def close(pledge, *, by, note=""):
    """Strike a kept pledge off the register and give its points, once."""
    with moving(pledge, "close", by=by, note=note) as pledge:
        pledge.closed_on = today()
        award(
            pledge.member,
            RuleKey.PLEDGE,
            by=by,
            source=pledge,
            basis=f"承诺 {pledge.code} 销号，兑现 {pledge.kept}/{pledge.due} 期",
            reviewed_by=by,
        )


def fail(pledge, *, by, fault, note):
    """Say that a pledge was not kept, and why."""
    with moving(pledge, "fail", by=by, note=note) as pledge:
        pledge.fault, pledge.closed_on = fault, today()


def reopen(pledge, *, by, note):
    """Take the verdict back, and the points with it."""
    with moving(pledge, "reopen", by=by, note=note) as pledge:
        take_back(pledge, RuleKey.PLEDGE, by=by, note=note)
        pledge.fault, pledge.closed_on = "", None


def void(pledge, *, by, note):
    """Take a pledge off the register altogether; what it cost is given back."""
    with moving(pledge, "void", by=by, note=note) as pledge:
        for kept in pledge.fulfilments.exclude(state=FulfilmentState.WAITING).order_by("pk"):
            take_back(kept, RuleKey.OVERDUE, by=by, note=note)
        periods.drop_waiting(pledge, Q(), by=by, note=note)
        periods.settle(pledge)
