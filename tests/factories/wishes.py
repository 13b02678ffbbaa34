"""Wishes to test with; what they say is made up."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from grids.choices import Purpose
from party.models import Member
from portal.clock import today
from portal.crypto import keyed_hash
from tests.factories.grids import saved
from tests.factories.party import member
from tests.factories.people import consent, resident
from wishes.actions import aid as aids
from wishes.actions import claim as claims
from wishes.actions import letter as letters
from wishes.actions import wish as actions
from wishes.choices import Category, FundSource, Group, Help, LetterKind, Verification, Way
from wishes.models import Aid, Campaign, Claim, Fund, Letter, Recipient, Wish

numbers = count(0)
SENTENCES = (
    "冬天炕上凉，想要一床厚褥子",
    "厨房的灯一闪一闪，想请人换个亮的",
    "想有人陪着去医院挂一次号",
    "想要一套课外书",
)


def collected(grid, *, by=None, **fields):
    """A wish of somebody who lives there, not verified yet."""
    made = {
        "person": fields.pop("person", None) or resident(grid),
        "group": Group.ELDER,
        "category": Category.GOODS,
        "sentence": f"{SENTENCES[(n := next(numbers)) % len(SENTENCES)]}（{n}）",
        **fields,
    }
    return actions.collect(Wish(**made), by=by)


def verified(grid, **fields):
    """One that was verified by a call, and whose applicant agrees to it being shown."""
    made = collected(grid, **fields)
    consent(grid, person=made.person, purpose=Purpose.PUBLISH, guardian="母亲")
    actions.verify(made, by=None, how=Verification.CALL)
    return fresh(made)


def published(grid, *, ago=0, **fields):
    """One on the wall, since so many days."""
    made = verified(grid, **fields)
    actions.publish(made, by=None)
    if ago:
        Wish._base_manager.filter(pk=made.pk).update(published_on=today() - timedelta(days=ago))
    return fresh(made)


def claimed(grid, *, own=None, **fields):
    """One that a member holds: that of the user where there is one."""
    whom = fields.pop("member", None) or member(grid, user=own)
    made = published(grid, **fields)
    claims.claim(made, by=None, member=Member.objects.get(pk=whom.pk))
    return fresh(made)


def realised(grid, **fields):
    """One that came true today."""
    made = claimed(grid, **fields)
    actions.realise(made, by=None, how="送到家里")
    return fresh(made)


def claim(grid, *, own=None, **fields):
    """The claim of a member."""
    return Claim.objects.get(wish=claimed(grid, own=own, **fields))


def left_on_wall(grid, **fields):
    """The claim of a stranger, which waits for a call."""
    return claims.claim_from_wall(published(grid, **fields).pk, name="周演外", phone="13900002222")


def letter(grid, *, name="", phone="", **fields):
    """What a stranger left at the door: an issue, not looked at yet."""
    made = {"kind": LetterKind.ISSUE, "text": "楼门口的路灯不亮", "place": "3号楼门口", **fields}
    made.setdefault("mark", keyed_hash(f"演示查询码 {next(numbers)}"))
    return letters.deliver(Letter(grid=grid, **made), name=name, phone=phone)


def campaign(grid, **fields):
    """A round of this year."""
    year = today().year
    made = {"name": f"{year} 年第 {Campaign.objects.count() + 1} 轮", "starts_on": date(year, 1, 1), **fields}
    return saved(Campaign(grid=grid.community, **{"ends_on": date(year, 12, 31), **made}))


def fund(grid, **fields):
    """A purse with nothing in it yet."""
    made = {"name": f"爱心助学金 {Fund.objects.count()}", "source": FundSource.DONATION, **fields}
    return saved(Fund(grid=grid.community, **made))


def recipient(grid, **fields):
    """A student who is helped year after year."""
    made = {"person": fields.pop("person", None) or resident(grid), "kind": Help.STUDENT, "since": today(), **fields}
    return aids.take_in(Recipient(**made), by=None)


def income(grid, amount="1000", **fields):
    """Money that came in."""
    made = {"fund": fields.pop("fund", None) or fund(grid), "giver": "演示商会", "purpose": "助学捐款", **fields}
    return aids.enter(Aid(way=Way.IN, on=today(), amount=Decimal(amount), **made), by=None)


def payment(grid, amount="100", **fields):
    """Money that went to a recipient, or out for a wish."""
    purse = fields.pop("fund", None) or income(grid).fund
    whom = {} if "wish" in fields else {"recipient": fields.pop("recipient", None) or recipient(grid)}
    made = {"fund": purse, "purpose": "学费", "receipt": "LK-001", **whom, **fields}
    return aids.enter(Aid(way=Way.OUT, on=today(), amount=Decimal(amount), **made), by=None)


def fresh(row):
    """The row as it is now."""
    return type(row).objects.get(pk=row.pk)
