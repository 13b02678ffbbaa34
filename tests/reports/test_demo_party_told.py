"""The demonstration's party is told in the past; every row and line is as the live actions would have left it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from party.choices import Category, EvaluationState, ObjectionState, RuleKey
from party.evaluating import reckon
from party.models import (
    Assessment,
    Evaluation,
    Member,
    Objection,
    Point,
)
from party.queries.points import STANDING, balances
from party.rules import Rules
from party.ticks import points_of_the_year
from pledges.actions import periods
from pledges.choices import Finding, FulfilmentState, PledgeState, Reviewer
from pledges.models import Fulfilment, Pledge, Review
from pledges.queries.wording import examine
from pledges.ticks import rounds
from pledges.wording import ALIKE, likeness
from portal.clock import start_of_day
from portal.models import Entry
from portal.reach import may
from tests.reports.comrades import LABELS, ROWS, at_ten, histories_hang_together, lines_of, told, values
from wishes.models import Wish

DAY = date(2026, 11, 22)
S, F = PledgeState, FulfilmentState
ENDED = [S.CLOSED, S.UNMET]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Told once; what a test does to it is rolled back at its end."""
    with django_db_blocker.unblock(), at_ten(DAY), transaction.atomic():
        yield told(DAY)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def that_day():
    with at_ten(DAY):
        yield


