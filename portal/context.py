"""What every page shows around its own content: where one can go, who one is, what waits."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from portal.pages import links, registry
from portal.reach import may

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
    here = [item for items in groups.values() for item in items if item["on"]]
    for item in here:
        # A register whose address begins with that of another is not the other.
        item["on"] = len(item["url"]) == max(len(one["url"]) for one in here)
    return [{"title": title, "items": items} for title, items in groups.items()]


def _phone(request, user):
    items = [_item(request, "首页", "/", "house")]
    for page in sorted(registry, key=lambda p: p.order):
        if page.on_phone and page.may(user, "view"):
            items.append(_item(request, page.phone_label, page.url("list"), "list-check"))
            if page.may(user, "add"):
                items.append(_item(request, page.add_label or "登记", page.url("add"), "plus-lg", seal=True))
    try:
        items.append(_item(request, "我的", reverse("me"), "person"))
    except NoReverseMatch:
        return items
    return items
