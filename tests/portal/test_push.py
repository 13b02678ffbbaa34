"""What the community's chat is told, against a real receiver on this machine: every line once, and nobody's data."""

import json
import logging
from datetime import timedelta

import pytest

from accounts.choices import Role
from grids import actions
from portal import health, push
from portal.clock import now
from portal.models import Counter
from portal.ticks import push_news
from portal.work import TICKS, make_rounds
from tests.factories import grids
from tests.factories.grids import IssueFactory
from tests.portal.receiver import SECRET, open_receiver

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]
PERSONAL = ("王小明", "13812345678", "私人")


@pytest.fixture
def receiver(settings):
    """A chat that the setting names."""
    with open_receiver() as server:
        settings.NOTIFY_URL = server.url
        yield server
        server.shutdown()


@pytest.fixture
def later(time_machine):
    """``later()`` lets the clock jump past the moment in which lines are not told yet."""

    def jump(**by):
        time_machine.move_to(now() + timedelta(**(by or {"minutes": 1})), tick=False)

    return jump


@pytest.fixture
def begun(receiver, house):
    """The receiver as it stands after the first round, which tells nothing of what was before."""
    IssueFactory(grid=house.near, urgency="urgent", title="早先的")
    push.push()
    assert receiver.got == []
    return receiver


def bodies(receiver):
    return [body["message"] for _, body in receiver.got]


def test_an_urgent_report_is_told_with_number_place_and_state(begun, house, later):
    urgent = IssueFactory(grid=house.near, urgency="urgent")
    IssueFactory(grid=house.near)
    later()
    push_news()
    ((path, body),) = begun.got
    assert path == f"/{SECRET}"
    assert body["title"] == "杨园则社区：新情况"
    assert body["message"] == f"{urgent.code} A1网格 事项：登记，现在“已上报”"


def test_each_thing_that_must_be_known_is_told(begun, house, later):
    head, clerk, secretary = (house.user(role) for role in (Role.HEAD, Role.CLERK, Role.SECRETARY))
    issue = IssueFactory(grid=house.near)

    def act(move, by, **answers):
        issue.refresh_from_db()
        getattr(actions, move)(issue, by=by, **answers)

    act("urge", clerk)
    act("accept", head)
    act("extend", head, until=issue.due_at + timedelta(hours=1), note="等配件")
    act("escalate", head, note="办不了")
    issue.refresh_from_db()
    actions.give(issue, colour="yellow", reason="超期")
    act("dispatch", clerk, department=grids.department(house.community), request="请修")
    actions.reply(issue.orders.get(), by=clerk, outcome="done", text="修好了")
    act("verify", secretary)
    act("reopen", secretary, note="又坏了")
    later()
    push_news()
    (body,) = bodies(begun)
    told = [line.split("：")[1].split("，")[0] for line in body.splitlines()]
    assert told == ["催办", "申请延期", "升级到社区", "挂牌", "交办部门", "部门回复", "重新办理"]


def test_nobodys_name_words_or_numbers_leave_the_house(begun, house, later):
    name, phone, word = PERSONAL
    head = house.user(Role.HEAD)
    issue = IssueFactory(
        grid=house.near, by=house.user(Role.MEMBER), urgency="urgent", title=f"{name}{word}", concerned=[name],
        description=f"{word} {phone}", place=f"{name}家 {phone}",
    )  # fmt: skip
    actions.escalate(issue, by=head, note=f"{name} {phone} {word}")
    later()
    push_news()
    sent = json.dumps(begun.got, ensure_ascii=False)
    assert issue.code in sent
    assert not [word for word in (*PERSONAL, "1381234", "5678", head.name, head.name[:2]) if word in sent]


def test_twenty_lines_and_how_many_more(begun, house, later, settings):
    settings.SITE_URL = "https://portal.example.com/"
    for _ in range(23):
        IssueFactory(grid=house.near, urgency="urgent")
    later()
    push_news()
    lines = bodies(begun)[0].splitlines()
    assert len(lines) == 22
    assert lines[-2:] == ["另有 3 条", "登录后查看：https://portal.example.com/news/"]


def test_a_round_made_again_tells_nothing_again(begun, house, later):
    IssueFactory(grid=house.near, urgency="urgent")
    later()
    for _ in range(3):
        push_news()
    assert len(begun.got) == 1


def test_a_round_killed_after_sending_tells_nothing_again(begun, house, later, monkeypatch):
    IssueFactory(grid=house.near, urgency="urgent")
    later()
    send = push._send

    def killed(url, body):
        send(url, body)
        raise KeyboardInterrupt

    monkeypatch.setattr(push, "_send", killed)
    with pytest.raises(KeyboardInterrupt):
        push_news()
    monkeypatch.setattr(push, "_send", send)
    assert health.push()[0] == health.WARN
    push_news()
    assert len(begun.got) == 1
    IssueFactory(grid=house.near, urgency="urgent")
    later()
    push_news()
    assert len(begun.got) == 2
    assert health.push()[0] == health.OK


