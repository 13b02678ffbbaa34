"""What can be done with an errand, and when."""

from portal.moves import Move, Note, leads_to
from wishes.choices import ErrandState as S
from wishes.choices import Heard

OWN = "不能给自己办的事致谢记分，请由另一位同事打电话。"


def not_own(errand, by):
    """Whoever did it does not write down the thanks for it."""
    return OWN if by is not None and errand.member.person.user_id == by.pk else None


@leads_to({S.DONE: [S.THANKED, S.ACCEPTED]})
def heard(errand):
    """Over, or back with the member where the neighbour says that nobody came."""
    return S.ACCEPTED if errand.answer == Heard.UNDONE else S.THANKED


MOVES = {
    "offer": Move(
        "派给党员",
        {S.OFFERED},
        None,
        icon="person-plus",
        style="main",
        consequence="在手机上看得到，可以接；已经派给的人照样可以接。",
    ),
    "accept": Move(
        "接单",
        {S.OFFERED},
        S.ACCEPTED,
        note=Note.NONE,
        icon="hand-thumbs-up",
        style="main",
        consequence="一件只能一个人接；接了以后看得到姓名、电话和地点，请先打个电话。",
    ),
    "release": Move(
        "放下",
        {S.ACCEPTED},
        S.OFFERED,
        note=Note.REQUIRED,
        icon="arrow-counterclockwise",
        style="warn",
        consequence="回到待接单，别人可以再接。",
    ),
    "finish": Move(
        "办好了",
        {S.ACCEPTED},
        S.DONE,
        note=Note.NONE,
        icon="check2-circle",
        style="main",
        consequence="写明怎么办的、用了多久；工作人员打电话致谢以后记积分。",
    ),
    "thank": Move(
        "致谢",
        {S.DONE},
        heard,
        when=not_own,
        note=Note.NONE,
        icon="chat-heart",
        style="main",
        consequence="打电话问本人：办好了吗，满意吗。办好的按小时给党员记服务积分，还没有办的回到“已接单”。",
    ),
    "reopen": Move(
        "更正：没有办",
        {S.THANKED},
        S.ACCEPTED,
        when=not_own,
        note=Note.REQUIRED,
        icon="arrow-return-left",
        style="warn",
        consequence="回到“已接单”，记的积分冲正。",
    ),
    "cancel": Move(
        "取消",
        {S.OFFERED, S.ACCEPTED},
        S.CANCELLED,
        note=Note.REQUIRED,
        icon="x-circle",
        style="warn",
        consequence="不用办了；已经有人接的请打电话告诉一声。",
    ),
}
