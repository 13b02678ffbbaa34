"""The population in pictures: each number is that of its figure, and its link lists exactly the rows it counts."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import Post
from grids.actions.care import take_on
from grids.choices import ManagedKind, Relation, Residence, ServiceTag, Sex, UnitKind, UseState
from grids.figures import person as figures
from grids.models import ManagedCare, Person, StatedFigure
from grids.queries.population import LAST, Population, band_words, born_within
from portal.clock import month_bounds, today
from portal.figures import Figure, registry
from tests.factories import people
from tests.factories.grids import IssueFactory

DRILL = re.compile(r'<a class="drill" href="([^"]+)">([\d,]+)</a>')
URL = "/people/overview/"


def text(response):
    return response.content.decode()


def doors_of(response):
    """[(address, number)] of every number that leads somewhere."""
    return [(unescape(url), int(number.replace(",", ""))) for url, number in DRILL.findall(text(response))]


def years(age):
    """Somebody's birth who is so old, and half a year."""
    return today() - timedelta(days=round(365.2425 * (age + 0.5)))


@pytest.fixture
def town(house):
    """A home of both kinds, one of each, a lone old woman, somebody without a birth, an associate, somebody gone."""
    both = people.household(house.near)
    people.resident(house.near, household=both, relation=Relation.HEAD, sex=Sex.MALE, birth=years(44), care=["veteran"])
    people.resident(house.near, household=both, sex=Sex.FEMALE, birth=years(41), residence=Residence.FLOATING)
    people.resident(house.near, sex=Sex.FEMALE, birth=years(83), care=["aged", "lives_alone"])
    people.resident(house.aside, sex=Sex.FEMALE, birth=years(2), residence=Residence.FLOATING, care=["disabled"])
    people.resident(house.aside, sex=Sex.MALE, birth=None)
    people.resident(house.away, sex=Sex.MALE, birth=years(30), care=["aged"])
    people.associate(house.near)
    gone = people.resident(house.near, sex=Sex.MALE, birth=years(50), care=["jobless"])
    people.person.leave(gone, by=None, place="榆阳区")
    overdue = people.resident(house.near, sex=Sex.MALE, birth=years(66), care=["empty_nest"])
    Person._base_manager.filter(pk=overdue.pk).update(visit_due_on=today() - timedelta(days=3))
    take_on(ManagedCare(person=overdue, kind=ManagedKind.MENTAL, since=today()), by=None)
    people.unit(house.near)
    people.unit(house.near, state=UseState.SHUT)
    people.unit(house.aside, kind=UnitKind.HOSPITAL)
    for key, figure, value in (
        ("households", "总户数", 5), ("people", "总人口", 6), ("resident-households", "居民户数", 4),
        ("floating-households", "流动人口户数", 2), ("traders", "个体商户", 3),
    ):  # fmt: skip
        StatedFigure.objects.create(community=house.community, key=key, label=figure, value=value, source="源文件所述")
    return house


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CLERK, Role.HEAD, Role.MEMBER])
def test_every_number_leads_to_just_the_rows_it_counts(town, enter, role):
    client = enter(town.user(role))
    pages = [URL, f"/grids/{town.near.pk}/", "/units/"]
    if role in (Role.SECRETARY, Role.CLERK):
        pages += [f"{URL}?node={town.aside.pk}", f"/grids/{town.community.pk}/"]
    for page in pages:
        doors = [(url, number) for url, number in doors_of(client.get(page)) if not url.startswith("/grids/issues")]
        assert doors, page
        for url, number in doors:
            listed = client.get(url)
            assert listed.status_code == 200, url
            assert listed.context["table"]["count"] == number, (page, url)


def test_what_is_shown_are_the_named_figures(town):
    """Two ways to the same number: counted in groups for the page, by the condition of its figure for the list."""
    for node in (town.community, town.near, town.aside):
        counted, month = Population(node), month_bounds(today().replace(day=1))
        by_tag, whole = counted.cared()
        shown = {
            figures.present: counted.count(),
            figures.settled: counted.count(residence=Residence.SETTLED),
            figures.floating: counted.count(residence=Residence.FLOATING),
            figures.overdue: counted.late(),
            figures.cared: sum(whole.values()),
            figures.lived: counted.households(),
            figures.settled_doors: counted.households(here=True),
            figures.floating_doors: counted.households(away=True),
            figures.mixed_doors: counted.households(here=True, away=True),
            **{figures.tags[tag]: sum(by_tag[tag, grid] for grid in whole) for tag in ServiceTag},
            **{figures.units[kind]: counted.units().get(kind, 0) for kind in UnitKind},
        }
        for figure, number in shown.items():
            assert figure.count(node.rows_q(), *month) == number, (node, figure.name)


def test_stated_stands_beside_counted_and_what_differs_is_said(town, enter):
    page = enter(town.user(Role.SECRETARY)).get(URL)
    told = {row["label"]: (row["stated"], row["n"], row["apart"]) for row in page.context["stated"]}
    assert told == {
        "总户数": ("5", "5", "一致"), "总人口": ("6", "6", "一致"), "居民户数": ("4", "4", "一致"),
        "流动人口户数": ("2", "2", "一致"), "个体商户": ("3", "1", "少 2"),
    }  # fmt: skip
    assert page.context["explained"].startswith("居民户 4 + 流动人口户 2 = 6，比总户数 5 多 1：有 1 户")
    assert enter(town.user(Role.HEAD)).get(URL).context["stated"] == []


