"""杨园则社区 and its seven grids, and the figures its own account states. Source: domain.md, 'Facts of the real community'."""

from django.core.exceptions import ValidationError

from accounts.actions.line import plant_lines
from grids.actions.node import PLANNED
from grids.choices import NodeLevel
from grids.limits import Limits
from grids.models import Grid, StatedFigure
from grids.plan import touching, usual

SOURCE = "源文件所述"
STREET = {"code": "DEMO-JD", "name": "街道办事处（演示）"}
COMMUNITY = {
    "code": "DEMO-YYZ",
    "name": "杨园则社区",
    "boundary": "二街公路两侧：东至梁家湾山顶，西至横中家属楼步行街，南至杨市沟沟口，北至张家洼煤矿",
}
# Where the grids lie is a placeholder of ours: the account names the community's limits, not theirs.
GRIDS = [
    ("一网格", "张家洼", "北片，社区北界至坡底（示意）"),
    ("二网格", "梁家湾", "东北片，半坡至社区东界（示意）"),
    ("三网格", "步行街", "西片，社区西界至二街公路（示意）"),
    ("四网格", "二街中", "中片，二街公路中段两侧（示意）"),
    ("五网格", "二街东", "东片，二街公路东段两侧（示意）"),
    ("六网格", "杨市沟", "西南片，沟道北岸（示意）"),
    ("七网格", "沟口南", "南片，沟口至社区南界（示意）"),
]
# (key, label, value, unit, about): about marks the source's 多, 余 and 以上.
STATED = [
    ("founded-year", "成立年份", "2012", "年", False),
    ("founded-month", "成立月份", "3", "月", False),
    ("area", "辖区面积", "2.2", "平方公里", False),
    ("households", "总户数", "924", "户", False),
    ("people", "总人口", "3899", "人", False),
    ("resident-households", "居民户数", "242", "户", False),
    ("resident-people", "居民人口", "885", "人", False),
    ("floating-households", "流动人口户数", "754", "户", False),
    ("floating-people", "流动人口", "3014", "人", False),
    ("institutions", "事业单位", "1", "个", False),
    ("enterprises", "中小型企业", "12", "个", False),
    ("traders", "个体商户", "163", "个", False),
    ("hospitals", "医院", "1", "个", False),
    ("kindergartens", "幼儿园", "2", "个", False),
    ("office-area", "租赁办公用房", "300", "平方米", True),
    ("branches", "党支部", "1", "个", False),
    ("party-members", "党员", "62", "名", False),
    ("checked-in-organisations", "报到的机关企事业党组织", "3", "家", False),
    ("checked-in-members", "报到的在职党员、干部", "100", "人", True),
    ("private-branches", "非公企业党支部", "3", "家", False),
    ("grids", "网格", "7", "个", False),
    ("grid-heads", "网格长", "7", "名", False),
    ("grid-members", "网格员", "18", "名", False),
    ("lines", "纳入网格的工作", "9", "类", False),
    ("volunteers", "注册志愿者", "238", "名", False),
    ("volunteer-share", "志愿者占常住总人数", "10", "%", True),
    ("teams", "志愿服务队", "10", "支", False),
    ("activities", "2016 年以来志愿活动", "20", "次", True),
    ("hours-each", "志愿者人均服务时长", "60", "小时", False),
    ("studio-since", "老刘工作室成立年份", "2018", "年", False),
    ("disputes-settled", "2018 年以来调解矛盾纠纷", "40", "起", True),
    ("wishes-collected", "2016 年以来征集微心愿", "180", "件", True),
    ("wishes-claimed", "2016 年以来认领微心愿", "160", "件", True),
    ("wishes-open", "本轮征集微心愿", "24", "件", False),
    ("urgent-projects", "急需解决的服务项目", "3", "项", False),
    ("students", "资助贫困学生", "2", "名", False),
    ("raised", "筹集爱心助学金", "5000", "元", True),
    ("family-planning-aid", "计生协会救助", "3000", "元", True),
    ("relief", "政府临时救助金", "2000", "元", True),
]


def load(demo):
    """Plant the tree and put the stated figures beside it."""
    codes = [STREET["code"], COMMUNITY["code"], *(f"DEMO-{n}" for n in range(1, 8))]
    if taken := Grid.objects.filter(code__in=codes).first():
        raise ValidationError(f"网格树里已有代号 {taken.code}（{taken.name}），请先改掉它的代号。")
    demo.street = Grid.plant(level=NodeLevel.STREET, **STREET)
    demo.community = Grid.plant(demo.street, level=NodeLevel.COMMUNITY, **COMMUNITY)
    for number, ((name, alias, boundary), place) in enumerate(zip(GRIDS, usual(len(GRIDS)), strict=True), 1):
        demo.community.refresh_from_db()
        said = {"name": name, "alias": alias, "boundary": boundary, "party_group": f"{name}党小组"}
        laid = dict(zip(PLANNED, place, strict=True))
        one = Grid.plant(demo.community, level=NodeLevel.GRID, code=f"DEMO-{number}", order=number, **said, **laid)
        demo.grids.append(one)
    for grid, others in touching(dict(zip(demo.grids, usual(len(GRIDS)), strict=True))).items():
        grid.neighbours.set(others)
    lines = plant_lines(demo.community, by=None)
    demo.lines, demo.limits = {line.key: line for line in lines}, Limits.of(demo.community.pk)
    stated = [
        StatedFigure(community=demo.community, key=key, label=label, value=value, unit=unit, about=about, source=SOURCE)
        for key, label, value, unit, about in STATED
    ]
    demo.mark(demo.street, demo.community, *demo.grids, *lines, *StatedFigure.objects.bulk_create(stated))
