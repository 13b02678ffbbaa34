"""The register of the lines of work."""

from django.db.models import Q

from accounts.actions import line as actions
from accounts.models import Line
from accounts.models.line import LineState
from accounts.queries import clerks_of
from portal.pages import Page
from portal.pages.columns import badge


class Lines(Page):
    model, actions = Line, actions
    path, title, icon, group, order = "lines", "条线", "list-columns", "设置", 905
    subtitle = "工作人员按条线分工；岗位上可以限定条线"
    columns = ["order", "name", "duty", "state"]
    filters = ["state"]
    search = ["name", "duty"]
    fields = ["grid", "name", "duty", "order"]
    facts = ["name", "duty", "order"]
    looks = {"state": badge({LineState.OPEN: "handling", LineState.SHUT: "void"}, dict(LineState.choices))}
    ordering = "order"
    pickable = Q(state=LineState.OPEN)
    nodes = Q(level="community")
    empty_title, empty_text = "还没有条线", "登记条线，事项才能按条线分给工作人员。"


def _clerks(line, user):
    return {"posts": clerks_of(line)}


Lines.panel("clerks", "谁在管", "accounts/_clerks.html", _clerks)
