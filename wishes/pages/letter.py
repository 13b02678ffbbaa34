"""The register of what residents leave at the public door."""

from django.db.models import Q
from django.urls import path

from grids.pages.issue import Issues
from portal.models.attachment import Kind
from portal.pages import Condition, Page
from portal.pages.columns import badge
from portal.reach import NOTHING, may
from wishes import forms
from wishes.actions import letter
from wishes.choices import LetterKind
from wishes.choices import LetterState as S
from wishes.models import Letter
from wishes.pages.claim import CONTACT
from wishes.pages.poster import Posters
from wishes.pages.wish import Wishes

STATE = badge({S.PENDING: "reported", S.TAKEN: "closed", S.DECLINED: "void"}, dict(S.choices))


def unread(user):
    """What nobody has looked at yet waits for those who may say no to it."""
    return Q(state=S.PENDING) if may(user, "decline", Letter) else NOTHING


class Letters(Page):
    model, actions = Letter, letter
    path, title, icon, group, order = "letters", "居民来件", "envelope-paper", "五微服务", 34
    subtitle = "居民扫码反映的问题、许的心愿；核实以后转为事项或登记为心愿"
    on_phone, phone_order, phone_label, phone_icon = True, 70, "来件", "envelope-paper"
    columns = ["code", "kind", "text", "place", "grid", "created_at", "state"]
    exports = ["code", "kind", "text", "place", "grid", "created_at", "issue", "wish", "reply", "state"]
    filters, search = ["kind", "grid", "state", "created_at"], ["code", "text", "place"]
    facts = ["kind", "text", "place", *CONTACT, "issue", "wish", "reply"]
    opens, rare = ("issue", "wish"), ("place", *CONTACT, "issue", "wish", "reply")
    reveals, photo_kinds = (*CONTACT, "text"), {Kind.BEFORE: "居民拍的"}
    looks = {"state": STATE}
    asks = {"to_issue": forms.ToIssue, "to_wish": forms.ToWish, "join": forms.Join, "decline": forms.Decline}
    conditions = {
        "unread": Condition("待核实", lambda user: Q(state=S.PENDING)),
        "taken": Condition("已受理", lambda user: Q(state=S.TAKEN)),
        "declined": Condition("不予受理", lambda user: Q(state=S.DECLINED)),
        "mine": Condition("等我办的", unread),
    }
    tabs = ("unread", "taken", "declined")
    awaits, open_q = unread, Q(state=S.PENDING)
    empty_title, empty_text = "还没有来件", "把各网格的二维码海报打印出来贴在楼门口，居民扫码就能反映问题、许心愿。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/posters/", Posters.as_view(page=cls), name=f"{cls.name}-posters")
        yield from super().urls()

    @classmethod
    def addable(cls):
        return False

    @classmethod
    def asks_photos(cls):
        return False

    @classmethod
    def list_acts(cls, user):
        return [{"label": "打印二维码海报", "url": cls.url("posters"), "icon": "qr-code", "main": False}]

    @classmethod
    def title_of(cls, record):
        return f"{record.get_kind_display()} {record.code}"

    @classmethod
    def behind(cls, record):
        """What it was left for comes first; a problem may be known already."""
        return ("to_issue", "join", "decline") if record.kind == LetterKind.WISH else ("to_wish", "decline")

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("contact")

    @classmethod
    def notice(cls, record):
        if record.state != S.PENDING:
            return ""
        return "居民扫码提交的，还没有核实：先看是不是真的、有没有人报过；留了电话的打过去问清楚。"


Issues.child(Letters, path="issue")
Wishes.child(Letters, path="wish")
