"""The demonstration: the community's stated figures, a lifelike history, loaded once and taken away whole."""

import io
from collections import Counter as Tally
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils.timezone import localtime

from accounts.models import Post, User
from grids import actions
from grids.choices import IssueState, NodeLevel
from grids.models import Card, Extension, Grid, Issue, Order, StatedFigure
from grids.models.issue import DONE
from portal.clock import start_of_day
from portal.models import Attachment, Counter, Entry
from reports import demo
from reports.demo import issues, pictures
from reports.demo.clearing import clear
from reports.models import DemoRow
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, plant
from tests.reports.hamlet import shrink

DAY = date(2026, 11, 22)
PASSWORD = "Demo-pass-2026"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel("2026-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def small(monkeypatch):
    """Fewer issues, pictures and people, of the same kinds."""
    shrink(monkeypatch)
    monkeypatch.setattr(issues, "CURVE", [4] * 12)
    monkeypatch.setattr(pictures, "MANY", 4)


@pytest.fixture
def made(small):
    return demo.load(day=DAY, password=PASSWORD)


def run(**options):
    out = io.StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def rows_of_everything():
    return {model._meta.label: set(model._base_manager.values_list("pk", flat=True)) for model in apps.get_models()}


def test_the_community_is_the_real_one_in_size(monkeypatch):
    shrink(monkeypatch)  # how many live there is told in test_demo_town.py
    made = demo.load(day=DAY, password=PASSWORD)
    assert len(made.grids) == 7
    assert Tally(Post.objects.values_list("role", flat=True)) >= Tally(head=7, member=18, secretary=1, clerk=1, admin=1)
    assert 1200 <= Issue.objects.count() <= 1500
    assert set(Issue.objects.values_list("state", flat=True)) == set(IssueState.values)
    assert Attachment.objects.values("object_id").distinct().count() >= 60
    assert set(Issue.objects.values_list("grid", flat=True)) == {grid.pk for grid in made.grids}
    months = Tally(f"{at:%Y-%m}" for at in Issue.objects.values_list("created_at", flat=True))
    assert min(months[f"2026-{n:02}"] for n in range(3, 11)) >= 50


def test_stated_figures_are_those_of_the_source(made):
    exact = {
        "households": 924, "people": 3899, "resident-households": 242, "resident-people": 885, "floating-households": 754,
        "floating-people": 3014, "area": "2.2", "institutions": 1, "enterprises": 12, "traders": 163, "hospitals": 1,
        "kindergartens": 2, "branches": 1, "party-members": 62, "checked-in-organisations": 3, "private-branches": 3,
        "grids": 7, "grid-heads": 7, "grid-members": 18, "lines": 9, "volunteers": 238, "teams": 10, "hours-each": 60,
        "wishes-open": 24, "urgent-projects": 3, "students": 2, "founded-year": 2012, "founded-month": 3,
        "studio-since": 2018,
    }  # fmt: skip
    about = {
        "checked-in-members": 100, "activities": 20, "disputes-settled": 40, "wishes-collected": 180,
        "wishes-claimed": 160, "raised": 5000, "family-planning-aid": 3000, "relief": 2000, "office-area": 300,
        "volunteer-share": 10,
    }  # fmt: skip
    stated = StatedFigure.objects.filter(community=made.community, source="源文件所述")
    assert {s.key: s.value for s in stated if not s.about} == {key: Decimal(value) for key, value in exact.items()}
    assert {s.key: s.value for s in stated if s.about} == about


def test_people_have_one_post_each_and_synthetic_names(made):
    assert set(made.people) == {
        "secretary", "clerk", "mediator", "leader1", "party1", "party2", "observer", "admin",
        *(f"head{n}" for n in range(1, 8)), *(f"member{n}" for n in range(1, 19)),
    }  # fmt: skip
    for user in User.objects.all():
        assert "演" in user.name.removesuffix("（演示）") != user.name
        assert user.check_password(PASSWORD)
        assert not user.must_change_password
        assert [post.state for post in user.posts_now] == ["held"]
    where = Post.objects.filter(role="member").order_by("pk").values_list("grid__order", flat=True)
    assert Tally(where) == {1: 3, 2: 3, 3: 3, 4: 3, 5: 2, 6: 2, 7: 2}
    assert [post.grid.order for post in Post.objects.filter(role="head").order_by("pk")] == list(range(1, 8))
    assert made.people["member4"].home_grid == made.grids[1]
    assert made.people["observer"].home_grid is None


def test_every_history_ends_where_its_issue_stands(made):
    for issue in Issue.objects.all():
        lines = list(Entry.objects.filter(object_id=issue.pk, model="grids.issue").order_by("at", "pk"))
        moves = [line for line in lines if line.to_state]
        assert moves[-1].to_state == issue.state
        assert issue.version == sum(line.verb != "photo" for line in lines)
        assert all(a.to_state == b.from_state for a, b in pairwise(moves))
        assert lines[0].at == issue.created_at
        assert lines[-1].at < start_of_day(DAY)
        closed = [line.at for line in moves if line.to_state == IssueState.CLOSED]
        assert issue.closed_at == (closed[-1] if issue.state in DONE else None)
        assert issue.code.startswith(f"SX{localtime(issue.created_at):%Y%m%d}-")


# A line that an act elsewhere brought about, and what it took leave for: (register, verb).
LEAVE = {
    ("grids.issue", "answered"): (Order, "reply"),
    ("grids.issue", "extended"): (Extension, "approve"),
    ("grids.issue", "not_extended"): (Extension, "refuse"),
    ("grids.issue", "card_withdrawn"): (Card, "withdraw"),
    ("grids.issue", "merge"): (Issue, "void"),
    ("grids.order", "add"): (Issue, "dispatch"),
    ("grids.order", "withdraw"): (Issue, "recall"),
    ("grids.extension", "add"): (Issue, "extend"),
    ("grids.revisit", "add"): (Issue, "revisit"),
}
BY_ITSELF = {"escalate", "card", "chase", "add", "lapse"}


def test_everybody_did_only_what_their_post_allows(made):
    # A request that nobody needs any more falls with whatever was done instead.
    acts = Entry.objects.filter(root_model="grids.issue").exclude(verb__in=("photo", "lapse")).order_by()
    assert set(acts.filter(actor=None).values_list("verb", flat=True)) <= BY_ITSELF
    for actor, label, verb in set(acts.exclude(actor=None).values_list("actor", "model", "verb")):
        user, (model, leave) = User.objects.get(pk=actor), LEAVE.get((label, verb), (apps.get_model(label), verb))
        done = set(acts.filter(actor=user, model=label, verb=verb).values_list("root_id", flat=True))
        allowed = model.objects.within_reach(user, leave).values_list("pk" if model is Issue else "issue", flat=True)
        assert done <= set(allowed), f"{user} {label} {verb}"


def test_numbers_go_on_where_the_demonstration_stopped(made):
    for key, value in Counter.objects.filter(pk__startswith="SX").values_list("pk", "value"):
        codes = Issue.objects.filter(code__startswith=f"{key}-").order_by("code").values_list("code", flat=True)
        assert list(codes) == [f"{key}-{n:04d}" for n in range(1, value + 1)]
    issue = IssueFactory(grid=made.grids[0], by=made.people["member1"])
    assert issue.code == "SX20261122-0001"


def told(made):
    """Everything but keys and cipher texts."""
    issues = [(i.code, i.title, i.description, i.state, i.due_at, i.created_at, i.version) for i in made.issues]
    lines = Entry.objects.filter(model="grids.issue").order_by("at", "pk")
    history = list(lines.values_list("verb", "actor__username", "at", "reason", "changes"))
    return issues, history, sorted(Attachment.objects.values_list("sha256", flat=True))


def test_the_same_day_tells_the_same_story(made):
    first = told(made)
    clear()
    assert told(demo.load(day=DAY, password=PASSWORD)) == first
    clear()
    assert told(demo.load(day=date(2026, 11, 23), password=PASSWORD)) != first


def test_pictures_are_there_and_marked(made):
    photo = Attachment.objects.order_by("pk").first()
    assert photo.caption == "演示图"
    for stored in (photo.file, photo.thumb):
        with stored.open("rb") as content:
            assert content.read(2) == b"\xff\xd8"
    assert default_storage.exists(photo.file.name)


def test_the_command_shows_a_random_password_once(small, settings):
    settings.DEMO_PASSWORD = ""
    said = run()
    password = said.rsplit("密码：", 1)[1].split()[0]
    assert User.objects.get(username="head3").check_password(password)
    assert all(word in said for word in ("head3", "刘演三（演示）", "网格长", "三网格", "只显示这一次"))
    before = rows_of_everything()
    again = run()
    assert "已经在库里（2026-11-22 载入），没有改动" in again
    assert password not in again
    assert rows_of_everything() == before


def test_a_given_password_is_used_and_not_repeated(small, settings):
    settings.DEMO_PASSWORD = PASSWORD
    assert PASSWORD not in run()
    assert User.objects.get(username="clerk").check_password(PASSWORD)


def test_a_database_in_use_is_left_alone(small):
    community, _ = plant()
    UserFactory(username="real", grid=community)
    with pytest.raises(CommandError, match="库里已有 1 个账号"):
        run()
    assert User.objects.count() == 1
    run(force=True)
    assert User.objects.count() == 34


def test_a_name_already_taken_stops_everything(small):
    community, _ = plant()
    UserFactory(username="clerk", grid=community)
    before = rows_of_everything()
    with pytest.raises(CommandError, match="这些账号名已经有人用：clerk"):
        run(force=True)
    assert rows_of_everything() == before


def test_a_failure_halfway_leaves_neither_rows_nor_files(small, monkeypatch):
    def broken(rows, **options):
        raise IntegrityError

    before, written = rows_of_everything(), []
    monkeypatch.setattr(DemoRow.objects, "bulk_create", broken)
    save = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *args, **kw: written.append(save(*args, **kw)) or written[-1])
    with pytest.raises(IntegrityError):
        demo.load(day=DAY, password=PASSWORD)
    assert rows_of_everything() == before
    assert written
    assert not any(default_storage.exists(name) for name in written)


