"""What a list is asked for: wrong values are told with a 4xx, right ones narrow, nothing widens reach."""

import pytest
from django.utils import timezone

from accounts.choices import Role
from tests.acid import actions
from tests.factories import acid
from tests.reports.conftest import at


@pytest.fixture
def clerk(house, enter):
    """A clerk's browser on a house with a notice near and one aside."""
    acid.notice(house.near)
    acid.notice(house.aside, title="修路通知")
    return enter(house.user(Role.CLERK))


def codes(response):
    return response.context["table"]["count"]


@pytest.mark.parametrize(
    "query",
    [
        {"grid": "x"}, {"grid": "999999"}, {"grid": "9" * 40}, {"grid": "-1"}, {"grid": "\x00"}, {"state": "nothing"},
        {"state": "\x00"}, {"sort": "nothing"}, {"sort": "author"}, {"sort": "grid__name"}, {"sort": "--code"},
        {"tab": "nothing"}, {"tab": "\x00"}, {"figure": "nothing"}, {"figure": "acid.settled"}, {"figure": "acid.settling"},
    ],
)  # fmt: skip
def test_a_wrong_value_is_400_and_shows_nothing(clerk, query):
    response = clerk.get("/acid/notices/", query)
    assert response.status_code == 400
    assert response.context is None or not response.context.get("table") or codes(response) == 0


@pytest.mark.parametrize("number", ["0", "-1", "x", "2", "9" * 30, "9" * 5000, "1.5", "\x00", "²"])
def test_a_page_that_is_not_there_is_404(clerk, number):
    assert clerk.get("/acid/notices/", {"page": number}).status_code == 404


@pytest.mark.parametrize("words", ["\x00", "a\x00b", "%", "_", "'", '"; DROP', "x" * 5000, "𠮷", "\\", "  "])
def test_any_words_may_be_searched_for(clerk, words):
    assert clerk.get("/acid/notices/", {"q": words}).status_code == 200


def test_words_search_declared_fields_each_word_somewhere(clerk):
    assert codes(clerk.get("/acid/notices/", {"q": "通知"})) == 2
    assert codes(clerk.get("/acid/notices/", {"q": "修路 通知"})) == 1
    assert codes(clerk.get("/acid/notices/", {"q": "王小明"})) == 0
    assert codes(clerk.get("/acid/notices/", {"q": "%"})) == 0


def test_filters_tabs_and_order_narrow_and_are_told(clerk, house):
    response = clerk.get("/acid/notices/", {"grid": house.near.pk, "state": "draft", "q": "停水"})
    assert codes(response) == 1
    assert [chip["label"] for chip in response.context["chips"]] == ["含“停水”", "网格：A1网格", "状态：草稿"]
    first, last = (clerk.get("/acid/notices/", {"sort": sort}).content.decode() for sort in ("code", "-code"))
    assert (first.index("停水") < first.index("修路")) is (last.index("修路") < last.index("停水")) is True


def test_a_tab_is_a_choice_for_this_user(house, enter):
    mediator, head = house.user(Role.MEDIATOR), house.user(Role.STUDIO_HEAD)
    acid.case(house.near, given=mediator)
    acid.case(house.near)
    assert codes(enter(mediator).get("/acid/cases/?tab=mine")) == 1
    assert codes(enter(head).get("/acid/cases/")) == 2
    assert codes(enter(head).get("/acid/cases/?tab=mine")) == 0
    assert codes(enter(head).get("/acid/cases/?mine=on")) == 0


def test_a_filter_offers_only_what_is_within_reach(house, enter):
    near, away = acid.member(house.near), acid.member(house.away, name="远方")
    party = house.user(Role.PARTY)
    mine = acid.whose(house.near, party)
    acid.diary(house.near, own=party)
    client = enter(party)
    assert codes(client.get("/acid/diaries/", {"member": mine.pk})) == 1
    for foreign in (near, away):
        response = client.get("/acid/diaries/", {"member": foreign.pk})
        assert response.status_code == 400
        assert "远" not in response.content.decode().split('id="filters"')[1].split("</form>")[0]
    assert client.get("/acid/notices/", {"grid": house.away.pk}).status_code == 403


def test_a_grid_of_another_community_is_no_filter_value(clerk, house):
    response = clerk.get("/acid/notices/", {"grid": house.away.pk})
    assert response.status_code == 400
    assert house.away.name not in response.content.decode()


@pytest.mark.parametrize("day", ["2026-13-01", "x", "0", "\x00", "2026-02-30"])
def test_a_wrong_day_is_400(house, enter, day):
    client = enter(house.user(Role.CLERK))
    assert client.get("/acid/activities/", {"held_on_from": day}).status_code == 400


