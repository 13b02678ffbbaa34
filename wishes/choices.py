"""Words of the wishes. Source: domain.md, 'Wishes'; the groups are the seed's, ``Answer`` is ours."""

from decimal import Decimal

from django.db.models import TextChoices


class WishState(TextChoices):
    """How far a wish has come."""

    PENDING = "pending", "待核实"
    PUBLISHED = "published", "已公示"
    CLAIMED = "claimed", "已认领"
    UNDER_WAY = "under_way", "实现中"
    REALISED = "realised", "已实现"
    CLOSED = "closed", "已回访"
    DECLINED = "declined", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    TRANSFERRED = "transferred", "转项目"


# On its way between the wall and whoever was asked how it went.
SHOWN = (WishState.PUBLISHED, WishState.CLAIMED, WishState.UNDER_WAY, WishState.REALISED, WishState.CLOSED)
TAKEN = (WishState.CLAIMED, WishState.UNDER_WAY)
DONE = (WishState.REALISED, WishState.CLOSED)
OPEN = (WishState.PENDING, WishState.PUBLISHED, *TAKEN, WishState.REALISED)


class Category(TextChoices):
    """What is wished for."""

    GOODS = "goods", "物资"
    STUDY = "study", "助学"
    MEDICAL = "medical", "助医"
    REPAIR = "repair", "家政维修"
    COMPANY = "company", "陪伴关爱"
    OTHER = "other", "其他"


ICONS = {
    Category.GOODS: "gift",
    Category.STUDY: "book",
    Category.MEDICAL: "capsule",
    Category.REPAIR: "wrench-adjustable",
    Category.COMPANY: "chat-heart",
    Category.OTHER: "stars",
}


class Group(TextChoices):
    """Which of the groups the community looks after; the wall tells the group and no more."""

    LOW_INCOME = "low", "低保组"
    ALONE = "alone", "孤寡独居组"
    EMPTY_NEST = "nest", "空巢组"
    ELDER = "elder", "老人组"
    STUDENT = "student", "学生组"
    DISABLED = "disabled", "残疾人组"
    LAID_OFF = "laid_off", "下岗失业组"
    OTHER = "other", "其他"


# What a wish had better not cost, in yuan; a child's less. More needs a reason.
LIMITS = {Group.STUDENT: Decimal(200)}
LIMIT = Decimal(500)


class Source(TextChoices):
    """How the wish came in."""

    VISIT = "visit", "走访收集"
    DESK = "desk", "来访登记"
    DOOR = "door", "扫码提交"


class LetterKind(TextChoices):
    """What a resident writes about at the public door."""

    ISSUE = "issue", "反映问题"
    WISH = "wish", "许个心愿"


class LetterState(TextChoices):
    """Whether staff have looked at it, and what they made of it."""

    PENDING = "pending", "待核实"
    TAKEN = "taken", "已受理"
    DECLINED = "declined", "不予受理"


class Verification(TextChoices):
    """How it was made sure that the wish is real."""

    VISIT = "visit", "上门核实"
    CALL = "call", "电话核实"


class Claimant(TextChoices):
    """Who takes a wish on."""

    MEMBER = "member", "党员"
    ORGANISATION = "organisation", "党组织"
    OUTSIDER = "outsider", "爱心人士"
    COMMUNITY = "community", "社区兜底"


class ClaimState(TextChoices):
    """What became of a claim; what was left on the wall waits until staff have called back."""

    WAITING = "waiting", "待确认"
    LIVE = "live", "已认领"
    DONE = "done", "已实现"
    RELEASED = "released", "已取消"
    REFUSED = "refused", "未确认"


# At most one of these for each wish.
HOLDING = (ClaimState.WAITING, ClaimState.LIVE, ClaimState.DONE)


class Answer(TextChoices):
    """What the applicant says when asked how it went."""

    HAPPY = "happy", "满意"
    FAIR = "fair", "基本满意"
    UNMET = "unmet", "还没有实现"


class FundSource(TextChoices):
    """Where the money of a fund comes from."""

    DONATION = "donation", "爱心捐赠"
    FAMILY_PLANNING = "planning", "计生协会"
    RELIEF = "relief", "政府临时救助"
    OTHER = "other", "其他"


class Way(TextChoices):
    """Whether money came in or went out."""

    IN = "in", "收入"
    OUT = "out", "支出"


class Help(TextChoices):
    """What somebody is helped with: once, or year after year."""

    STUDENT = "student", "长期资助学生"
    RELIEF = "relief", "临时救助"
    MEDICAL = "medical", "助医"
    HARDSHIP = "hardship", "困难帮扶"


class RecipientState(TextChoices):
    """Whether help goes on."""

    ACTIVE = "active", "帮扶中"
    ENDED = "ended", "已结束"


class DutyState(TextChoices):
    """Whether somebody is on duty that day."""

    ON = "on", "值班"
    OFF = "off", "已取消"


class ErrandKind(TextChoices):
    """What a neighbour asks for at the help station; ours."""

    FETCH = "fetch", "跑腿代办"
    REPAIR = "repair", "水电小修"
    CARRY = "carry", "搬抬"
    CLINIC = "clinic", "陪诊取药"
    PAPERS = "papers", "读写代填"
    COMPANY = "company", "陪伴"
    OTHER = "other", "其他"


ERRAND_ICONS = {
    ErrandKind.FETCH: "bag",
    ErrandKind.REPAIR: "wrench-adjustable",
    ErrandKind.CARRY: "box-seam",
    ErrandKind.CLINIC: "capsule",
    ErrandKind.PAPERS: "pencil-square",
    ErrandKind.COMPANY: "chat-heart",
    ErrandKind.OTHER: "stars",
}


class ErrandState(TextChoices):
    """How far an errand has come."""

    OFFERED = "offered", "待接单"
    ACCEPTED = "accepted", "已接单"
    DONE = "done", "已办"
    THANKED = "thanked", "已致谢"
    CANCELLED = "cancelled", "已取消"


# Somebody does it or did it; whether it was done; and what is not over yet.
IN_HAND = (ErrandState.ACCEPTED, ErrandState.DONE, ErrandState.THANKED)
RUN = (ErrandState.DONE, ErrandState.THANKED)
AFOOT = (ErrandState.OFFERED, ErrandState.ACCEPTED, ErrandState.DONE)


class Heard(TextChoices):
    """What the neighbour says when called afterwards."""

    HAPPY = "happy", "满意"
    FAIR = "fair", "基本满意"
    UNDONE = "undone", "还没有办"
