"""On the page of an entry: the record it was given for, in whatever room that is, for those who may see it."""

from django.apps import apps

from party.pages.point import Points
from portal.pages import registry


def source(point, user):
    """None for an entry made by hand."""
    if not point.source_model:
        return None
    page = registry.get(apps.get_model(point.source_model))
    row = page.rows(user).filter(pk=point.source_id).first() if page and page.may(user, "view") else None
    return {
        "title": page.title_of(row) if row else point.source_code,
        "code": point.source_code,
        "url": page.url("detail", row.pk) if row else "",
    }


Points.panel("source", "来源记录", "party/_source.html", source, order=10)
