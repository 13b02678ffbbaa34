"""One move of many rows: the exact number is shown and confirmed, then all of them make it or none does."""

import uuid

from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render

from portal.errors import Refused
from portal.models import Submission
from portal.pages.batch import LISTED, Batch
from portal.pages.forms import MoveForm
from portal.pages.picked import Picked
from portal.pages.views.base import PageView
from portal.pages.views.form import CLASH, digest_of
from portal.pages.views.formed import form_page

NOTHING_TICKED = "还没有勾选。请先勾选要办的行，再点“{label}”。"
OUTDATED = "页面已过期，一件都没有办。请核对下面最新的数目再点。"
WHOLE = "{code}：{refusal} 这一批一件都没有办，请去掉这一件再试。"
URL_MOST = Submission._meta.get_field("url").max_length


class Bulk(PageView):
    """One move of the rows ticked in a list, or of everything it shows."""

    move = ""

    @property
    def verb(self):
        return self.move

    def get(self, request):
        return self._ask(self._form())

    def post(self, request):
        return self._make() if "seen" in request.POST else self._ask(self._form())

    def _make(self):
        data = self.request.POST
        form, (key, seen) = self._form(data, self.request.FILES), self._seen()
        if done := self._sent_before(key):
            return done
        if not form.is_valid():
            return self._ask(form, status=422)
        try:
            with transaction.atomic():
                self._move_all(form, key, seen)
        except (Refused, IntegrityError) as refusal:
            # Of two taps at once the second finds the rows moved on by the first.
            if done := self._sent_before(key):
                return done
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else CLASH)
            return self._ask(form, status=409)
        messages.success(self.request, f"已{self._move().label} {len(seen)} 件")
        return HttpResponseRedirect(self._way())

    def _move_all(self, form, key, seen):
        """Every row that was confirmed makes the move, as the version that was seen."""
        request, act = self.request, getattr(self.page.actions, self.move)
        if not seen:
            raise Refused(OUTDATED)
        batch = self._batch(Picked(self.page, request))
        batch.insist(seen)
        Submission.objects.create(user=request.user, key=key, digest=digest_of(request), url=self._way())
        for record in batch.able:
            try:
                act(record, by=request.user, note=form.cleaned_data.get("note", ""), **form.asked())
            except Refused as refusal:
                raise Refused(WHOLE.format(code=record.code, refusal=refusal)) from None

    def _sent_before(self, key):
        """Where the same tap led; the same page under other words finds the rows moved on and is told so below."""
        before = Submission.objects.filter(user=self.request.user, key=key).first() if key else None
        return HttpResponseRedirect(before.url) if before and before.digest == digest_of(self.request) else None

    # What was confirmed --------------------------------------------------------------

    @property
    def _salt(self):
        return f"portal.bulk.{self.page.name}.{self.move}.{self.request.user.pk}"

    def _token(self, batch):
        return signing.dumps([uuid.uuid4().hex, batch.versions()], salt=self._salt, compress=True)

    def _seen(self):
        """The key of the page that was confirmed and {row: version} as it showed them; nothing where it was not ours."""
        try:
            key, versions = signing.loads(self.request.POST["seen"], salt=self._salt)
        except signing.BadSignature:
            return None, {}
        return uuid.UUID(key), dict(versions)

    # The page ------------------------------------------------------------------------

    def _move(self):
        return self.page.model.MOVES[self.move]

    def _form(self, *data):
        asks = self.page.asks.get(self.move, MoveForm)
        return asks(*data, page=self.page, user=self.request.user, move=self._move())

    def _batch(self, picked):
        return Batch(self.page, self.request.user, self.move, picked.rows)

    def _way(self):
        url = self.page.url("list") + Picked(self.page, self.request).back
        return url if len(url) <= URL_MOST else self.page.url("list")

    def _ask(self, form, status=200):
        move, picked = self._move(), Picked(self.page, self.request)
        try:
            batch = self._batch(picked)
        except Refused as refusal:
            context = {"sentence": str(refusal), "back_url": self._way()}
            return render(self.request, "portal/refused.html", context, status=400)
        if not batch.records:
            messages.warning(self.request, NOTHING_TICKED.format(label=move.label))
            return HttpResponseRedirect(self._way())
        count = len(batch.able)
        submit = {
            "label": f"{move.label} {count} 件",
            "icon": move.icon,
            "css": "warn" if move.style == "warn" else "main",
        }
        context = form_page(
            form,
            page=self.told,
            heading={"title": f"批量{move.label}", "sub": f"选中 {len(batch.records)} 件"},
            crumbs=self.crumbs({"label": f"批量{move.label}", "url": ""}),
            submit=submit if count else None,
            cancel_url=self._way(),
            move={"label": move.label, "consequence": move.consequence},
            count={"chosen": len(batch.records), "able": count, "unable": len(batch.unable)},
            able=[self._card(record) for record in batch.able[:LISTED]],
            unable=[self._card(record) | {"why": why} for record, why in batch.refusals()],
            listed=LISTED,
            hidden=[{"name": "seen", "value": self._token(batch)}, *picked.hidden()],
        )
        return render(self.request, "portal/bulk.html", context, status=status)

    def _card(self, record):
        return {"code": record.code, "card": self.page.title_of(record), "url": self.page.url("detail", record.pk)}
