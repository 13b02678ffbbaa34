"""Many pledges together: the register book, the overview and its rows, workbooks, what is counted of a member, bulk."""

import re
from datetime import date
from urllib.parse import unquote

import pytest

from accounts.choices import Role
from party.joined import deeds
from pledges import joining
from pledges.choices import Frequency
from pledges.models import Fulfilment, Pledge
from tests.factories import party
from tests.factories.accounts import UserFactory
from tests.pledges.conftest import NOTE, SENTENCE, look
from tests.portal.test_bulk import confirmed
from tests.portal.test_bulk_export import book

BOOK, OVERVIEW = "/pledges/book/", "/pledges/overview/"
WORDS = "每周六带二号楼的孩子们下两盘象棋，下到放寒假"
WEEKLY = {"sentence": WORDS, "frequency": Frequency.WEEKLY, "ends_on": date(2026, 3, 22)}


def text(response):
    return response.content.decode()


@pytest.fixture
def comrade(branch):
    """Another member of the branch, with an account."""
    user = UserFactory(grid=branch.house.aside, role=Role.PARTY)
    return party.member(branch.house.aside, user=user)


def test_workbooks_are_masked_and_within_reach(branch, comrade, enter):
    phone = "13800001234"
    mine = branch.running(sentence=f"给王奶奶打电话{phone}", ends_on=date(2026, 3, 31))
    branch.step("fulfil", mine, words=f"打了{phone}")
    branch.pledge(member=comrade, by=None)
    branch.act("conclude", mine, "party")
    branch.say(mine, words=f"电话{phone}")
    for path, many in (("", 2), ("fulfilments/", 1), ("reviews/", 1)):
        for by, rows in (("clerk", many), ("head", 1)):
            cells, title = book(enter(branch.user(by)).get(f"/pledges/{path}export/"))
            assert {"王某"} <= cells
            assert sum(bool(re.match(r"(CN|DX|PN)2026", str(cell))) for cell in cells) >= rows
            assert not re.search(f"{phone}|王演", f"{cells} {title}")
        for by in ("party", "member"):
            assert enter(branch.user(by)).get(f"/pledges/{path}export/").status_code == 403
    head, _ = book(enter(branch.head).get("/pledges/export/"))
    assert SENTENCE not in head


class TestBook:
    def test_it_lists_every_period_of_what_was_approved(self, branch, comrade, enter):
        pledge = branch.running(**WEEKLY)
        branch.step("fulfil", pledge)
        branch.at(3, 9)
        branch.step("excuse", pledge, 2, "head", **NOTE)
        branch.pledge()
        branch.pledge(member=party.member(branch.house.away), by=None)
        page = enter(branch.secretary).get(BOOK)
        (line,) = page.context["lines"]
        assert (line["who"], line["kept"], line["state"]) == (branch.one.person.name, "1/3", "公示中")
        days = [(one["sign"], f"{one['on']:%m-%d}") for one in line["periods"]]
        assert days == [("✓", "03-02"), ("△", "03-15"), ("○", "03-22")]
        assert "✓03-02" in text(page)
        assert page.context["total"] == 1
        assert len(enter(comrade.person.user).get(BOOK).context["lines"]) == 1

    @pytest.mark.parametrize(("year", "status"), [("2025", 200), ("2015", 404), ("2101", 404), ("x", 200), ("²", 200)])
    def test_other_years_are_empty_or_nowhere(self, branch, enter, year, status):
        response = enter(branch.secretary).get(f"{BOOK}?year={year}")
        assert response.status_code == status
        assert status == 404 or "还没有审诺通过的承诺" in text(response)


class TestOverview:
    @pytest.fixture
    def spring(self, branch, comrade):
        """Two grids with something kept, late, dropped and void, one pledge that waits, one struck off; the first of April."""
        branch.act("close", branch.judged(sentence="兑现过的一句"))
        branch.step("fulfil", branch.running(**WEEKLY))
        branch.running(member=comrade, by=None, **WEEKLY | {"ends_on": date(2026, 4, 12)})
        branch.act(
            "void", branch.running(member=comrade, by=None, sentence="要作废的", ends_on=date(2026, 3, 5)), **NOTE
        )
        branch.act("recall", branch.running(sentence="撤回的", ends_on=date(2026, 3, 5)), **NOTE)
        branch.at(4, 1)
        return branch

    def numbers(self, context):
        """(what, address, number) of every linked number."""
        cells = [(name, cell) for name, cell in context["top"].items() if name != "rate"]
        for part in ("organisations", "grids"):
            rows = (context[part] or {"rows": []})["rows"]
            cells += [(f"{row['label']} {name}", row[name]) for row in rows for name in ("due", "kept")]
        cells += [(one["label"], one["cell"]) for one in context["findings"]]
        return [(name, cell["url"], int(cell["n"])) for name, cell in cells if cell["url"]]

    def test_each_number_is_that_of_the_rows_its_link_lists(self, spring, enter):
        client = enter(spring.secretary)
        for node in (spring.house.community, spring.house.near, spring.house.aside):
            found = self.numbers(client.get(f"{OVERVIEW}?node={node.pk}").context)
            assert {name: client.get(unquote(url)).context["table"]["count"] for name, url, _ in found} == {
                name: number for name, _, number in found
            }
            assert len(found) >= 5

    def test_its_numbers(self, spring, enter):
        page = enter(spring.secretary).get(OVERVIEW).context
        top = {name: cell if name == "rate" else int(cell["n"]) for name, cell in page["top"].items()}
        assert top == {"whole": 4, "pending": 1, "running": 2, "closed": 1, "rate": "25.0%", "due": 8, "kept": 2}
        assert [(row["label"], row["rate"]) for row in page["grids"]["rows"]] == [
            ("A1网格", "50.0%"),
            ("A2网格", "0.0%"),
        ]
        months = [(row["label"], int(row["due"]["n"]), int(row["kept"]["n"])) for row in page["months"]["rows"]]
        assert months == [("1 月", 0, 0), ("2 月", 0, 0), ("3 月", 8, 2), ("4 月", 0, 0)]
        assert (page["review"]["many"], page["review"]["url"]) == (1, "/pledges/desk/")
        assert [row["number"] for row in page["late"]["rows"]] == [1, 2, 2, 3, 3, 4]

    def test_who_answers_for_a_grid_sees_that_grid(self, spring, enter):
        page = enter(spring.head).get(OVERVIEW).context
        assert (page["node"], page["grids"], page["review"], page["nodes"]) == (spring.house.near, None, None, [])
        for node in (spring.house.aside.pk, spring.house.community.pk, "x"):
            assert enter(spring.head).get(f"{OVERVIEW}?node={node}").status_code == 404
        for by in ("party", "member"):
            assert enter(spring.user(by)).get(OVERVIEW).status_code == 403

    @pytest.mark.parametrize(("year", "status"), [("2025", 200), ("2027", 404), ("2015", 404), ("x", 200)])
    def test_years_that_are_not_over_yet_have_nothing_to_show(self, branch, enter, year, status):
        assert enter(branch.secretary).get(f"{OVERVIEW}?year={year}").status_code == status


