"""Making a move: GET asks what it needs, POST makes it."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render

from portal.errors import Refused
from portal.models import Submission
from portal.pages.forms import MoveForm
from portal.pages.timeline import changes_since
from portal.pages.views.base import PageView
from portal.pages.views.detail import empty_slots, facts, pictures
from portal.pages.views.form import CLASH, digest_of
from portal.pages.views.formed import form_page

PHOTOS_AGAIN = "填的文字都还在；照片没有保存，请重新选择。"


class Make(PageView):
    """One move of one record."""

    move = ""

    @property
    def verb(self):
        return self.move

    def get(self, request, pk):
        record = self.record()
        return self._show(record, self._form(record))

    def post(self, request, pk):
        record = self.record()
        form = self._form(record, request.POST, request.FILES)
        valid = form.is_valid()
        key = form.cleaned_data.get("once")
        if self._sent_before(key):
            return HttpResponseRedirect(self.way_on(record))
        if not valid:
            return self._show(record, form, status=422)
        record.version = form.cleaned_data["version"]
        act = getattr(self.page.actions, self.move)
        try:
            with transaction.atomic():
                if key:
                    url = self.page.url("detail", record.pk)
                    Submission.objects.create(user=request.user, key=key, digest=digest_of(request), url=url)
                act(record, by=request.user, note=form.cleaned_data.get("note", ""), **form.asked())
        except (Refused, IntegrityError) as refusal:
            if self._sent_before(key):
                return HttpResponseRedirect(self.way_on(record))
            seen, fresh = record.version, self.record("view")
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else CLASH)
            form.look_again(fresh)
            return self._show(fresh, form, status=409, news=changes_since(fresh, seen))
        messages.success(request, f"“{self._move().label}”已办好：{record.code}")
        return HttpResponseRedirect(self.way_on(record))

    def _sent_before(self, key):
        """Whether this very form was sent already, by a second tap; only forms that carry a key know."""
        return bool(key) and Submission.objects.filter(user=self.request.user, key=key).exists()

    def _form(self, record, *data):
        asks = self.page.asks.get(self.move, MoveForm)
        return asks(*data, page=self.page, user=self.request.user, record=record, move=self._move())

    def _move(self):
        return self.page.model.MOVES[self.move]

    def _show(self, record, form, status=200, news=()):
        move, here = self._move(), self.page.url("detail", record.pk)
        if form.is_bound and self.request.FILES:
            # A browser never puts a chosen file back into a form.
            form.add_error(None, PHOTOS_AGAIN)
        shows = self.page.may(self.request.user, "view")
        photos = pictures(self.page, record) if shows else []
        why_not = "" if form.is_bound else move.refusal(record, self.request.user) or ""
        submit = {"label": move.label, "icon": move.icon, "css": "warn" if move.style == "warn" else "main"}
        context = form_page(
            form,
            page=self.told,
            heading={"title": move.label, "sub": self.page.title_of(record) if shows else record.card},
            crumbs=self.crumbs({"label": record.code, "url": here}, {"label": move.label, "url": ""}),
            submit=None if why_not else submit,
            cancel_url=here,
            object=record,
            move={"label": move.label, "consequence": move.consequence},
            why_not=why_not,
            news=news,
            facts=facts(self.page, record, self.request.user) if shows else [],
            photos=photos,
            photo_slots=empty_slots(self.page, photos) if shows else [],
            notice=self.page.notice(record),
        )
        context |= self.page.move_context(self.move, record, self.request.user)
        return render(self.request, self.page.move_templates.get(self.move, "portal/move.html"), context, status=status)
