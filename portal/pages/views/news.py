"""The page behind the bell: what awaits me, what is new for me, what was new lately."""

import re
from collections import defaultdict

from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django_htmx.http import trigger_client_event

from portal import news
from portal.pages import waiting
from portal.pages.page import registry
from portal.pages.timeline import line

EARLIER = 50


class News(View):
    """Looking changes nothing; that it was read is posted by the page itself, or by a key where no script runs."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request):
        user, since = request.user, news.read_up_to(request.user)
        found = list(news.lines(user).select_related("actor")[: news.MOST + EARLIER])
        shown = Told(user, found)
        fresh = [entry for entry in found if entry.pk > since][: news.MOST]
        earlier = [entry for entry in found if entry.pk <= since][:EARLIER]
        context = {
            "todo": [
                {"title": page.title, "icon": page.icon, "kinds": kinds}
                for page in registry
                if page.awaits is not None and page.may(user, "view") and (kinds := waiting.kinds(page, user))
            ],
            "groups": [
                {"title": "新消息", "id": "new", "fresh": True} | shown.words(fresh),
                {"title": "看过的，近 30 天", "id": "earlier", "fresh": False} | shown.words(earlier),
            ],
            "upto": fresh[0].pk if fresh else 0,
            "full": len(fresh) == news.MOST,
        }
        return render(request, "portal/news.html", context)

    def post(self, request):
        upto = request.POST.get("entry", "")
        if not re.fullmatch("[0-9]{1,19}", upto):
            raise BadRequest
        news.read(request.user, int(upto))
        if not request.htmx:
            return HttpResponseRedirect(reverse("news"))
        return trigger_client_event(render(request, "portal/_news_read.html"), "news-read")


class Told:
    """Lines of history in words, each with the record it is about; two queries a register."""

    def __init__(self, user, entries):
        self.records, self.into = {}, {}
        about = defaultdict(set)
        for entry in entries:
            about[entry.root_model].add(entry.root_id)
        for page in news.telling(user):
            keys = about.get(page.model._meta.label_lower)
            if not keys:
                continue
            self.into[page.model] = {pk: own for pk, own in news.followed(page, user).items() if pk in keys}
            keys = keys.union(*self.into[page.model].values())
            rows = page.joined(page.rows(user)).filter(pk__in=keys).order_by("pk")
            self.records[page.model] = {record.pk: record for record in rows}

    def words(self, entries):
        """How many lines there are, and each record once, its newest line first and those before it beneath.

        A line whose record went out of reach meanwhile is left out.
        """
        pages = {page.model._meta.label_lower: page for page in registry}
        found = [told for entry in entries if (told := self._words(pages[entry.root_model], entry))]
        records = {}
        for told in found:
            records.setdefault(told["url"], []).append(told)
        return {"many": len(found), "lines": [first | {"before": before} for first, *before in records.values()]}

    def _words(self, page, entry):
        records, into = self.records[page.model], self.into[page.model]
        record = records.get(entry.root_id)
        own = [records[pk] for pk in into.get(entry.root_id, ()) if pk in records]
        if record is None:
            return _from_afar(page, entry, own[0]) if own else None
        return line(entry, page.model) | {
            "icon": _icon(page, entry),
            "title": record.card,
            "code": record.code,
            "url": page.url("detail", record.pk),
            "state": page.state_html(record),
            "via": "、".join(one.code for one in own),
        }


def _from_afar(page, entry, own):
    """What became of a row out of reach: its state alone, told under the reader's own number."""
    labels = dict(page.model._meta.get_field(page.model.STATE_FIELD).flatchoices)
    return line(entry, page.model) | {
        "who": "",
        "role": "",
        "demo": False,
        "note": "",
        "what": f"并入的那一件{line(entry, page.model)['what']}，现在“{labels.get(entry.to_state, entry.to_state)}”",
        "icon": _icon(page, entry),
        "title": own.card,
        "code": own.code,
        "url": page.url("detail", own.pk),
        "state": "",
        "via": "",
    }


def _icon(page, entry):
    move = page.model.MOVES.get(entry.verb) if entry.model == entry.root_model else None
    return move.icon if move else page.icon
