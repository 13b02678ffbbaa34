"""Reports that tell of the same thing are found while the title is typed; others are mostly left alone."""

from datetime import timedelta

import pytest

from accounts.choices import Role
from grids import actions
from grids.models import Issue
from grids.queries.similar import likest, similar
from portal.clock import now
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory

# Titles as people write them: of the same matter, and of different ones however alike the words.
SAME = [
    ("东口井盖松动", "东口的井盖松了"),
    ("3号楼路灯不亮", "3号楼前路灯坏了"),
    ("路灯不亮", "楼道口路灯不亮了"),
    ("垃圾桶满溢", "垃圾箱满了没人清"),
    ("沟口南侧垃圾箱满溢", "沟口垃圾箱溢出来了"),
    ("楼道堆放杂物", "楼道里堆满杂物"),
    ("楼道杂物堵塞消防通道", "消防通道被杂物堵住"),
    ("水管漏水", "自来水管漏水"),
    ("2号楼自来水管爆裂", "2号楼水管爆了"),
    ("下水道堵塞", "下水道堵了往外冒水"),
    ("污水外溢", "下水道污水外溢"),
    ("电动车楼道充电", "电动车在楼道里充电"),
    ("电动车飞线充电", "有人飞线给电动车充电"),
    ("东口公厕没水", "东口公厕停水"),
    ("邻里因停车争吵", "两家因为停车吵架"),
    ("占道经营", "小贩占道经营影响通行"),
    ("树枝遮挡路灯", "路灯被树枝遮挡"),
    ("墙皮脱落", "5号楼外墙墙皮脱落"),
    ("道路塌陷", "北巷道路塌陷一个坑"),
    ("流浪狗咬人", "有流浪狗咬伤人"),
    ("独居老人家中断电", "独居老人家里停电"),
    ("噪音扰民", "夜间施工噪音扰民"),
    ("单元门坏了", "单元门关不上"),
    ("小区门口积水", "门口积水严重"),
    ("暖气不热", "家里暖气不热"),
    ("化粪池满溢", "化粪池溢出来了"),
    ("楼顶漏水", "顶楼漏水"),
    ("电线垂落", "有电线垂下来"),
    ("消防栓损坏", "消防栓坏了"),
    ("健身器材损坏", "健身器材坏了一个"),
    ("有人占用消防车道", "消防车道停满车"),
    ("广场舞噪音", "广场舞声音太大"),
    ("共享单车乱停", "共享单车堆在路口"),
    ("野广告贴满单元门", "单元门上小广告"),
    ("电梯停运", "电梯坏了停运两天"),
    ("装修垃圾堆在路边", "路边有装修垃圾"),
]
OTHER = [
    ("路灯不亮", "水管不亮堂"),
    ("3号楼路灯不亮", "3号楼电梯不动"),
    ("东口井盖松动", "东口公厕没水"),
    ("东口井盖松动", "东口路灯不亮"),
    ("垃圾桶满溢", "化粪池满溢"),
    ("楼道堆放杂物", "楼道灯坏了"),
    ("水管漏水", "屋顶漏水"),
    ("2号楼水管爆裂", "2号楼邻里纠纷"),
    ("下水道堵塞", "消防通道堵塞"),
    ("电动车楼道充电", "电动车被盗"),
    ("邻里因停车争吵", "邻里因噪音争吵"),
    ("占道经营", "占道停车"),
    ("树枝遮挡路灯", "树枝压断电线"),
    ("墙皮脱落", "墙面小广告"),
    ("道路塌陷", "道路积水"),
    ("流浪狗咬人", "流浪猫太多"),
    ("独居老人需要送餐", "独居老人家里停电"),
    ("噪音扰民", "油烟扰民"),
    ("暖气不热", "路灯不亮"),
    ("健身器材损坏", "监控摄像头损坏"),
    ("居民反映物业收费", "居民反映广场舞噪音"),
    ("核实新迁入住户信息", "核实出租房住户信息"),
    ("单元门坏了", "单元门口积水"),
    ("暖气不热", "热水器不热"),
    ("电线垂落", "电梯停运"),
    ("消防栓损坏", "监控损坏"),
    ("共享单车乱停", "机动车乱停"),
    ("广场舞噪音", "广场路灯不亮"),
    ("装修垃圾堆在路边", "路边有人摆摊"),
    ("化粪池满溢", "垃圾箱满溢"),
    ("居民家中漏水", "居民家中断电"),
    ("老人走失", "老人摔倒"),
    ("小区门口积水", "小区门口有人打架"),
    ("医保缴费咨询", "低保申请咨询"),
    ("楼上漏水", "楼上噪音"),
    ("外墙瓷砖脱落", "外墙广告牌松动"),
]


def offered(pair):
    """Whether the second title is offered to whoever types the first."""
    return bool(likest(pair[0], [(1, pair[1], "")], 1))


def test_how_often_it_is_right():
    found, wrong = sum(map(offered, SAME)), sum(map(offered, OTHER))
    told = {"recall": round(found / len(SAME), 2), "precision": round(found / (found + wrong), 2)}
    assert told == {"recall": 0.97, "precision": 0.85}