def test_ages_stand_in_their_bands_and_the_rest_is_said(town, enter):
    page = enter(town.user(Role.SECRETARY)).get(URL)
    spec = page.context["ages"]["spec"]
    told = dict(zip(spec["categories"], zip(*[one["data"] for one in spec["series"]], strict=True), strict=True))
    assert {label: pair for label, pair in told.items() if any(pair)} == {
        "40–44": (1, 1), "80–84": (0, 1), "0–4": (0, 1), "65–69": (1, 0),
    }  # fmt: skip
    assert page.context["undated"]["n"] == "1"
    assert "人缺性别或出生日期，没有画进去" in text(page)


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2024, 2, 29), date(2025, 2, 28), date(2027, 3, 1)])
def test_bands_lie_side_by_side_and_miss_no_birthday(day):
    from grids.identity import age_on

    for band in range(LAST):
        first, last = born_within(band, day)
        assert (age_on(last, day), age_on(first, day)) == (band * 5, band * 5 + 4)
        assert born_within(band + 1, day)[1] == first - timedelta(days=1)
    assert band_words(0) == "0–4"
    assert band_words(LAST) == "90 及以上"


def test_the_past_keeps_who_lived_here(house, when):
    when(9, 10)
    stayed, left = people.resident(house.near), people.resident(house.near, residence=Residence.FLOATING)
    when(10, 10)
    left.refresh_from_db()
    people.person.leave(left, by=None)
    when(11, 20)
    people.resident(house.near)

    def told(figure, month):
        return figure.count(house.community.rows_q(), *month_bounds(date(2026, month, 1)))

    assert [told(figures.present, month) for month in (8, 9, 10, 11)] == [0, 2, 1, 2]
    assert [told(figures.floating, month) for month in (8, 9, 10, 11)] == [0, 1, 0, 0]
    assert [told(figures.relocations["left"], month) for month in (9, 10, 11)] == [0, 1, 0]
    assert stayed.state == "present"
    left.refresh_from_db()
    home = people.household(house.near)
    people.person.restore(left, by=None, household=home, relation="other", note="记错了人")
    assert [told(figures.relocations["left"], month) for month in (9, 10, 11)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.SECRETARY, True), (Role.CLERK, True), (Role.HEAD, False), (Role.MEMBER, False)]
)
def test_managed_care_is_counted_for_those_who_may_see_it(town, enter, role, seen):
    page = enter(town.user(role)).get(URL)
    assert (page.context["managed"] is not None) == seen
    assert ("精神障碍" in text(page)) == seen


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMIN, Role.PARTY])
def test_who_sees_no_people_finds_no_door(town, enter, role):
    assert enter(town.user(role)).get(URL).status_code == 403


def test_a_node_out_of_reach_or_of_nonsense_is_not_found(town, enter):
    client = enter(town.user(Role.HEAD))
    for node in (town.aside.pk, town.community.pk, town.away.pk, 10**30, "x", "-1"):
        assert client.get(URL, {"node": node}).status_code == 404, node
    assert client.get(URL, {"node": town.near.pk}).status_code == 200


def test_the_observer_reads_totals_on_the_grid_page_that_lead_nowhere(town, enter):
    page = text(enter(town.user(Role.OBSERVER)).get(f"/grids/{town.near.pk}/"))
    part = page[page.index("住户与居民</h2>") :]
    part = part[: part.index("</section>")]
    assert "总人口" in part
    assert "4<small>人</small>" in part.replace("\n", "")
    assert "drill" not in part
    assert "关爱标签" not in part
    assert "人口概览" not in part


def test_who_reads_people_elsewhere_only_reads_totals_here(town, enter):
    user = town.user(Role.HEAD)
    Post(user=user, role=Role.OBSERVER, grid=town.node(Role.OBSERVER)).save(by=None)
    client = enter(user)
    assert client.get(f"/grids/{town.near.pk}/").context["panels"][0]["html"].count("drill")
    page = client.get(f"/grids/{town.aside.pk}/")
    assert "总人口" in page.context["panels"][0]["html"]
    assert "drill" not in page.context["panels"][0]["html"]
    assert client.get(URL, {"node": town.aside.pk}).status_code == 404


def test_it_asks_the_database_little_and_the_same_for_many(town, enter):
    client, found = enter(town.user(Role.SECRETARY)), []
    for _ in range(2):
        client.get(URL)
        with CaptureQueriesContext(connection) as caught:
            client.get(URL)
        found.append(len(caught))
        for _ in range(3):
            people.resident(town.near, care=["aged"], birth=years(81), sex=Sex.MALE)
    assert found[0] == found[1] <= 14, found


def test_each_figure_of_people_says_what_it_counts():
    mine = [
        one
        for one in registry.values()
        if isinstance(one, Figure) and one.name.split(".")[0] in ("person", "household")
    ]
    assert len(mine) >= 20
    assert all(one.definition.endswith("。") for one in mine)


def test_an_empty_house_has_a_page_too(house, enter):
    IssueFactory(grid=house.near)
    page = enter(house.user(Role.SECRETARY)).get(URL)
    assert page.status_code == 200
    assert doors_of(page) == []
