"""The sheet of a walk: made from a list, printed, and typed in again by its numbers, whole or not at all."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.choices import Role
from grids.actions import person as people_actions
from grids.actions import walk as actions
from grids.choices import VisitOutcome
from grids.models import Issue, Person, Visit, Walk
from portal.clock import now, today
from portal.errors import Refused
from portal.models import Entry
from tests.factories import people
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MET, FAMILY, ABSENT = VisitOutcome.MET, VisitOutcome.FAMILY, VisitOutcome.ABSENT


@pytest.fixture
def sheet(house):
    """Four lines of the first grid, drawn up by its head."""
    for building, name in (("10", "丁演"), ("2", "乙演"), ("2", "丙演"), ("1", "甲演")):
        door = people.household(house.near, building=building, room=f"{Person.objects.count()}01")
        people.resident(house.near, household=door, name=name, care=["alone"], phone="15400001234")
    head = house.user(Role.HEAD)
    walk = Walk(grid=house.near, walker=head, day=today())
    return actions.draw_up(walk, by=head, people=list(Person.objects.order_by("pk")))


def sent(client, sheet, **typed):
    form = client.get(f"/visits/walks/{sheet.pk}/enter/").context["form"]
    at = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    answers = {"version": Walk.objects.get(pk=sheet.pk).version, "kind": "home", "visited_at": at}
    return client.post(f"/visits/walks/{sheet.pk}/enter/", answers | {"once": str(form.initial["once"])} | typed)


def names(sheet):
    return [line.person.name for line in sheet.lines.select_related("person").order_by("number")]


class TestDrawingUp:
    """From a list of people to numbered lines."""

    def test_lines_are_in_the_order_of_doors_as_people_count_them(self, sheet):
        assert names(sheet) == ["甲演", "乙演", "丙演", "丁演"]

    def test_a_sheet_of_who_is_due(self, house, enter):
        due = people.resident(house.near, care=["alone"])
        Person._base_manager.filter(pk=due.pk).update(visit_due_on=today())
        people.resident(house.near, care=["disabled"])
        people.resident(house.near, residence="floating")
        head = house.user(Role.HEAD)
        client = enter(head)
        asked = client.get(f"/visits/walks/add/?grid={house.near.pk}&whom=due").context["form"]
        assert (asked.initial["whom"], asked.initial["walker"], asked.initial["day"]) == ("due", head.pk, today())
        answers = {"grid": house.near.pk, "walker": head.pk, "day": str(today())}
        for whom, many in (("due", 1), ("cared", 2), ("floating", 1)):
            assert client.post("/visits/walks/add/", answers | {"whom": whom}).status_code == 302
            assert Walk.objects.latest("pk").lines.count() == many

    def test_ticked_people_go_along_by_their_keys(self, house, enter):
        rows = [people.resident(house.near) for _ in range(2)]
        aside = people.resident(house.aside)
        client, head = enter(house.user(Role.HEAD)), house.user(Role.HEAD)
        way = client.post("/people/walk/", {"pk": [one.pk for one in [*rows, aside]], "query": ""})
        assert sorted(way["Location"].partition("?")[2].split("&")) == [f"people={one.pk}" for one in rows]
        form = client.get(way["Location"]).context["form"]
        assert form.fields["people"].told["name"] == "勾选的 2 人"
        assert form.initial["grid"] == house.near.pk
        answers = {"people": [one.pk for one in rows], "grid": house.near.pk, "walker": head.pk, "day": str(today())}
        assert client.post(way["Location"], answers).status_code == 302
        assert Walk.objects.get().lines.count() == 2
        assert client.post(way["Location"], answers | {"people": [aside.pk]}).status_code == 422

    def test_nothing_ticked_or_too_many_is_told(self, house, enter, monkeypatch):
        rows = [people.resident(house.near) for _ in range(2)]
        client = enter(house.user(Role.HEAD))
        assert client.post("/people/walk/", {"query": ""}).status_code == 400
        monkeypatch.setattr("grids.pages.gather.MOST", 1)
        assert client.post("/people/walk/", {"pk": [one.pk for one in rows], "query": ""}).status_code == 400
        assert enter(house.user(Role.PARTY)).post("/people/walk/", {"pk": rows[0].pk}).status_code == 403

    def test_people_of_two_grids_are_two_sheets(self, house, enter):
        rows = [people.resident(house.near), people.resident(house.aside)]
        secretary = house.user(Role.SECRETARY)
        answers = {
            "people": [one.pk for one in rows],
            "grid": house.near.pk,
            "walker": secretary.pk,
            "day": str(today()),
        }
        found = enter(secretary).post("/visits/walks/add/", answers)
        assert "有 1 位不在" in found.context["form"].errors["grid"][0]

    def test_nobody_walks_to_people_they_may_not_look_up(self, house, enter):
        stranger, one = UserFactory(grid=house.aside, role=Role.MEMBER), people.resident(house.near, care=["alone"])
        with pytest.raises(Refused, match="走访不了"):
            actions.draw_up(Walk(grid=house.near, walker=stranger, day=today()), by=None, people=[one])
        answers = {"whom": "cared", "grid": house.near.pk, "walker": stranger.pk, "day": str(today())}
        found = enter(house.user(Role.SECRETARY)).post("/visits/walks/add/", answers)
        assert "走访不了名单上的 1 人" in found.context["form"].errors["walker"][0]
        assert not Walk.objects.exists()

    @pytest.mark.parametrize(
        ("days", "many", "why"), [(-1, 1, "不能早于今天"), (0, 0, "没有要走访的人"), (0, 201, "最多 200 人")]
    )
    def test_what_cannot_be_is_refused(self, house, days, many, why):
        walk = Walk(grid=house.near, walker=house.user(Role.HEAD), day=today() + timedelta(days=days))
        one = people.resident(house.near)
        with pytest.raises(Refused, match=why):
            actions.draw_up(walk, by=None, people=[one] * many)
        assert not Walk.objects.exists()


class TestPaper:
    """What is carried along."""

    def test_names_are_whole_for_who_may_see_them_and_phones_masked(self, house, enter, sheet):
        page = enter(house.user(Role.MEMBER)).get(f"/visits/walks/{sheet.pk}/sheet/").content.decode()
        assert "甲演" in page
        assert "154****1234" in page
        assert "15400001234" not in page

    def test_who_moved_to_another_grid_is_masked_for_its_reader(self, house, enter, sheet):
        gone = Person.objects.get(name="甲演")
        people_actions.settle_in(gone, by=None, household=people.household(house.aside), relation="other")
        url = f"/visits/walks/{sheet.pk}/sheet/"
        page = enter(house.user(Role.MEMBER)).get(url).content.decode()
        assert "甲演" not in page
        assert "甲某" in page
        assert "甲演" in enter(house.user(Role.SECRETARY)).get(url).content.decode()

    def test_the_workbook_is_masked_and_its_taking_written_down(self, house, enter, sheet):
        client = enter(house.user(Role.HEAD))
        book = load_workbook(io.BytesIO(b"".join(client.get(f"/visits/walks/{sheet.pk}/sheet.xlsx").streaming_content)))
        cells = [str(cell) for line in book.active.iter_rows(values_only=True) for cell in line if cell]
        assert {"甲某", "154****1234", "情况", "备注"} <= set(cells)
        assert not [cell for cell in cells if "甲演" in cell or "15400001234" in cell]
        assert Entry.objects.own(sheet).filter(verb="export").count() == 1
        assert enter(house.user(Role.MEMBER)).get(f"/visits/walks/{sheet.pk}/sheet.xlsx").status_code == 403

    def test_it_costs_the_same_for_many(self, house, enter, sheet, django_assert_max_num_queries):
        client = enter(house.user(Role.HEAD))
        client.get(f"/visits/walks/{sheet.pk}/sheet/")
        with django_assert_max_num_queries(9):
            client.get(f"/visits/walks/{sheet.pk}/sheet/")


class TestEntry:
    """Numbers in, visits out."""

    def test_a_whole_sheet_at_once(self, house, enter, sheet):
        head = house.user(Role.HEAD)
        answer = sent(enter(head), sheet, met="1－2", family="3", absent="4", notes="2 下水道堵，要报事项")
        assert answer.status_code == 302
        made = {one.person.name: one for one in Visit.objects.select_related("person")}
        assert {name: one.outcome for name, one in made.items()} == {
            "甲演": MET, "乙演": MET, "丙演": FAMILY, "丁演": ABSENT,
        }  # fmt: skip
        assert made["乙演"].findings == "下水道堵，要报事项"
        assert {one.visitor for one in made.values()} == {head}
        assert Person.objects.get(name="甲演").visited_on == today()
        assert Person.objects.get(name="丁演").visited_on is None
        page = enter(head).get(answer["Location"]).content.decode()
        assert "全部录完" in page
        assert page.count("/issues/add/?visit=") == 1
        assert f"/issues/add/?visit={made['乙演'].pk}" in page
        assert list(Entry.objects.own(sheet).values_list("verb", "reason")) == [("enter", "录入 4 行"), ("add", "")]

    def test_in_two_goes(self, house, enter, sheet):
        client = enter(house.user(Role.HEAD))
        assert sent(client, sheet, met="1").status_code == 302
        again = sent(client, sheet, met="1 2")
        assert "1 号已经录入过" in again.context["form"].errors["met"][0]
        assert sent(client, sheet, met="2").status_code == 302
        assert Visit.objects.count() == 2

    @pytest.mark.parametrize(
        ("typed", "field", "why"),
        [
            ({"met": "1 9"}, "met", "表上没有 9 号，最后一行是 4 号"),
            ({"met": "0"}, "met", "表上没有 0 号"),
            ({"met": "1-3", "gone": "2,3"}, "gone", "2、3 号既写在“见到本人”又写在“已搬走”"),
            ({"met": "1", "notes": "2 灯坏"}, "notes", "2 号写了情况，还没有写见到谁"),
            ({"met": "1", "notes": "灯坏"}, "notes", "前面要写序号"),
            ({"met": "1", "notes": "1 " + "长" * 501}, "notes", "超过 500 字"),
            ({"met": "一"}, "met", "不是序号"),
            ({}, "met", "还没有填序号"),
            ({"met": "1", "visited_at": "2099-01-01T00:00"}, "visited_at", "晚于现在"),
        ],
    )
    def test_all_is_checked_before_anything_is_written(self, house, enter, sheet, typed, field, why):
        answer = sent(enter(house.user(Role.HEAD)), sheet, **typed)
        assert answer.status_code == 422
        assert why in "".join(answer.context["form"].errors[field])
        assert not Visit.objects.exists()

    def test_who_left_meanwhile_is_named(self, house, enter, sheet):
        people_actions.leave(Person.objects.get(name="乙演"), by=None)
        answer = sent(enter(house.user(Role.HEAD)), sheet, met="1-2")
        assert "2 号已不在册" in answer.context["form"].errors["met"][0]

    def test_a_second_tap_makes_nothing_and_leads_to_the_same(self, house, enter, sheet):
        client = enter(house.user(Role.HEAD))
        url = f"/visits/walks/{sheet.pk}/enter/"
        once = str(client.get(url).context["form"].initial["once"])
        answers = {"version": 1, "kind": "home", "once": once, "met": "1-4"}
        answers["visited_at"] = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
        ways = [client.post(url, answers) for _ in range(2)]
        assert [(way.status_code, way["Location"]) for way in ways] == [(302, f"/visits/walks/{sheet.pk}/")] * 2
        assert Visit.objects.count() == 4

    def test_whoever_typed_meanwhile_is_told(self, house, enter, sheet):
        client = enter(house.user(Role.HEAD))
        actions.enter(
            Walk.objects.get(pk=sheet.pk), by=house.user(Role.SECRETARY), visited_at=now(), met={1: (MET, "")}
        )
        answer = sent(client, sheet, met="2", version=1)
        assert answer.status_code == 409
        assert Visit.objects.count() == 1

    @pytest.mark.parametrize(("numbers", "why"), [([1, 2], "1 号已经录入过"), ([9], "表上没有 9 号")])
    def test_the_action_checks_again_under_the_lock(self, sheet, numbers, why):
        actions.enter(Walk.objects.get(pk=sheet.pk), by=None, visited_at=now(), met={1: (MET, "")})
        with pytest.raises(Refused, match=why):
            typed = dict.fromkeys(numbers, (MET, ""))
            actions.enter(Walk.objects.get(pk=sheet.pk), by=None, visited_at=now(), met=typed)
        assert Visit.objects.count() == 1

    def test_the_walk_is_dated_by_its_day(self, house, enter, sheet, time_machine):
        time_machine.move_to(now() + timedelta(days=2))
        form = enter(house.user(Role.HEAD)).get(f"/visits/walks/{sheet.pk}/enter/").context["form"]
        assert timezone.localtime(form.initial["visited_at"]).date() == sheet.day

    def test_the_price_hardly_grows(self, house, django_assert_max_num_queries):
        rows = [people.resident(house.near, care=["alone"]) for _ in range(25)]
        walk = actions.draw_up(Walk(grid=house.near, walker=house.user(Role.HEAD), day=today()), by=None, people=rows)
        with django_assert_max_num_queries(34):
            actions.enter(walk, by=None, visited_at=now(), met=dict.fromkeys(range(1, 26), (MET, "")))


def test_an_issue_is_raised_from_a_noted_line(house, enter, sheet):
    client = enter(house.user(Role.HEAD))
    sent(client, sheet, met="1", notes="1 下水道堵。")
    visit = Visit.objects.get()
    form = client.get(f"/issues/add/?visit={visit.pk}").context["form"]
    once = str(form.initial["once"])
    answers = {name: form.initial[name] for name in ("grid", "place", "source", "description", "visit")}
    answers |= {"category": "facility", "urgency": "ordinary", "concerned": form.initial["concerned"], "once": once}
    answers["occurred_at"] = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    assert client.post(f"/issues/add/?visit={visit.pk}", answers).status_code == 302
    issue = Issue.objects.get()
    assert (issue.visit, issue.title, issue.source) == (visit, "下水道堵", "visit")
    assert list(issue.concerned.all()) == [visit.person]
