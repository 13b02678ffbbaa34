"""Letters of the demonstration: what residents left at the public door, looked at or not yet."""

from datetime import timedelta

from grids.choices import IssueState, Source
from grids.models import Issue
from portal.crypto import keyed_hash
from portal.models import Contact
from reports.demo.partying import DAY, worked
from reports.demo.register import keep
from reports.demo.story import moved, newborn
from wishes.actions.contact import KEPT
from wishes.choices import LetterKind, LetterState
from wishes.choices import Source as Door
from wishes.models import Letter, Wish

# (kind, days ago, text, place) of what nobody has looked at yet.
WAITING = (
    (LetterKind.ISSUE, 0, "公厕门口的井盖翘起来了，晚上看不见容易绊倒。", "公厕门口"),
    (LetterKind.WISH, 0, "家里老人想要一个洗澡用的防滑凳。", ""),
    (LetterKind.ISSUE, 1, "菜市场东边的垃圾桶满了三天没人收。", "菜市场东口"),
)
DECLINED = (
    (9, "二街公路上大车晚上鸣喇叭，吵得睡不着。", "二街公路", "公路上的由交警管，已替您转告，也可以打 122。"),
    (20, "想请社区给介绍一份工作。", "", "找工作请到社区社保就业窗口登记，周一到周五都在。"),
)
WRITERS = (("冯演来", "13800000021"), ("蒋演信", "13800000022"), ("沈演言", "13800000023"))
TAKEN = 4


def load(demo):
    """Those that wait, those that were declined, and those of which an issue or a wish came."""
    dice, rows, lines = demo.dice("lettering"), [], []

    def left(kind, at, text, place, grid):
        letter = Letter(grid=grid, kind=kind, text=text, place=place, mark=keyed_hash(f"演示来件 {len(rows)}"))
        name, phone = WRITERS[len(rows) % len(WRITERS)]
        letter.contact = Contact(community=demo.community, name=name, phone=phone, purge_on=at.date() + KEPT)
        lines.append((newborn(letter, by=None, at=at), letter))
        rows.append(letter)
        return letter

    for n, (kind, ago, text, place) in enumerate(WAITING):
        at = demo.until - ago * DAY - timedelta(minutes=90 + 7 * n)
        left(kind, at, text, place, demo.grids[n % len(demo.grids)])
    for n, (ago, text, place, reply) in enumerate(DECLINED):
        letter = left(LetterKind.ISSUE, worked(dice, demo.day - ago * DAY), text, place, demo.grids[-1 - n])
        told = {"by": demo.people["clerk"], "at": letter.updated_at + timedelta(minutes=40), "note": reply}
        lines.append((moved(letter, "decline", LetterState.DECLINED, **told, reply=reply), letter))
    _became(demo, left, lines)
    for letter in rows:
        letter.contact.save()
        # Set anew, it has its key.
        letter.contact = letter.contact
    demo.mark(*(letter.contact for letter in rows))
    keep(demo, rows, lines)


def _became(demo, left, lines):
    """Issues residents told of, and a wish, each a quarter of an hour before it was entered."""
    told = Issue.objects.filter(community=demo.community, source=Source.RESIDENT).exclude(state=IssueState.VOID)
    for issue in told.select_related("grid", "created_by").order_by("-created_at", "-pk")[:TAKEN]:
        at = issue.created_at - timedelta(minutes=15)
        letter = left(LetterKind.ISSUE, at, issue.description or issue.title, issue.place, issue.grid)
        told = {"by": issue.created_by, "at": issue.created_at, "issue": issue}
        lines.append((moved(letter, "to_issue", LetterState.TAKEN, **told), letter))
    for wish in Wish.objects.filter(source=Door.DOOR).select_related("grid", "created_by"):
        letter = left(LetterKind.WISH, wish.created_at - timedelta(minutes=15), wish.sentence, "", wish.grid)
        told = {"by": wish.created_by, "at": wish.created_at, "wish": wish}
        lines.append((moved(letter, "to_wish", LetterState.TAKEN, **told), letter))
