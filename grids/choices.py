"""Words of the grid service. Source: domain.md, 'Issues' and 'Words'."""

from django.db.models import TextChoices


class NodeLevel(TextChoices):
    """The three levels of the grid tree."""

    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    GRID = "grid", "网格"


class Category(TextChoices):
    """What an issue is about."""

    RESIDENTS = "residents", "住户信息"
    SANITATION = "sanitation", "环境卫生"
    HAZARD = "hazard", "安全隐患"
    DISPUTE = "dispute", "矛盾纠纷"
    ORDER = "order", "治安"
    LIVELIHOOD = "livelihood", "民生服务"
    FACILITY = "facility", "公共设施"
    OPINION = "opinion", "社情民意"
    EMERGENCY = "emergency", "突发事件"
    OTHER = "other", "其他"


class Urgency(TextChoices):
    """How soon it must be settled."""

    ORDINARY = "ordinary", "一般"
    DIFFICULT = "difficult", "较难"
    URGENT = "urgent", "紧急"


class Source(TextChoices):
    """Where the word came from."""

    MEMBER = "member", "网格员"
    HEAD = "head", "网格长"
    HOTLINE = "hotline", "热线"
    VISIT = "visit", "走访"
    SUPERIOR = "superior", "上级交办"
    RESIDENT = "resident", "居民反映"


class IssueState(TextChoices):
    """Where an issue stands on its way from seen to settled."""

    REPORTED = "reported", "已上报"
    RETURNED = "returned", "退回"
    ACCEPTED = "accepted", "已受理"
    HANDLING = "handling", "处置中"
    CHECKING = "checking", "待核查"
    CLOSED = "closed", "已结案"
    VOID = "void", "作废"
