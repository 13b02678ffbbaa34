"""The issues that concern a person, or those who live in a dwelling: a box on either's page."""

from grids.models import Issue
from grids.pages.household import Households
from grids.pages.issue import Issues
from grids.pages.person import Persons

SHOWN = 20


def of_person(person, user):
    """The issues that concern somebody, those within the reader's reach; None without any."""
    return _told(user, concerned=person.pk)


def of_household(household, user):
    """The issues that concern anybody who lives in a dwelling."""
    return _told(user, concerned__household=household.pk)


def _told(user, **which):
    keys = Issue.objects.filter(**which).order_by().values("pk")
    rows = Issues.joined(Issues.rows(user).filter(pk__in=keys)).order_by("-created_at", "-pk")
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    lines = [
        {
            "url": Issues.url("detail", issue.pk),
            "title": issue.card,
            "state": Issues.state_html(issue),
            "code": issue.code,
            "grid": issue.grid.name,
            "at": issue.created_at,
        }
        for issue in found[:SHOWN]
    ]
    return {"lines": lines, "more": len(found) > SHOWN}


Persons.panel("affairs", "有关事项", "grids/_affairs.html", of_person, model=Issue)
Households.panel("affairs", "有关事项", "grids/_affairs.html", of_household, model=Issue)
