"""The issues an issue belongs with: reports put into it, the one it was put into, what it was split from and into."""

from django.db.models import Q

from grids.models import Issue
from grids.pages.issue import Issues
from grids.pages.standing import badge


def related(record, user):
    """What this issue points to, as a masked card wherever it hangs, and what points to it within reach; None without any."""
    above = [key for key in (record.duplicate_of_id, record.split_from_id) if key]
    named = Issue.objects.filter(pk__in=above).select_related("grid", "created_by").order_by("pk")
    open_to = set(Issues.rows(user).filter(pk__in=above).values_list("pk", flat=True))
    near = Issues.rows(user).filter(Q(duplicate_of=record.pk) | Q(split_from=record.pk))
    below = list(near.select_related("grid", "created_by").order_by("pk"))
    groups = [
        ("并入哪一件、现在怎样", [row for row in named if row.pk == record.duplicate_of_id]),
        ("并入的事项", [row for row in below if row.duplicate_of_id == record.pk]),
        ("拆自", [row for row in named if row.pk == record.split_from_id]),
        ("拆出的事项", [row for row in below if row.split_from_id == record.pk]),
    ]
    open_to.update(row.pk for row in below)
    shown = [{"title": title, "rows": [_row(row, row.pk in open_to) for row in rows]} for title, rows in groups if rows]
    return {"groups": shown} if shown else None


def _row(issue, opens):
    reporter = issue.created_by.name if issue.created_by else "系统"
    return {
        "url": Issues.url("detail", issue.pk) if opens else "",
        "code": issue.code,
        "title": issue.card,
        "grid": issue.grid.name,
        "who": reporter.removesuffix("（演示）") if opens else "",
        "demo": opens and reporter.endswith("（演示）"),
        "state": badge(issue.state, issue.level, issue.asked_until),
        "closed_at": issue.closed_at,
    }


Issues.panel("related", "相关事项", "grids/_related.html", related)
