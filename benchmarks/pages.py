"""The list against Django's admin and a bare loop; every day's pages against a bare page; the search for doubles."""

import sys
from difflib import get_close_matches

import django

django.setup()

from django.db import connection  # noqa: E402

from benchmarks import measure, report, seed  # noqa: E402
from benchmarks.opening import browser, opens  # noqa: E402
from grids.models import Issue  # noqa: E402
from grids.models.issue import UNSETTLED  # noqa: E402
from grids.queries.similar import NEWEST, likest  # noqa: E402
from portal.figures import cards  # noqa: E402
from portal.pages import mine, registry  # noqa: E402

# The figures of each register with a card are one question.
ROOMS_ON_HOME = len({card.model for card in cards})
TYPED = "路灯不亮了没人修"
DOUBLES = ("/issues/similar/", None)


def listing(town):
    """The register as the secretary opens it."""
    report.head(f"{connection.display_name}: the list")
    client = browser(town.secretary)
    ours, admin = opens(client, "/issues/"), opens(client, "/admin/grids/issue/")
    took = measure.side_by_side({"portal": ours, "admin": admin, "bare": opens(client, "/bare/")}, 40)
    report.row("issue list / admin changelist", took["portal"], took["admin"], "≤ 0.6")
    report.row("issue list / bare loop", took["portal"], took["bare"], "≤ 1.5")
    report.number("queries of the issue list", measure.queries(ours), "≤ 8")
    filtered = opens(client, "/issues/?category=facility&tab=open&sort=-due_at")
    took = measure.side_by_side(
        {"portal": filtered, "admin": opens(client, "/admin/grids/issue/?category=facility&o=7")}, 10
    )
    report.row("filtered and sorted list / admin", took["portal"], took["admin"], "")


def addresses(town):
    """{page: (address, most queries, who opens it[, what is sent there])}."""
    grid = town.grids[0].pk
    sent = Issue.objects.filter(grid=grid, orders__isnull=False).order_by("-pk").first()
    both, all_three = ("secretary", "head"), ("secretary", "head", "observer")
    return {
        "home": ("/", 8 + ROOMS_ON_HOME + len(mine) + sum(page.awaits is not None for page in registry), all_three),
        "counts at bell and navigation": ("/reports/counts/", None, all_three),
        "board": ("/issues/board/", 12, both),
        "grid page": (f"/grids/{grid}/", 14, both),
        "community page": (f"/grids/{town.home.pk}/", 14, ("secretary", "observer")),
        "list": ("/issues/", 8, all_three),
        "counts on the list's tabs": ("/issues/tabs/", None, both),
        "issue": (f"/issues/{sent.pk}/", None, both),
        "report form": ("/issues/add/", None, both),
        "likely doubles in a grid and beside it": (*DOUBLES, ("head",), {"title": TYPED, "grid": grid}),
        "likely doubles in the community": (*DOUBLES, ("secretary",), {"title": TYPED, "grid": town.home.pk}),
        "news": ("/news/", None, both),
        "month": ("/reports/monthly/", None, all_three),
    }


def people(town):
    """Who opens the pages, by the names of the report."""
    return {"secretary": town.secretary, "head": town.heads[0], "observer": town.observer}


def everyday(town):
    """Each page beside fifty rows in a bare loop under the same base template, as the same person opens them."""
    report.pages_head(f"{connection.display_name}: every day's pages")
    for name, (url, most, who, *sent) in addresses(town).items():
        for one in who:
            client = browser(people(town)[one])
            page = opens(client, url, *sent)
            took = measure.side_by_side({"page": page, "bare": opens(client, "/bare/")}, 15)
            report.page(name, one, took["page"], took["bare"], measure.queries(page), most)


def doubles(town):
    """Comparing what is typed with the newest open titles, against the standard library's matcher."""
    rows = Issue.objects.filter(UNSETTLED, community=town.home.pk).order_by("-created_at", "-pk")
    told = list(rows.values_list("pk", "title", "place")[:NEWEST])
    report.head(f"{connection.display_name}: likely doubles among {len(told)} titles")
    titles = [title for _, title, _ in told]
    contenders = {"ours": lambda: likest(TYPED, told, 5), "difflib": lambda: get_close_matches(TYPED, titles, 5, 0.3)}
    took = measure.side_by_side(contenders, 40)
    report.row("likest / difflib.get_close_matches", took["ours"], took["difflib"], "")


def main(count):
    """Seed, measure, write the rows of the report."""
    town = seed.settle()
    seed.issues(count, town)
    seed.analyse()
    report.say(f"\n{connection.display_name}: {seed.told()}")
    for part in (listing, everyday, doubles):
        part(town)


if __name__ == "__main__":
    main(int(sys.argv[1]))
