"""The intervals between visits: what holds now above the register of those a community set itself."""

from django.db.models import Q
from django.utils.http import urlencode

from grids.actions import rule as actions
from grids.choices import NodeLevel, VisitSubject
from grids.models import Grid, VisitRule
from grids.pages.limits import may_set
from grids.visiting import Intervals
from portal.pages import Page
from portal.reach import nodes_q


class VisitRules(Page):
    model, actions = VisitRule, actions
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "visits/rules", "calendar-week", "设置", 938
    subtitle = "哪类对象多少天走访一次；改了以后，到期日马上重算"
    columns = ["subject", "days", "updated_at"]
    fields = ["grid", "subject", "days"]
    add, change = "set_rule", "change_rule"
    words = {"resettled": "重算到期日"}
    ordering = "subject"
    empty_title, empty_text = "都按默认周期", "要改哪类对象的周期，在上面点它的天数。"

    @classmethod
    def intro(cls, chosen):
        nodes = Grid.objects.filter(nodes_q(chosen.user, "view", VisitRule), level=NodeLevel.COMMUNITY).order_by("path")
        own = {}
        for community, subject, days, pk in chosen.rows_in_reach.order_by("pk").values_list(
            "community", "subject", "days", "pk"
        ):
            own.setdefault(community, {})[subject] = (days, pk)
        tables = [_table(chosen, node, own.get(node.pk, {})) for node in nodes]
        return ("grids/_intervals.html", {"tables": tables}) if tables else None

    @classmethod
    def title_of(cls, record):
        return f"{record.get_subject_display()}：{words(record.days)}"


def words(days):
    """An interval as it is said."""
    return f"{days} 天" if days else "不定期"


def _table(chosen, node, own):
    page, edits = chosen.page, may_set(chosen.user, node, VisitRule)
    intervals = Intervals({subject: days for subject, (days, _) in own.items()})

    def url(subject):
        if subject in own:
            return page.url("edit" if edits else "detail", own[subject][1])
        return f"{page.url('add')}?{urlencode({'subject': subject})}" if edits else ""

    return {
        "node": node,
        "many": len(own),
        "may": edits,
        "lines": [
            {"label": one.label, "words": words(intervals.days[one]), "own": one in own, "url": url(one)}
            for one in VisitSubject
        ],
    }
