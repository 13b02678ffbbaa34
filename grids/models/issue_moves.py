"""The move table of the issue: which step leads where, and what stands in the way. Source: domain.md, 'Issues'."""

from django.utils import timezone

from grids.choices import IssueLevel
from grids.choices import IssueState as S
from portal.moves import Move, Note, leads_to
from portal.reach import Reach, grants

OPEN = [S.REPORTED, S.RETURNED, S.ACCEPTED, S.HANDLING, S.SUSPENDED, S.CHECKING]
DONE = [S.CLOSED, S.VISITED]
UNDER_WAY = {S.ACCEPTED, S.HANDLING}


def stands_above(issue, by, verb="accept"):
    """Whether a post above the grid, not any other post of theirs, lets somebody do this on the issue; the system may."""
    if by is None:
        return True
    wide = [grant for grant in grants(by, verb, type(issue)) if grant.wide and grant.reach == Reach.SUBTREE]
    return any(
        (not grant.lines or issue.line_id in grant.lines)
        and (grant.node.pk == issue.community_id or issue.grid.path.startswith(grant.node.path))
        for grant in wide
    )


def in_own_hands(issue, by):
    """What went up to the community is no longer the grid's to move, unless it was given back to that very person."""
    given_back = issue.state != S.REPORTED and issue.handler_id == by.pk if by else True
    if issue.level == IssueLevel.GRID or given_back or stands_above(issue, by):
        return None
    return "这件事项已升级到社区，由社区办理；有新情况请用“说明进展”告诉社区。"


def not_away(issue, by):
    """While a department has it, the order must be answered or called back first."""
    if issue.level == IssueLevel.DEPARTMENT:
        return "交办单还没有回复。请先登记部门回复，或收回自办。"
    return in_own_hands(issue, by)


def in_hand(issue, by):
    """Who says it is done is who had it; whoever did it for somebody takes it over first, so that nobody loses it unawares."""
    if by is not None and issue.handler_id != by.pk:
        return not_away(issue, by) or "由承办人提交核查；要代办的，请先点“指派承办人”指给自己。"
    return not_away(issue, by)


def reporter_only(issue, by):
    """A returned report is mended by the one who made it, or by the grid head when that person works here no more."""
    reporter = issue.created_by
    if reporter and reporter.pk != by.pk and reporter.posts_now:
        return f"退回的事项由原上报人（{reporter.name}）补正后重报。"
    return None


def not_own_work(issue, by):
    """Who handled an issue does not verify it."""
    if by is not None and issue.handler_id == by.pk:
        return "承办人不能核查自己办的事项，请由社区其他人员核查。"
    return None


def not_own_call(issue, by):
    """Who handled an issue does not ask the resident about it."""
    if by is not None and issue.handler_id == by.pk:
        return "承办人不能回访自己办的事项，请由其他人员回访。"
    return None


def on_the_spot(issue, by):
    """Settled on the spot means the same day, in the grid, by whoever is there."""
    if issue.level != IssueLevel.GRID:
        return "已升级到社区的事项，请处置后提交核查。"
    if timezone.localdate(issue.created_at) != timezone.localdate():
        return "现场解决只用于上报当天；隔天的请写处置结果，提交核查。"
    return None


def below_top(issue, by):
    """The grid hands up to the community; from there a department gets an order."""
    if issue.level != IssueLevel.GRID:
        return "已经升级到社区；社区办不了的，请开交办单交有关部门。"
    return None


def not_sent_yet(issue, by):
    """One department at a time."""
    if issue.level == IssueLevel.DEPARTMENT:
        return "已经交给部门，还没有回复；换部门请先收回。"
    return None


def sent_out(issue, by):
    """Only what a department has can be called back."""
    return None if issue.level == IssueLevel.DEPARTMENT else "这件事项没有交给部门，不用收回。"


def may_ask_for_time(issue, by):
    """More time is asked for once at a time, and before the limit has passed."""
    if issue.asked_until:
        return "已有一份延期申请等着批，不能再申请。"
    if issue.due_at < timezone.now():
        return "时限已过，不能再申请延期；请抓紧办理，或升级、挂账。"
    if issue.handler_id != by.pk and not stands_above(issue, by):
        return "延期由承办人申请。"
    return None


def look_due(issue, by):
    """What the community laid aside comes back on its day; before, the community takes it up again."""
    if issue.look_on > timezone.localdate() and not stands_above(issue, by):
        return f"挂账到 {issue.look_on:%m-%d} 再看；要提前恢复，请社区办理。"
    return in_own_hands(issue, by)


@leads_to({S.REPORTED: [S.RETURNED, S.HANDLING, S.REPORTED]})
def back_to(issue):
    """A return from the community goes back to the grid's hands, one from the grid to its reporter."""
    if not issue.has_changed("level"):
        return S.RETURNED
    return S.HANDLING if issue.handler_id else S.REPORTED


@leads_to({S.REPORTED: [S.ACCEPTED], S.ACCEPTED: [S.ACCEPTED], S.HANDLING: [S.HANDLING]})
def taken_up(issue):
    """Putting a fresh report into somebody's hands is its acceptance."""
    return S.ACCEPTED if issue.state == S.REPORTED else issue.state


