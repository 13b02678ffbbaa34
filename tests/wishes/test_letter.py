"""Letters: what their writers learn by the code, and what staff make of them."""

import re

import pytest

from accounts.choices import Role
from grids.actions import handling
from grids.choices import Category as IssueCategory
from grids.choices import IssueState, Source, Urgency
from grids.models import Issue
from portal.errors import Refused
from portal.models import Attachment, Entry
from tests.factories import people, wishes
from tests.factories.grids import IssueFactory
from tests.factories.wishes import fresh
from tests.portal.test_attachment import picture
from tests.wishes.test_door import REPORT, code_in, leave, text
from wishes.actions import letter as actions
from wishes.choices import Category, Group, LetterKind, LetterState
from wishes.choices import Source as WishSource
from wishes.models import Letter, Wish
from wishes.public import track
from wishes.public.tracking import SIGNS, code_of, in_groups, new_key
from wishes.queries.letter import ISSUE, WISH, standing

NOW = "2026-11-20T10:00:00+08:00"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def tracked(client, code):
    answer = client.post("/track/", {"code": code})
    return answer.status_code, text(answer)


def take(letter, by, **fields):
    made = {"title": "路灯不亮", "category": IssueCategory.FACILITY, "place": "3号楼", "urgency": Urgency.ORDINARY}
    actions.to_issue(letter, by=by, **{**made, **fields})


def said(person, **fields):
    made = {"person": person, "group": Group.ELDER, "category": Category.GOODS, "sentence": "想要一床厚褥子"}
    return {**made, **fields}


