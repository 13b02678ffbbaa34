"""Twelve months of a node as a chart: on the home page, and on the page of a grid."""

from grids import figures as issues
from grids.pages import GridPage
from reports.queries.home import year


def flow(months, year):
    """What the chart of reports, closes and overdue ones is drawn from, and its table."""
    shown = (issues.reported, issues.closed, issues.overdue)
    series = [
        {"name": shown[0].label, "type": "bar", "color": "soft", "data": year[shown[0].name]},
        {"name": shown[1].label, "type": "line", "color": 1, "data": year[shown[1].name]},
        {
            "name": shown[2].label,
            "type": "line",
            "color": 5,
            "symbol": "triangle",
            "dash": True,
            "data": year[shown[2].name],
        },
    ]
    words = [f"{month.first.month}月" for month in months]
    return {
        "head": [figure.label for figure in shown],
        "rows": list(zip([f"{m.first:%Y-%m}" for m in months], *[year[figure.name] for figure in shown], strict=True)),
        "spec": {"categories": words, "series": series, "says": "近 12 个月上报、结案与超期件数"},
    }


def of_grid(node, user):
    """The same for a grid's page; locked months as they were signed."""
    return {"flow": flow(*year(node, [issues.reported, issues.closed, issues.overdue]))}


GridPage.panels.append(("上报与结案，近 12 个月", "reports/_flow.html", of_grid))
