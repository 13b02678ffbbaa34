"""Tabs above a list: counted after the page is shown, and the filters people keep under a name."""

import pytest

from accounts.choices import Role
from portal.models import SavedView
from portal.pages import tabs
from tests.factories import acid
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory

LIST, VIEWS = "/acid/notices/", "/acid/notices/views/"


def text(response):
    return response.content.decode()


def kept(user, name="修路", query="q=修路", **fields):
    made = SavedView(user=user, community_id=user.community_id, page="notice", name=name, query=query, **fields)
    made.save()
    return made


def labels(page):
    return [view["label"] for view in page.context["views"]]


@pytest.fixture
def clerk(house, enter):
    acid.notice(house.near, title="停水")
    acid.notice(house.near, title="修路")
    return enter(house.user(Role.CLERK))


def test_a_filter_is_kept_under_a_name_and_leads_to_the_same_rows(clerk, house):
    link = clerk.get(LIST, {"q": "修路", "page": "1"}).context["save_url"]
    assert link == f"{VIEWS}?q=%E4%BF%AE%E8%B7%AF"
    page = clerk.get(link)
    assert "含“修路”" in text(page)
    done = clerk.post(link, {"name": " 修路的 "})
    assert (done.status_code, done["Location"]) == (302, f"{LIST}?q=%E4%BF%AE%E8%B7%AF")
    view = SavedView.objects.get()
    assert (view.name, view.query, view.shared, view.user) == (
        "修路的",
        "q=%E4%BF%AE%E8%B7%AF",
        False,
        house.user(Role.CLERK),
    )
    shown = clerk.get(done["Location"])
    assert shown.context["table"]["count"] == 1
    assert [tab["label"] for tab in shown.context["views"] if tab["on"]] == ["修路的"]
    assert [tab["label"] for tab in clerk.get(LIST).context["views"] if tab["on"]] == ["全部"]


def test_a_view_is_on_whatever_the_order_of_its_conditions(clerk, house):
    kept(house.user(Role.CLERK), query="state=draft&q=修路")
    page = clerk.get(LIST, {"q": "修路", "state": "draft", "grid": "", "page": "1"})
    assert [tab["label"] for tab in page.context["views"] if tab["on"]] == ["修路"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "请给这个视图起个名字。"),
        ("字" * 13, "最多 12 个字，现在有 13 个"),
        ("修路", "已有同名的常用视图，请换个名字。"),
    ],
)
def test_a_wrong_name_is_told(clerk, house, name, sentence):
    kept(house.user(Role.CLERK))
    response = clerk.post(f"{VIEWS}?q=x", {"name": name})
    assert response.status_code == 422
    assert sentence in text(response)
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["\x00", "<script>'", "x" * 3000, "²"])
def test_junk_as_a_name_breaks_nothing(clerk, name):
    assert clerk.post(f"{VIEWS}?q=x", {"name": name, "shared": name}).status_code in (302, 422)
    assert "<script>'" not in text(clerk.get(LIST))


def test_two_people_may_use_the_same_name(clerk, house):
    kept(house.user(Role.SECRETARY))
    assert clerk.post(f"{VIEWS}?q=x", {"name": "修路"}).status_code == 302


def test_what_cannot_be_kept_is_told(clerk, house):
    assert clerk.get(VIEWS).context["submit"] is None
    for query, sentence in (("", "现在没有任何条件"), ("q=" + "x" * 100 + "&title=" + "y" * 500, "条件太多")):
        response = clerk.post(f"{VIEWS}?{query}", {"name": "一"})
        assert response.status_code == 422
        assert sentence in text(response)
    for n in range(12):
        kept(house.user(Role.CLERK), f"第 {n}")
    response = clerk.post(f"{VIEWS}?q=x", {"name": "十三"})
    assert (response.status_code, SavedView.objects.count()) == (422, 12)
    assert "最多存 12 个" in text(response)


