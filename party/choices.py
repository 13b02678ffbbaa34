"""Words of the party room. Source: domain.md, 'Pledges, points, stars'; the scale of an assessment is ours."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    """What a party organisation is to the community."""

    BRANCH = "branch", "社区党支部"
    GROUP = "group", "网格党小组"
    UNIT = "unit", "报到单位党组织"
    ENTERPRISE = "enterprise", "非公企业党支部"


class Category(TextChoices):
    """The three kinds of members that are evaluated apart (三类)."""

    COMMUNITY = "community", "社区党员"
    SERVING = "serving", "在职报到党员"
    MOBILE = "mobile", "流动或年老体弱党员"


class Duty(TextChoices):
    """What a member does in the organisation."""

    SECRETARY = "secretary", "书记"
    COMMITTEE = "committee", "支委"
    LEADER = "leader", "党小组长"
    NONE = "none", "党员"


class MemberState(TextChoices):
    """Whether a member is on the register now."""

    ACTIVE = "active", "在册"
    LEFT = "left", "已转出"


class RuleKey(TextChoices):
    """What points are given or taken for."""

    BASE = "base", "基础分"
    MEETING = "meeting", "参加组织生活"
    LESSON = "lesson", "参加微课堂"
    SERVICE = "service", "志愿服务"
    PLEDGE = "pledge", "承诺销号"
    OVERDUE = "overdue", "承诺逾期"
    WISH = "wish", "认领并实现微心愿"
    ABSENT = "absent", "无故缺席"
    COMMENDED = "commended", "表彰奖励"
    VETO = "veto", "一票否决"


class Side(TextChoices):
    """The four sub-scores of a year: two assessments and two reviews (双考双评)."""

    UNIT = "unit", "单位考"
    COMMUNITY = "community", "社区考"
    ORGANISATION = "organisation", "组织评"
    RESIDENT = "resident", "群众评"


class EvaluationState(TextChoices):
    """How far the evaluation of a year has come."""

    TRIAL = "trial", "试算"
    PUBLIC = "public", "公示"
    FROZEN = "frozen", "已定案"


class ObjectionState(TextChoices):
    """What became of an objection."""

    OPEN = "open", "待答复"
    UPHELD = "upheld", "采纳"
    DISMISSED = "dismissed", "不采纳"


class Objector(TextChoices):
    """Who objects; residents' words are entered by staff."""

    SELF = "self", "本人"
    MEMBER = "member", "其他党员"
    RESIDENT = "resident", "群众"
