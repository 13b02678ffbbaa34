"""Writes on letters: left at the public door, and what staff make of them."""

from django.db import transaction

from grids.actions.report import report
from grids.choices import IssueState, Source
from grids.models import Issue
from portal.errors import Refused
from portal.models import Attachment
from portal.moves import moving
from wishes.actions.contact import leave
from wishes.actions.wish import collect
from wishes.choices import Source as WishSource
from wishes.models import Campaign, Wish
from wishes.queries.wall import running


def deliver(letter, *, name="", phone="", photos=()):
    """Keep what a stranger left at the door; it waits to be looked at."""
    with transaction.atomic():
        if name.strip() or phone.strip():
            letter.contact = leave(letter.grid.community, name, phone)
        letter.save(by=None)
        Attachment.keep(letter, photos, by=None)
    return letter


def to_issue(letter, *, by, title, category, place, urgency, note=""):
    """Make an issue of it: its clocks run from now, the pictures go along."""
    with moving(letter, "to_issue", by=by, note=note) as letter:
        issue = Issue(
            grid=letter.grid, title=title, category=category, place=place, urgency=urgency, description=letter.text,
            source=Source.RESIDENT, occurred_at=letter.created_at,
        )  # fmt: skip
        letter.issue = report(issue, by=by)
        Attachment.pass_on(letter, issue, by=by)


def to_wish(letter, *, by, person, group, category, sentence, amount=None, over_reason="", note=""):
    """Make a wish of it, once it is known whose it is; it waits to be verified like any other."""
    with moving(letter, "to_wish", by=by, note=note) as letter:
        wish = Wish(
            person=person, group=group, category=category, sentence=sentence, amount=amount, over_reason=over_reason,
            source=WishSource.DOOR, campaign=running(Campaign.objects.filter(community=letter.community_id)),
        )  # fmt: skip
        letter.wish = collect(wish, by=by)


def join(letter, *, by, issue, note=""):
    """Somebody told of it before: the writer follows that issue."""
    with moving(letter, "join", by=by, note=note) as letter:
        issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
        if issue.community_id != letter.community_id or issue.state == IssueState.VOID:
            raise Refused("只能并入本社区还有效的事项，请另选一件。")
        letter.issue = issue


def decline(letter, *, by, note):
    """Say no, in words for the writer."""
    with moving(letter, "decline", by=by, note=note) as letter:
        letter.reply = note
