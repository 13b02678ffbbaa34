"""Papers about members, and the letter to their home unit: who gets them, what stands on them and what never does."""

import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from accounts.choices import Role
from accounts.models import Post
from grids.choices import Sex
from party import joined
from party.actions import member as actions
from party.choices import Category, Duty, OrganisationKind, RuleKey
from party.joined import Deed, Tally
from party.models import Point
from party.pages import papers
from portal.models import Entry
from tests.factories import party, people
from tests.factories.accounts import UserFactory

PHONE, ID_NUMBER = "13911112222", people.id_number(n=7)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-20T10:00:00+08:00")


@pytest.fixture
def home(house):
    return party.organisation(house.community, name="虚构医院党支部", kind=OrganisationKind.UNIT)


@pytest.fixture
def member(house, home):
    """A doctor of the hospital whose register row is full."""
    person = people.associate(
        house.near, name="赵演医", sex=Sex.FEMALE, birth=date(1980, 5, 6), phone=PHONE, id_number=ID_NUMBER
    )
    return party.member(
        house.near, person=person, organisation=home, category=Category.SERVING, duty=Duty.COMMITTEE, skills="内科",
        joined_on=date(2005, 7, 1), checked_in_on=date(2024, 3, 1), offers=f"上门量血压，电话 {PHONE}",
    )  # fmt: skip


@pytest.fixture
def counted(monkeypatch, member):
    """What rooms above would know: hours, and a morning at the clinic."""

    def hours(keys, first, last):
        return {member.pk: 6 if first.month == 7 else 12} if member.pk in keys else {}

    def done(keys, first, last):
        return [Deed(member.pk, date(2026, 8, 9), f"义诊半天，联系 {PHONE}", "4 小时")] if first.year == 2026 else []

    monkeypatch.setattr(joined, "TALLIES", [Tally("志愿服务", "小时", Point, hours, lambda *_: "")])
    monkeypatch.setattr(joined, "DEEDS", [done])


@pytest.fixture
def clerk(house, enter):
    return enter(house.user(Role.CLERK))


def text_of(answer):
    assert answer.status_code == 200
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def word_of(answer):
    assert answer.status_code == 200
    return Document(io.BytesIO(b"".join(answer.streaming_content)))


def text_in(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in document.paragraphs] + cells)


class TestOfMember:
    """报到单, 登记卡, 服务记录卡."""

    SAID = {
        "report": ["在职党员报到单", "赵演医", "虚构医院党支部", "2024 年 3 月 1 日", "支委", "内科", "回　执", "盖章"],
        "card": [
            "党员登记卡", "赵演医", "女", "1980 年 5 月 6 日", "虚构医院党支部", "在职报到党员", "支委", "2005 年 7 月 1 日",
            "2024 年 3 月 1 日", "内科", "上门量血压", "服务 50 小时，或参加活动 4 次", "照片", "本人签名",
        ],
        "service": ["党员服务记录卡", "赵演医", "2026-08-09", "义诊半天", "4 小时", "志愿服务", "12 小时", "本人签名"],
    }  # fmt: skip

    @pytest.mark.parametrize("kind", SAID)
    def test_page_and_file_say_it_and_no_number_of_hers(self, clerk, member, counted, kind):
        url = f"/members/{member.pk}/{kind}"
        document = word_of(clerk.get(f"{url}.docx"))
        for text in (text_of(clerk.get(f"{url}/")), text_in(document)):
            said = [member.code, member.grid.name, *self.SAID[kind]]
            assert [words for words in said if words not in text] == []
            assert PHONE not in text
            assert ID_NUMBER not in text
        entry = Entry.objects.get(verb="export")
        assert (entry.object_id, entry.actor) == (member.pk, clerk.get(url + "/").wsgi_request.user)

    def test_numbers_and_what_is_not_known_are_left_to_the_pen(self, house, member):
        def empty(one):
            return {cell.label for row in papers.card(one).parts[0].rows for cell in row if not cell.value}

        pen = {"照片", "身份证号", "联系电话", "本人签名", "社区意见"}
        assert empty(member) == pen
        unknown = {"性别", "出生日期", "入党日期", "报到日期", "特长", "服务意愿"}
        plain = party.member(house.near, hours=0, activities=3)
        assert (empty(plain), papers.quota(plain)) == (pen | unknown, "参加活动 3 次")
        sent = party.serving(house.near)
        assert "已于　　年　　月　　日到" in papers.report(sent).parts[1].sentences[1]

    def test_the_year_has_lines_for_the_pen_and_no_sum_of_nothing(self, house, monkeypatch):
        monkeypatch.setattr(joined, "TALLIES", [])
        monkeypatch.setattr(joined, "DEEDS", [])
        _, deeds, sums = papers.service(party.member(house.near)).parts
        assert deeds.lines == tuple((str(n), "", "", "", "") for n in range(1, papers.SPARE + 1))
        assert (sums.sentences, sums.rows) == ((), ())

    @pytest.mark.parametrize("kind", OrganisationKind)
    def test_only_whom_somebody_sent_brings_a_slip(self, house, clerk, kind):
        one = party.member(house.near, organisation=party.organisation(house.community, kind=kind))
        sent = kind in ("unit", "enterprise")
        page = clerk.get(f"/members/{one.pk}/")
        assert [paper["label"] for paper in page.context["papers"]] == ["报到单"] * sent + ["登记卡", "服务记录卡"]
        for end in ("/", ".docx"):
            assert clerk.get(f"/members/{one.pk}/report{end}").status_code == (200 if sent else 404)

    @pytest.mark.parametrize("kind", SAID)
    @pytest.mark.parametrize("end", ["/", ".docx"])
    def test_doors(self, house, enter, member, kind, end):
        party_user = house.user(Role.PARTY)
        own = party.member(house.near, user=party_user, organisation=member.organisation)
        rows = [member, own, party.serving(house.aside), party.serving(house.away)]
        allowed = {
            Role.SECRETARY: [200, 200, 200, 404],
            Role.CLERK: [200, 200, 200, 404],
            Role.HEAD: [200, 200, 404, 404],
            Role.PARTY: [404, 200, 404, 404],
            Role.MEMBER: [403] * 4,
            Role.OBSERVER: [403] * 4,
            Role.ADMIN: [403] * 4,
        }
        for role, codes in allowed.items():
            client = enter(house.user(role))
            assert [client.get(f"/members/{row.pk}/{kind}{end}").status_code for row in rows] == codes, role