class TestTrack:
    def test_the_state_and_nothing_else(self, house, client):
        photos = [picture()]
        code = code_in(leave(client, house.near, name="周演外", phone="13900002222", photos=photos))
        status, page = tracked(client, code)
        assert (status, "社区正在核实" in page, "反映问题" in page) == (200, True, True)
        letter = Letter.objects.get()
        hidden = (REPORT["text"], REPORT["place"], "周演外", "3900002222", "13812345678", letter.code, house.near.name)
        assert [word for word in hidden if word in page] == []
        assert not re.search(r"<img[^>]+photo", page)

    def test_the_code_stands_in_no_address(self, house, client):
        code = code_in(leave(client, house.near))
        answer = client.get("/track/", {"code": code})
        assert "社区正在核实" not in text(answer)
        assert "no-store" in client.post("/track/", {"code": code})["Cache-Control"]

    def test_however_it_is_typed(self, house, client):
        code = code_in(leave(client, house.near))
        for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
            assert tracked(client, typed)[0] == 200

    def test_what_is_no_code_finds_nothing(self, house, client):
        code = code_in(leave(client, house.near))
        letter = Letter.objects.get()
        other = code[:-1] + ("2" if code[-1] != "2" else "3")
        for odd in (other, code[:-1], letter.code, letter.mark[:40], "0", "—"):
            status, page = tracked(client, odd)
            assert (status, "没有这个查询码" in page) == (404, True)
        assert tracked(client, "")[0] == 422

    def test_nobody_tries_all_codes(self, house, client):
        answers = [tracked(client, in_groups(code_of(new_key())))[0] for _ in range(track.MOST + 1)]
        assert answers == [404] * track.MOST + [409]
        assert len(SIGNS) ** 12 > 2**59

    def test_nor_one_code_from_everywhere(self, house, client, monkeypatch):
        monkeypatch.setattr(track, "MOST_OF_CODE", 2)
        code = code_in(leave(client, house.near))
        answers = [client.post("/track/", {"code": code}, REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(3)]
        assert answers == [200, 200, 409]

    def test_every_state_of_what_it_became_has_its_words(self):
        assert set(ISSUE) == set(IssueState)
        assert set(WISH) == set(type(next(iter(WISH))))

    def test_it_follows_the_issue_through_a_merger_to_its_end(self, house, client):
        code, by = code_in(leave(client, house.near)), house.user(Role.HEAD)
        take(Letter.objects.get(), by)
        assert "社区已受理" in tracked(client, code)[1]
        issue, twin = Issue.objects.get(), IssueFactory(grid=house.near, title="路灯坏了", by=by)
        handling.void(issue, by=by, note="重复", duplicate_of=twin)
        handling.settle(Issue.objects.get(pk=twin.pk), by=by, result="修好了")
        page = tracked(client, code)[1]
        assert "已经办结" in page
        assert "修好了" not in page

    def test_it_follows_the_wish(self, house, client):
        code = code_in(leave(client, house.near, "wish", text="想要褥子", name="周演外", phone="13900002222"))
        actions.to_wish(Letter.objects.get(), by=house.user(Role.HEAD), **said(people.resident(house.near)))
        assert "心愿已登记" in tracked(client, code)[1]

    def test_a_no_is_read_in_its_own_words_with_numbers_masked(self, house, client):
        code = code_in(leave(client, house.near))
        actions.decline(Letter.objects.get(), by=house.user(Role.CLERK), note="这条路归交警管，请打13812345678")
        assert "没有受理：这条路归交警管，请打138****5678" in tracked(client, code)[1]


class TestTaken:
    def test_an_issue_comes_of_it_with_the_pictures(self, house, client):
        leave(client, house.near, photos=[picture()])
        letter, by = Letter.objects.get(), house.user(Role.HEAD)
        take(letter, by)
        letter, issue = fresh(letter), Issue.objects.get()
        assert (letter.state, letter.issue, issue.grid, issue.source, issue.description) == (
            LetterState.TAKEN, issue, house.near, Source.RESIDENT, REPORT["text"],
        )  # fmt: skip
        assert (Attachment.of(issue).count(), Attachment.of(letter).count()) == (1, 0)
        assert Entry.objects.own(issue).filter(verb="photo").exists()

    def test_a_wish_comes_of_it_once_it_is_known_whose(self, house):
        person = people.resident(house.aside)
        letter = wishes.letter(house.near, kind=LetterKind.WISH, name="周演外", phone="13900002222")
        actions.to_wish(letter, by=house.user(Role.CLERK), **said(person))
        wish = Wish.objects.get()
        assert (fresh(letter).wish, wish.person, wish.grid, wish.source) == (wish, person, house.aside, WishSource.DOOR)

    def test_it_counts_in_the_round_that_runs(self, house):
        round_ = wishes.campaign(house.near)
        actions.to_wish(wishes.letter(house.near), by=house.user(Role.CLERK), **said(people.resident(house.near)))
        assert Wish.objects.get().campaign == round_

    def test_what_is_missing_is_told_beside_its_field(self, house, enter):
        letter, client = wishes.letter(house.near), enter(house.user(Role.CLERK))
        told = {**said(people.resident(house.near).pk), "amount": "900", "version": letter.version}
        page = client.post(f"/letters/{letter.pk}/to_wish/", told)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["over_reason"])

    def test_what_costs_too_much_is_refused_and_nothing_is_half_done(self, house):
        letter = wishes.letter(house.near)
        with pytest.raises(Refused, match="超过 500 元"):
            actions.to_wish(letter, by=house.user(Role.CLERK), **said(people.resident(house.near), amount=900))
        assert (fresh(letter).state, Wish.objects.count()) == (LetterState.PENDING, 0)

    def test_it_joins_an_issue_that_was_told_before(self, house):
        letter, issue = wishes.letter(house.near), IssueFactory(grid=house.near)
        actions.join(letter, by=house.user(Role.HEAD), issue=issue)
        assert (fresh(letter).issue, standing(fresh(letter)).at) == (issue, 1)

    def test_but_not_one_of_another_community_or_one_that_is_void(self, house):
        letter, by = wishes.letter(house.near), house.user(Role.SECRETARY)
        gone = IssueFactory(grid=house.near)
        handling.void(gone, by=by, note="误报")
        for issue in (IssueFactory(grid=house.away), gone):
            with pytest.raises(Refused, match="只能并入本社区"):
                actions.join(letter, by=by, issue=issue)

    def test_it_is_taken_once(self, house):
        letter, by = wishes.letter(house.near), house.user(Role.HEAD)
        take(fresh(letter), by)
        with pytest.raises(Refused):
            actions.decline(letter, by=by, note="不归我们管")
        with pytest.raises(Refused):
            take(fresh(letter), by)
        assert Issue.objects.count() == 1


