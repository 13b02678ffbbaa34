"""Many rows at once: the number is shown, confirmed and checked again; all of them make the move or none does."""

import pytest

from accounts.choices import Role
from portal.errors import Refused
from portal.models import Entry, Submission
from portal.pages import batch
from tests.acid import actions
from tests.acid.models import Case, CaseState, Notice, NoticeState
from tests.factories import acid
from tests.factories.accounts import UserFactory

LIST, URL = "/acid/notices/", "/acid/notices/bulk/publish/"
JUNK = ["\x00", "²", "9" * 40, "-1", "<script>'", "x" * 3000, "NaN", ""]


def text(response):
    return response.content.decode()


def keys(*rows):
    return {"pk": [row.pk for row in rows]}


def confirmed(page, **answers):
    """What the button of a confirm page sends."""
    sent = {}
    for field in page.context["hidden"]:
        sent.setdefault(field["name"], []).append(field["value"])
    return {**sent, **answers}


def public():
    return Notice.objects.filter(state=NoticeState.PUBLIC).count()


@pytest.fixture
def notices(house):
    return [acid.notice(grid, title=f"通知 {n}") for n, grid in enumerate([house.near, house.near, house.aside])]


@pytest.fixture
def clerk(house, enter):
    return enter(house.user(Role.CLERK))


def test_a_list_has_boxes_and_a_bar_for_who_may_and_none_for_others(house, enter, notices):
    page = enter(house.user(Role.CLERK)).get(LIST)
    html = text(page)
    assert html.count('name="pk" form="bulk"') == 3
    assert [act["url"] for act in page.context["bulk"]["acts"]] == [URL]
    assert 'formaction="/acid/notices/export/"' in html
    assert "选中本筛选全部 3 条" in html
    secretary = text(enter(house.user(Role.SECRETARY)).get(LIST))
    assert f'formaction="{URL}"' in secretary
    assert 'formaction="/acid/notices/export/"' not in secretary
    for url in (f"{LIST}?print=1", "/acid/members/"):
        assert 'name="pk"' not in text(enter(house.user(Role.CLERK)).get(url)), url


def test_the_boxes_come_again_with_the_table_htmx_fetches(clerk, notices):
    page = clerk.get(LIST, {"q": "通知 1"}, headers={"HX-Request": "true", "HX-Target": "table"})
    assert text(page).count('name="pk" form="bulk"') == 1
    assert "csrfmiddlewaretoken" in text(page)


def test_the_page_before_says_exactly_how_many_can_and_why_the_others_cannot(clerk, notices):
    actions.publish(notices[0], by=None)
    page = clerk.post(URL, keys(*notices))
    assert page.status_code == 200
    assert page.context["count"] == {"chosen": 3, "able": 2, "unable": 1}
    assert page.context["submit"]["label"] == "公示 2 件"
    (refused,) = page.context["unable"]
    assert refused["code"] == notices[0].code
    assert refused["why"].startswith("这条记录现在是“已公示”")
    assert public() == 1


def test_rows_ticked_by_address_are_shown_too(clerk, notices):
    page = clerk.get(URL, keys(*notices[:2]))
    assert page.context["submit"]["label"] == "公示 2 件"
    page = clerk.get(URL, {"all": "1", "q": "通知 2"})
    assert page.context["count"]["chosen"] == 1
    assert page.context["cancel_url"] == f"{LIST}?q=%E9%80%9A%E7%9F%A5+2"


def test_confirmed_they_are_all_done_and_the_way_leads_back_to_the_filter(clerk, house, notices):
    page = clerk.post(URL, {**keys(*notices[:2]), "query": "q=通知&page=3"})
    done = clerk.post(URL, confirmed(page, note="下周停水"))
    assert (done.status_code, done["Location"]) == (302, f"{LIST}?q=%E9%80%9A%E7%9F%A5")
    assert public() == 2
    assert [str(m) for m in clerk.get(LIST).context["messages"]] == ["已公示 2 件"]
    told = Entry.objects.filter(verb="publish")
    assert {(line.reason, line.actor) for line in told} == {("下周停水", house.user(Role.CLERK))}


def test_everything_of_a_filter_is_chosen_by_the_server_within_reach(clerk, house, notices):
    acid.notice(house.away, title="通知 远处")
    page = clerk.post(URL, {"all": "1", "query": f"grid={house.near.pk}&q=通知"})
    assert page.context["count"]["chosen"] == 2
    clerk.post(URL, confirmed(page))
    assert set(Notice.objects.filter(state="public")) == set(notices[:2])


