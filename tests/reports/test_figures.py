"""The month figures of the issues: where a month begins, what a limit means, what corrects the past and what does not."""

from datetime import date

import pytest

from accounts.choices import Role
from grids import actions
from grids import figures as f
from grids.choices import Category
from grids.models import Issue
from portal.clock import month_bounds
from portal.figures import month_named, registry, tables, tally
from tests.reports.conftest import on

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, n, 1) for n in (9, 10, 11))
LATER = "2026-12-10 09:00"


def count(figure, month, node):
    return figure.count(node.rows_q(), *month_bounds(month))


def counts(month, node):
    return {one.label: count(one, month, node) for one in tables["issues"].figures}


def test_a_month_begins_at_local_midnight(story, house):
    story.issue(reported="2026-09-30 23:59:59", due="2026-09-30 23:59:59")
    story.issue(reported="2026-10-01 00:00", due="2026-10-01 00:00")
    with on(LATER):
        for month in (SEPTEMBER, OCTOBER):
            assert count(f.reported, month, house.near) == count(f.due, month, house.near) == 1


def test_closed_at_the_limit_is_in_time_and_a_second_later_is_not(story, house):
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-08 09:00:00")
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-08 09:00:01")
    with on(LATER):
        found = counts(OCTOBER, house.near)
    assert found == {"上报": 2, "受理": 2, "应结案": 2, "结案": 2, "按期结案": 1, "超期": 1, "回访": 0, "回访满意": 0}


def test_what_is_closed_after_the_month_is_not_closed_in_it(story, house):
    late = story.issue(reported="2026-10-28 09:00", due="2026-10-31 09:00", taken="2026-10-28 10:00")
    with on(LATER):
        before = counts(OCTOBER, house.near)
    story.close(late, "2026-11-01 00:00")
    with on(LATER):
        assert counts(OCTOBER, house.near) == before
        assert (before["应结案"], before["结案"], before["超期"]) == (1, 0, 1)
        assert counts(NOVEMBER, house.near) == dict.fromkeys(before, 0)


def test_what_is_closed_early_counts_in_the_month_of_its_limit(story, house):
    story.issue(reported="2026-10-30 09:00", due="2026-11-04 09:00", closed="2026-10-31 09:00")
    with on(LATER):
        assert count(f.closed, OCTOBER, house.near) == count(f.due, OCTOBER, house.near) == 0
        assert count(f.closed_on_time, NOVEMBER, house.near) == count(f.due, NOVEMBER, house.near) == 1


def test_voiding_corrects_the_past(story, house):
    gone = story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", taken="2026-10-05 10:00")
    with on(LATER):
        assert counts(OCTOBER, house.near)["受理"] == 1
        actions.void(gone, by=story.head, note="重复")
        assert set(counts(OCTOBER, house.near).values()) == {0}
        assert count(f.unsettled, OCTOBER, house.near) == 0


def test_a_later_reopening_changes_nothing(story, house):
    issue = story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-07 09:00")
    with on(LATER):
        before = counts(OCTOBER, house.near)
        issue.state, issue.closed_at = "handling", None
        issue.save(by=story.secretary, verb="reopen", from_state="closed", note="又坏了")
        assert counts(OCTOBER, house.near) == before
        assert before["按期结案"] == 1
        assert count(f.unsettled, OCTOBER, house.near) == 0
        assert count(f.unsettled, date(2026, 12, 1), house.near) == 1


def test_what_is_done_anew_counts_by_its_first_close(story, house):
    issue = story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-07 09:00")
    late = story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-09 09:00")
    with on(LATER):
        before = counts(OCTOBER, house.near)
    for one in (issue, late):
        with on("2026-11-02 09:00"):
            actions.reopen(one, by=story.secretary, note="又坏了")
        with on(LATER):
            assert counts(OCTOBER, house.near) == before
        with on("2026-11-20 09:00"):
            one.refresh_from_db()
            actions.submit(one, by=story.head, result="又修好了")
            one.refresh_from_db()
            actions.verify(one, by=story.secretary)
    with on("2026-12-10 09:00"):
        assert counts(OCTOBER, house.near) == before
    assert (before["结案"], before["按期结案"], before["超期"]) == (2, 1, 1)


