"""Registers of accounts and posts, kept by administrators."""

from html import escape

from django.db.models import Q
from django.utils import timezone

from accounts import actions, forms
from accounts.models import Post, User
from accounts.models.post import PostState, current_q, line_words
from accounts.models.user import AccountState
from accounts.queries import open_lines, sign_ins, told, with_lines
from portal.pages import Column, Condition, Page
from portal.pages.columns import badge

WORDS = {"password_changed": "修改密码", "rehash": "更新密码的存法"}


class Accounts(Page):
    model, actions, form = User, actions, forms.AccountForm
    path, title, icon, group, order = "accounts/users", "账号", "person-badge", "设置", 910
    subtitle = "一人一号，不共用；能办什么看岗位"
    columns = ["username", "name", "grid", "state", "must_change_password", "created_at"]
    filters = ["grid", "state"]
    search = ["username", "name"]
    fields = ["username", "name", "grid"]
    facts = ["username", "name", "grid", "must_change_password", "created_at"]
    asks = {"reset": forms.Reset}
    words = WORDS
    picks, pickable = ("name", "username", "code"), Q(state=AccountState.ACTIVE)
    looks = {"state": badge({AccountState.ACTIVE: "closed", AccountState.CLOSED: "void"}, dict(AccountState.choices))}
    hints = (
        "账号建好后还办不了事：再到“岗位”给他设岗位。",
        "初始密码只在这一页显示，请当面告诉本人；首次登录必须改。",
    )
    empty_title, empty_text = "还没有账号", "先登记账号，再到“岗位”设岗位。"


def _standing(state, since, until):
    today = timezone.localdate()
    if state == PostState.ENDED:
        return "void", "已卸任"
    if since > today:
        return "reported", "未到任"
    return ("hold", "已到期") if until and until < today else ("handling", "任职")


def _standing_html(*days):
    css, word = _standing(*days)
    return f'<span class="st st-{css}">{escape(word)}</span>'


STANDING = Column(
    "standing", "状态", ("state", "since", "until"), _standing_html, lambda *days: _standing(*days)[1], width=8
)


LINES = Column(
    "lines", "限定条线", ("lines",), lambda lines: escape(line_words(lines)), lambda lines: line_words(lines)
)
# In a list the names would cost a query a row.
HOW_MANY = Column("lines", "限定条线", ("lines",), lambda lines: f"限 {len(lines)} 条" if lines else "", width=8)


class Posts(Page):
    model, actions, form = Post, actions, forms.PostForm
    path, title, icon, group, order = "accounts/posts", "岗位", "diagram-3", "设置", 920
    subtitle = "谁、什么角色、在哪里、从哪天到哪天"
    columns = ["code", "user", "role", "grid", HOW_MANY, "since", "until", STANDING]
    filters = ["grid", "role"]
    search = ["user__name", "user__username", "code"]
    fields = ["user", "role", "grid", "since", "until", "lines"]
    change = "revise"
    facts = ["user", "role", "grid", LINES, "since", "until", STANDING]
    looks = {"state": badge({PostState.HELD: "handling", PostState.ENDED: "void"}, dict(PostState.choices))}
    conditions = {"held": Condition("在任", lambda user: current_q())}
    tabs = ("held",)
    hints = (
        "两个岗位的权限各算各的，不会加在一起。",
        "换角色、换网格：让旧岗位卸任，再设一个新的，经过才清楚。",
        "临时代班请填任职止，到期自动收回。",
    )
    empty_title, empty_text = "还没有岗位", "给账号设一个岗位，他才能办事。"

    @classmethod
    def edit_refusal(cls, record, user):
        if record.state == PostState.ENDED:
            return "已卸任的岗位不再改动；需要时另设一个。"
        if record.user_id == user.pk:
            return "不能改自己的岗位，请由另一位系统管理员办理。"
        return None


def _posts(user, by):
    rows = Posts.rows(by).filter(user=user).select_related("grid").order_by("-since", "-pk")
    return {"posts": with_lines(rows[:20])}


def _open_items(user, by):
    lines = open_lines(user, by)
    return {"lines": lines, "total": sum(line.count for line in lines), "leaver": user}


def _sign_ins(user, by):
    return {"entries": told(sign_ins().filter(actor=user).select_related("actor")[:10])}


Accounts.panel("posts", "岗位", "accounts/_posts.html", _posts, "view", Post)
Accounts.panel("open-items", "名下未办", "accounts/_open_items.html", _open_items, "handover")
Accounts.panel("sign-ins", "最近登录", "accounts/_sign_ins.html", _sign_ins)