def test_rows_out_of_reach_and_keys_that_are_none_are_as_if_not_there(clerk, house, notices):
    away = acid.notice(house.away)
    page = clerk.post(URL, {"pk": [notices[0].pk, away.pk, 999999, *JUNK]})
    assert page.context["count"] == {"chosen": 1, "able": 1, "unable": 0}
    assert away.code not in text(page)
    sent = confirmed(page)
    sent["pk"] = [*sent["pk"], away.pk]
    assert clerk.post(URL, sent).status_code == 302
    assert list(Notice.objects.filter(state="public")) == [notices[0]]


@pytest.mark.parametrize("sent", [{}, {"pk": JUNK}, {"pk": ["999999"]}, {"all": "1", "query": "q=没有的"}])
def test_nothing_chosen_leads_back_with_a_word(clerk, notices, sent):
    for response in (clerk.post(URL, sent, follow=True), clerk.get(URL, follow=True)):
        assert response.redirect_chain[0][0].startswith(LIST)
        assert "还没有勾选。请先勾选要办的行，再点“公示”。" in text(response)


@pytest.mark.parametrize(
    "query", ["state=nothing", "grid=x", "sort=nothing", "tab=nothing", "figure=nothing", "grid=%00"]
)
def test_a_wrong_filter_is_told_and_never_guessed(clerk, notices, query):
    assert clerk.post(URL, {"all": "1", "query": query}).status_code == 400
    assert public() == 0


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_every_field_is_answered_with_a_sentence(clerk, notices, junk):
    names = dict.fromkeys(["pk", "query", "seen", "note", "once"], junk)
    for sent in (names, names | keys(*notices), {**names, "all": junk, "query": ""}, {**names, "all": "1"}):
        assert clerk.post(URL, sent).status_code in (302, 400, 409, 422), sent
    assert clerk.get(URL, names | keys(*notices)).status_code in (200, 302, 400)
    assert public() == 0


def test_who_may_not_is_403_by_get_and_post(house, enter, notices):
    head = enter(house.user(Role.HEAD))
    for response in (head.get(URL), head.post(URL, keys(*notices))):
        assert response.status_code == 403
    assert enter(house.user(Role.CLERK)).put(URL).status_code == 405


def test_a_move_that_is_none_of_many_rows_has_no_such_address(clerk):
    assert clerk.get("/acid/notices/bulk/edit/").status_code == 404
    assert clerk.get("/acid/diaries/bulk/close/").status_code == 404


def test_another_number_than_was_confirmed_is_409_with_the_fresh_one_and_nothing_is_done(clerk, notices):
    page = clerk.post(URL, keys(*notices))
    actions.publish(notices[0], by=None)
    refused = clerk.post(URL, confirmed(page, note="照办"))
    assert refused.status_code == 409
    assert "刚才是 3 件，现在是 2 件。一件都没有办" in text(refused)
    assert refused.context["submit"]["label"] == "公示 2 件"
    assert "照办" in text(refused)
    assert public() == 1
    assert clerk.post(URL, confirmed(refused)).status_code == 302
    assert public() == 3


def test_a_filter_that_has_grown_since_is_409(clerk, house, notices):
    page = clerk.post(URL, {"all": "1", "query": ""})
    acid.notice(house.near)
    refused = clerk.post(URL, confirmed(page))
    assert (refused.status_code, public()) == (409, 0)
    assert "刚才是 3 件，现在是 4 件" in text(refused)


def test_a_row_for_a_row_is_not_the_same_number(clerk, house, notices):
    page = clerk.post(URL, {"all": "1", "query": "q=通知"})
    actions.publish(notices[0], by=None)
    other = acid.notice(house.near, title="通知 新")
    refused = clerk.post(URL, confirmed(page))
    assert (refused.status_code, public()) == (409, 1)
    assert other.code in text(refused)


def test_a_row_changed_since_is_refused_by_its_number(clerk, notices):
    page = clerk.post(URL, keys(*notices))
    notices[1].title = "改过的通知"
    notices[1].save(by=None)
    refused = clerk.post(URL, confirmed(page))
    assert refused.status_code == 409
    assert f"您打开之后，{notices[1].code}已被别人改过" in text(refused)
    assert public() == 0


def test_a_second_tap_leads_where_the_first_did_and_does_nothing(clerk, notices):
    sent = confirmed(clerk.post(URL, keys(*notices)))
    first, second = clerk.post(URL, sent), clerk.post(URL, sent)
    assert first["Location"] == second["Location"] == LIST
    assert [str(m) for m in clerk.get(LIST).context["messages"]] == ["已公示 3 件"]
    assert Entry.objects.filter(verb="publish").count() == 3
    again = clerk.post(URL, {**sent, "note": "换一句话"})
    assert again.status_code == 409
    assert Submission.objects.count() == 1


def test_a_page_that_was_not_ours_confirms_nothing(house, enter, notices):
    sent = confirmed(enter(house.user(Role.SECRETARY)).post(URL, keys(*notices)))
    clerk = enter(house.user(Role.CLERK))
    for seen in (sent["seen"], ["x:y:z"], [""]):
        refused = clerk.post(URL, {**sent, "seen": seen})
        assert refused.status_code == 409
        assert "页面已过期" in text(refused)
    assert public() == 0


