"""Words of the pledges. Source: domain.md, 'Pledges, points, stars'; the scale of a review is ours."""

from decimal import Decimal

from django.db.models import TextChoices


class PledgeState(TextChoices):
    """How far a pledge has come."""

    PENDING = "pending", "待审诺"
    RETURNED = "returned", "退回修改"
    PUBLIC = "public", "公示中"
    KEEPING = "keeping", "践诺中"
    REVIEWING = "reviewing", "评诺中"
    CLOSED = "closed", "已销号"
    UNMET = "unmet", "未兑现"
    VOID = "void", "作废"


RUNNING = (PledgeState.PUBLIC, PledgeState.KEEPING)


class PledgeKind(TextChoices):
    """Whether it is the year's pledge, or one for an occasion."""

    ANNUAL = "annual", "年度承诺"
    OCCASION = "occasion", "专项承诺"


class Frequency(TextChoices):
    """How often it is kept."""

    ONCE = "once", "一次"
    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"


class FulfilmentState(TextChoices):
    """What became of one period."""

    WAITING = "waiting", "待兑现"
    DONE = "done", "已兑现"
    EXCUSED = "excused", "客观原因未兑现"
    DROPPED = "dropped", "已取消"


class Confirmation(TextChoices):
    """How whoever was helped said that it was done."""

    CALL = "call", "电话核实"
    VISIT = "visit", "上门核实"
    SLIP = "slip", "签字单"


class Reviewer(TextChoices):
    """The four sides that judge a pledge."""

    SELF = "self", "自评"
    PEER = "peer", "党员互评"
    ORGANISATION = "organisation", "组织评"
    RESIDENT = "resident", "群众评"


class Rating(TextChoices):
    """What they say."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    PLAIN = "plain", "一般"
    POOR = "poor", "差"


# Of a hundred, where reviews become a sub-score of the year.
WORTH = {Rating.GOOD: Decimal(100), Rating.FAIR: Decimal(85), Rating.PLAIN: Decimal(70), Rating.POOR: Decimal(40)}


class ReviewWay(TextChoices):
    """Where a review was said."""

    MEETING = "meeting", "会上"
    CALL = "call", "电话"
    VISIT = "visit", "走访"
    SLIP = "slip", "评议表"


class Finding(TextChoices):
    """What the wording check has to say of a sentence; a warning, never a refusal."""

    TWIN = "twin", "雷同"
    HOLLOW = "hollow", "空泛"
    WHOM = "whom", "没写对谁"
    WHAT = "what", "没写做什么"
    OFTEN = "often", "没写多久一次"
    BY = "by", "没写到何时"
    SHORT = "short", "太短"
    LONG = "long", "太长"


class Fault(TextChoices):
    """Why a pledge was not kept."""

    OBJECTIVE = "objective", "客观原因"
    OWN = "own", "本人原因"
