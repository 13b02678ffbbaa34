"""Looking at one masked value: for a reason, written down, for some minutes, in one session.

The session keeps which field of which record may be seen until when, never the value.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import escape

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils import timezone

from portal import history
from portal.masks import mask
from portal.pages.columns import Column
from portal.paths import value_at, walk
from portal.reach import allowed

VALID = timedelta(minutes=5)
REASONS = {
    "call": "电话联系",
    "visit": "上门走访",
    "paper": "开具证明",
    "errand": "代办业务",
    "check": "核对身份",
    "urgent": "紧急情况",
}
APART = " · "
KEY = "revealed"
WORDS_MOST = 60
NO_FIELD = "没有这一项可以查看，请回到详情页重新点“查看”。"
NO_REASON = "还没有选查看的理由。请回到上一页，点一个理由再看。"
NOTHING = "这一项没有登记内容，不用查看。"


@dataclass(frozen=True)
class Look:
    """One masked value and the way to see it whole; ``full`` is only drawn while the reader's session may see it."""

    record: str
    key: int
    field: str
    label: str
    kind: str
    url: str
    full: str
    name: str = ""

    @property
    def id(self):
        """What the value is called in a page."""
        return f"{self.field}-{self.key}"

    @property
    def masked(self):
        return mask(self.full, self.kind)

    def seconds(self, session):
        """How long this session may still see it; 0 where it may not."""
        until = session.get(KEY, {}).get(f"{self.record}:{self.key}:{self.field}", 0)
        return max(0, int(until - timezone.now().timestamp()))


def reason(posted):
    """The reason somebody chose, with the words put beside it; refuses where none was chosen."""
    if (why := REASONS.get(posted.get("why", ""))) is None:
        raise BadRequest(NO_REASON)
    words = posted.get("words", "").replace("\x00", "").strip()[:WORDS_MOST]
    return f"{why}{APART}{words}" if words else why


def look_at(page, record, name):
    """The Look at one field of a record, or of a row it points to: "contact__phone"."""
    field = walk(page.model, name)[-1]
    return Look(
        record=page.model._meta.label_lower,
        key=record.pk,
        field=name,
        label=str(field.verbose_name),
        kind=getattr(field, "mask", "text"),
        url=page.url("reveal", record.pk),
        full=value_at(record, name) or "",
        name=page.title_of(record),
    )


def looks(page, user, records, names=None):
    """{key of a record: {field: Look}} of what is shown masked and the user may see whole; one query for all of them."""
    verbs = allowed(user, ["reveal"], page.model, [record.pk for record in records])
    found = {}
    for record in records:
        able = "reveal" in verbs.get(record.pk, ())
        open_now = page.seen_whole(record, user) if names is None else names
        every = [look_at(page, record, name) for name in open_now if able]
        found[record.pk] = {one.field: one for one in every if one.masked != one.full}
    return found


def open_up(request, page, record):
    """Write down who wants to see what for which reason, and let this session see it for a while; answers the Look."""
    name = request.POST.get("field", "")
    if name not in page.seen_whole(record, request.user):
        raise BadRequest(NO_FIELD)
    why, look = reason(request.POST), look_at(page, record, name)
    if not look.full:
        raise BadRequest(NOTHING)
    history.log("reveal", by=request.user, record=record, note=f"{look.label}{APART}{why}")
    now = timezone.now()
    kept = {key: until for key, until in request.session.get(KEY, {}).items() if until > now.timestamp()}
    request.session[KEY] = {**kept, f"{look.record}:{look.key}:{look.field}": (now + VALID).timestamp()}
    return look


def call_column(model, name="phone"):
    """A masked phone in a list; a tap asks for the reason and calls, without the script it leads to the record's page."""

    @cache
    def around(kind):
        return reverse(f"{model._meta.model_name}-{kind}", args=[0]).rsplit("0", 1)

    def way(kind, key):
        before, after = around(kind)
        return f"{before}{key}{after}"

    def cell(phone, key):
        if not phone:
            return ""
        leads = f'href="{way("detail", key)}#{name}-{key}" data-look="{way("reveal", key)}" data-field="{name}"'
        shown = f'<span class="msk">{escape(mask(phone, "phone"))}</span>'
        sign = '<i class="bi bi-telephone" aria-hidden="true"></i><span class="vh">，查看或拨打</span>'
        return f'<span class="look"><a class="look-a" {leads}>{shown}{sign}</a></span>'

    label = str(model._meta.get_field(name).verbose_name)
    return Column(name, label, (name, "pk"), cell, lambda phone, key: mask(phone, "phone"), css="nw", width=14)