def test_one_refusal_undoes_all_and_names_the_row(clerk, notices, monkeypatch):
    publish = actions.publish

    def grudging(notice, **how):
        if notice.pk == notices[2].pk:
            raise Refused("纸用完了。")
        publish(notice, **how)

    monkeypatch.setattr(actions, "publish", grudging)
    refused = clerk.post(URL, confirmed(clerk.post(URL, keys(*notices))))
    assert refused.status_code == 409
    assert f"{notices[2].code}：纸用完了。" in text(refused)
    assert public() == Submission.objects.count() == Entry.objects.filter(verb="publish").count() == 0


def test_more_than_the_most_is_told_and_not_tried(clerk, notices, monkeypatch):
    monkeypatch.setattr(batch, "MOST", 2)
    for sent in (keys(*notices), {"all": "1", "query": ""}):
        refused = clerk.post(URL, sent)
        assert refused.status_code == 400
        assert "一次最多办 2 件，现在选了 3 件" in text(refused)
    assert public() == 0


def test_five_hundred_and_one_rows_are_too_many_and_five_hundred_are_not(clerk, house):
    rows = Notice.objects.add_many([Notice(grid=house.near, title="通知") for _ in range(501)], by=None)
    assert "一次最多办 500 件，现在选了 501 件" in text(clerk.post(URL, {"all": "1", "query": ""}))
    assert clerk.post(URL, keys(*rows)).status_code == 400
    page = clerk.post(URL, keys(*rows[:500]))
    assert page.context["submit"]["label"] == "公示 500 件"
    assert clerk.post(URL, confirmed(page)).status_code == 302
    assert public() == 500


def test_no_more_than_twenty_reasons_are_listed_and_cost_no_more_with_more_rows(
    clerk, house, django_assert_max_num_queries
):
    done = Notice.objects.add_many([Notice(grid=house.near, title="挂着", state="public") for _ in range(60)], by=None)
    with django_assert_max_num_queries(32):
        page = clerk.post(URL, keys(*done))
    assert page.context["count"]["unable"] == 60
    assert len(page.context["unable"]) == 20
    assert page.context["submit"] is None
    assert "这里只列前 20 件" in text(page)


def test_what_the_move_asks_for_is_asked_once_for_all_and_narrowed(house, enter):
    head, mediator = house.user(Role.STUDIO_HEAD), house.user(Role.MEDIATOR)
    foreign = UserFactory(grid=house.away, role=Role.MEDIATOR)
    cases, url = [acid.case(house.near), acid.case(house.aside)], "/acid/cases/bulk/assign/"
    client = enter(head)
    page = client.post(url, keys(*cases))
    assert mediator in page.context["form"].fields["mediators"].queryset
    assert foreign not in page.context["form"].fields["mediators"].queryset
    assert "version" not in page.context["form"].fields
    for wrong in ({}, {"mediators": [foreign.pk]}, {"mediators": ["x"]}):
        assert client.post(url, confirmed(page, **wrong)).status_code == 422
    assert client.post(url, confirmed(page, mediators=[mediator.pk])).status_code == 302
    assert {tuple(case.mediators.all()) for case in Case.objects.all()} == {(mediator,)}


def test_a_reason_the_move_requires_is_required_and_a_condition_is_told_row_by_row(house, enter):
    mediator, url = house.user(Role.MEDIATOR), "/acid/cases/bulk/settle/"
    own, other = acid.case(house.near, given=mediator, by=mediator), acid.case(house.near, given=mediator)
    sealed = acid.case(house.near)
    client = enter(mediator)
    page = client.post(url, keys(own, other, sealed))
    assert page.context["count"] == {"chosen": 2, "able": 1, "unable": 1}
    assert [row["why"] for row in page.context["unable"]] == ["立案人不能自己了结。"]
    assert "请写明“了结”的理由" in text(client.post(url, confirmed(page)))
    assert client.post(url, confirmed(page, note="握手言和")).status_code == 302
    assert list(Case.objects.filter(state=CaseState.SETTLED)) == [other]


def test_a_row_that_may_be_seen_but_not_moved_is_told_so(house, enter, monkeypatch):
    from accounts.roles import MATRIX

    monkeypatch.setitem(MATRIX[Role.HEAD], "acid.Notice", {"community": "view", "subtree": "publish"})
    near, aside = acid.notice(house.near), acid.notice(house.aside)
    page = enter(house.user(Role.HEAD)).post(URL, keys(near, aside))
    assert page.context["count"] == {"chosen": 2, "able": 1, "unable": 1}
    assert [row["why"] for row in page.context["unable"]] == ["不在您这个岗位的办理范围内。"]
