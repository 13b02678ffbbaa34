"""Adding and changing a record: a second tap makes no second record, a stale form overwrites nobody."""

import uuid
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve
from django.utils.functional import cached_property

from portal.clock import now
from portal.errors import Refused, Stale
from portal.models import Attachment, Submission
from portal.pages.conflict import Comparison, resolved
from portal.pages.forms import SALT, record_form
from portal.pages.views.base import PageView
from portal.pages.views.formed import form_page

CLASH = "与已有的记录重复，或不合登记规则，没有保存。请核对编号、日期后再试。"
SENT = "这张表刚才已经送出过一次。如果这是另一件，请核对内容后再点一次。"
TWIN = "刚才已经登记过内容完全相同的一条（{code}）。如果确实是另一条，请再点一次。"
NOT_WORDS = {"csrfmiddlewaretoken", "once", "version", "base", "sure"}
A_MOMENT_AGO = timedelta(minutes=10)
HALF = 32
OUT_OF_REACH = "这样保存后记录会落到您的岗位范围之外，请重选网格或条线。"


def digest_of(request):
    """A fingerprint of what was filled in, to tell a second tap from a second matter: its first half the words, then the files."""
    words = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in NOT_WORDS)
    files = [(name, [_print_of(file) for file in request.FILES.getlist(name)]) for name in sorted(request.FILES)]
    return "".join(sha256(repr(part).encode()).hexdigest()[:HALF] for part in (words, files))


def _print_of(file):
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


class FormView(PageView):
    """What adding and changing have in common."""

    @cached_property
    def form_class(self):
        return record_form(self.page)

    def form(self, *args, **kwargs):
        return self.form_class(*args, page=self.page, user=self.request.user, verb=self.verb, **kwargs)

    def show(self, form, *, title, submit, cancel, record=None, status=200):
        """The form page; on errors a summary that leads to each field."""
        context = form_page(
            form,
            page=self.told,
            heading={"title": title, "sub": self._kept() if form.errors else ""},
            crumbs=self.crumbs({"label": title, "url": ""}),
            submit=submit,
            cancel_url=cancel,
            hints=self.page.hints,
            object=record,
            draft=self.draft(),
            second_key=form.second_key,
        )
        return render(self.request, self.page.form_template, context, status=422 if form.errors else status)

    def draft(self):
        """Under which name and address the browser keeps what is written; None where nothing is kept."""
        return

    def _kept(self):
        # A browser never puts a chosen file back into a form; the script of a draft does.
        photos = "；照片请重新选择" if self.request.FILES and not self.request.htmx else ""
        return f"填过的内容都还在{photos}，改好下面几处即可保存"

    def keep_in_reach(self, record):
        """Refuse a write that would put the row where its writer may not write."""
        if not self.page.rows(self.request.user, self.verb).filter(pk=record.pk).exists():
            raise Refused(OUT_OF_REACH)


