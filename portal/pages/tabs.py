"""The tabs above a list: the page's named choices of rows, then the views people keep."""

from django.db.models import Count

from portal.pages import saved
from portal.pages.selection import Selection

MOST = 9999


def tabs(chosen, counts=None):
    """Every tab with its address; ``counts`` as ``counted`` tells them, None while nobody has counted."""
    page, here = chosen.page, chosen.url(page=None)[1:]
    views = saved.offered(page, chosen.user) if page.keeps_views else []
    kept = [
        _tab(view.name, f"?{view.query}", saved.same(view.query, here), "people" if view.shared else "bookmark")
        for view in views
    ]
    named = [("", "全部"), *((name, page.conditions[name].label) for name in page.tabs)]
    on = None if any(tab["on"] for tab in kept) else chosen.tab
    found = [_tab(label, chosen.url(tab=name or None, page=None), on == name) for name, label in named]
    for (name, _), tab in zip(named, found, strict=True):
        tab["count"] = None if counts is None else shown(counts[name])
    return [*found[1:], found[0], *kept] if page.tabs or kept else []


def _tab(label, url, on, icon=""):
    return {"label": label, "url": url, "on": on, "icon": icon, "count": None}


def counted(chosen):
    """{tab: how many rows it would show under the other conditions of the list}, all in one query."""
    query = chosen.query.copy()
    query.pop("tab", None)
    rows = Selection(chosen.page, chosen.request, query=query).rows.order_by()
    conditions = {name: chosen.page.conditions[name].where(chosen.user) for name in chosen.page.tabs}
    # A condition may join several rows to one, hence distinct.
    asked = {f"tab_{name}": Count("pk", filter=where, distinct=True) for name, where in conditions.items()}
    told = rows.aggregate(tab_=Count("pk", distinct=True), **asked)
    return {name.removeprefix("tab_"): count for name, count in told.items()}


def shown(count):
    """A number as it fits on a tab."""
    return f"{count:,}" if count <= MOST else f"{MOST:,}+"
