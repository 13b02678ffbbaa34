"""The wall of wishes: what anybody may read, kept ready made until something on it changes."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views import View

from portal.context import shell
from portal.keys import key_of
from portal.masks import mask_free_text, mask_name
from wishes.choices import DONE, ICONS, SHOWN, TAKEN, Category, Group
from wishes.choices import WishState as S
from wishes.models import Campaign
from wishes.pages import looks
from wishes.queries import wall

PER_PAGE = 12
# Longer than anything changes that the stamp does not know of, such as a name put right.
KEPT = 60
CHILD = "某同学"


@method_decorator(login_not_required, name="dispatch")
class Wall(View):
    """GET ``category``, ``group``, ``waiting`` narrow, ``page`` turns; whatever else is asked is the whole wall."""

    def get(self, request):
        stamp, many = wall.stamp()
        # No page beyond the last of the whole wall: each would be kept under a name of its own.
        asked = _asked(request.GET, last=max(1, -(-many // PER_PAGE)))
        key = f"wall {stamp} {urlencode(asked)}".replace(" ", "_")
        body = cache.get(key)
        if body is None:
            # Without a request: what is kept for all holds nothing of the one who asked first.
            body = render_to_string("wishes/wall.html", shell(None) | _context(asked))
            cache.set(key, body, KEPT)
        # Whoever kept it asks again: a consent taken back is off the wall in browsers and proxies, too.
        return HttpResponse(body, headers={"Cache-Control": "no-cache"})


def _asked(given, last):
    """What of the address the wall knows."""
    found = {}
    for name, known in (("category", Category.values), ("group", Group.values)):
        if given.get(name) in known:
            found[name] = given[name]
    if given.get("waiting") == "1":
        found["waiting"] = "1"
    page = min(key_of(given.get("page", "")) or 1, last)
    return found | ({"page": page} if page > 1 else {})


def _context(asked):
    hanging, campaign = wall.Hanging(), wall.running(Campaign.objects.all())
    narrowed = {name: asked[name] for name in ("category", "group") if name in asked}
    states = wall.WAITING if "waiting" in asked else SHOWN
    many = hanging.many(**narrowed, states=states)
    last = max(1, -(-many // PER_PAGE))
    page = min(asked.get("page", 1), last)
    rows = wall.in_order(wall.on_wall().filter(**narrowed, state__in=states))
    return {
        "here": "wall",
        "round": campaign and _round(campaign),
        "numbers": hanging.numbers(campaign),
        "chips": _chips(hanging, asked),
        "groups": [(value, label, asked.get("group") == value) for value, label in Group.choices],
        "asked": asked,
        "slips": [slip(row) for row in rows[(page - 1) * PER_PAGE : page * PER_PAGE]],
        "more": "?" + urlencode(asked | {"page": page + 1}) if page < last else "",
        "less": "?" + urlencode(asked | {"page": page - 1}) if page > 1 else "",
        "left": max(0, many - page * PER_PAGE),
        "stated": wall.stated(),
    }


def _round(campaign):
    """The round that runs, with its plan; whatever number stands in it, masked."""
    return {
        "name": mask_free_text(campaign.name),
        "first": campaign.starts_on,
        "last": campaign.ends_on,
        "plan": mask_free_text(campaign.plan),
    }


def _chips(hanging, asked):
    """The ways to narrow the wall by what is wished for, each with its number."""
    group = {name: asked[name] for name in ("group",) if name in asked}
    by_category, waiting = hanging.by_category(**group), hanging.many(**group, states=wall.WAITING)
    chips = [
        {"label": "全部", "many": by_category.total(), "url": "?" + urlencode(group)},
        {"label": "待认领", "many": waiting, "url": "?" + urlencode(group | {"waiting": 1})},
    ]
    for value, label in Category.choices:
        if by_category[value] or value == asked.get("category"):
            chips.append(
                {"label": label, "many": by_category[value], "url": "?" + urlencode(group | {"category": value})}
            )
    on = 1 if "waiting" in asked else 0
    for n, chip in enumerate(chips):
        chip["on"] = chip["label"] == Category(asked["category"]).label if "category" in asked else n == on
    return chips


def slip(wish):
    """One slip: number, what, who as 姓氏+某, group, and how far it is; nothing else of anybody."""
    return {
        "code": wish.code,
        "icon": ICONS[wish.category],
        "category": wish.get_category_display(),
        "sentence": mask_free_text(wish.sentence),
        "who": CHILD if wish.group == Group.STUDENT else mask_name(wish.person.name.removesuffix("（演示）")),
        "group": wish.get_group_display(),
        "is_waiting": wish.state == S.PUBLISHED,
        "is_done": wish.state in DONE,
        "told": _told(wish),
        "thanks": mask_free_text(wish.thanks) if wish.state == S.CLOSED else "",
        "state_html": looks.STATE(S.REALISED if wish.state in DONE else wish.state),
    }


def _told(wish):
    if wish.state in DONE:
        return looks.took(wish)
    if wish.state in TAKEN:
        return f"{wish.claimed_on:%m-%d} 认领"
    return looks.waited(wish.published_on, wish.state)[1]
