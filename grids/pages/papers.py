"""Papers of the grid service: the order a department gets, with the slip it sends back."""

from grids.choices import Outcome
from portal.clock import moment_words
from portal.papers import Cell, Paper, Part


def order(record):
    """交办单: what the community asks of a department, by when, whom to call, and the 回执 to fill in."""
    issue, community = record.issue, record.community
    handler = issue.handler or record.created_by
    asked = Part(
        sentences=(f"{record.department.name}：", "下列事项社区办理有困难，现交请贵单位办理，并按时限书面回复。"),
        rows=(
            (Cell("交办单位", community.name), Cell("交办时间", moment_words(record.created_at))),
            (Cell("事项编号", issue.code), Cell("紧急程度", issue.get_urgency_display())),
            (Cell("事项", issue.title),),
            (Cell("类别", issue.get_category_display()), Cell("所在网格", issue.grid.name)),
            (Cell("地点", issue.place), Cell("发生时间", moment_words(issue.occurred_at))),
            (Cell("情况", issue.description or "见事项标题", lines=2),),
            (Cell("交办要求", record.request, lines=2),),
            (Cell("回复时限", moment_words(record.reply_due_at)), Cell("社区联系人", _who(handler, issue.grid))),
        ),
        signs=(f"{community.name}（盖章）", "年　　月　　日"),
    )
    slip = Part(
        heading="回　执",
        sentences=(f"{community.name}：", f"你社区 {record.number}（{issue.code}）收悉，办理情况如下。"),
        rows=(
            (Cell("办理结果", "　　".join(f"□ {label}" for label in Outcome.labels)),),
            (Cell("办理情况", lines=4),),
            (Cell("经办人"), Cell("联系电话")),
            (Cell("办结日期"), Cell("负责人")),
        ),
        signs=("承办单位（盖章）　　　　　", "年　　月　　日"),
    )
    return Paper(unit=community.name, title="事项交办单", number=record.number, parts=(asked, slip))


def _who(user, grid):
    return f"{user.name}（{title}）" if user and (title := user.title_at(grid)) else user.name if user else ""
