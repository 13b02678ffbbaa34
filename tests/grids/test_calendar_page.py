"""The year above the working calendar: what the notice says, what staff corrected, and the way to correct a day."""

from datetime import date

import pytest

from accounts.choices import Role
from grids.actions.calendar import mark
from grids.models import CalendarDay
from grids.queries.calendar import spells
from portal import clock
from tests.factories.grids import day


@pytest.fixture(autouse=True)
def november(when):
    when(11, 18)


def text(response):
    return response.content.decode()


def intro(response):
    return response.context["intro"]


def test_the_notice_of_a_year_as_it_was_published():
    """国务院办公厅关于2026年部分节假日安排的通知: its holidays and the weekends worked for them."""
    said = [(f"{one.first:%m-%d}", f"{one.last:%m-%d}", one.working, one.label) for one in spells(2026)]
    assert said == [
        ("01-01", "01-03", False, "元旦"),
        ("01-04", "01-04", True, "元旦"),
        ("02-14", "02-14", True, "春节"),
        ("02-15", "02-23", False, "春节"),
        ("02-28", "02-28", True, "春节"),
        ("04-04", "04-06", False, "清明节"),
        ("05-01", "05-05", False, "劳动节"),
        ("05-09", "05-09", True, "劳动节"),
        ("06-19", "06-21", False, "端午节"),
        ("09-20", "09-20", True, "国庆节"),
        ("09-25", "09-27", False, "中秋节"),
        ("10-01", "10-07", False, "国庆节"),
        ("10-10", "10-10", True, "国庆节"),
    ]


def test_days_off_over_the_turn_of_the_year_belong_to_both():
    assert [(one.first, one.days) for one in (spells(2007)[-1], spells(2008)[0])] == [(date(2007, 12, 30), 3)] * 2
    assert [one.label for one in spells(2007) if one.first == date(2007, 12, 29)] == ["元旦"]


@pytest.mark.parametrize("year", range(2001, 2033))
def test_every_year_can_be_told(year):
    assert {"元旦", "春节", "国庆节"} <= {name for one in spells(year) for name in one.label.split("、")}
    assert all(clock.is_working_day_by_law(day) is one.working for one in spells(year) for day in one.dates())


@pytest.mark.parametrize(
    ("asked", "shown", "confirmed"), [("", 2026, True), ("2025", 2025, True), ("2027", 2027, False)]
)
def test_the_last_this_and_the_next_year_say_whether_the_notice_is_known(house, enter, asked, shown, confirmed):
    page = intro(enter(house.user(Role.CLERK)).get("/calendar/", {"year": asked} if asked else {}))
    assert f"{shown} 年放假安排" in page
    assert ("按国务院办公厅的放假通知排好" in page) is confirmed
    assert (f"还没有 {shown} 年的放假通知" in page) is not confirmed
    assert "2027（推算）" in page
    assert "2026（推算）" not in page
    assert "只能看" not in page


@pytest.mark.parametrize("year", ["x", "1999", "2028", "²", "２０２６", "-1", "9" * 400, "\x00"])
def test_a_year_that_is_none_is_told_and_this_one_shown(house, enter, year):
    page = enter(house.user(Role.CLERK)).get("/calendar/", {"year": year})
    assert page.status_code == 200
    assert "只能看去年、今年和明年" in intro(page)
    assert "2026 年放假安排" in intro(page)


def test_the_same_is_told_in_words_and_as_months(house, enter):
    page = intro(enter(house.user(Role.CLERK)).get("/calendar/"))
    assert "02-15 周日 至 02-23 周一" in page
    assert "春节，放假 9 天" in page
    assert "春节调休，上班" in page
    assert page.count("<b>休</b>") == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert page.count("<b>班</b>") == 6
    assert page.count("aria-current=date") == 1
    assert "全年 248 个工作日" in page


def test_a_correction_is_marked_told_and_led_to(house, enter):
    client, made = enter(house.user(Role.SECRETARY)), CalendarDay(grid=house.community, date=date(2026, 10, 10))
    made.reason = "街道通知，致电 13800001234"
    mark(made, by=house.user(Role.SECRETARY))
    page = intro(client.get("/calendar/"))
    assert "改为放假：街道通知，致电 138" in page
    assert "13800001234" not in page
    assert "<b>改休</b>" in page
    assert page.count("<b>班</b>") == 5
    assert "全年 247 个工作日" in page
    assert f'href="/calendar/{made.pk}/"' in page
    assert "/calendar/add/?date=2026-10-10" not in page
    assert "改为" not in intro(client.get("/calendar/", {"year": "2027"}))


def test_a_correction_out_of_reach_holds_but_does_not_say_why(house, enter):
    made = day(house.away.community, date=date(2026, 10, 10), reason="别的社区的事")
    page = intro(enter(house.user(Role.SECRETARY)).get("/calendar/"))
    assert "改为放假" in page
    assert "别的社区的事" not in page
    assert f"/calendar/{made.pk}/" not in page
    assert "/calendar/add/?date=2026-10-10" not in page


def test_a_day_leads_to_its_form_with_the_date_filled_in(house, enter):
    client = enter(house.user(Role.SECRETARY))
    assert 'href="/calendar/add/?date=2026-12-31"' in intro(client.get("/calendar/"))
    form = client.get("/calendar/add/?date=2026-12-31").context["form"]
    assert form["date"].value() == date(2026, 12, 31)
    sent = {"grid": house.community.pk, "date": "2026-12-31", "reason": "街道通知"}
    assert client.post("/calendar/add/?date=2026-12-31", sent).status_code == 302
    assert not clock.is_working_day(date(2026, 12, 31))


@pytest.mark.parametrize(("role", "may"), [(Role.ADMIN, True), (Role.CLERK, False), (Role.HEAD, False)])
def test_who_may_not_correct_a_day_finds_no_way_to(house, enter, role, may):
    page = intro(enter(house.user(role)).get("/calendar/"))
    assert ("/calendar/add/" in page) is may
    assert ("请书记或系统管理员登记" in page) is not may


def test_the_year_is_kept_on_the_way_back(house, enter):
    client = enter(house.user(Role.SECRETARY))
    client.get("/calendar/", {"year": "2027"})
    assert client.get("/calendar/add/").context["cancel_url"] == "/calendar/?year=2027"
    made = day(house.community)
    assert client.get(f"/calendar/{made.pk}/").context["crumbs"][0]["url"] == "/calendar/?year=2027"
