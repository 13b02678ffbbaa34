"""What the writer of a letter may know by the tracking code: how far it has come, and nothing else."""

from dataclasses import dataclass

from grids.choices import IssueState as I
from portal.crypto import keyed_hash
from wishes.choices import LetterKind, LetterState
from wishes.choices import WishState as W
from wishes.models import Letter

ISSUE_STEPS = ("待核实", "已受理", "处理中", "已办结")
WISH_STEPS = ("待核实", "已登记", "已公示", "已实现")
# State → (step reached, what the writer reads); a step of None: the way ended before its last.
ISSUE = {
    I.REPORTED: (1, "社区已受理，正在安排人办。"),
    I.RETURNED: (1, "社区已受理，正在补充情况。"),
    I.ACCEPTED: (1, "社区已受理，正在安排人办。"),
    I.HANDLING: (2, "正在处理。"),
    I.SUSPENDED: (2, "眼下条件还不够，社区记着，到时候接着办。"),
    I.CHECKING: (2, "已经处理，正在核查。"),
    I.CLOSED: (3, "已经办结。没有办好的，请直接打社区电话，或再提交一次。"),
    I.VISITED: (3, "已经办结。没有办好的，请直接打社区电话，或再提交一次。"),
    I.VOID: (None, "这件不再办理；有疑问请打社区电话。"),
}
WISH = {
    W.PENDING: (1, "心愿已登记，社区会上门或打电话核实。"),
    W.PUBLISHED: (2, "心愿已公示，正在等人认领。"),
    W.CLAIMED: (2, "已经有人认领，很快和您联系。"),
    W.UNDER_WAY: (2, "正在为您办。"),
    W.REALISED: (3, "心愿已实现，社区会打电话问问您。"),
    W.CLOSED: (3, "心愿已实现。"),
    W.DECLINED: (None, "这个心愿没有受理，社区会告诉您原因。"),
    W.WITHDRAWN: (None, "这个心愿已撤回。"),
    W.TRANSFERRED: (None, "一个人办不了的事，已转为社区项目来办。"),
}
WAITS, CALLED, UNCALLED = "已收到，社区正在核实，", "请留意电话。", "请过几天再来查。"
DECLINED = "没有受理：{reply}"


@dataclass(frozen=True)
class Standing:
    """How far a letter has come: the steps of its way, the number of the one it stands at (None: over early), a sentence."""

    steps: tuple
    at: int | None
    told: str


def by_code(code):
    """The letter of a tracking code; None where there is none."""
    return Letter.objects.select_related("issue", "wish").filter(mark=keyed_hash(code)).first()


def standing(letter):
    """What its writer may read of it."""
    if letter.issue:
        at, told = ISSUE[_goes_on_as(letter.issue).state]
        return Standing(ISSUE_STEPS, at, told)
    if letter.wish:
        at, told = WISH[letter.wish.state]
        return Standing(WISH_STEPS, at, told)
    steps = ISSUE_STEPS if letter.kind == LetterKind.ISSUE else WISH_STEPS
    if letter.state == LetterState.DECLINED:
        return Standing(steps, None, DECLINED.format(reply=letter.reply))
    return Standing(steps, 0, WAITS + (CALLED if letter.contact_id else UNCALLED))


def _goes_on_as(issue):
    """The issue it was merged into, at the end of however many mergers."""
    while issue.state == I.VOID and issue.duplicate_of:
        issue = issue.duplicate_of
    return issue
