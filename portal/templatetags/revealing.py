"""The tags that put a masked value and the way to see it whole into any page."""

from django import template

from portal.pages.revealing import REASONS

register = template.Library()


@register.inclusion_tag("portal/_look.html", takes_context=True)
def look(context, one):
    """A ``portal.pages.revealing.Look`` as this session may see it."""
    request = context["request"]
    seconds = one.seconds(request.session)
    if seconds:
        request.shows_whole = True
    return {"one": one, "seconds": seconds, "fresh": False, "request": request, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("portal/_look_form.html", takes_context=True)
def look_form(context, one=None, dial=False):
    """The chips that ask for the reason; without a Look the form a script fills in."""
    request = context["request"]
    return {
        "one": one,
        "dial": dial,
        "reasons": REASONS.items(),
        "here": request.get_full_path() if request.method == "GET" else "",
        "csrf_token": context.get("csrf_token"),
    }