def test_while_a_month_runs_only_what_is_due_by_now_counts(story, house):
    for due, closed in (("08", "07"), ("09", None), ("20", "10"), ("21", None)):
        story.issue(
            reported="2026-10-05 09:00", due=f"2026-10-{due} 09:00", closed=closed and f"2026-10-{closed} 09:00"
        )
    with on("2026-10-15 09:00"):
        assert {k: v for k, v in counts(OCTOBER, house.near).items() if k not in ("上报", "受理")} == {
            "应结案": 3, "结案": 2, "按期结案": 2, "超期": 1, "回访": 0, "回访满意": 0,
        }  # fmt: skip
    with on(LATER):
        assert (count(f.due, OCTOBER, house.near), count(f.overdue, OCTOBER, house.near)) == (4, 2)


def test_stocks_tell_how_it_stood(story, house):
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-11-03 09:00")
    story.issue(reported="2026-10-30 09:00", due="2026-11-04 18:00")
    with on("2026-11-04 09:00"):
        assert count(f.unsettled, OCTOBER, house.near) == 2
        assert count(f.unsettled_late, OCTOBER, house.near) == 1
        assert count(f.unsettled, NOVEMBER, house.near) == count(f.unsettled_today, NOVEMBER, house.near) == 1
        assert count(f.unsettled_late, NOVEMBER, house.near) == 0


def test_many_figures_and_months_are_one_query(story, house, django_assert_num_queries):
    story.issue(reported="2026-09-28 09:00", due="2026-10-02 09:00", closed="2026-10-01 09:00")
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-09 09:00", grid=house.aside)
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", category=Category.OTHER)
    figures = tables["issues"].figures
    within = house.community.rows_q()
    spans = [(within, *month_bounds(month)) for month in (SEPTEMBER, OCTOBER)]
    with on(LATER):
        with django_assert_num_queries(1):
            whole = tally(figures, spans)
        with django_assert_num_queries(1):
            cells = tally(figures, spans, "grid", "category")
        for n, month in enumerate((SEPTEMBER, OCTOBER)):
            for one in figures:
                number = count(one, month, house.community)
                assert whole[one.name, n] == number
                assert sum(v for key, v in cells.items() if key[:2] == (one.name, n)) == number
    assert cells["issue.overdue", 1, house.near.pk, "other"] == 1


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-1", "26-10", "2026-10-01", "1999-12", "2100-01", "", "十月", "0001-01"]
)
def test_a_month_that_cannot_be_read_is_told(text):
    with pytest.raises(ValueError, match="2026-11"):
        month_named(text)
    assert month_named("2026-11") == NOVEMBER


@pytest.mark.parametrize("figure", [one for one in registry.values() if getattr(one, "model", None) is Issue])
def test_the_list_shows_exactly_the_rows_behind_a_number(story, house, enter, figure):
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-07 09:00")
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", taken="2026-10-06 09:00", grid=house.aside)
    story.issue(reported="2026-10-05 09:00", due="2026-10-18 09:00", category=Category.OTHER)
    with on("2026-10-15 09:00"):
        reader = enter(story.secretary)
        for node, more, category in (
            (house.community, "", {}), (house.near, "", {}), (house.near, "&category=other", {"category": "other"}),
        ):  # fmt: skip
            page = reader.get(f"/issues/?figure={figure.name}&month=2026-10&node={node.pk}{more}")
            assert page.status_code == 200, page.content.decode()[-800:]
            rows = figure.rows(node.rows_q(), *month_bounds(OCTOBER)).filter(**category)
            assert page.context["table"]["count"] == rows.count()
            assert all(code in page.content.decode() for code in rows.order_by("pk").values_list("code", flat=True))


def test_definitions_are_open_to_everybody_signed_in(house, enter, client):
    assert client.get("/reports/figures/").status_code == 302
    page = enter(house.user(Role.PARTY)).get("/reports/figures/").content.decode()
    assert all(one.definition in page for one in tables["issues"].figures)