@pytest.mark.parametrize("query", ["state=nothing", "tab=nothing", "sort=nothing", "figure=nothing", "grid=x"])
def test_a_wrong_filter_is_not_kept(clerk, query):
    assert clerk.get(f"{VIEWS}?{query}").status_code == 400
    assert clerk.post(f"{VIEWS}?{query}", {"name": "一"}).status_code == 400
    assert not SavedView.objects.exists()


def test_a_shared_view_is_for_the_community_and_nobody_else(clerk, house, enter):
    assert clerk.post(f"{VIEWS}?q=修路", {"name": "大家的", "shared": "on"}).status_code == 302
    kept(house.user(Role.CLERK), "我的")
    assert labels(clerk.get(LIST)) == ["全部", "大家的", "我的"]
    assert labels(enter(house.user(Role.SECRETARY)).get(LIST)) == ["全部", "大家的"]
    neighbour = UserFactory(grid=house.away, role=Role.CLERK)
    assert labels(enter(neighbour).get(LIST)) == []


def test_a_shared_view_of_another_grid_is_not_offered_to_who_cannot_open_it(house, enter):
    clerk, head = house.user(Role.CLERK), house.user(Role.HEAD)
    for name, grid in (("这里", house.near), ("那里", house.aside)):
        SavedView.objects.create(
            user=clerk, community=house.community, page="issue", name=name, query=f"grid={grid.pk}", shared=True
        )
    assert labels(enter(head).get("/issues/"))[-1] == "这里"
    assert {"这里", "那里"} <= set(labels(enter(clerk).get("/issues/")))


def test_who_works_for_one_grid_only_keeps_views_for_themselves(house, enter):
    IssueFactory(grid=house.near, by=None)
    for role, may in ((Role.CLERK, True), (Role.SECRETARY, True), (Role.HEAD, False), (Role.OBSERVER, False)):
        client = enter(house.user(role))
        page = client.get("/issues/views/?tab=open")
        assert ("shared" in page.context["form"].fields) is may, role
        assert client.post("/issues/views/?tab=open", {"name": "一", "shared": "on"}).status_code == 302
        assert SavedView.objects.get(user=house.user(role)).shared is may


def test_who_may_not_see_the_register_keeps_no_view_of_it(house, enter):
    client = enter(house.user(Role.HEAD))
    assert {client.get(VIEWS).status_code, client.post(f"{VIEWS}?q=x", {"name": "一"}).status_code} == {403}


def test_a_view_that_does_not_fit_its_reader_is_answered_as_any_wrong_filter(house, enter):
    away = UserFactory(grid=house.community, role=Role.SECRETARY)
    kept(away, "邻居的", f"grid={house.away.pk}", shared=True)
    client = enter(house.user(Role.CLERK))
    (tab,) = [tab for tab in client.get(LIST).context["views"] if tab["label"] == "邻居的"]
    page = client.get(LIST + tab["url"])
    assert page.status_code == 400
    assert "请从列表里选" in text(page)
    assert house.away.name not in text(page)


def test_only_the_owner_takes_a_view_away(clerk, house):
    mine, other = kept(house.user(Role.CLERK)), kept(house.user(Role.SECRETARY), shared=True)
    page = text(clerk.get(f"{VIEWS}?q=x"))
    assert f'value="{mine.pk}"' in page
    assert f'value="{other.pk}"' not in page
    for key in (other.pk, "x", "9" * 40, "²", "\x00", "", "-1"):
        assert clerk.post(VIEWS, {"remove": key}).status_code == 404, key
    assert clerk.post(VIEWS, {"remove": mine.pk}).status_code == 302
    assert list(SavedView.objects.all()) == [other]


def test_a_view_of_one_register_is_not_taken_away_from_another(clerk, house):
    view = kept(house.user(Role.CLERK))
    assert clerk.post("/issues/views/", {"remove": view.pk}).status_code == 404


