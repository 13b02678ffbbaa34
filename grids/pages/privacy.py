"""Consents, requests about one's own data, and how long things are kept."""

from django.db.models import Q

from grids import forms
from grids.actions import privacy as actions
from grids.choices import ConsentState, NodeLevel, RequestState
from grids.models import Consent, DataRequest, Retention
from grids.pages.person import Persons
from portal.pages import Page
from portal.pages.columns import badge, whole_name

GROUP = "个人信息"
PERSON = whole_name("person__name")


class Consents(Page):
    model, actions = Consent, actions
    path, icon, group, order = "people/consents", "check2-square", GROUP, 70
    subtitle = "同意什么、怎样同意、有没有撤回"
    columns = ["code", PERSON, "purpose", "way", "given_on", "withdrawn_on", "state"]
    exports = ["code", "person", "purpose", "way", "given_on", "guardian", "withdrawn_on", "state", "note"]
    filters = ["purpose", "way", "state", "given_on"]
    search = ["code"]
    fields = ["person", "purpose", "way", "given_on", "guardian", "note"]
    facts = ["person", "purpose", "way", "given_on", "guardian", "withdrawn_on", "note"]
    opens, rare = ("person",), ("guardian", "withdrawn_on", "note")
    looks = {"state": badge({ConsentState.GIVEN: "closed", ConsentState.WITHDRAWN: "void"}, dict(ConsentState.choices))}
    add = "agree"
    empty_title, empty_text = "还没有同意记录", "登记敏感信息、对外公示之前，先取得同意并登记在这里。"


class DataRequests(Page):
    model, actions = DataRequest, actions
    path, icon, group, order = "people/requests", "person-lines-fill", GROUP, 72
    subtitle = "居民要求查阅、更正、删除自己的信息"
    columns = ["code", PERSON, "kind", "asked_on", "due_on", "answered_on", "state"]
    exports = ["code", "person", "kind", "asked_on", "due_on", "answered_on", "answer", "state"]
    filters = ["kind", "state", "asked_on"]
    search = ["code"]
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
    add = "ask"
    empty_title, empty_text = "没有请求", "居民来问、来要求更正或删除时，登记在这里，按期答复。"


class Retentions(Page):
    model = Retention
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "people/retention", "hourglass-bottom", GROUP, 76
    subtitle = "各类个人信息保存多久；到期的先列出来，核对后才删"
    columns = ["kind", "months", "updated_at"]
    fields = ["grid", "kind", "months"]
    ordering = "kind"
    empty_title, empty_text = "都按默认期限", "要改哪类资料的期限，点“登记保存期限”。"


Persons.child(Consents)
Persons.child(DataRequests)
