"""What every page shows around its own content: where one can go, who one is, what waits."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from portal.pages import links, registry
from portal.reach import may

# What is opened once a month stands folded; where one is stays open.
FOLDED = {"个人信息", "年度考评", "设置"}
# How many registers a thumb can tell apart between home and oneself.
ON_BAR = 2
WEEK = "一二三四五六日"


def shell(request):
    """The navigation, the person and the day; nothing of it for a visitor without an account."""
    user = getattr(request, "user", None)
    day = timezone.localdate()
    context = {
        "nav": [],
        "me": None,
        "scope": "",
        "bell": None,
        "demo_site": settings.DEMO_SITE,
        "today": f"{day.year}年{day.month}月{day.day}日 星期{WEEK[day.weekday()]}",
        "community_name": settings.COMMUNITY_NAME,
        "phone_nav": [],
        "find_url": "",
    }
    if user is None or not user.is_authenticated:
        return context
    name = user.name.removesuffix("（演示）")
    context["me"] = {
        "key": user.pk,
        "name": name,
        "initial": name[:1],
        "post": " · ".join(f"{p.get_role_display()} {p.grid.name}" for p in user.posts_now[:2]) or "没有在任岗位",
        "demo": name != user.name,
    }
    context["scope"] = user.scope_name
    context["find_url"] = reverse("find")
    context["nav"] = _nav(request, user)
    context["phone_nav"] = _phone(request, user)
    return context


def _item(request, label, url, icon, seal=False):
    on = request.path == url if url == "/" else request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "count": None, "on": on, "seal": seal}


def _nav(request, user):
    groups = {"": [_item(request, "工作台", "/", "inbox")]}
    for page in sorted(registry, key=lambda p: p.order):
        if page.group and page.may(user, "view"):
            label = page.nav_label or page.title
            groups.setdefault(page.group, []).append(_item(request, label, page.url("list"), page.icon))
    for link in links:
        if may(user, link.verb, link.model):
            groups.setdefault(link.group, []).append(_item(request, link.label, reverse(link.url_name), link.icon))
    # Of two registers one of which stands under the other's address, only the nearer one is where one is.
    nearest = max((item["url"] for items in groups.values() for item in items if item["on"]), key=len, default="")
    for items in groups.values():
        for item in items:
            item["on"] = item["on"] and item["url"] == nearest
    return [
        {"title": title, "items": items, "open": title not in FOLDED or any(item["on"] for item in items)}
        for title, items in groups.items()
    ]


def _phone(request, user):
    items = [_item(request, "首页", "/", "house")]
    found = sorted(registry, key=lambda page: (page.phone_order, page.order))
    mine = [page for page in found if page.on_phone and page.may(user, "view")]
    for page in mine[:ON_BAR]:
        item = _item(request, page.phone_label, page.url(page.phone_kind), page.phone_icon)
        items.append(item | {"on": request.path.startswith(page.url("list"))})
        if page.phone_adds and page.may(user, "add"):
            items.append(_item(request, page.add_label or "登记", page.url("add"), "plus-lg", seal=True))
    try:
        items.append(_item(request, "我的", reverse("me"), "person"))
    except NoReverseMatch:
        return items
    return items
