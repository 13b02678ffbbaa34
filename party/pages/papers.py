"""Papers about a member: the slip of who reports to the community, the card of the register, the card of the year's service."""

from datetime import date

from party.choices import OrganisationKind
from party.joined import deeds, tallied
from portal.clock import today
from portal.papers import Cell, Paper, Part

# Whose members have a home outside the community, to which it answers.
HOMES = (OrganisationKind.UNIT, OrganisationKind.ENTERPRISE)
# Empty lines under the year's deeds, for the pen.
SPARE = 6
UNDATED = "　　年　　月　　日"


def has_home(member):
    """Whether a unit or an enterprise sent the member. Costs nothing: the line under the title has read the organisation."""
    return member.organisation.kind in HOMES


def report(member):
    """报到单: the home unit sends the member, the sheet stays here; the 回执 goes back with the day and the grid."""
    home, community, name = member.organisation, member.community, member.person.name
    sheet = Part(
        sentences=(f"{community.name}：", f"兹有我单位党员{name}同志到你社区报到，请予登记并安排服务。"),
        rows=(
            (Cell("姓名", name), Cell("性别", member.person.get_sex_display())),
            (Cell("所在党组织", home.name),),
            (Cell("职务", member.get_duty_display()), Cell("入党日期", day_words(member.joined_on))),
            (Cell("特长", member.skills),),
            (Cell("服务意愿", member.offers),),
            (Cell("联系电话"), Cell("本人签名")),
        ),
        signs=(f"{home.name}（盖章）", UNDATED),
    )
    since = day_words(member.checked_in_on) or UNDATED
    slip = Part(
        heading="回　执",
        sentences=(
            f"{home.name}：",
            f"你单位党员{name}同志已于{since}到我社区报到，服务情况由我社区按季度反馈。",
        ),
        rows=(
            (Cell("登记编号", member.code), Cell("服务网格", member.grid.name)),
            (Cell("年度任务", quota(member)),),
            (Cell("社区联系人"), Cell("联系电话")),
        ),
        signs=(f"{community.name}（盖章）", UNDATED),
    )
    note = "上联由社区留存，回执交回所在党组织。"
    return Paper(community.name, "在职党员报到单", member.code, (sheet, slip), note)


def card(member):
    """登记卡: the member as the register knows the person, with places for the photo and for what only the pen may write."""
    person = member.person
    whole = Part(
        rows=(
            (Cell("姓名", person.name), Cell("照片", lines=6)),
            (Cell("性别", person.get_sex_display()), Cell("出生日期", day_words(person.birth))),
            (Cell("身份证号"), Cell("联系电话")),
            (Cell("党组织", member.organisation.name),),
            (Cell("类别", member.get_category_display()), Cell("职务", member.get_duty_display())),
            (Cell("入党日期", day_words(member.joined_on)), Cell("报到日期", day_words(member.checked_in_on))),
            (Cell("服务网格", member.grid.name), Cell("年度任务", quota(member))),
            (Cell("特长", member.skills, lines=2),),
            (Cell("服务意愿", member.offers, lines=2),),
            (Cell("本人签名", lines=3), Cell("社区意见", lines=3)),
        ),
        signs=(f"{member.community.name}（盖章）", UNDATED),
    )
    note = "身份证号和联系电话由本人用笔填写。"
    return Paper(member.community.name, "党员登记卡", member.code, (whole,), note)


def service(member):
    """服务记录卡: what the member did this year line by line, and what it adds up to; lines are left for the pen."""
    year = today().year
    span = [member.pk], date(year, 1, 1), date(year, 12, 31)
    done = [(str(deed.on), deed.what, deed.worth, deed.remark) for deed in deeds(*span)] + [("",) * 4] * SPARE
    sums = [Cell(tally.label, f"{many.get(member.pk, 0)} {tally.unit}") for tally, many in tallied(*span)]
    parts = (
        Part(
            rows=(
                (Cell("姓名", member.person.name), Cell("服务网格", member.grid.name)),
                (Cell("党组织", member.organisation.name),),
                (Cell("年度任务", quota(member)),),
            ),
        ),
        Part(
            sentences=(f"{year} 年服务记录",),
            head=("序号", "日期", "服务内容（地点、事项）", "时长或次数", "备注"),
            lines=tuple((str(n), *line) for n, line in enumerate(done, 1)),
        ),
        Part(
            sentences=("全年合计",) if sums else (),
            rows=tuple(tuple(sums[n : n + 2]) for n in range(0, len(sums), 2)),
            signs=(f"本人签名：　　　　　　　{UNDATED}", f"{member.community.name}（盖章）：　　　　　　　{UNDATED}"),
        ),
    )
    return Paper(member.community.name, "党员服务记录卡", f"{member.code}（{year} 年）", parts)


def quota(member):
    """What a year is to bring, in words; empty where nothing was agreed."""
    hours = f"服务 {member.hours} 小时" if member.hours else ""
    times = f"参加活动 {member.activities} 次" if member.activities else ""
    return "，或".join(filter(None, [hours, times]))


def day_words(day):
    """A date as papers have it: 2026 年 3 月 1 日; empty for none."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else ""
