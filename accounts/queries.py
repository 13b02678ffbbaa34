"""Reads about accounts: what somebody still has in hand, and who came in when."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.choices import Role
from accounts.models import Line, Post, User
from accounts.models.user import AccountState
from portal.models import Entry
from portal.pages import registry
from portal.reach import NOTHING, grants, reach_q

# The sign-in log: lines without a record, and the own change of a password. Each in words, with the badge of its result.
SIGN_IN_WORDS = {
    "sign_in": ("登录", "成功", "closed"),
    "sign_in_failed": ("登录", "密码不对", "returned"),
    "locked_out": ("登录", "账号锁定", "hold"),
    "sign_out": ("退出", "本人退出", "reported"),
    "timed_out": ("退出", "久未操作", "reported"),
    "password_changed": ("修改密码", "成功", "closed"),
}


def sign_ins():
    """Every line of the sign-in log, newest first."""
    without_record = Q(model="", verb__in=[verb for verb in SIGN_IN_WORDS if verb != "password_changed"])
    return Entry.objects.filter(without_record | Q(model="accounts.user", verb="password_changed")).order_by(
        "-at", "-pk"
    )


def told(entries):
    """Lines of the sign-in log in words: who, what, result and its badge, when."""
    for entry in entries:
        what, result, css = SIGN_IN_WORDS[entry.verb]
        yield {"who": entry.actor, "what": what, "result": result, "css": css, "at": entry.at}


def with_lines(posts):
    """(post, the lines of work it is limited to in words) of each post; one query, none where none is limited."""
    posts = list(posts)
    keys = {key for post in posts for key in post.lines}
    lines = Line.objects.filter(pk__in=keys).order_by("order", "pk").values_list("pk", "name") if keys else ()
    return [(post, "、".join(name for key, name in lines if key in post.lines)) for post in posts]


def clerks_of(line):
    """Posts of clerks who work on a line of their community now, those limited to lines before those of every line; one query."""
    held = Post.objects.current().filter(role=Role.CLERK, community=line.community_id, user__state=AccountState.ACTIVE)
    posts = [
        post for post in held.select_related("user", "grid").order_by("pk") if not post.lines or line.pk in post.lines
    ]
    return sorted(posts, key=lambda post: not post.lines)


@dataclass(frozen=True)
class OpenLine:
    """Open items of one register in one grid that one person answers for: counted, never shown."""

    page: type
    grid_id: int
    grid_name: str
    count: int
    rows: object

    @property
    def key(self):
        """What the form calls it: issue:12."""
        return f"{self.page.name}:{self.grid_id}"

    @property
    def label(self):
        """What a person calls it."""
        return f"{self.page.title} · {self.grid_name}"

    def out_of_reach(self, user):
        """How many of the items the user could neither see nor work on; one query."""
        model = self.page.model
        work = NOTHING
        for verb in ("edit", *model.MOVES):
            work |= reach_q(user, verb, model)
        return self.rows.exclude(reach_q(user, "view", model) & work).count()


def _open_items(by):
    """(page, its open items where ``by`` may hand over) of every register that knows whose an item is."""
    within = NOTHING
    for grant in grants(by, "handover", User):
        within |= grant.subtree
    for page in registry:
        if page.owner:
            yield page, page.model._base_manager.filter(within, page.open_q)


def open_lines(leaver, by):
    """What the leaver still has in hand; one query a register, items are counted and not read."""
    found = []
    for page, items in _open_items(by):
        rows = items.filter(**{page.owner: leaver}).select_related("grid")
        counts = rows.order_by("grid__path").values_list("grid", "grid__name").annotate(Count("pk"))
        found += [OpenLine(page, *line, rows.filter(grid=line[0])) for line in counts]
    return found


def open_by_person(by):
    """[(user, number of open items)] of everybody who has some, most first; one query a register and one for the names."""
    counts = Counter()
    for page, items in _open_items(by):
        held = items.exclude(**{page.owner: None}).order_by().values_list(page.owner)
        counts.update(dict(held.annotate(Count("pk"))))
    users = User.objects.within_reach(by, "handover").filter(pk__in=counts).select_related("grid")
    return sorted(((user, counts[user.pk]) for user in users), key=lambda pair: (-pair[1], pair[0].pk))
