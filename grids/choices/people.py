"""Words of households, people, units and visits. Source: domain.md, 'Units, households and residents' and 'Privacy'."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit of the neighbourhood is."""

    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "中小型企业"
    TRADER = "trader", "个体商户"
    HOSPITAL = "hospital", "医院"
    KINDERGARTEN = "kindergarten", "幼儿园"
    OTHER = "other", "其他"


class Tenure(TextChoices):
    """How a dwelling is lived in."""

    OWNED = "owned", "自住"
    RENTED = "rented", "租赁"
    SHARED = "shared", "群租"


class Tie(TextChoices):
    """What ties a person to the community; only residents count as its population."""

    RESIDENT = "resident", "居民"
    ASSOCIATE = "associate", "关联人"


class Residence(TextChoices):
    """Whether a resident is registered here or lives here from elsewhere."""

    SETTLED = "settled", "户籍"
    FLOATING = "floating", "流动"


class Sex(TextChoices):
    """As the ID number tells it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class Relation(TextChoices):
    """To the head of the household."""

    HEAD = "head", "户主"
    SPOUSE = "spouse", "配偶"
    SON = "son", "子"
    DAUGHTER = "daughter", "女"
    SON_IN_LAW = "son_in_law", "女婿"
    DAUGHTER_IN_LAW = "daughter_in_law", "儿媳"
    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    SIBLING = "sibling", "兄弟姐妹"
    GRANDPARENT = "grandparent", "祖父母、外祖父母"
    GRANDCHILD = "grandchild", "孙子女、外孙子女"
    TENANT = "tenant", "合租人"
    OTHER = "other", "其他"


class PersonState(TextChoices):
    """Whether a person is here; of one merged or erased only the shell is kept."""

    PRESENT = "present", "在册"
    AWAY = "away", "已迁出"
    DEAD = "dead", "已故"
    MERGED = "merged", "已合并"
    ERASED = "erased", "已删除"


class ServiceTag(TextChoices):
    """Whom the community looks after: shown to the members of the own grid."""

    DISABLED = "disabled", "残疾人"
    ALONE = "alone", "孤寡老人"
    EMPTY_NEST = "empty_nest", "空巢老人"
    LIVES_ALONE = "lives_alone", "独居"
    AGED = "aged", "高龄"
    JOBLESS = "jobless", "下岗失业"
    ALLOWANCE = "allowance", "低保"
    BEREFT = "bereft", "失独"
    ONE_PARENT = "one_parent", "单亲"
    LEFT_BEHIND = "left_behind", "留守儿童"
    VETERAN = "veteran", "退役军人"
    POOR_STUDENT = "poor_student", "贫困学生"


class ManagedKind(TextChoices):
    """Whom the law has looked after: shown to the secretary and the clerks of the line only."""

    MENTAL = "mental", "精神障碍"
    CORRECTION = "correction", "社区矫正"
    DRUGS = "drugs", "戒毒"
    RELEASED = "released", "刑满释放"


class ManagedState(TextChoices):
    """Whether somebody is still looked after."""

    ACTIVE = "active", "在管"
    ENDED = "ended", "已解除"


VisitSubject = TextChoices(
    "VisitSubject",
    [*((tag.name, (tag.value, tag.label)) for tag in ServiceTag), ("FLOATING", ("floating", "流动人口核查"))],
)
VisitSubject.__doc__ = (
    "Who is due for a visit at an interval: each service tag, and the floating population for its check."
)


class VisitKind(TextChoices):
    """How somebody was visited."""

    HOME = "home", "入户走访"
    CHECK = "check", "流动人口核查"
    CALL = "call", "电话联系"


class VisitOutcome(TextChoices):
    """Whom the visitor met."""

    MET = "met", "见到本人"
    FAMILY = "family", "家人接待"
    ABSENT = "absent", "家中无人"
    GONE = "gone", "已搬走"


class VisitState(TextChoices):
    """Whether a visit was made."""

    PLANNED = "planned", "待走访"
    DONE = "done", "已走访"
    CANCELLED = "cancelled", "已取消"


class RelocationKind(TextChoices):
    """How somebody came, went, or changed the dwelling."""

    ARRIVED = "arrived", "迁入"
    BORN = "born", "出生"
    MOVED = "moved", "社区内搬家"
    LEFT = "left", "迁出"
    DIED = "died", "死亡"


class RelocationState(TextChoices):
    """Whether a line of the ledger holds; what was written down by mistake is voided, never removed."""

    GIVEN = "given", "有效"
    VOID = "void", "已撤销"


class MergeState(TextChoices):
    """Whether a merger holds, or two who look alike were found to be two."""

    DONE = "done", "已合并"
    UNDONE = "undone", "已撤销"
    DISTINCT = "distinct", "不是同一人"


class Purpose(TextChoices):
    """What somebody agreed to."""

    REGISTER = "register", "登记个人信息"
    SENSITIVE = "sensitive", "登记敏感信息（健康、证件等）"
    CHILD = "child", "监护人同意登记未满 14 岁儿童信息"
    PUBLISH = "publish", "对外公示（心愿、照片等）"
    SHARE = "share", "提供给其他单位"


class ConsentWay(TextChoices):
    """How the consent was given."""

    SIGNED = "signed", "书面签字"
    SPOKEN = "spoken", "当面口头"
    PHONE = "phone", "电话"
    ONLINE = "online", "网上勾选"


class ConsentState(TextChoices):
    """Whether a consent holds."""

    GIVEN = "given", "有效"
    WITHDRAWN = "withdrawn", "已撤回"


class RequestKind(TextChoices):
    """What somebody asks about the own data: PIPL §45, §46, §47."""

    ACCESS = "access", "查阅、复制"
    CORRECT = "correct", "更正、补充"
    ERASE = "erase", "删除"


class RequestState(TextChoices):
    """Whether the request was answered."""

    OPEN = "open", "待办理"
    DONE = "done", "已办理"
    DECLINED = "declined", "不予办理"


class KeptKind(TextChoices):
    """What is kept for a time only."""

    PERSON = "person", "迁出、已故人员资料"
    ASSOCIATE = "associate", "停用的关联人资料"
    VISIT = "visit", "走访情况记录"
    REQUEST = "request", "个人信息请求"