def test_the_likest_comes_first_and_no_more_than_asked():
    told = [(1, "路灯亮了又不亮，像是线断", ""), (2, "路灯不亮", ""), (3, "水管漏水", ""), (4, "路灯坏了", "")]
    assert likest("路灯不亮", told, 2) == [1, 2]
    assert 3 not in likest("路灯不亮", told, 9)


def test_the_place_says_nothing_about_the_matter():
    place = "二街南侧 6 号楼四单元"
    told = [(1, f"{place}停水没有提前告知", place), (2, f"{place}人户信息有出入", place)]
    assert likest(f"{place}人户信息不对", told, 5) == [2]
    assert likest("人户信息有出入", told, 5) == [2]
    assert likest(place, told, 5) == []


@pytest.fixture
def lamp(house):
    return IssueFactory(grid=house.near, title="东口路灯不亮", place="东口")


def test_where_it_looks(house, lamp):
    def keys(grid):
        return [issue.pk for issue in similar(grid, "路灯不亮了")]

    assert keys(house.near) == [lamp.pk]
    assert keys(house.aside) == keys(house.away) == []
    house.near.neighbours.add(house.aside)
    assert keys(house.aside) == keys(house.community) == [lamp.pk]
    assert similar(house.near, "路 灯") == []


def test_what_is_closed_or_old_is_not_offered(house, lamp):
    actions.void(lamp, by=None, note="误报")
    assert similar(house.near, "路灯不亮") == []
    old = IssueFactory(grid=house.near, title="路灯不亮", created_at=now() - timedelta(days=61))
    assert similar(house.near, "路灯不亮") == []
    assert old.pk


def ask(client, **words):
    return client.post("/issues/similar/", words)


def test_cards_are_masked_and_open_only_for_who_may_see(house, enter, lamp):
    house.near.neighbours.add(house.aside)
    lamp.title, lamp.place = "路灯不亮 13812345678", "东口 13812345678"
    lamp.save(by=None)
    member = enter(house.user(Role.MEMBER))
    page = ask(member, title="路灯不亮", grid=house.near.pk).content.decode()
    assert f'href="/issues/{lamp.pk}/"' in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "还没有人受理" in page
    other = enter(UserFactory(grid=house.aside, role=Role.MEMBER))
    page = ask(other, title="路灯不亮", grid=house.aside.pk).content.decode()
    assert "路灯不亮" in page
    assert "href" not in page


def test_nothing_alike_shows_nothing(house, enter, lamp):
    client = enter(house.user(Role.MEMBER))
    for words in ({"title": "电梯停运"}, {"title": "路灯"}, {}, {"title": "路灯", "description": "楼上噪音扰民"}):
        response = ask(client, grid=house.near.pk, **words)
        assert (response.status_code, response.content.decode().strip()) == (200, "")
    assert ask(client, title="路灯不亮").content.decode().strip() == ""
    assert "东口" in ask(client, title="路灯", description="路灯不亮", grid=house.near.pk).content.decode()


def test_only_where_one_may_report(house, enter, lamp):
    client = enter(house.user(Role.MEMBER))
    for grid in (house.aside.pk, house.away.pk, "x", "9" * 30):
        assert ask(client, title="路灯不亮", grid=grid).status_code == 404
    assert ask(enter(house.user(Role.OBSERVER)), title="路灯不亮", grid=house.near.pk).status_code == 403


def test_the_report_asks_for_it_and_an_edit_does_not(house, enter, lamp):
    client = enter(house.user(Role.HEAD))
    assert 'hx-post="/issues/similar/"' in client.get("/issues/add/").content.decode()
    assert "/issues/similar/" not in client.get(f"/issues/{lamp.pk}/edit/").content.decode()


def test_a_double_is_put_together_with_one_tap(house, enter, lamp):
    twin = IssueFactory(grid=house.near, title="路灯不亮了", place="东口")
    client, url = enter(house.user(Role.HEAD)), f"/issues/{twin.pk}/void/"
    form = client.get(url).context["form"]
    assert [value for value, _ in form.fields["likely"].choices] == [str(lamp.pk), ""]
    sent = {"version": twin.version, "note": "重复上报", "likely": lamp.pk}
    assert client.post(url, sent | {"likely": twin.pk}).status_code == 422
    assert client.post(url, sent).status_code == 302
    assert Issue.objects.get(pk=twin.pk).duplicate_of == lamp


def test_the_searched_one_stands_before_the_likely_one(house, enter, lamp):
    twin, third = (IssueFactory(grid=house.near, title=title) for title in ("路灯不亮了", "公厕没水"))
    client, url = enter(house.user(Role.HEAD)), f"/issues/{twin.pk}/void/"
    sent = {"version": twin.version, "note": "重复上报", "likely": lamp.pk, "duplicate_of": third.pk}
    assert client.post(url, sent).status_code == 302
    assert Issue.objects.get(pk=twin.pk).duplicate_of == third


def test_a_report_like_no_other_is_voided_without_a_choice(house, enter, lamp):
    other = IssueFactory(grid=house.near, title="公厕没水")
    form = enter(house.user(Role.HEAD)).get(f"/issues/{other.pk}/void/").context["form"]
    assert "likely" not in form.fields