# Of the party room's list, those this room put there.
OURS = [tally for tally in joining.TALLIES if tally.model in (Pledge, Fulfilment)]


class TestToldOfAMember:
    """What the party room counts and lists of each member, between two days."""

    SPAN = (date(2026, 3, 1), date(2026, 3, 31))

    def test_counts_leave_out_what_is_void_or_dropped(self, branch, comrade):
        branch.act("close", branch.judged(sentence="兑现过的一句"))
        weekly = branch.running(**WEEKLY)
        branch.step("fulfil", weekly)
        branch.act("change_rule", weekly, frequency=Frequency.MONTHLY, ends_on=date(2026, 4, 30), **NOTE)
        void = branch.running(member=comrade, by=None, **WEEKLY)
        branch.step("fulfil", void, by=None)
        branch.act("void", void, **NOTE)
        keys = [branch.one.pk, comrade.pk]
        branch.at(5, 1)
        found = {tally.label: (tally.unit, tally.count(keys, *self.SPAN)) for tally in OURS}
        mine = branch.one.pk
        assert found == {
            "承诺": ("条", {mine: 2}), "应兑现": ("期", {mine: 3}), "已兑现": ("期", {mine: 2}), "销号": ("条", {mine: 1}),
        }  # fmt: skip
        april = (date(2026, 4, 1), date(2026, 4, 30))
        assert [tally.count(keys, *april)[mine] for tally in OURS[:2]] == [2, 1]

    def test_each_number_is_that_of_the_rows_its_link_lists(self, branch, comrade, enter):
        branch.act("close", branch.judged(sentence="兑现过的一句"))
        branch.running(**WEEKLY)
        branch.act("void", branch.running(sentence="要作废的"), **NOTE)
        branch.at(3, 20)
        client, found = enter(branch.secretary), []
        for tally in OURS:
            number = tally.count([branch.one.pk], date(2026, 1, 1), date(2026, 12, 31)).get(branch.one.pk, 0)
            listed = client.get(tally.url(branch.one, 2026)).context["table"]["count"]
            found.append((tally.label, number, listed))
        assert found == [("承诺", 2, 2), ("应兑现", 2, 2), ("已兑现", 0, 0), ("销号", 1, 1)]

    def test_what_was_kept_is_a_line_of_the_service_card(self, branch, comrade):
        pledge = branch.running(**WEEKLY)
        branch.step("fulfil", pledge, words="下了两盘")
        branch.at(3, 9)
        branch.step("fulfil", pledge, 2)
        found = deeds([branch.one.pk], *self.SPAN)
        told = [(f"{deed.on:%m-%d}", deed.what, deed.worth, deed.remark) for deed in found]
        assert told == [("03-02", WORDS, "1 次", "下了两盘"), ("03-09", WORDS, "1 次", "")]
        assert {deed.member for deed in found} == {branch.one.pk}
        assert deeds([comrade.pk], *self.SPAN) == []

    def test_the_members_page_shows_them(self, branch, enter):
        branch.running(**WEEKLY)
        page = enter(branch.secretary).get(f"/members/{branch.one.pk}/")
        assert "deeds" in [panel["id"] for panel in page.context["panels"]]
        assert f'href="/pledges/add/?member={branch.one.pk}"' in text(page)
        assert WORDS in text(page)


def test_many_are_approved_at_once_but_the_own(branch, comrade, enter):
    rows = [branch.pledge(sentence=f"第 {n} 句") for n in range(2)]
    own = branch.pledge(member=party.member(branch.house.near, user=branch.secretary), by=None)
    client, url = enter(branch.secretary), "/pledges/bulk/approve/"
    page = client.post(url, {"pk": [row.pk for row in (*rows, own)], "query": ""})
    assert page.context["count"] == {"chosen": 3, "able": 2, "unable": 1}
    assert [one["why"] for one in page.context["unable"]] == ["不能审自己的承诺，请由另一位书记或工作人员来审。"]
    assert client.post(url, confirmed(page)).status_code == 302
    assert [look(row).state for row in (*rows, own)] == ["public", "public", "pending"]
    assert enter(branch.head).post(url, {"pk": own.pk}).status_code == 403