class Add(FormView):
    """A new record."""

    verb = "add"

    def get(self, request):
        initial = {**self.page.initial(request.user, request.GET), **self._chosen()}
        return self._show(self.form(initial=initial, asked=request.GET))

    def _chosen(self):
        """Choices and days the address already made, as tiles and calendars do; whatever else it says is left alone.

        Related rows it points to are taken over by the form, which knows those within reach.
        """
        chosen = {}
        for name, value in self.request.GET.items():
            field = self.form_class.base_fields.get(name)
            is_choice = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
            if is_choice and field.valid_value(value):
                chosen[name] = value
            elif isinstance(field, forms.DateField):
                with suppress(forms.ValidationError):
                    chosen[name] = field.clean(value)
        return chosen

    def draft(self):
        """A form that begins at another row, such as a report from a visit, is a draft of its own."""
        if not self.page.keeps_draft:
            return None
        begun = {name: self.request.GET[name] for name in self.page.begins_at if name in self.request.GET}
        tail = f"?{urlencode(begun)}" if begun else ""
        return {"register": f"{self.page.name}{tail}", "url": f"{self.page.url('add')}{tail}"}

    def post(self, request):
        form = self.form(request.POST, request.FILES)
        valid = form.is_valid()
        key, digest = form.cleaned_data.get("once"), digest_of(request)
        if not valid:
            # A second tap may fail on the very row the first one made.
            return self._sent_before(form, key, digest) or self._show(form)
        if key and (twin := self._twin(form, key, digest)):
            return twin
        try:
            with transaction.atomic():
                sent = Submission.objects.create(user=request.user, key=key, digest=digest) if key else None
                record, done = self._make(form)
                self.keep_in_reach(record)
                url = self.way_on(record)
                if sent:
                    sent.url = url
                    sent.save(update_fields=["url"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._show(form)
        except IntegrityError:
            again = self._sent_before(form, key, digest)
            if again is None:
                form.add_error(None, CLASH)
            return again or self._show(form)
        messages.success(request, f"已{done}：{record.code}")
        return self._made(url)

    def _made(self, url):
        """The way on; to a script, which would follow it unseen, as the address of what was made."""
        if self.request.htmx:
            return HttpResponse(status=201, headers={"Location": url})
        return HttpResponseRedirect(url)

    def _twin(self, form, key, digest):
        """Going back in the browser brings the filled form again under a new key: the same words are asked about once."""
        # Files are left out: few browsers bring them back.
        same = Submission.objects.filter(user=self.request.user, digest__startswith=digest[:HALF])
        recent = same.filter(at__gte=now() - A_MOMENT_AGO)
        before = recent.exclude(key=key).order_by("-at").first()
        if before is None or form.cleaned_data.get("sure"):
            return None
        # The first may have led to the list instead, where its writer may not see what was made.
        pk = resolve(before.url.partition("?")[0]).kwargs.get("pk")
        made = self.page.rows(self.request.user).filter(pk=pk).first() if pk else None
        return self._ask(form, TWIN.format(code=made.code if made else self.page.title), sure="1")

    def _sent_before(self, form, key, digest):
        """Where the same tap led; the same key under other words is asked about, never dropped."""
        before = Submission.objects.filter(user=self.request.user, key=key).first() if key else None
        if before is None:
            return None
        if before.digest == digest:
            return self._made(before.url)
        return self._ask(form, SENT, once=str(uuid.uuid4()), sure="1")

    def _ask(self, form, sentence, **hidden):
        """The form again with a question; ``hidden`` is what the next tap sends along."""
        form.data = form.data.copy()
        for name, value in hidden.items():
            form.data[name] = value
        form.add_error(None, sentence)
        return self._show(form)

    def _make(self, form):
        record, by = form.save(commit=False), self.request.user
        photos = form.cleaned_data.get("photos") or []
        action, answers, done = form.writing()
        if action:
            if self.page.asks_photos():
                answers = {"photos": photos, **answers}
            return getattr(self.page.actions, action)(record, by=by, **answers) or record, done
        record.save(by=by)
        Attachment.keep(record, photos, by=by)
        return record, done

    def _show(self, form):
        name = self.page.model._meta.verbose_name
        label = self.page.add_label or "保存"
        return self.show(
            form,
            title=self.page.add_title or f"登记{name}",
            submit={"label": label, "icon": "send" if self.page.add_label else "check-lg", "css": "main"},
            cancel=self.back_url(),
        )


class Edit(FormView):
    """A change of a record; when somebody saved in between, both are shown side by side."""

    verb = "edit"

    def get(self, request, pk):
        record = self.record()
        return self._refused(record) or self._show(self.form(instance=record), record)

    def post(self, request, pk):
        record = self.record()
        if refused := self._refused(record):
            return refused
        theirs = self.form(instance=record).shown(record)
        data = resolved(request.POST, theirs) if request.POST.get("resolve") else request.POST
        form = self.form(data, request.FILES, instance=record)
        seen = form["version"].value()
        if str(seen) != str(record.version):
            fresh = self.record()
            return self._conflict(form, fresh, theirs)
        if not form.is_valid():
            return self._show(form, record)
        try:
            with transaction.atomic():
                self._change(form, note=data.get("edit_note", "").replace("\x00", "")[:500])
                Attachment.keep(record, form.cleaned_data.get("photos") or [], by=request.user)
                self.keep_in_reach(record)
        except Stale:
            fresh = self.record()
            return self._conflict(form, fresh, self.form(instance=fresh).shown(fresh))
        except (Refused, IntegrityError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else CLASH)
            return self._show(form, record)
        messages.success(request, f"已保存：{record.code}")
        return HttpResponseRedirect(self.way_on(record))

    def _change(self, form, note):
        record = form.save(commit=False)
        if self.page.change:
            getattr(self.page.actions, self.page.change)(record, by=self.request.user, note=note)
        else:
            record.save(by=self.request.user, note=note)

    def _refused(self, record):
        reason = self.page.edit_refusal(record, self.request.user)
        if not reason:
            return None
        context = {"sentence": reason, "back_url": self.page.url("detail", record.pk)}
        return render(self.request, "portal/refused.html", context, status=409)

    def _show(self, form, record):
        return self.show(
            form,
            title=f"修改{self.page.model._meta.verbose_name} {record.code}",
            submit={"label": "保存", "icon": "check-lg", "css": "main"},
            cancel=self.page.url("detail", record.pk),
            record=record,
        )

    def _conflict(self, form, record, theirs):
        try:
            base = signing.loads(form["base"].value() or "", salt=SALT)
        except signing.BadSignature:
            base = theirs
        mine = form.written()
        comparison = Comparison(self.form(instance=record), record, base, theirs, mine)
        context = {
            **comparison.context(),
            "page": self.told,
            "crumbs": self.crumbs(
                {"label": record.code, "url": self.page.url("detail", record.pk)}, {"label": "比对", "url": ""}
            ),
            "object": record,
            "version_base": form["version"].value() or "?",
            "cancel_url": self.page.url("detail", record.pk),
            "edit_url": self.page.url("edit", record.pk),
        }
        return render(self.request, "portal/conflict.html", context, status=409)
