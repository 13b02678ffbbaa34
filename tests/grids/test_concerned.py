"""Whom an issue concerns: people of the register, masked wherever the issue is told, and the way to a report from a visit."""

import importlib
import io

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from accounts.choices import Role
from grids.actions import visit as visits
from grids.choices import VisitOutcome
from grids.models import Issue, Person, Visit
from portal.models import Entry
from tests.factories import people
from tests.factories.grids import IssueFactory

pytestmark = pytest.mark.django_db


def met(person, by=None, **fields):
    return visits.make(Visit(person=person, outcome=VisitOutcome.MET, **fields), by=by)


def answers(form, **more):
    told = {name: form.initial.get(name) for name in ("grid", "place", "source", "description", "visit", "concerned")}
    told = {name: value for name, value in told.items() if value not in (None, "", [])}
    told |= {"category": "facility", "urgency": "ordinary", "once": str(form.initial["once"])}
    return told | {"occurred_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"} | more


class TestFromAVisit:
    """The person is not typed again."""

    def test_the_form_begins_with_what_the_visit_knows(self, house, enter):
        person = people.resident(house.near, name="王小明")
        visit = met(person, findings="下水道堵")
        client = enter(house.user(Role.MEMBER))
        assert f"/issues/add/?visit={visit.pk}" in client.get(f"/visits/{visit.pk}/").content.decode()
        form = client.get(f"/issues/add/?visit={visit.pk}").context["form"]
        begun = {name: form.initial[name] for name in ("grid", "source", "place", "description", "concerned", "visit")}
        assert begun == {
            "grid": house.near.pk, "source": "visit", "place": person.household.door, "description": "下水道堵",
            "concerned": [person.pk], "visit": visit.pk,
        }  # fmt: skip
        assert form.fields["visit"].told["why"].endswith("走访王小明")

    def test_only_within_reach(self, house, enter):
        visit = met(people.resident(house.aside))
        client = enter(house.user(Role.MEMBER))
        for key in (visit.pk, "x", 10**18, "٣"):
            form = client.get("/issues/add/", {"visit": key}).context["form"]
            assert not {"visit", "place", "concerned"} & set(form.initial)
        form = client.get("/issues/add/").context["form"]
        sent = answers(form, title="t", place="p", visit=visit.pk)
        assert "visit" in client.post("/issues/add/", sent).context["form"].errors
        assert not Issue.objects.exists()

    def test_a_draft_of_its_own(self, house, enter):
        visit = met(people.resident(house.near))
        client = enter(house.user(Role.MEMBER))
        plain = client.get("/issues/add/?category=facility").context["draft"]
        own = client.get(f"/issues/add/?visit={visit.pk}&x=1").context["draft"]
        assert plain == {"register": "issue", "url": "/issues/add/"}
        assert own == {"register": f"issue?visit={visit.pk}", "url": f"/issues/add/?visit={visit.pk}"}

    def test_a_plan_leads_to_no_report(self, house, enter):
        visit = people.visit_to(house.near, given=house.user(Role.MEMBER))
        page = enter(house.user(Role.MEMBER)).get(f"/visits/{visit.pk}/").content.decode()
        assert "/issues/add/?visit=" not in page


class TestChoosing:
    """Several of many, by the search box."""

    def test_the_form_holds_the_chosen_only(self, house, enter):
        rows = [people.resident(house.near) for _ in range(5)]
        issue = IssueFactory(grid=house.near, concerned=rows[:2])
        client = enter(house.user(Role.HEAD))
        page = client.get(f"/issues/{issue.pk}/edit/").content.decode()
        box = page[page.index('name="concerned"') :]
        assert box[: box.index("</select>")].count("<option") == 2
        assert 'data-remote="/people/pick/"' in page
        assert rows[0].name in page
        empty = client.get("/issues/add/").content.decode()
        box = empty[empty.index('name="concerned"') :]
        assert "<option" not in box[: box.index("</select>")]

    def test_people_out_of_reach_cannot_be_put_on_but_stay_on(self, house, enter):
        aside, near = people.resident(house.aside), people.resident(house.near)
        issue = IssueFactory(grid=house.near, concerned=[aside])
        client = enter(house.user(Role.HEAD))
        form = client.get(f"/issues/{issue.pk}/edit/").context["form"]
        sent = answers(form, title=issue.title, place="东口", grid=house.near.pk, source="member")
        sent |= {"version": issue.version, "base": form.initial["base"]}
        assert client.post(f"/issues/{issue.pk}/edit/", sent | {"concerned": [aside.pk, near.pk]}).status_code == 302
        assert set(issue.concerned.all()) == {aside, near}
        fresh = client.get("/issues/add/").context["form"]
        refused = client.post("/issues/add/", answers(fresh, title="t", place="p", concerned=[aside.pk]))
        assert "concerned" in refused.context["form"].errors

    def test_two_who_change_it_are_compared(self, house, enter):
        one, two = people.resident(house.near, name="王小明"), people.resident(house.near, name="李小红")
        issue = IssueFactory(grid=house.near, concerned=[one])
        client, url = enter(house.user(Role.HEAD)), f"/issues/{issue.pk}/edit/"
        form = client.get(url).context["form"]
        sent = answers(form, title=issue.title, place="东口", grid=house.near.pk, source="member")
        sent |= {"version": issue.version, "base": form.initial["base"], "concerned": [one.pk, two.pk]}
        other = Issue.objects.get(pk=issue.pk)
        other.place = "西口"
        other.save(by=None)
        found = client.post(url, sent)
        assert found.status_code == 409
        (row,) = [row for row in found.context["rows"] if row["name"] == "concerned"]
        assert row["mine_value"] == f"{one.pk},{two.pk}"
        page = found.content.decode()
        assert "李某" in page
        assert "李小红" not in page
        fresh = Issue.objects.get(pk=issue.pk)
        settled = sent | {
            "resolve": "1",
            "version": fresh.version,
            "pick_concerned": "mine",
            "mine_concerned": row["mine_value"],
        }
        assert client.post(url, settled | {"pick_place": "theirs"}).status_code == 302
        assert set(issue.concerned.all()) == {one, two}

    def test_names_are_asked_for_again_by_their_keys(self, house, enter):
        near, aside = people.resident(house.near, name="王小明"), people.resident(house.aside)
        found = enter(house.user(Role.MEMBER)).get(f"/people/pick/?pk={near.pk}&pk={aside.pk}&pk=x").json()
        assert [(row["value"], row["text"]) for row in found] == [(near.pk, "王小明")]


