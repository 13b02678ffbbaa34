"""Reviewing one pledge after the other: the sentence, what the check says, three verdicts; one tap or key settles it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render

from pledges.actions import pledge as actions
from pledges.choices import PledgeState
from pledges.models import Pledge
from pledges.pages import looks
from pledges.pages.examined import marked, told
from pledges.wording import read
from portal.errors import Refused
from portal.keys import key_of
from portal.pages.views.base import PageView

SEEN = "提示已看，情况属实。"
ALREADY = "这一条刚才已经审过，没有再改。"
EXAMPLES = 3


class Desk(PageView):
    """The first pledge that waits for this reviewer, or the one asked for; a verdict leads to the next.

    GET ``after`` skips what was left for later.
    """

    verb = "approve"

    def get(self, request):
        return self._show(self._waiting(), key_of(request.GET.get("after", "")))

    def post(self, request):
        rows = self._waiting()
        pledge = rows.filter(pk=key_of(request.POST.get("pledge", "")) or 0).first()
        if pledge is None:
            messages.warning(request, ALREADY)
            return HttpResponseRedirect(self.page.url("desk"))
        pledge.version = key_of(request.POST.get("version", "")) or 0
        try:
            verdict = self._judge(pledge)
        except Refused as refusal:
            if not rows.filter(pk=pledge.pk).exists():
                messages.warning(request, ALREADY)
                return HttpResponseRedirect(self.page.url("desk"))
            return self._show(rows, None, error=str(refusal), pledge=pledge)
        messages.success(request, f"{verdict}：{pledge.code} {pledge.member.person.card}")
        # What was left for later stays behind the rest.
        after = key_of(request.POST.get("after", ""))
        return HttpResponseRedirect(self.page.url("desk") + (f"?after={after}" if after is not None else ""))

    def _judge(self, pledge):
        """Make the move asked for; answers what was done."""
        by, data = self.request.user, self.request.POST
        note = data.get("note", "").replace("\x00", "").strip()[:200]
        match data.get("verdict", ""):
            case "approve":
                actions.approve(pledge, by=by)
                return "已通过"
            case "approve_seen":
                actions.approve(pledge, by=by, note=SEEN)
                return "已通过并注明"
            case "send_back":
                suggestion = data.get("suggestion", "").replace("\x00", "").strip()[:120]
                actions.send_back(pledge, by=by, note=note, suggestion=suggestion)
                return "已退回"
        raise Refused("请选一个意见：通过、通过并注明，或退回修改。")

    def _waiting(self):
        page, user = self.page, self.request.user
        rows = page.rows(user, "approve").filter(page.conditions["review"].where(user), state=PledgeState.PENDING)
        return page.joined(rows).order_by("created_at", "pk")

    def _show(self, rows, after, error="", pledge=None):
        order = list(rows.values_list("pk", flat=True))
        if pledge is None and order:
            at = order.index(after) + 1 if after in order else 0
            pledge = rows.filter(pk=order[at % len(order)]).first()
        else:
            pledge = pledge and rows.filter(pk=pledge.pk).first()
        context = {
            "page": self.told,
            "crumbs": self.crumbs({"label": "逐条审诺", "url": ""}),
            "back_url": self.back_url(),
            "left": len(order),
            "number": order.index(pledge.pk) + 1 if pledge and pledge.pk in order else 0,
            "pledge": pledge,
            "error": error,
            "after": self.request.POST.get("after", "" if after is None else str(after)),
        }
        if pledge:
            context |= self._about(pledge)
        return render(self.request, "pledges/desk.html", context, status=409 if error else 200)

    def _about(self, pledge):
        name = pledge.member.person.name
        rule = (pledge.frequency, pledge.ends_on)
        check = told(pledge.sentence, pledge.community_id, pledge.year, self.request.user, exclude=pledge.pk, rule=rule)
        kept = self.request.POST.get
        return {
            "who": name.removesuffix("（演示）"),
            "demo": name.endswith("（演示）"),
            "state_html": looks.STATE(pledge.state),
            "check": check,
            "note": kept("note", check["advice"]),
            "suggestion": kept("suggestion", ""),
            "seen": SEEN,
            "detail_url": self.page.url("detail", pledge.pk),
            "skip_url": f"{self.page.url('desk')}?after={pledge.pk}",
            "examples": examples(pledge.community_id),
        }


def examples(community_id):
    """Pledges that were kept and struck off and lack nothing, newest first: how it can be said."""
    rows = Pledge.objects.filter(community=community_id, state=PledgeState.CLOSED, flags="", due__gt=0)
    rows = rows.select_related("member__person").order_by("-closed_on", "-pk")[:EXAMPLES]
    found = []
    for row in rows:
        spans = [(span.start, span.end, "good") for span in read(row.sentence).good]
        found.append(
            {
                "marked": marked(row.sentence, spans),
                "who": row.member.person.card,
                "kept": looks.kept(row.kept, row.due),
            }
        )
    return found