class TestReply:
    """反馈函 of a quarter."""

    @pytest.fixture
    def points(self, member):
        for day, worth in (
            (date(2026, 6, 30), 7),
            (date(2026, 7, 1), 3),
            (date(2026, 9, 30), 2),
            (date(2026, 10, 1), 1),
        ):
            party.point(member.grid, member=member, on=day, rule=RuleKey.SERVICE, points=Decimal(worth))

    def url(self, organisation, end="/"):
        return f"/organisations/{organisation.pk}/reply{end}"

    def lines(self, answer):
        return answer.context["paper"].parts[0].lines

    def test_the_last_whole_quarter_is_told(self, clerk, home, member, counted, points):
        page = clerk.get(self.url(home))
        paper = page.context["paper"]
        assert (paper.title, paper.number) == ("在职党员服务情况反馈函", "虚构医院党支部 2026年第三季度")
        assert paper.parts[0].head == ("序号", "姓名", "志愿服务（小时）", "本季积分", "备注")
        assert self.lines(page) == (("1", "赵演医", "6", "5.0", ""),)
        assert "（7 月 1 日至 9 月 30 日），贵单位 1 名" in text_of(page)
        slip = paper.parts[-1]
        assert slip.head == ("序号", "姓名", "单位考", "评语（主要表现、建议）")
        assert slip.lines == (("1", "赵演医", "", ""),)

    def test_page_and_file_agree_and_taking_it_is_noted(self, clerk, house, home, member, counted, points):
        home.phone = "0912-1234567"
        home.save(by=None)
        asked = "?month=2026-10&period=quarter"
        document = word_of(clerk.get(self.url(home, ".docx") + asked))
        page = clerk.get(self.url(home) + asked)
        assert self.lines(page) == (("1", "赵演医", "12", "61.0", ""),)
        for text in (text_of(page), text_in(document)):
            said = ["2026年第四季度（10 月 1 日至 11 月 20 日）", "虚构医院党支部", "赵演医", "单位考", "盖章"]
            assert [words for words in said if words not in text] == []
            assert not re.search(f"{PHONE}|{ID_NUMBER}|1234567", text)
        assert page.context["word_url"] == self.url(home, ".docx") + asked
        entry = Entry.objects.get(verb="export")
        assert (entry.object_id, entry.actor) == (home.pk, house.user(Role.CLERK))
        assert "第四季度" in entry.reason

    def test_the_keys_lead_to_the_quarters_beside_but_to_none_to_come(self, clerk, home):
        def keys(asked=""):
            return [(one["label"], one["on"]) for one in clerk.get(self.url(home) + asked).context["quarters"]]

        second, third, fourth = ("2026年第二季度", False), ("2026年第三季度", True), ("2026年第四季度 未完", False)
        assert keys() == [second, third, fourth]
        assert keys("?month=2026-09") == [second, third, fourth]
        assert keys("?month=2026-12&period=quarter") == [("2026年第三季度", False), ("2026年第四季度 未完", True)]
        assert keys("?month=2000-01&period=quarter") == [("2000年第一季度", True), ("2000年第二季度", False)]
        page = clerk.get(self.url(home))
        for one in page.context["quarters"]:
            assert clerk.get(self.url(home) + one["url"]).context["paper"].number.endswith(one["label"].split()[0])

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ("month=heute", "月份应写成 2026-11 这样"),
            ("month=1999-12", "月份应写成"),
            ("period=decade", "没有这样的期间"),
            ("month=2026-10&period=month", "按季度出具"),
            ("period=year", "按季度出具"),
            ("month=2027-01&period=quarter", "2027年第一季度还没有到"),
        ],
    )
    @pytest.mark.parametrize("end", ["/", ".docx"])
    def test_what_is_asked_wrongly_is_told(self, clerk, home, asked, sentence, end):
        answer = clerk.get(f"{self.url(home, end)}?{asked}")
        assert answer.status_code == 400
        assert sentence in answer.content.decode()

    def test_who_has_left_or_came_later_is_not_on_it(self, house, clerk, home, member):
        gone = party.member(house.near, person=people.associate(house.near), organisation=home)
        actions.leave(gone, by=None, note="调走")
        new = people.associate(house.near, name="钱演新")
        party.member(house.near, person=new, organisation=home, checked_in_on=date(2026, 10, 8))
        assert [line[1] for line in self.lines(clerk.get(self.url(home)))] == ["赵演医"]
        running = clerk.get(self.url(home) + "?month=2026-11")
        assert [line[1] for line in self.lines(running)] == ["赵演医", "钱演新"]

    def test_of_nobody_there_is_nothing_to_assess(self, clerk, home):
        assert len(clerk.get(self.url(home)).context["paper"].parts) == 1
        assert "没有贵单位的党员" in text_in(word_of(clerk.get(self.url(home, ".docx"))))

    def test_only_units_that_sent_somebody_are_written_to(self, house, clerk):
        for kind in OrganisationKind:
            made = party.organisation(house.community, kind=kind)
            buttons = {act["label"] for act in clerk.get(f"/organisations/{made.pk}/").context["moves"]}
            sent = kind in ("unit", "enterprise")
            assert ("季度反馈函" in buttons) is sent
            for end in ("/", ".docx"):
                assert clerk.get(self.url(made, end)).status_code == (200 if sent else 404)

    @pytest.mark.parametrize("end", ["/", ".docx"])
    def test_doors(self, house, enter, home, member, end):
        foreign = party.serving(house.away).organisation
        party.member(house.near, user=house.user(Role.PARTY), organisation=home)
        codes = {Role.SECRETARY: [200, 404], Role.CLERK: [200, 404]}
        for role in Role:
            client = enter(house.user(role))
            found = [client.get(self.url(one, end)).status_code for one in (home, foreign)]
            assert found == codes.get(role, [403, 403]), role

    def test_a_clerk_elsewhere_who_only_belongs_here_does_not_get_it(self, house, enter, home, member):
        user = UserFactory(grid=house.away.community, role=Role.CLERK)
        Post(user=user, role=Role.PARTY, grid=house.community).save(by=None)
        client = enter(user)
        assert client.get(f"/organisations/{home.pk}/").status_code == 200
        answer = client.get(self.url(home))
        assert answer.status_code == 403
        assert "请书记或工作人员出具" in answer.content.decode()
        buttons = enter(house.user(Role.PARTY)).get(f"/organisations/{home.pk}/").context["moves"]
        assert "季度反馈函" not in {act["label"] for act in buttons}

    def test_many_cost_no_more_queries_than_one(self, house, clerk, home, member, counted):
        def asked():
            with CaptureQueriesContext(connection) as caught:
                clerk.get(self.url(home))
            return len(caught)

        asked()
        one = asked()
        for _ in range(3):
            party.member(house.aside, person=people.associate(house.near), organisation=home)
        assert asked() == one