def test_more_views_cost_no_more_queries(clerk, house, django_assert_num_queries, django_assert_max_num_queries):
    clerk.get(LIST)
    for n in range(5):
        kept(house.user(Role.CLERK), f"第 {n}")
    with django_assert_max_num_queries(8):
        clerk.get(LIST)


# Counts on tabs ------------------------------------------------------------------------


@pytest.fixture
def cases(house):
    mediator = house.user(Role.MEDIATOR)
    both = acid.case(house.near, given=mediator)
    both.relate(mediators=[mediator, house.user(Role.STUDIO_HEAD)])
    both.save(by=None)
    acid.case(house.aside)
    acid.case(house.away, given=UserFactory(grid=house.away, role=Role.MEDIATOR))


def counts(page):
    return {view["label"]: view["count"] for view in page.context["views"]}


def test_the_list_counts_no_tab_and_says_where_they_are_counted(house, enter, cases):
    page = enter(house.user(Role.STUDIO_HEAD)).get("/acid/cases/", {"q": "墙"})
    assert set(counts(page).values()) == {None}
    assert 'hx-get="/acid/cases/tabs/?q=%E5%A2%99" hx-trigger="load"' in text(page)
    page = enter(house.user(Role.STUDIO_HEAD)).get("/acid/cases/", {"state": "nothing"})
    assert "/acid/cases/tabs/" not in text(page)


def test_every_tab_is_counted_within_reach_under_the_other_conditions(house, enter, cases):
    client = enter(house.user(Role.STUDIO_HEAD))
    page = client.get("/acid/cases/tabs/")
    assert counts(page) == {"我办的": "1", "全部": "2"}
    assert '<span class="n">2</span>' in text(page)
    assert "<html" not in text(page)
    assert counts(client.get("/acid/cases/tabs/", {"tab": "mine"})) == {"我办的": "1", "全部": "2"}
    assert counts(client.get("/acid/cases/tabs/", {"q": "没有的"})) == {"我办的": "0", "全部": "0"}
    assert counts(enter(house.user(Role.MEDIATOR)).get("/acid/cases/tabs/")) == {"我办的": "1", "全部": "1"}


def test_all_tabs_of_a_long_register_are_one_query(house, enter, django_assert_max_num_queries):
    for grid in (house.near, house.aside, house.away):
        IssueFactory(grid=grid, by=None)
    for role in (Role.CLERK, Role.HEAD, Role.MEMBER, Role.OBSERVER):
        client = enter(house.user(role))
        client.get("/issues/")
        with django_assert_max_num_queries(6) as asked:
            page = client.get("/issues/tabs/")
        assert sum("COUNT" in query["sql"] for query in asked.captured_queries) == 1
        seen = client.get("/issues/")
        for tab in page.context["views"]:
            assert tab["count"] == str(client.get(f"/issues/{tab['url']}").context["table"]["count"]), (role, tab)
        assert [tab["url"] for tab in page.context["views"]] == [tab["url"] for tab in seen.context["views"]]


def test_counted_tabs_are_not_the_list_one_comes_back_to(house, enter, cases):
    client = enter(house.user(Role.STUDIO_HEAD))
    client.get("/acid/cases/", {"q": "墙"})
    client.get("/acid/cases/tabs/")
    assert client.session["lists"]["acid-case"] == "?q=%E5%A2%99"


@pytest.mark.parametrize("query", ["state=nothing", "tab=nothing", "figure=nothing"])
def test_wrong_conditions_are_not_counted(house, enter, query):
    assert enter(house.user(Role.STUDIO_HEAD)).get(f"/acid/cases/tabs/?{query}").status_code == 400


def test_the_doors_of_the_tabs(house, enter):
    assert enter(house.user(Role.PARTY)).get("/acid/cases/tabs/").status_code == 403
    assert enter(house.user(Role.STUDIO_HEAD)).post("/acid/cases/tabs/").status_code == 405


def test_a_number_too_long_for_a_tab_is_cut():
    assert (tabs.shown(9999), tabs.shown(10000)) == ("9,999", "9,999+")
