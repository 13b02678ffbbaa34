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
    SUSPENDED = "suspended", "挂账"
    CHECKING = "checking", "待核查"
    CLOSED = "closed", "已结案"
    VISITED = "visited", "已回访"
    VOID = "void", "作废"


class IssueLevel(TextChoices):
    """Whose hands an issue is in."""

    GRID = "grid", "网格"
    COMMUNITY = "community", "社区"
    DEPARTMENT = "department", "部门"


class Stage(TextChoices):
    """A step that has a limit of its own, and the limits of the whole."""

    TOTAL = "total", "全程"
    ACCEPT = "accept", "受理"
    MEND = "mend", "补正"
    START = "start", "开始处置"
    HANDLE = "handle", "处置"
    CHECK = "check", "核查"
    REPLY = "reply", "部门回复"
    EXTENSION = "extension", "延期后全程"


class Satisfaction(TextChoices):
    """What residents say of the outcome, and grass-roots staff of a department's reply."""

    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    POOR = "poor", "不满意"


class Channel(TextChoices):
    """How the resident was asked."""

    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    OTHER = "other", "其他"


class CardColour(TextChoices):
    """How far supervision has gone."""

    YELLOW = "yellow", "黄牌"
    RED = "red", "红牌"


class CardState(TextChoices):
    """Whether a supervision card stands."""

    GIVEN = "given", "已挂"
    WITHDRAWN = "withdrawn", "已撤"


class ExtensionState(TextChoices):
    """What became of a request for more time."""

    PENDING = "pending", "待批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"


class OrderState(TextChoices):
    """Whether a department has answered."""

    SENT = "sent", "待回复"
    REPLIED = "replied", "已回复"
    WITHDRAWN = "withdrawn", "已收回"


class Outcome(TextChoices):
    """What the department says it did."""

    DONE = "done", "已办结"
    PARTLY = "partly", "部分办理"
    REFUSED = "refused", "不予办理"


class UseState(TextChoices):
    """Whether a place or a department may still be chosen."""

    OPEN = "open", "在用"
    SHUT = "shut", "停用"