MOVES = {
    "accept": Move(
        "受理", {S.REPORTED}, S.ACCEPTED, when=in_own_hands, icon="check2-square", style="main",
        consequence="您将成为承办人，时限继续计算。",
    ),
    "handle": Move(
        "开始处置", {S.ACCEPTED}, S.HANDLING, when=not_away, icon="tools", style="main",
        consequence="写下第一步怎么办，居民问起时好答复。",
    ),
    "submit": Move(
        "提交核查", {S.HANDLING}, S.CHECKING, when=in_hand, icon="clipboard-check", style="main",
        consequence="写明处置结果，送社区核查。",
    ),
    "verify": Move(
        "核查结案", {S.CHECKING}, S.CLOSED, when=not_own_work, icon="check-circle", style="main",
        consequence="核查通过后结案，记入本月月报。",
    ),
    "resubmit": Move(
        "补正重报", {S.RETURNED}, S.REPORTED, when=reporter_only, icon="send", style="main",
        consequence="补好的内容会重新送到网格长。",
    ),
    "revisit": Move(
        "回访", {S.CLOSED}, S.VISITED, when=not_own_call, icon="telephone", style="main",
        consequence="问问居民满意不满意，记入满意率；不满意的请接着点“重新办理”。",
    ),
    "resume": Move(
        "恢复办理", {S.SUSPENDED}, S.HANDLING, when=look_due, icon="play-circle", style="main",
        consequence="接着办；挂起的这些天不算在时限里。",
    ),
    "settle": Move(
        "现场已解决", {S.REPORTED, *UNDER_WAY}, S.CLOSED, when=on_the_spot, icon="check2-circle",
        consequence="当天当场办好的，写明结果直接结案。",
    ),
    "escalate": Move(
        "升级到社区", {S.REPORTED, *UNDER_WAY}, S.REPORTED, when=below_top, note=Note.REQUIRED, icon="arrow-up-circle",
        consequence="交给社区受理，本阶段重新计时，全程时限不变。请写明网格为什么办不了。",
    ),
    "dispatch": Move(
        "交办部门", {S.REPORTED, *UNDER_WAY}, S.HANDLING, when=not_sent_yet, icon="send-arrow-up",
        consequence="生成一张编号的交办单，可打印、可下载；到期没有回复系统会自动催办。",
    ),
    "recall": Move(
        "收回自办", {S.HANDLING}, S.HANDLING, when=sent_out, note=Note.REQUIRED, icon="arrow-90deg-left",
        consequence="交办单作收回，事项回到社区办理。",
    ),
    "assign": Move(
        "指派承办人", {S.REPORTED, *UNDER_WAY}, taken_up, when=not_away, icon="person-check",
        consequence="交到这个人手里，他的“等我办”里会出现。",
    ),
    "extend": Move(
        "申请延期", UNDER_WAY, None, when=may_ask_for_time, note=Note.REQUIRED, icon="clock-history",
        consequence="由社区批准；批准之前时限不变。",
    ),
    "suspend": Move(
        "挂账", UNDER_WAY, S.SUSPENDED, when=not_away, note=Note.REQUIRED, icon="pause-circle",
        consequence="眼下解决不了的先挂起来，到了再看的日期会回到承办人的“等我办”。",
    ),
    "reject": Move(
        "核查不通过", {S.CHECKING}, S.HANDLING, when=not_own_work, note=Note.REQUIRED, icon="x-circle",
        consequence="退回承办人继续处置，请写明还差什么。",
    ),
    "send_back": Move(
        "退回", {S.REPORTED}, back_to, when=in_own_hands, note=Note.REQUIRED, icon="arrow-return-left",
        consequence="退给上报人补正（升级上来的退回网格），请写清缺什么。",
    ),
    "progress": Move(
        "说明进展", {*UNDER_WAY, S.SUSPENDED, S.REPORTED}, None, note=Note.REQUIRED, icon="chat-left-text",
        consequence="状态不变，只记一笔办到哪一步，可以附照片。",
    ),
    "urge": Move(
        "催办", {S.REPORTED, *UNDER_WAY, S.CHECKING}, None, icon="bell",
        consequence="承办人的铃铛里会出现，并写进经过。",
    ),
    "reopen": Move(
        "重新办理", {S.CLOSED, S.VISITED}, S.HANDLING, note=Note.REQUIRED, icon="arrow-counterclockwise",
        consequence="回到承办人手里重新计时，请写明为什么；原来的月报数字不变。",
    ),
    "split": Move(
        "拆分", {S.REPORTED, *UNDER_WAY}, None, when=not_away, icon="signpost-split",
        consequence="拆出来的各成一件，沿用网格、地点和时限；这一件保留，继续办剩下的部分。",
    ),
    "void": Move(
        "作废", {S.REPORTED, S.RETURNED, *UNDER_WAY, S.SUSPENDED}, S.VOID, when=not_away,
        note=Note.REQUIRED, icon="slash-circle", style="warn",
        consequence="不再计入台账数字，经过仍然保留。重复的请选并入哪一件，上报人会跟着看到那一件的结果。",
    ),
}  # fmt: skip
