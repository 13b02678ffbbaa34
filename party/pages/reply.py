"""反馈函: what the members a unit sent did here in a quarter, told to their home, with the slip for its own assessment."""

from datetime import timedelta

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode

from party.choices import MemberState
from party.joined import tallied
from party.models import Member, Point
from party.pages.papers import HOMES, UNDATED
from portal import history
from portal.clock import today
from portal.figures import YEARS, period_named
from portal.pages.views.base import PageView
from portal.pages.views.paper import as_word
from portal.papers import Paper, Part
from portal.periods import QUARTER, Period
from portal.reach import may, reach_q

TITLE = "在职党员服务情况反馈函"
NOT_THEIRS = "反馈函写着每名党员的积分，请书记或工作人员出具。"
ONLY_QUARTERS = "反馈函按季度出具，请从页面上方选季度。"
NOT_YET = "{}还没有到，请选本季度或以前的。"
NOBODY = "没有贵单位的党员在我社区报到服务。"
THANKS = "感谢贵单位对社区工作的支持。请在回执上填写对每名党员的考评，盖章后交回我社区。"


def reply(organisation, period):
    """The letter about those on the register now who had checked in by the end of the quarter; a running one ends today."""
    first, last = period.first, min(period.after().first - timedelta(days=1), today())
    people = list(members(organisation).exclude(checked_in_on__gt=last).select_related("person").order_by("pk"))
    here, home = organisation.community.name, organisation.name
    span = f"{period.label}（{first.month} 月 {first.day} 日至 {last.month} 月 {last.day} 日）"
    told = f"贵单位 {len(people)} 名在职党员在我社区服务的情况如下。" if people else NOBODY
    greeting, signs = (f"{home}：", f"{span}，{told}"), (f"{here}（盖章）", UNDATED)
    if not people:
        parts = (Part(sentences=greeting, signs=signs),)
    else:
        slip = Part(
            heading="回　执（单位考）",
            sentences=(f"{here}：", f"{period.label}我单位对下列党员考评如下，满分 100 分。"),
            head=("序号", "姓名", "单位考", "评语（主要表现、建议）"),
            lines=tuple((str(n), one.person.name, "", "") for n, one in enumerate(people, 1)),
            signs=(f"{home}（盖章）", UNDATED),
        )
        head, lines = _done(people, first, last)
        parts = (Part(sentences=greeting, head=head, lines=lines), Part(sentences=(THANKS,), signs=signs), slip)
    return Paper(here, TITLE, f"{home} {period.label}", parts)


def members(organisation):
    """Who is on the register of an organisation now."""
    return Member.objects.filter(organisation=organisation, state=MemberState.ACTIVE)


def _done(people, first, last):
    """The head and a line a member: what each room counted, and the ledger's points, caps of the year left aside."""
    keys = [one.pk for one in people]
    counted = tallied(keys, first, last)
    entries = Point.objects.filter(member__in=keys, on__gte=first, on__lte=last).order_by()
    points = dict(entries.values_list("member").annotate(Sum("points")))
    head = ("序号", "姓名", *(f"{tally.label}（{tally.unit}）" for tally, _ in counted), "本季积分", "备注")
    lines = (
        (
            str(n),
            one.person.name,
            *(str(many.get(one.pk, 0)) for _, many in counted),
            f"{points.get(one.pk, 0):.1f}",
            "",
        )
        for n, one in enumerate(people, 1)
    )
    return head, tuple(lines)


class Reply(PageView):
    """The letter as a page to print, or as a Word file, whose taking is written down.

    An organisation is seen by more people than its members' points are: only who may export the ledger and everybody on the
    letter gets it.
    """

    word = False

    def get(self, request, pk):
        if not may(request.user, "export", Point):
            raise PermissionDenied(NOT_THEIRS)
        organisation = self.record()
        if organisation.kind not in HOMES:
            raise Http404
        if members(organisation).exclude(reach_q(request.user, "export", Member)).exists():
            raise PermissionDenied(NOT_THEIRS)
        period = self._period()
        paper = reply(organisation, period)
        return self._file(organisation, paper) if self.word else self._page(organisation, period, paper)

    def _period(self):
        """The quarter that holds the month asked for; the last whole one where none is."""
        asked, whole = self.request.GET, Period.of(today(), QUARTER).before()
        try:
            period = period_named(asked.get("month") or whole.query["month"], asked.get("period") or QUARTER)
        except ValueError as error:
            raise BadRequest(str(error)) from None
        if period.kind != QUARTER:
            raise BadRequest(ONLY_QUARTERS)
        if period.first > today():
            raise BadRequest(NOT_YET.format(period.label))
        return period

    def _page(self, organisation, period, paper):
        here, pk = self.page.url("detail", organisation.pk), organisation.pk
        near = (period.before(), period, period.after())
        context = {
            "paper": paper,
            "page": self.told,
            "word_url": f"{self.page.url('reply-word', pk)}?{urlencode(period.query)}",
            "back_url": here,
            "quarters": [
                {
                    "label": f"{one.label}{' 未完' if one.is_running else ''}",
                    "url": f"?{urlencode(one.query)}",
                    "on": one == period,
                }
                for one in near
                if one.first.year in YEARS and one.first <= today()
            ],
            "crumbs": self.crumbs({"label": organisation.code, "url": here}, {"label": paper.title, "url": ""}),
        }
        return render(self.request, "party/reply.html", context)

    def _file(self, organisation, paper):
        history.log("export", by=self.request.user, record=organisation, note=f"{paper.name}（Word）")
        return as_word(paper)
