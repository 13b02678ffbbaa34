"""What can be done with a wish, and when."""

from datetime import timedelta

from grids.choices import ConsentState
from portal.clock import today
from portal.moves import Move, Note, leads_to
from wishes.choices import Answer, ClaimState
from wishes.choices import WishState as S

# Nobody came for it so long: the community sees to it itself. Source: domain.md, ours.
WAITS = timedelta(days=30)


def unverified(wish, by):
    """What was asked once need not be asked again."""
    return "已经核实过，不用再核实。" if wish.verified_on else None


def publishable(wish, by):
    """On the wall stands what was verified."""
    return None if wish.verified_on else "还没有核实，请先上门或打电话核实。"


def taken_off(wish, by):
    """What still hangs there need not be hung up again."""
    return "墙上看得到，不用重新公示。" if wish.consent.state == ConsentState.GIVEN else None


def not_own(wish, by):
    """Whoever claimed it does not ask how it went: the points hang on the answer."""
    mine = by is not None and wish.claimant and wish.claimant.person.user_id == by.pk
    return "不能回访自己认领的心愿，请由另一位同事打电话。" if mine else None


def confirmed(wish, by):
    """Work begins when staff have spoken with whoever claimed it on the wall."""
    if wish.claims.filter(state=ClaimState.WAITING).exists():
        return "认领还没有确认，请先打电话给认领人，在“认领台账”确认。"
    return None


def waited(wish, by):
    """The community steps in when nobody has come for it long enough."""
    since = wish.published_on + WAITS
    return f"公示满 30 天没人认领才由社区兜底，到 {since} 满。" if today() < since else None


@leads_to({S.REALISED: [S.CLOSED, S.UNDER_WAY]})
def told(wish):
    """Over, or back to work where the applicant says that nothing came of it."""
    return S.UNDER_WAY if wish.answer == Answer.UNMET else S.CLOSED


MOVES = {
    "verify": Move(
        "核实",
        {S.PENDING},
        None,
        when=unverified,
        icon="telephone-outbound",
        style="main",
        consequence="上门或打电话问清楚：是不是真的需要，愿不愿意公示。",
    ),
    "publish": Move(
        "公示上墙",
        {S.PENDING},
        S.PUBLISHED,
        when=publishable,
        icon="megaphone",
        style="main",
        consequence="墙上只显示编号、姓氏、人群和心愿；要有本人的公示同意。",
    ),
    "republish": Move(
        "重新公示",
        {S.PUBLISHED},
        S.PUBLISHED,
        when=taken_off,
        icon="megaphone",
        consequence="撤回同意以后本人又同意的：先登记新的同意，再重新上墙；30 天从今天算。",
    ),
    "decline": Move(
        "不予受理",
        {S.PENDING},
        S.DECLINED,
        note=Note.REQUIRED,
        icon="x-circle",
        style="warn",
        consequence="理由要告诉本人。",
    ),
    "claim": Move(
        "认领",
        {S.PUBLISHED},
        S.CLAIMED,
        icon="heart",
        style="main",
        consequence="一个心愿只能由一方认领；认领以后请尽快联系。",
    ),
    "take_over": Move(
        "社区兜底",
        {S.PUBLISHED},
        S.CLAIMED,
        when=waited,
        icon="house-heart",
        consequence="由社区自己来实现。",
    ),
    "start": Move(
        "开始办",
        {S.CLAIMED},
        S.UNDER_WAY,
        when=confirmed,
        icon="play-circle",
        style="main",
        consequence="已经联系上，正在准备。",
    ),
    "release": Move(
        "取消认领",
        {S.CLAIMED, S.UNDER_WAY},
        S.PUBLISHED,
        note=Note.REQUIRED,
        icon="arrow-counterclockwise",
        style="warn",
        consequence="回到墙上，别人可以再认领。",
    ),
    "realise": Move(
        "已实现",
        {S.CLAIMED, S.UNDER_WAY},
        S.REALISED,
        when=confirmed,
        icon="check2-circle",
        style="main",
        consequence="写明怎么实现的，附照片；不拍孩子的脸。",
    ),
    "follow_up": Move(
        "回访",
        {S.REALISED},
        told,
        when=not_own,
        icon="chat-heart",
        style="main",
        consequence="问本人：实现了吗，满意吗。实现了的给认领的党员记积分，没实现的回到“实现中”。",
    ),
    "withdraw": Move(
        "撤回",
        {S.PENDING, S.PUBLISHED, S.CLAIMED, S.UNDER_WAY},
        S.WITHDRAWN,
        note=Note.REQUIRED,
        icon="eye-slash",
        style="warn",
        consequence="立即从墙上撤下；认领人由社区告知。",
    ),
    "to_project": Move(
        "转项目",
        {S.PENDING, S.PUBLISHED},
        S.TRANSFERRED,
        note=Note.REQUIRED,
        icon="signpost-split",
        style="warn",
        consequence="一个人办不了的，转为惠民项目；写明转给谁。",
    ),
}
