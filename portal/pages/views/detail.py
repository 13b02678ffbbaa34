"""One record in one look: what it is, where it stands, what may be done now, what happened."""

from html import escape

from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime

from portal import moves
from portal.models import Attachment
from portal.pages.children import lifted_moves
from portal.pages.page import registry
from portal.pages.revealing import looks
from portal.pages.table import spans
from portal.pages.timeline import timeline
from portal.pages.views.base import PageView
from portal.reach import allowed, may, seen_inside

DEMO = "（演示）"


class Detail(PageView):
    """The page of one record."""

    def get(self, request, pk):
        record = self.record()
        page, user = self.page, request.user
        verbs = allowed(user, ["edit", *page.model.MOVES], page.model, [record.pk]).get(record.pk, set())
        photos, acts = pictures(page, record), self._moves(record, verbs)
        context = {
            "object": record,
            "page": {"title": page.title, "model_name": page.name},
            "heading": self._heading(record),
            "crumbs": self.crumbs({"label": record.code, "url": ""}),
            "stepper": page.stepper(record),
            "clocks": page.clocks(record),
            "facts": self._facts(record),
            "panels": self._panels(record),
            "moves": acts,
            "acts": arranged(acts),
            # How a published row came about is for those who work with it.
            "timeline": timeline(record, user) if seen_inside(user, page.model, record.pk) else [],
            "edit_url": self._edit_url(record, verbs),
            "papers": self._papers(record),
            "back_url": self.back_url(),
            "photos": photos,
            "photo_slots": empty_slots(page, photos),
            "notice": page.notice(record),
        }
        response = render(request, "portal/detail.html", context)
        if getattr(request, "shows_whole", False):
            response["Cache-Control"] = "no-store"
        return response

    def _facts(self, record):
        """The facts, masked ones with the way to see them whole."""
        page, user = self.page, self.request.user
        seen = looks(page, user, [record])[record.pk] if page.reveals else {}
        return [fact | {"look": seen.get(fact["name"])} for fact in facts(page, record, user)]

    def _heading(self, record):
        page, title = self.page, self.page.title_of(record)
        return {
            "title": title.removesuffix(DEMO),
            "demo": title.endswith(DEMO),
            "code": record.code,
            "state_html": page.state_html(record),
            "due_html": page.due_html(record),
            "sub": page.sub(record),
        }

    def _moves(self, record, verbs):
        user, page = self.request.user, self.page
        own = [
            _act(page, record, name, move, why_not=refusal or "")
            for name, move, refusal in moves.available(record, user, verbs.__contains__)
        ]
        lifted = [
            _act(*found) | {"label": child.lifted[found[2]]}
            for child in page.children
            for found in lifted_moves(child, record, user)
        ]
        ways = [
            {"name": "", "label": b.label, "url": url, "icon": b.icon, "css": b.style, "why_not": "", "seldom": False}
            for b in page.buttons
            if may(user, b.verb, b.model) and (url := b.url(record))
        ]
        return [*lifted, *own, *ways]

    def _papers(self, record):
        """The papers there are about the record, each to print and to take along."""
        page = self.page
        return [
            {"label": form.label, "url": page.url(kind, record.pk), "word_url": page.url(f"{kind}-word", record.pk)}
            for kind, form in page.papers.items()
            if form.when(record)
        ]

    def _edit_url(self, record, verbs):
        page = self.page
        if not page.addable() or "edit" not in verbs or page.edit_refusal(record, self.request.user):
            return ""
        return page.url("edit", record.pk)

    def _panels(self, record):
        user = self.request.user
        panels = sorted(self.page.panels, key=lambda panel: panel.order)
        shown = [p for p in panels if may(user, p.verb, p.model or self.page.model)]
        filled = [(panel, panel.context(record, user)) for panel in shown]
        return [
            {"id": p.name, "title": p.title, "html": render_to_string(p.template, context, self.request)}
            for p, context in filled
            if context is not None
        ]


def _act(page, record, name, move, why_not=""):
    return {
        "name": name,
        "label": move.label,
        "url": page.url(name, record.pk),
        "icon": move.icon,
        "css": move.style,
        "why_not": why_not,
        "seldom": name in page.behind(record),
    }


def arranged(acts):
    """The moves as they are offered: every day's first, the rest behind 更多; what must wait is told once for each reason.

    ``keys`` are the two a thumb finds on the phone; where there is more, the second leads to the whole.
    """
    able, waits = [act for act in acts if not act["why_not"]], {}
    for act in acts:
        if act["why_not"]:
            waits.setdefault(act["why_not"], []).append(act)
    refused = [
        {
            "label": "、".join(act["label"] for act in held),
            "icon": held[0]["icon"],
            "why_not": why_not,
            "main": any(act["css"] == "main" for act in held),
        }
        for why_not, held in waits.items()
    ]
    first = sorted((act for act in able if not act["seldom"]), key=lambda act: act["css"] != "main")
    first = [act | {"css": "" if act["css"] == "main" and n else act["css"]} for n, act in enumerate(first)]
    more = [act for act in able if act["seldom"]]
    if not first or len(more) == 1:
        first, more = [*first, *more], []
    return {
        "first": first,
        "more": more,
        "refused": [one for one in refused if one["main"]],
        "refused_more": [one for one in refused if not one["main"]],
        "keys": first[: 2 if len(able) < 3 else 1],
        "all": len(able) > 2,
    }


def facts(page, record, user):
    """What the page tells about the record: label, cell, where it leads, and whether it needs the full width."""
    columns = page.fact_columns()
    paths, cuts = spans(columns)
    row = page.model.objects.filter(pk=record.pk).values_list(*paths)[0]
    told = []
    for one, (start, end) in zip(columns, cuts, strict=True):
        html = _several(record, one.name, user) if one.many and one.name in page.opens else one.html(*row[start:end])
        if not html and one.name in page.rare:
            continue
        url = _named(record, one.name, user) if one.name in page.opens and not one.many else ""
        fact = {"name": one.name, "label": one.label, "html": html or "—", "url": url, "wide": "long" in one.css}
        told.append(fact | {"look": None})
    return told


def _named(record, name, user):
    """Where the related row a fact names is told of; empty where the reader may not see it."""
    field = record._meta.get_field(name)
    page, key = registry[field.related_model], getattr(record, field.attname)
    return page.url("detail", key) if key and page.rows(user).filter(pk=key).exists() else ""


def _several(record, name, user):
    """The cards of several related rows, each leading to its page where the reader may see it."""
    page, rows = registry[record._meta.get_field(name).related_model], list(getattr(record, name).order_by("pk"))
    seen = set(page.rows(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)) if rows else ()
    cards = (
        f'<a href="{page.url("detail", row.pk)}">{escape(row.card)}</a>' if row.pk in seen else escape(row.card)
        for row in rows
    )
    return "、".join(cards)


def pictures(page, record):
    """The record's pictures for the page, oldest first; none where the register asks for none."""
    if not page.asks_photos():
        return []
    return [
        {
            "kind": photo.kind,
            "kind_label": page.photo_kinds[photo.kind],
            "url": reverse("photo", args=[photo.key, "full"]),
            "thumb": reverse("photo", args=[photo.key, "thumb"]),
            "caption": photo.caption or f"{localtime(photo.added_at):%m-%d}",
        }
        for photo in Attachment.of(record)
    ]


def empty_slots(page, photos):
    """The kinds of picture the register asks for, and whether there is none yet."""
    if not page.asks_photos():
        return []
    shown = {photo["kind"] for photo in photos}
    return [{"label": label, "missing": kind not in shown} for kind, label in page.photo_kinds.items()]