def test_days_are_a_closed_span(house, enter):
    acid.activity(house.community)
    client = enter(house.user(Role.CLERK))
    assert codes(client.get("/acid/activities/", {"held_on_from": "2026-11-01", "held_on_to": "2026-11-01"})) == 1
    assert codes(client.get("/acid/activities/", {"held_on_from": "2026-11-02"})) == 0
    for far in ("0001-01-01", "9999-12-31"):
        assert client.get("/acid/activities/", {"held_on_from": far}).status_code == 200
    client = enter(house.user(Role.PARTY))
    for far in ("0001-01-01", "9999-12-31"):
        assert client.get("/acid/diaries/", {"written_at_from": far, "written_at_to": far}).status_code == 200


def test_a_moment_lies_in_the_day_it_has_here(house, enter):
    party = house.user(Role.PARTY)
    for moment in ("2026-11-01 00:00:00", "2026-11-01 23:59:59"):
        acid.diary(house.near, own=party, title=moment, written_at=at(moment))
    client = enter(party)
    found = [
        codes(client.get("/acid/diaries/", {"written_at_from": first, "written_at_to": last}))
        for first, last in (
            ("2026-11-01", "2026-11-01"),
            ("2026-10-31", "2026-10-31"),
            ("2026-11-02", ""),
            ("", "2026-10-31"),
        )
    ]
    assert found == [2, 0, 0, 0]


@pytest.mark.parametrize(
    "month", ["", "x", "2026-13", "0001-01", "9999-12", "2026-1", "2026-11-01", "２０２６-11", "\x00"]
)
def test_a_figure_without_a_proper_month_is_400(house, enter, month):
    client = enter(house.user(Role.STUDIO_HEAD))
    assert client.get("/acid/cases/", {"figure": "acid.settled", "month": month}).status_code == 400


@pytest.mark.parametrize(("node", "status"), [("x", 400), ("²", 400), ("9" * 30, 400), ("-1", 400), ("999999", 404)])
def test_a_figure_at_a_wrong_node_is_4xx(house, enter, node, status):
    client = enter(house.user(Role.STUDIO_HEAD))
    query = {"figure": "acid.settled", "month": "2026-11", "node": node}
    assert client.get("/acid/cases/", query).status_code == status


def test_a_figure_opens_the_rows_it_counts(house, enter):
    cases = [acid.case(grid) for grid in (house.near, house.aside, house.away)]
    for case in cases:
        actions.settle(case, by=house.user(Role.MEDIATOR), note="好")
    month, client = f"{timezone.localdate():%Y-%m}", enter(house.user(Role.STUDIO_HEAD))
    response = client.get("/acid/cases/", {"figure": "acid.settled", "month": month})
    assert codes(response) == 2
    assert response.context["figure_note"] == "本月了结的案。"
    response = client.get("/acid/cases/", {"figure": "acid.settled", "month": month, "node": house.near.pk})
    assert codes(response) == 1
    response = client.get("/acid/cases/", {"figure": "acid.settled", "month": month, "node": house.away.pk})
    assert codes(response) == 0


def test_a_figure_of_a_quarter_opens_its_rows_and_says_so(house, enter):
    client, rows = enter(house.user(Role.STUDIO_HEAD)), [acid.case(house.near) for _ in range(3)]
    for row, day in zip(rows, ("2026-06-30 23:59:59", "2026-07-01 00:00", "2026-09-30 23:59:59"), strict=True):
        type(row)._base_manager.filter(pk=row.pk).update(created_at=at(day))
    query = {"figure": "acid.opened", "month": "2026-08"}
    assert (
        codes(client.get("/acid/cases/", query)) == codes(client.get("/acid/cases/", query | {"period": "month"})) == 0
    )
    response = client.get("/acid/cases/", query | {"period": "quarter", "node": house.near.pk})
    assert codes(response) == 2
    assert [chip["label"] for chip in response.context["chips"]] == ["受理 · 2026年第三季度 · A1网格"]
    assert response.context["chips"][0]["url"] == "?"
    assert codes(client.get("/acid/cases/", query | {"period": "year"})) == 3


@pytest.mark.parametrize("period", ["week", "季度", "\x00", "quarter "])
def test_a_period_nobody_counts_by_is_told(house, enter, period):
    client = enter(house.user(Role.STUDIO_HEAD))
    response = client.get("/acid/cases/", {"figure": "acid.opened", "month": "2026-08", "period": period})
    assert response.status_code == 400
    assert "只有月、季度和年" in response.content.decode()