def test_of_two_workers_one_tells(begun, house, later, monkeypatch):
    IssueFactory(grid=house.near, urgency="urgent")
    later()
    message = push.message

    def meanwhile(after, upto):
        monkeypatch.setattr(push, "message", message)
        push_news()
        return message(after, upto)

    monkeypatch.setattr(push, "message", meanwhile)
    push_news()
    assert len(begun.got) == 1


def test_a_line_is_told_once_it_has_settled(begun, house, later):
    first = IssueFactory(grid=house.near, urgency="urgent")
    push_news()
    assert begun.got == []
    later(seconds=31)
    second = IssueFactory(grid=house.near, urgency="urgent")
    push_news()
    later(seconds=31)
    push_news()
    assert [body[: len(first.code)] for body in bodies(begun)] == [first.code, second.code]


def test_a_stop_longer_than_a_day_is_not_made_up_for(begun, house, later):
    IssueFactory(grid=house.near, urgency="urgent")
    later(hours=25)
    new = IssueFactory(grid=house.near, urgency="urgent")
    later()
    push_news()
    assert [body.split()[0] for body in bodies(begun)] == [new.code]


def test_a_refused_message_comes_again_with_what_is_new_meanwhile(begun, house, later):
    first = IssueFactory(grid=house.near, urgency="urgent")
    later()
    begun.answer = 500
    push_news()
    assert (begun.got, health.push()[0]) == ([], health.WARN)
    second = IssueFactory(grid=house.near, urgency="urgent")
    later()
    begun.answer = 200
    push_news()
    assert [line.split()[0] for line in bodies(begun)[0].splitlines()] == [first.code, second.code]
    assert health.push() == (health.OK, "")


def test_after_so_many_rounds_a_message_is_left_out_and_the_next_one_goes(begun, house, later, caplog):
    IssueFactory(grid=house.near, urgency="urgent")
    later()
    begun.answer = 500
    for _ in range(push.TRIES + 2):
        push_news()
    assert Counter.objects.get(key__startswith="push-failed:").value == push.TRIES
    assert "left out" in caplog.text
    begun.answer = 200
    push_news()
    assert begun.got == []
    new = IssueFactory(grid=house.near, urgency="urgent")
    later()
    push_news()
    assert [body.split()[0] for body in bodies(begun)] == [new.code]


def test_two_receivers_are_told_apart(begun, house, later, settings):
    with open_receiver() as other:
        settings.NOTIFY_URL = f"{begun.url}, {other.url}"
        push_news()
        IssueFactory(grid=house.near, urgency="urgent")
        later()
        other.answer = 500
        push_news()
        other.answer = 200
        push_news()
        assert (len(begun.got), len(other.got)) == (1, 1)
        other.shutdown()


@pytest.mark.parametrize("answer", [500, 403, None])
def test_the_address_is_written_down_nowhere(begun, house, later, caplog, capfd, answer, settings, client):
    caplog.set_level(logging.DEBUG)
    IssueFactory(grid=house.near, urgency="urgent")
    later()
    if answer:
        begun.answer = answer
    else:
        settings.NOTIFY_URL = f"json://127.0.0.1:9/{SECRET} wecombot://{SECRET} nonsense://{SECRET}"
        push_news()
        IssueFactory(grid=house.near, urgency="urgent")
        later()
    make_rounds({"push_news": TICKS["push_news"]})
    written = caplog.text + "".join(capfd.readouterr()) + str(health.findings()) + client.get("/healthz").text
    assert "NOTIFY_URL took no message" in caplog.text
    assert SECRET not in written
    assert not Counter.objects.filter(key__contains="secret").exists()


def test_what_a_plugin_raises_stops_no_other_round_and_is_told_by_its_kind(begun, house, later, monkeypatch, caplog):
    caplog.set_level(logging.WARNING)
    IssueFactory(grid=house.near, urgency="urgent")
    later()

    def broken(*args, **kwargs):
        raise RuntimeError(SECRET)

    monkeypatch.setattr(push.Apprise, "notify", broken)
    push_news()
    assert health.push()[0] == health.WARN
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_without_the_setting_nothing_is_kept_or_sent(house, settings):
    settings.NOTIFY_URL = ""
    IssueFactory(grid=house.near, urgency="urgent")
    push_news()
    assert not Counter.objects.filter(key__startswith="push-").exists()
    assert health.push() == (health.OK, "没有设置")


def test_an_address_nobody_understands_is_said_on_the_health_page(settings):
    settings.NOTIFY_URL = "没有写对"
    assert health.push()[0] == health.WARN


def test_the_round_comes_every_minute():
    assert TICKS["push_news"].every == timedelta(minutes=1)
    assert push.CONNECT + push.READ <= 10