def test_what_follows_from_the_periods_is_what_the_actions_make_of_it(made):
    with_periods = 0
    for pledge in Pledge.objects.order_by("pk"):
        kept = pledge.due, pledge.kept, pledge.next_due_on
        periods.settle(pledge)
        assert (pledge.due, pledge.kept, pledge.next_due_on) == kept, pledge.code
        with_periods += bool(pledge.due)
    assert with_periods > 250
    for pledge in Pledge.objects.exclude(approved_on=None).order_by("pk"):
        numbers = list(pledge.fulfilments.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_balances_are_those_of_the_ledger(made):
    found = balances(made.community.pk, 2026)
    for member in Member.objects.order_by("pk"):
        assert (member.score, member.score_year) == (found[member.pk].score, 2026), member.code
    table = {year: Rules.of(made.community.pk, year) for year in (2024, 2025, 2026)}
    ranged = {RuleKey.COMMENDED: (3, 5), RuleKey.SERVICE: (Decimal("0.5"), 24)}
    for point in Point.objects.filter(reverses=None).order_by("pk"):
        worth = table[point.on.year][point.rule].points
        low, high = ranged.get(point.rule, (worth, worth))
        assert low <= point.points <= high, point.code
    assert table[2026][RuleKey.ABSENT] != table[2025][RuleKey.ABSENT]
    for one in Point.objects.exclude(reverses=None).select_related("reverses").order_by("pk"):
        assert (one.points, one.on, one.rule) == (-one.reverses.points, one.reverses.on, one.reverses.rule)
        line = Entry.objects.own(one).get()
        assert (line.verb, line.reason.split("：")[0]) == ("reverse", f"冲正 {one.reverses.code}")
    assert Point.objects.filter(rule=RuleKey.MEETING).exclude(reverses=None).count() == 1
    assert Point.objects.filter(rule=RuleKey.VETO).count() == 1


def test_points_are_given_once_for_what_was_done(made):
    closed = Point.objects.filter(STANDING, rule=RuleKey.PLEDGE)
    assert values(closed, "source_id") == values(Pledge.objects.filter(state=S.CLOSED), "pk")
    codes = dict(Pledge.objects.values_list("pk", "code"))
    for point in closed.order_by("pk"):
        assert point.source_code == codes[point.source_id]
        assert point.award_key == f"pledges.pledge:{point.source_id}:pledge:{point.member_id}:0"
        assert point.basis.startswith(f"承诺 {point.source_code} 销号，兑现 ")
    late = Fulfilment.objects.filter(
        state=F.WAITING, due_on__lt=DAY - timedelta(days=4), pledge__state__in=[S.KEEPING, S.REVIEWING, S.UNMET]
    )
    cost = Point.objects.filter(STANDING, rule=RuleKey.OVERDUE)
    assert values(late, "pk") <= values(cost, "source_id")
    for point in cost.order_by("pk"):
        period = Fulfilment.objects.get(pk=point.source_id)
        assert period.state == F.WAITING or period.kept_on > period.due_on, period.code
        assert point.on == period.due_on + timedelta(days=4)
    assert Point.objects.filter(rule=RuleKey.BASE, on__year=2026).count() == Member.objects.count()


def test_the_clock_has_nothing_left_to_do(made):
    before = Entry.objects.count()
    with time_machine.travel(start_of_day(DAY) + timedelta(minutes=1), tick=False):
        rounds()
        points_of_the_year()
    assert Entry.objects.count() == before


def test_every_history_ends_where_its_row_stands(made):
    histories_hang_together(*ROWS)


def test_everybody_did_only_what_their_post_allows(made):
    # Written by an act on another register: periods by the approval, points by the verdict, results by the publication.
    leave = {("pledges.fulfilment", "add"): (Pledge, "approve"), ("pledges.fulfilment", "drop"): (Pledge, "void")}
    leave |= {("party.point", "reverse"): (Fulfilment, "fulfil"), ("party.result", "publish"): (Evaluation, "publish")}
    by_itself = {("pledges.pledge", "begin"), ("pledges.pledge", "conclude"), ("party.point", "add")}
    acts = Entry.objects.filter(model__in=LABELS).exclude(verb="photo").select_related("actor").order_by("pk")
    users = {user.pk: user for user in made.people.values()}
    for actor, label, verb in {(line.actor_id, line.model, line.verb) for line in acts}:
        if actor is None:
            assert (label, verb) in by_itself
            continue
        model, leave_of = leave.get((label, verb), (apps.get_model(label), verb))
        # Whoever sees a wish come true gives its points with it.
        by_wish = (label, verb) == ("party.point", "add") and may(users[actor], "realise", Wish)
        assert may(users[actor], leave_of, model) or by_wish, (users[actor].username, label, verb)


def test_nobody_reviews_or_confirms_the_own(made):
    own = dict(Pledge.objects.values_list("pk", "member__person__user"))
    for (label, key), lines in lines_of(Pledge).items():
        judged = [line for line in lines if line.verb in ("approve", "send_back")]
        assert all(line.actor_id != own[key] for line in judged), (label, key)
    confirmed = Fulfilment.objects.exclude(confirmed_how="")
    for period in confirmed.order_by("pk"):
        assert period.confirmed_by_id != own[period.pledge_id]
        assert period.confirmed_on >= period.kept_on


def test_what_is_closed_was_kept_judged_and_asked_about(made):
    lines = lines_of(Pledge, Review, Fulfilment)
    for pledge in Pledge.objects.filter(state__in=ENDED).prefetch_related("fulfilments", "reviews").order_by("pk"):
        at = {line.verb: line.at for line in lines["pledges.pledge", pledge.pk]}
        verdict = at["close" if pledge.state == S.CLOSED else "fail"]
        sides = {review.side for review in pledge.reviews.all()}
        assert {Reviewer.SELF, Reviewer.ORGANISATION} <= sides
        assert all(at["conclude"] < review.created_at < verdict for review in pledge.reviews.all())
        found = {period.state for period in pledge.fulfilments.all()}
        assert pledge.state == S.UNMET or (F.DONE in found and F.WAITING not in found), pledge.code
        for period in pledge.fulfilments.all():
            kept = [line for line in lines["pledges.fulfilment", period.pk] if line.verb in ("fulfil", "excuse")]
            assert all(at["approve"] < line.at < at["conclude"] for line in kept), period.code
    for period in Fulfilment.objects.filter(state=F.DONE).order_by("pk"):
        written = next(line for line in lines["pledges.fulfilment", period.pk] if line.verb == "fulfil")
        assert period.opens_on <= period.kept_on <= written.at.astimezone(start_of_day(DAY).tzinfo).date()


def test_the_wording_check_says_the_same_now(made):
    """A later sentence may have made an earlier one a twin; nothing else depends on when it is asked."""
    by_key = {one.pk: one for one in Pledge.objects.order_by("pk")}
    twin = {Finding.TWIN}
    for pledge in list(by_key.values())[::3]:
        found = examine(pledge.sentence, made.community.pk, pledge.year, exclude=pledge.pk)
        assert set(found.flags) - twin == set(pledge.flags) - twin, pledge.sentence
        assert found.essence == pledge.essence
    flagged = [one for one in by_key.values() if Finding.TWIN in one.flags]
    for pledge in flagged:
        others = [one for one in by_key.values() if one is not pledge and abs(one.year - pledge.year) <= 1]
        assert max(likeness(pledge.essence, one.essence) for one in others) >= ALIKE, pledge.sentence
    assert flagged
    newest = max(by_key.values(), key=lambda one: one.created_at)
    assert examine(newest.sentence, made.community.pk, newest.year, exclude=newest.pk).flags == newest.flags


def test_results_are_those_reckoned_from_the_register(made):
    evaluation = Evaluation.objects.get(year=2025)
    assert (evaluation.edition, evaluation.state) == (2, EvaluationState.FROZEN)
    assert evaluation.frozen_on >= evaluation.public_until
    results = {row.member_id: row for row in evaluation.results.filter(edition=2).order_by("pk")}
    (scores,) = reckon(made.community.pk, 2025, evaluation.weights, members=list(results))
    assert {one.member.pk: one.total for one in scores} == {key: row.total for key, row in results.items()}
    for score in scores:
        row = results[score.member.pk]
        assert (row.stars, row.explained, row.community_score) == (score.stars, score.lines, score.parts["community"])
    before = dict(evaluation.results.filter(edition=1).values_list("member", "total"))
    changed = [key for key, row in results.items() if before[key] != row.total]
    assert changed == [Objection.objects.get(state=ObjectionState.UPHELD).member_id]
    assert set(before) == set(results)
    assert len(values(evaluation.results, "stars")) >= 4
    serving = Member.objects.filter(pk__in=results, category=Category.SERVING)
    assert values(Assessment.objects.filter(year=2025), "member") == values(serving, "pk")