class TestStaff:
    def test_the_head_makes_an_issue_of_it_on_the_phone(self, house, enter):
        letter, client = wishes.letter(house.near), enter(house.user(Role.HEAD))
        url = f"/letters/{letter.pk}/to_issue/"
        form = client.get(url).context["form"]
        assert (form.initial["title"], form.initial["place"]) == ("楼门口的路灯不亮", "3号楼门口")
        told = {"title": form.initial["title"], "place": "3号楼", "category": "facility", "urgency": "ordinary"}
        assert client.post(url, {"version": letter.version, **told}).status_code == 302
        issue = Issue.objects.get()
        assert letter.code in text(client.get(f"/issues/{issue.pk}/"))

    @pytest.mark.parametrize(("kind", "first"), [("issue", "转为事项"), ("wish", "登记为心愿")])
    def test_what_it_was_left_for_comes_first(self, house, enter, kind, first):
        letter, head = wishes.letter(house.near, kind=kind, text="灯不亮，请打13812345678"), house.user(Role.HEAD)
        client = enter(head)
        keys = client.get(f"/letters/{letter.pk}/").context["acts"]["first"]
        assert (keys[0]["label"], keys[0]["css"]) == (first, "main")
        (item,) = [one for one in client.get("/").context["todo"]["items"] if one["url"] == f"/letters/{letter.pk}/"]
        assert (item["title"], item["act"]) == ("灯不亮，请打138****5678", first)

    def test_another_grid_is_not_theirs(self, house, enter):
        letter, client = wishes.letter(house.aside), enter(house.user(Role.HEAD))
        assert client.get(f"/letters/{letter.pk}/").status_code == 404
        assert client.post(f"/letters/{letter.pk}/decline/", {"version": 1, "note": "不"}).status_code == 404
        client = enter(house.user(Role.MEMBER))
        assert client.get(f"/letters/{wishes.letter(house.near).pk}/").status_code == 200
        assert client.get(f"/letters/{wishes.letter(house.near).pk}/decline/").status_code == 403

    def test_who_left_it_is_masked_and_seen_whole_for_a_reason(self, house, enter):
        letter = wishes.letter(house.near, name="周演外", phone="13900002222", text="请打13812345678")
        client, url = enter(house.user(Role.CLERK)), f"/letters/{letter.pk}/"
        page = text(client.get(url))
        assert ("139****2222" in page, "13900002222" in page, "13812345678" in page) == (True, False, False)
        client.post(f"{url}reveal/", {"field": "contact__phone", "why": "call"})
        assert "13900002222" in text(client.get(url))

    def test_the_likeliest_issue_is_offered_to_join(self, house, enter):
        issue = IssueFactory(grid=house.near, title="楼门口的路灯不亮了")
        letter, client = wishes.letter(house.near), enter(house.user(Role.HEAD))
        form = client.get(f"/letters/{letter.pk}/join/").context["form"]
        assert form.initial["issue"] == issue.pk

    def test_a_no_needs_words(self, house, enter):
        letter, client = wishes.letter(house.near), enter(house.user(Role.CLERK))
        url = f"/letters/{letter.pk}/decline/"
        assert client.post(url, {"version": letter.version, "note": ""}).status_code == 422
        assert client.post(url, {"version": letter.version, "note": "字" * 201}).status_code == 422
        assert client.post(url, {"version": letter.version, "note": "不归社区管"}).status_code == 302
        assert fresh(letter).reply == "不归社区管"

    def test_it_waits_for_those_who_may_say_no(self, house):
        from wishes.pages import Letters

        wishes.letter(house.near), wishes.letter(house.aside)
        roles = (Role.CLERK, Role.HEAD, Role.MEMBER, Role.PARTY)
        assert [Letters.waiting(house.user(role)).count() for role in roles] == [2, 1, 0, 0]
