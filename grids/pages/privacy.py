"""Consents, requests about one's own data, and how long things are kept."""

from django.db.models import Q
from django.urls import path

from grids import forms
from grids.actions import privacy as actions
from grids.choices import ConsentState, NodeLevel, RequestKind, RequestState
from grids.models import Consent, DataRequest, Retention
from grids.pages.about import AboutPerson, person_column
from grids.pages.notice import Notice
from grids.pages.person import Persons
from grids.pages.retention import Due, overview
from portal.clock import today
from portal.pages import Condition, Page
from portal.pages.columns import badge
from portal.reach import NOTHING, may

GROUP = "个人信息"
PERSON = person_column()


def awaits(user):
    """Open requests wait for those who may deal with them: the secretary and the clerks."""
    return Q(state=RequestState.OPEN) if may(user, "edit", DataRequest) else NOTHING


class Consents(AboutPerson, Page):
    model, actions, form = Consent, actions, forms.Agree
    path, icon, group, order = "people/consents", "check2-square", GROUP, 70
    subtitle = "同意什么、怎样同意、有没有撤回"
    columns = ["code", PERSON, "purpose", "way", "given_on", "withdrawn_on", "state"]
    exports = ["code", "person", "purpose", "way", "given_on", "guardian", "withdrawn_on", "state", "note"]
    filters = ["purpose", "way", "state", "given_on"]
    fields = ["person", "purpose", "way", "given_on", "guardian", "note"]
    facts = ["person", "purpose", "way", "given_on", "guardian", "withdrawn_on", "note"]
    opens, rare = ("person",), ("guardian", "withdrawn_on", "note")
    looks = {"state": badge({ConsentState.GIVEN: "closed", ConsentState.WITHDRAWN: "void"}, dict(ConsentState.choices))}
    add, change = "agree", "correct_consent"
    conditions = {
        "given": Condition("有效", lambda user: Q(state=ConsentState.GIVEN)),
        "withdrawn": Condition("已撤回", lambda user: Q(state=ConsentState.WITHDRAWN)),
    }
    tabs = ("given", "withdrawn")
    empty_title, empty_text = "还没有同意记录", "登记敏感信息、对外公示之前，先取得同意并登记在这里。"

    @classmethod
    def edit_refusal(cls, record, user):
        return "已撤回的同意不能再改；重新同意的请另外登记一条。" if record.state == ConsentState.WITHDRAWN else None


class DataRequests(AboutPerson, Page):
    model, actions, form = DataRequest, actions, forms.Ask
    path, icon, group, order = "people/requests", "person-lines-fill", GROUP, 72
    subtitle = "居民要求查阅、更正、删除自己的信息"
    columns = ["code", PERSON, "kind", "asked_on", "due_on", "answered_on", "state"]
    exports = ["code", "person", "kind", "asked_on", "due_on", "answered_on", "answer", "state"]
    filters = ["kind", "state", "asked_on"]
    fields = ["person", "kind", "asked_on", "words"]
    facts = ["person", "kind", "asked_on", "due_on", "words", "answered_on", "answer"]
    opens, rare = ("person",), ("words", "answered_on", "answer")
    asks = {"fulfil": forms.Answer}
    looks = {
        "state": badge(
            {RequestState.OPEN: "reported", RequestState.DONE: "closed", RequestState.DECLINED: "void"},
            dict(RequestState.choices),
        )
    }
    add, change = "ask", "correct_request"
    conditions = {
        "waiting": Condition("待答复", awaits),
        "late": Condition("过了答复期限", lambda user: Q(state=RequestState.OPEN, due_on__lt=today())),
    }
    tabs = ("waiting", "late")
    awaits, open_q, board_order = awaits, Q(state=RequestState.OPEN), ("due_on", "pk")
    empty_title, empty_text = "没有请求", "居民来问、来要求更正或删除时，登记在这里，按期答复。"

    @classmethod
    def urls(cls):
        yield from super().urls()
        for route, word, kind in (("notice/", False, "notice"), ("notice.docx", True, "notice-word")):
            view = Notice.as_view(page=cls, word=word)
            yield path(f"{cls.path}/<int:pk>/{route}", view, name=f"{cls.name}-{kind}")

    @classmethod
    def edit_refusal(cls, record, user):
        return None if record.state == RequestState.OPEN else "已经答复的请求不能再改。"


class Retentions(Page):
    model = Retention
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "people/retention", "hourglass-bottom", GROUP, 76
    subtitle = "各类个人信息保存多久；到期的先列出来，核对后才删"
    columns = ["kind", "months", "updated_at"]
    fields = ["grid", "kind", "months"]
    ordering = "kind"
    empty_title, empty_text = "都按默认期限", "要改哪类资料的期限，点“登记保存期限”。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/due/", Due.as_view(page=cls), name=f"{cls.name}-due")
        yield from super().urls()

    @classmethod
    def intro(cls, chosen):
        return "grids/_retention.html", {"rows": overview(chosen.user)}


Persons.child(Consents)
Persons.child(DataRequests)
DataRequests.button(
    "打印告知单",
    "printer",
    lambda asked: DataRequests.url("notice", asked.pk) if asked.kind == RequestKind.ACCESS else "",
    "fulfil",
    DataRequest,
)
