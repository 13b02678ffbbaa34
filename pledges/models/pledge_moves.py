"""What can be done with a pledge, and when."""

from accounts.choices import Role
from accounts.models import Post
from accounts.models.user import AccountState
from pledges.choices import FulfilmentState, Reviewer
from pledges.choices import PledgeState as S
from portal.clock import today
from portal.moves import Move, Note, leads_to


def is_own(pledge, by):
    """Whether the pledge is the user's own; the member is read with it."""
    return by is not None and pledge.member.person.user_id == by.pk


def secretaries():
    """Posts of secretaries held now."""
    return Post.objects.current().filter(role=Role.SECRETARY, user__state=AccountState.ACTIVE)


def reviewable(pledge, by):
    """Nobody reviews the own pledge; the secretary's is reviewed by a clerk, all others by the secretary."""
    if by is None:
        return None
    if is_own(pledge, by):
        return "不能审自己的承诺，请由另一位书记或工作人员来审。"
    if any(post.role == Role.SECRETARY for post in by.posts_now):
        return None
    if secretaries().filter(user=pledge.member.person.user_id).exists():
        return None
    return "审诺由书记办理；工作人员只代审书记本人的承诺。"


def published_long_enough(pledge, by):
    """The publicity runs its days."""
    if pledge.public_until and today() < pledge.public_until:
        return f"公示到 {pledge.public_until} 才满，到时自动转为践诺；公示期内也可以兑现。"
    return None


def waits(pledge):
    """Periods that wait and are due by now."""
    return pledge.fulfilments.filter(state=FulfilmentState.WAITING)


def ripe(pledge, by):
    """A pledge is judged when nothing of it is left to do, or its time has run."""
    left = waits(pledge).count()
    if left and pledge.ends_on >= today():
        return f"还有 {left} 期没到时候或没兑现，做完或到了截止日期再评诺。"
    return None


def changeable(pledge, by):
    """Nobody changes the own terms."""
    return "不能改自己的承诺，请由另一位书记或工作人员来改。" if is_own(pledge, by) else None


def closable(pledge, by):
    """What is struck off was kept, explained where it was not, and judged by the organisation; never by its own member."""
    if refusal := reviewable(pledge, by):
        return refusal
    if left := waits(pledge).count():
        return f"还有 {left} 期没有兑现，也没有说明原因；请先兑现，或登记客观原因。"
    if not pledge.fulfilments.filter(state=FulfilmentState.DONE).exists():
        return "一期都没有兑现，不能销号；请登记“未兑现”。"
    if not pledge.reviews.filter(side=Reviewer.ORGANISATION).exists():
        return "还没有组织评，请先登记党组织的评议。"
    return None


@leads_to({S.REVIEWING: [S.PUBLIC, S.KEEPING]})
def still(pledge):
    """Back to where the time stands: publicity first."""
    return S.PUBLIC if pledge.public_until and today() < pledge.public_until else S.KEEPING


MOVES = {
    "approve": Move(
        "通过，进入公示",
        {S.PENDING},
        S.PUBLIC,
        when=reviewable,
        icon="check2-circle",
        style="main",
        consequence="按频次列出每一期的应兑现日期，公示期满转为践诺。",
    ),
    "send_back": Move(
        "退回修改",
        {S.PENDING},
        S.RETURNED,
        when=reviewable,
        note=Note.REQUIRED,
        icon="arrow-return-left",
        consequence="退回后本人收到提醒，改好再交。",
    ),
    "resubmit": Move(
        "改好，再交", {S.RETURNED}, S.PENDING, icon="send", style="main", consequence="再交以后由书记审。"
    ),
    "recall": Move(
        "撤回公示",
        {S.PUBLIC},
        S.PENDING,
        when=reviewable,
        note=Note.REQUIRED,
        icon="arrow-counterclockwise",
        style="warn",
        consequence="回到待审诺；还没兑现的期次取消。",
    ),
    "begin": Move("公示期满，开始践诺", {S.PUBLIC}, S.KEEPING, when=published_long_enough, icon="play-circle"),
    "change_rule": Move(
        "改频次或截止日期",
        {S.PUBLIC, S.KEEPING},
        None,
        when=changeable,
        note=Note.REQUIRED,
        icon="calendar2-week",
        consequence="只换今天以后的期次；以前的应兑现日期不变。",
    ),
    "conclude": Move(
        "转入评诺",
        {S.PUBLIC, S.KEEPING},
        S.REVIEWING,
        when=ripe,
        icon="chat-square-text",
        consequence="由本人、党员、组织、群众评议，评完销号。",
    ),
    "resume": Move(
        "退回践诺",
        {S.REVIEWING},
        still,
        note=Note.REQUIRED,
        icon="arrow-return-left",
        style="warn",
        consequence="还能接着兑现。",
    ),
    "close": Move(
        "销号",
        {S.REVIEWING},
        S.CLOSED,
        when=closable,
        icon="check2-all",
        style="main",
        consequence="从册上销去，按规则加分，只加一次。",
    ),
    "fail": Move(
        "未兑现",
        {S.REVIEWING},
        S.UNMET,
        when=reviewable,
        note=Note.REQUIRED,
        icon="x-octagon",
        style="warn",
        consequence="写明是客观原因还是本人原因；客观原因的照此公布。",
    ),
    "reopen": Move(
        "撤销结论",
        {S.CLOSED, S.UNMET},
        S.REVIEWING,
        when=reviewable,
        note=Note.REQUIRED,
        icon="arrow-counterclockwise",
        style="warn",
        consequence="回到评诺中；销号加的分冲正。",
    ),
    "name_whom": Move(
        "填受益人",
        {S.PENDING, S.PUBLIC, S.KEEPING, S.REVIEWING},
        None,
        icon="person-heart",
        consequence="网格员好打电话核实；党员本人和公示里都看不到。",
    ),
    "void": Move(
        "作废",
        {S.PENDING, S.RETURNED, S.PUBLIC, S.KEEPING},
        S.VOID,
        note=Note.REQUIRED,
        icon="slash-circle",
        style="warn",
        consequence="不再兑现，也不计入兑现率；已扣的逾期分冲正。",
    ),
}