class TestTelling:
    """Masked, and open only to who may see the person."""

    def test_a_fact_leads_to_who_may_be_seen(self, house, enter):
        near, aside = people.resident(house.near, name="王小明"), people.resident(house.aside, name="李小红")
        issue = IssueFactory(grid=house.near, concerned=[near, aside])
        page = enter(house.user(Role.MEMBER)).get(f"/issues/{issue.pk}/").content.decode()
        assert f'<a href="/people/{near.pk}/">王某</a>' in page
        assert f"/people/{aside.pk}/" not in page
        assert "李某" in page
        assert not [name for name in ("王小明", "李小红") if name in page]

    def test_workbooks_and_history_are_masked(self, house, enter):
        issue = IssueFactory(grid=house.near, concerned=["王小明", "李小红"])
        IssueFactory(grid=house.near)
        content = b"".join(enter(house.user(Role.SECRETARY)).get("/issues/export/").streaming_content)
        cells = [
            str(cell) for line in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in line
        ]
        assert {"王某、李某", "李某、王某"} & set(cells)
        issue.relate(concerned=[])
        issue.save(by=None)
        told = str(list(Entry.objects.values_list("changes", flat=True)))
        assert "王某" in told
        assert not [name for name in ("王小明", "李小红") if name in str(cells) + told]

    def test_the_person_and_the_dwelling_tell_the_issues_within_reach(self, house, enter):
        person = people.resident(house.near)
        here = IssueFactory(grid=house.near, title="近处的事", concerned=[person])
        IssueFactory(grid=house.aside, title="远处的事", concerned=[person])
        IssueFactory(grid=house.near, title="别人的事")
        client = enter(house.user(Role.MEMBER))
        for url in (f"/people/{person.pk}/", f"/households/{person.household_id}/"):
            page = client.get(url).content.decode()
            assert f"/issues/{here.pk}/" in page
            assert "远处的事" not in page
            assert "别人的事" not in page


class TestMigration:
    """Names written as text become people."""

    def test_names_are_cut_as_they_were_written(self):
        names_in = importlib.import_module("grids.migrations.0007_concerned").names_in
        assert names_in(" 王小明、李四，王小明;张三 赵六 ") == ["王小明", "李四", "张三", "赵六"]
        assert names_in("") == []
        assert names_in("长" * 60) == ["长" * 40]


@pytest.mark.django_db(transaction=True)
def test_the_column_goes_and_the_names_stay():
    from django.db.migrations.executor import MigrationExecutor

    from tests.factories.house import build

    house = build()
    ids = [IssueFactory(grid=house.near).pk for _ in range(3)]
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()  # of every room: those above go down with this one
    executor.migrate([("grids", "0006_person_search")])
    try:
        old = executor.loader.project_state([("grids", "0006_person_search")]).apps.get_model("grids", "Issue")
        for pk, names in zip(ids, ("王小明、李四", "", "王小明"), strict=True):
            issue = old.objects.get(pk=pk)
            issue.parties = names
            issue.save()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(latest)
    told = {pk: sorted(one.name for one in Issue.objects.get(pk=pk).concerned.all()) for pk in ids}
    assert told == {ids[0]: ["李四", "王小明"], ids[1]: [], ids[2]: ["王小明"]}
    made = Person.objects.get(issues=ids[2])
    assert (made.tie, made.state, made.grid) == ("associate", "present", house.community)
    assert Person.objects.count() == 3
    assert made.search
    assert Entry.objects.own(made).get().reason == "由事项的当事人转来"
    assert people.resident(house.near).code.endswith("-0004")
