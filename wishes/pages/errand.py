"""The register of the help station: errands, whom they are offered to, who does them."""

from django.db.models import Q

from grids.models import Person
from grids.pages.about import AboutPerson, person_column
from grids.pages.person import Persons
from party.choices import MemberState
from portal.clock import today
from portal.pages import Column, Condition, Page
from portal.pages.columns import badge, due_mark, whole_name
from portal.reach import NOTHING, may
from wishes import forms
from wishes.actions import errand as actions
from wishes.choices import AFOOT
from wishes.choices import ErrandState as S
from wishes.models import Errand
from wishes.pages.who import applicant

PERSON = person_column("求助人")
DOER = whole_name("member__person__name", "党员")
# Masked, and seen whole by whoever does it.
WHERE = ("person__name", "person__phone", "place")
STATE = badge(
    {S.OFFERED: "reported", S.ACCEPTED: "handling", S.DONE: "check", S.THANKED: "closed", S.CANCELLED: "void"},
    dict(S.choices),
)
OFFERS = Errand.offered.through.objects
NOBODY = "这一天没有党员值班，请点“派给党员”，找一位党员来办。"
PAST = "过了日子还没有人接：先打电话问还要不要，再派给别的党员，或取消。"


def wanted(day, state):
    """(css of .due, words) of when it is wanted, while it is not done."""
    if state not in (S.OFFERED, S.ACCEPTED):
        return "", f"{day:%m-%d}"
    days = (day - today()).days
    return ("late", f"过了 {-days} 天") if days < 0 else ("soon", "今天要") if days == 0 else ("ok", f"{day:%m-%d} 要")


def wanted_cell(day, state):
    """The same as a cell."""
    css, words = wanted(day, state)
    return due_mark(css, words) if css else words


WANTED = Column(
    "wanted_on",
    "哪天要",
    ("wanted_on", "state"),
    wanted_cell,
    lambda day, state: day,
    css="nw",
    sort="wanted_on",
    kind="date",
    width=12,
)


def stuck():
    """Nobody was on duty, or the day has passed and nobody came: somebody has to be found."""
    unoffered = ~Q(pk__in=OFFERS.filter(member__state=MemberState.ACTIVE).order_by().values("errand"))
    return Q(state=S.OFFERED) & (Q(wanted_on__lt=today()) | unoffered)


def offered_to(user):
    """Those one may still take."""
    mine = OFFERS.filter(member__person__user=user.pk).order_by().values("errand")
    return Q(state=S.OFFERED, wanted_on__gte=today(), pk__in=mine)


def awaits(user):
    """To take and to do for a member; nobody found, and thanks to be given, for staff."""
    own = Q(member__person__user=user.pk)
    found = offered_to(user) | (own & Q(state=S.ACCEPTED))
    found |= stuck() if may(user, "offer", Errand) else NOTHING
    return found | (Q(state=S.DONE) & ~own if may(user, "thank", Errand) else NOTHING)


class Errands(AboutPerson, Page):
    model, actions, form = Errand, actions, forms.Ask
    path, title, icon, group, order = "help", "党员微帮站", "life-preserver", "五微服务", 34
    nav_label = "微帮"
    subtitle = "今天、明天的小事，派给附近值班的党员；办好致谢，记服务积分"
    on_phone, phone_order, phone_label, phone_icon = True, 65, "微帮", "life-preserver"
    keeps_draft = True
    columns = ["sentence", PERSON, "kind", "grid", WANTED, DOER, "state"]
    exports = [
        "code", "person", "kind", "sentence", "place", "grid", "asked_on", "wanted_on", "member", "accepted_on", "done_on",
        "hours", "answer", "thanks", "thanked_on", "state",
    ]  # fmt: skip
    filters = ["kind", "grid", "state", "wanted_on", "done_on"]
    fields = ["person", "kind", "sentence", "place", "wanted_on"]
    tiles = {"kind": forms.ERRAND_KIND}
    facts = [
        "sentence", "kind", *WHERE, "wanted_on", DOER, "accepted_on", "done_on", "how", "hours", "answer", "thanks",
        "thanked_on",
    ]  # fmt: skip
    rare = (
        "person__phone", DOER.name, "accepted_on", "done_on", "how", "hours", "answer", "thanks", "thanked_on",
    )  # fmt: skip
    reveals, looks = WHERE, {"state": STATE}
    asks = {"offer": forms.Offer, "accept": forms.Accept, "finish": forms.Finish, "thank": forms.Thank}
    seldom = ("cancel", "reopen", "release")
    add, change, add_title = "ask", "revise", "登记微帮求助"
    hints = (
        "今天或明天的小事才算微帮",
        "不写姓名、电话、门牌：派给的党员都看得到这句话",
        "接了单的党员才看得到电话和地点",
    )
    conditions = {
        "offered": Condition("待接单", lambda user: Q(state=S.OFFERED)),
        "stuck": Condition("要另找人", lambda user: stuck()),
        "accepted": Condition("已接单", lambda user: Q(state=S.ACCEPTED)),
        "done": Condition("待致谢", lambda user: Q(state=S.DONE)),
        "thanked": Condition("已致谢", lambda user: Q(state=S.THANKED)),
        "waiting": Condition("等我办的", awaits),
    }
    tabs = ("offered", "stuck", "accepted", "done", "thanked", "waiting")
    awaits, open_q, board_order = awaits, Q(state__in=AFOOT), ("wanted_on", "pk")
    empty_title, empty_text = "还没有人求助", "有居民要帮个小忙，点“登记微帮”，就派给附近值班的党员。"

    @classmethod
    def seek(cls, words):
        return AboutPerson.seek(words) | Q(member__code__iexact=words.strip())

    @classmethod
    def title_of(cls, record):
        return record.card

    @classmethod
    def sub(cls, record):
        return " · ".join([record.get_kind_display(), str(record.grid), record.code])

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("person", "member__person")

    @classmethod
    def due_html(cls, record):
        css, _ = wanted(record.wanted_on, record.state)
        return wanted_cell(record.wanted_on, record.state) if css else ""

    @classmethod
    def seen_whole(cls, record, user):
        """Whoever does it calls and finds the place; once it is done, that is nobody's business but the staff's."""
        over = record.state != S.ACCEPTED and record.member_id and record.member.person.user_id == user.pk
        return () if over else cls.reveals

    @classmethod
    def edit_refusal(cls, record, user):
        return None if record.state == S.OFFERED else actions.FIXED

    @classmethod
    def notice(cls, record):
        if record.state != S.OFFERED:
            return ""
        if record.wanted_on < today():
            return PAST
        return "" if record.offered.filter(state=MemberState.ACTIVE).exists() else NOBODY


def ask_url(person):
    """Where an errand for a resident is written down."""
    return f"{Errands.url('add')}?person={person.pk}" if person.state == "present" else ""


Errands.panel("applicant", "求助人", "grids/_members.html", applicant, model=Person, order=20)
Persons.child(Errands)
Persons.button("登记微帮", "life-preserver", ask_url, "add", Errand)
