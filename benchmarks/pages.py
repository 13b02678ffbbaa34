"""The issue list against Django's admin and against a bare loop, 200,000 issues, one signed-in secretary."""

import sys

import django

django.setup()

from django.test import Client  # noqa: E402

from benchmarks import measure, report, seed  # noqa: E402


def main(count):
    """Seed, measure, write the rows of the report."""
    secretary, grids = seed.community()
    seed.issues(count, grids, secretary)
    report.analyse()
    client = Client(headers={"host": "localhost"})
    client.force_login(secretary)

    def opens(url):
        def act():
            answer = client.get(url)
            if answer.status_code != 200:
                raise SystemExit(f"{url}: {answer.status_code}")
            answer.content  # noqa: B018

        return act

    contenders = {"portal": opens("/issues/"), "admin": opens("/admin/grids/issue/"), "bare": opens("/bare/")}
    took = measure.side_by_side(contenders, 40)
    report.row("issue list / admin changelist", took["portal"], took["admin"], "≤ 0.6")
    report.row("issue list / bare loop", took["portal"], took["bare"], "≤ 1.5")
    report.number("queries of the issue list", measure.queries(contenders["portal"]), "≤ 8")
    filtered = opens("/issues/?category=facility&tab=open&sort=-due_at")
    took = measure.side_by_side({"portal": filtered, "admin": opens("/admin/grids/issue/?category=facility&o=7")}, 10)
    report.row("filtered and sorted list / admin", took["portal"], took["admin"], "")


main(int(sys.argv[1]))
