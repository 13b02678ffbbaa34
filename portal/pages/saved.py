"""Lists as somebody likes to see them: a filter kept under a name, for oneself or for the whole community."""

from urllib.parse import parse_qsl

from crispy_forms.helper import FormHelper
from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Q

from portal.errors import Refused
from portal.models import SavedView
from portal.reach import acts_widely, grants

MOST = 12
SHOWN = 40
NO_CONDITION = "现在没有任何条件。请先在列表里筛选，再存为常用视图。"
TOO_LONG = "条件太多，存不下。请去掉几个条件再存。"
TOO_MANY = f"一个台账最多存 {MOST} 个常用视图。请先删掉不用的。"
SAME_NAME = "已有同名的常用视图，请换个名字。"


class SaveForm(forms.Form):
    """A name for the filter, and whether everybody of the community gets it."""

    name = forms.CharField(
        label="名称",
        max_length=SavedView._meta.get_field("name").max_length,
        help_text="最多 12 个字，如 三网格超期",
        error_messages={
            "required": "请给这个视图起个名字。",
            "max_length": "最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请精简。",
        },
    )
    shared = forms.BooleanField(
        label="给全社区用", required=False, help_text="社区里看得到这个台账的人都会看到这个标签"
    )

    def __init__(self, *args, may_share, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]
        self.helper = FormHelper()
        self.helper.form_tag = False


def may_share(page, user):
    """Whether the user works on this register for the community as a whole, and so may set a tab before everybody."""
    return user.community_id is not None and acts_widely(user, ["add", "edit", *page.model.MOVES], page.model)


def own(page, user):
    """The user's own views of a register."""
    return SavedView.objects.filter(page=page.name, user=user).order_by("name", "pk")


def offered(page, user):
    """The user's own views first, then what others of the community share; one query."""
    wanted = Q(user=user)
    if user.community_id is not None:
        wanted |= Q(shared=True, community=user.community_id)
    views = SavedView.objects.filter(wanted, page=page.name).order_by("name", "pk")[:SHOWN]
    views = [view for view in views if view.user_id == user.pk or _opens(view, page, user)]
    return sorted(views, key=lambda view: view.user_id != user.pk)


def _opens(view, page, user):
    """Whether a shared view shows anything to somebody of a single grid: not when it picks another one."""
    asked = dict(parse_qsl(view.query)).get("grid")
    own = grants(user, "view", page.model)
    return asked is None or any(grant.wide or str(grant.node.pk) == asked for grant in own)


def keep(page, user, *, name, query, shared=False):
    """Keep a filter under a name; refuses with the sentence to show."""
    if not query:
        raise Refused(NO_CONDITION)
    if len(query) > SavedView._meta.get_field("query").max_length:
        raise Refused(TOO_LONG)
    if own(page, user).count() >= MOST:
        raise Refused(TOO_MANY)
    view = SavedView(user=user, community_id=user.community_id, page=page.name, name=name, query=query, shared=shared)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Refused(SAME_NAME) from None
    return view


def same(query, other):
    """Whether two tails of an address ask for the same list; pages and empty conditions apart."""
    return _conditions(query) == _conditions(other)


def _conditions(query):
    return sorted((name, value) for name, value in parse_qsl(query) if name != "page")
