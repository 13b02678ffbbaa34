"""What is past the time it may be kept: told above the register of periods, listed row by row, removed once confirmed."""

import uuid

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Count, Value
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from grids.actions import retention as actions
from grids.choices import KeptKind as K
from grids.models.person_holds import held
from grids.retention import DEFAULTS, MODELS, SINCE, TAKEN, Periods
from portal.errors import Refused
from portal.history import card_of
from portal.models import Submission
from portal.pages import registry
from portal.pages.views.base import PageView
from portal.pages.views.form import CLASH, digest_of

AT_ONCE, HELD_SHOWN = 200, 50
REMOVES = {K.PERSON: "erase", K.ASSOCIATE: "erase", K.VISIT: "edit", K.REQUEST: "edit"}
LOOKED_AT = "能不能删，由书记核对"
CHANGED = "名单变了，一条都没有删。请核对下面最新的名单再点。"


def past_rows(user, kind, periods, verb="view"):
    """The rows of a kind that are past their time, within reach."""
    return registry[MODELS[kind]].rows(user, verb).filter(periods.past_q(kind))


def overview(user):
    """Of each kind: how long it is kept, where a community set that itself, and how many rows are past it; two queries."""
    periods, counts = Periods.read(), {}
    parts = [
        past_rows(user, kind, periods)
        .order_by()
        .annotate(kind_=Value(kind.value))
        .values_list("kind_")
        .annotate(Count("pk"))
        for kind in K
        if registry[MODELS[kind]].may(user, "view")
    ]
    if parts:
        counts = dict(parts[0].union(*parts[1:], all=True))
    return [
        {
            "kind": kind.value,
            "label": kind.label,
            "since": SINCE[kind],
            "months": "、".join(str(months) for months in sorted(set(periods.own[kind].values())))
            or str(DEFAULTS[kind]),
            "own": bool(periods.own[kind]),
            "count": counts.get(kind.value, 0),
        }
        for kind in K
    ]


class Due(PageView):
    """The rows of one kind past their time, at most so many at once; whoever may delete people removes exactly these."""

    verb = "view"

    def get(self, request):
        return self._show(self._kind(request.GET))

    def post(self, request):
        kind = self._kind(request.POST)
        if not self._may_remove(kind):
            raise PermissionDenied
        key, seen = self._seen(kind)
        if done := self._sent_before(key):
            return done
        able, _ = self._judged(kind)
        if not seen or {row.pk: row.version for row in able} != seen:
            return self._show(kind, CHANGED, status=409)
        try:
            actions.remove(kind, able, by=request.user)
        except (Refused, IntegrityError) as refusal:
            return self._show(kind, str(refusal) if isinstance(refusal, Refused) else CLASH, status=409)
        Submission.objects.create(user=request.user, key=key, digest=digest_of(request), url=self.page.url("list"))
        messages.success(request, f"已删除 {len(able)} 条：{kind.label}")
        return HttpResponseRedirect(self.page.url("list"))

    def _kind(self, asked):
        try:
            return K(asked.get("kind", ""))
        except ValueError:
            raise Http404 from None

    def _may_remove(self, kind):
        user = self.request.user
        return registry[MODELS[K.PERSON]].may(user, "erase") and registry[MODELS[kind]].may(user, REMOVES[kind])

    def _rows(self, kind):
        """In the order of their keys: what is listed now is what a second look finds."""
        page, verb = registry[MODELS[kind]], REMOVES[kind] if self._may_remove(kind) else "view"
        return page.joined(past_rows(self.request.user, kind, Periods.read(), verb)).order_by("pk")

    def _judged(self, kind):
        """The first rows that can be removed, and (row, why not) of those among them that cannot.

        Whoever may not remove is told of all alike: why somebody stays may be what only few may know.
        """
        if not self._may_remove(kind):
            return list(self._rows(kind)[:AT_ONCE]), []
        able, unable, rows, after = [], [], self._rows(kind), 0
        while len(able) < AT_ONCE and (part := list(rows.filter(pk__gt=after)[:AT_ONCE])):
            why = held(part) if kind in (K.PERSON, K.ASSOCIATE) else {}
            able += [row for row in part if row.pk not in why]
            unable += [(row, why[row.pk]) for row in part if row.pk in why]
            after = part[-1].pk
        return able[:AT_ONCE], unable

    @property
    def _salt(self):
        return f"grids.retention.{self.request.user.pk}"

    def _token(self, kind, rows):
        seen = [uuid.uuid4().hex, kind.value, [(row.pk, row.version) for row in rows]]
        return signing.dumps(seen, salt=self._salt, compress=True)

    def _seen(self, kind):
        try:
            key, told, rows = signing.loads(self.request.POST.get("seen", ""), salt=self._salt)
        except signing.BadSignature:
            return None, {}
        return uuid.UUID(key), dict(rows) if told == kind.value else {}

    def _sent_before(self, key):
        before = Submission.objects.filter(user=self.request.user, key=key).first() if key else None
        return HttpResponseRedirect(before.url) if before else None

    def _show(self, kind, refusal="", status=200):
        able, unable = self._judged(kind)
        page = registry[MODELS[kind]]
        context = {
            "page": self.told,
            "heading": {"title": f"到期：{kind.label}", "sub": TAKEN[kind] if self._may_remove(kind) else LOOKED_AT},
            "crumbs": self.crumbs({"label": kind.label, "url": ""}),
            "kind": kind.value,
            "taken": TAKEN[kind],
            "rows": [self._line(page, row) for row in able],
            "unable": [self._line(page, row) | {"why": why} for row, why in unable[:HELD_SHOWN]],
            "held": len(unable),
            "count": self._rows(kind).count(),
            "at_once": AT_ONCE,
            "seen": self._token(kind, able) if able and self._may_remove(kind) else "",
            "refusal": refusal,
            "back_url": self.page.url("list"),
        }
        return render(self.request, "grids/retention_due.html", context, status=status)

    def _line(self, page, row):
        state = row.get_state_display()
        return {
            "code": row.code,
            "card": card_of(row),
            "grid": str(row.grid),
            "state": state,
            "url": page.url("detail", row.pk),
        }