def test_clearing_takes_exactly_what_was_made(small, django_capture_on_commit_callbacks):
    _, (grid, _) = plant()
    someone = UserFactory(username="real", grid=grid, role="member")
    IssueFactory(grid=grid, by=someone)
    before = rows_of_everything()
    made = demo.load(day=DAY, password=PASSWORD)
    IssueFactory(grid=grid, by=someone)
    added = {"grids.Issue": 1, "portal.Entry": 2}
    with django_capture_on_commit_callbacks(execute=True):
        said = run(clear=True)
    assert "已清除演示" in said
    after = rows_of_everything()
    assert {label: len(after[label] - before[label]) for label in after if after[label] != before[label]} == added
    assert all(before[label] <= after[label] for label in before)
    assert not any(default_storage.exists(name) for name in made.files)
    assert Entry.objects.get(verb="unlock").reason == "manage.py demo --clear"
    assert Counter.objects.get(pk="SX20261122").value == 2
    assert "没有演示记录" in run(clear=True)


def test_an_account_that_made_other_records_is_closed_and_kept(made):
    member, grid = made.people["member5"], made.grids[1]
    issue = IssueFactory(grid=grid, by=member)
    said = run(clear=True)
    assert "member5" in said
    assert "member4" not in said
    assert [user.username for user in User.objects.all()] == ["member5"]
    member.refresh_from_db()
    assert not member.is_active
    assert list(Issue.objects.all()) == [issue]
    assert [entry.verb for entry in Entry.objects.of(issue)] == ["add"]
    assert [node.level for node in Grid.objects.order_by("path")] == list(NodeLevel.values)
    assert not Post.objects.exists()


def test_what_a_real_report_was_put_into_is_kept(made):
    member, head, grid = made.people["member5"], made.people["head2"], made.grids[1]
    first = Issue.objects.filter(grid=grid, state=IssueState.REPORTED).order_by("pk").first()
    actions.void(IssueFactory(grid=grid, by=member), by=head, note="同一件事", duplicate_of=first)
    said = run(clear=True)
    assert all(name in said for name in ("member5", "head2", first.created_by.username))
    assert {issue.duplicate_of_id for issue in Issue.objects.all()} == {first.pk, None}
    assert Entry.objects.own(first).first().verb == "merge"
    assert Entry.objects.own(first).last().verb == "add"


def test_signing_in_alone_does_not_keep_an_account(made):
    Entry(verb="sign_in", actor=made.people["head2"]).save()
    clear()
    assert not User.objects.exists()
    assert not Entry.objects.filter(verb="sign_in").exists()
