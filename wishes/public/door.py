"""The public door of a grid: a resident reports an issue or makes a wish, and gets a code to follow it by."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from grids.choices import NodeLevel
from grids.models import Grid
from portal.crypto import keyed_hash
from portal.errors import Refused
from portal.knocks import knock
from portal.models import Attachment
from portal.photos import PhotosField
from wishes.actions.letter import deliver
from wishes.choices import LetterKind
from wishes.models import Letter
from wishes.public.stranger import Stranger, boxed
from wishes.public.tracking import code_of, in_groups, new_key

# From one address within an hour, and for one grid, wherever from.
MOST, TRIES, MOST_OF_GRID, WITHIN = 10, 30, 60, timedelta(hours=1)
PHOTOS = 3
TOO_OLD = "这一页放得太久了，内容都还在，请再点一次“提交”。"
NOWHERE = "没有这个网格，请重新扫码，或在下面选。"
ANOTHER = "刚才那一件已经收到。如果这是另一件，请再点一次“提交”。"


class Report(Stranger):
    """Something that needs doing; whoever leaves no phone is not called back."""

    text = boxed(
        "看到了什么", 300, rows=4, attrs={"placeholder": "如 3号楼门口路灯不亮"},
        error_messages={"required": "请写看到了什么。"},
    )  # fmt: skip
    place = boxed(
        "在哪里", 80, attrs={"placeholder": "楼号、门牌或路口"}, error_messages={"required": "请写在哪里，好派人去看。"}
    )
    photos = PhotosField(label="照片（最多 3 张）", required=False, most=PHOTOS)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ("text", "place", "photos", "name", "phone")
    WORDS = "反映的问题"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "phone"):
            self.fields[name].required = False
            self.fields[name].label += "（可不填，填了好回复您）"


class Want(Stranger):
    """Something small that would help; somebody has to call, so a name and a phone are asked."""

    text = boxed(
        "心愿", 120, rows=3, attrs={"placeholder": "一句话，如 想要一床厚褥子"},
        error_messages={"required": "请写您的心愿。"},
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ("text", "name", "phone")
    WORDS = "的心愿"


FORMS = {LetterKind.ISSUE: Report, LetterKind.WISH: Want}


def _choose(request, error="", status=200):
    grids = Grid.objects.filter(level=NodeLevel.GRID).select_related("community")
    context = {"here": "door", "error": error, "grids": grids.order_by("community", "order", "path")}
    return render(request, "wishes/doors.html", context, status=status)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Doors(View):
    """Which grid: for whoever came without its QR code."""

    def get(self, request):
        return _choose(request)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Door(View):
    """GET ``kind`` chooses between an issue and a wish."""

    def dispatch(self, request, code):
        self.grid = Grid.objects.filter(code=code, level=NodeLevel.GRID).select_related("community").first()
        if self.grid is None:
            return _choose(request, NOWHERE, 404)
        asked = request.GET.get("kind", "")
        self.kind = LetterKind(asked) if asked in LetterKind.values else LetterKind.ISSUE
        return super().dispatch(request, code)

    def get(self, request, code):
        return self._show(FORMS[self.kind](initial={"key": new_key()}))

    def post(self, request, code):
        try:
            # Before anything is read: looking at pictures is work.
            knock(request, "letter-try", most=TRIES, within=WITHIN)
        except Refused as refusal:
            return self._again(str(refusal))
        if (tracking := code_of(request.POST.get("key", ""))) is None:
            return self._again(TOO_OLD)
        form = FORMS[self.kind](request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        if kept := Letter.objects.filter(mark=keyed_hash(tracking)).first():
            return self._thank(tracking) if self._same(kept, form.cleaned_data) else self._again(ANOTHER)
        try:
            knock(request, "letter", most=MOST, within=WITHIN)
            knock(request, "letter-of", most=MOST_OF_GRID, within=WITHIN, about=self.grid.code)
            if not form.is_trapped:
                self._deliver(form.cleaned_data, tracking)
        except Refused as refusal:
            return self._show(form, error=str(refusal), status=409)
        return self._thank(tracking)

    def _deliver(self, told, tracking):
        letter = Letter(
            grid=self.grid, kind=self.kind, text=told["text"], place=told.get("place", ""), mark=keyed_hash(tracking)
        )
        try:
            deliver(letter, name=told["name"], phone=told["phone"], photos=told.get("photos", ()))
        except IntegrityError:
            # The same tap twice at once: the other one brought it.
            if not Letter.objects.filter(mark=letter.mark).exists():
                raise

    def _same(self, kept, told):
        """Whether it is the letter that was kept, sent once more; whatever was put right meanwhile is another."""
        phone = kept.contact.phone if kept.contact else ""
        before = (kept.kind, kept.grid_id, kept.text, kept.place, phone, Attachment.of(kept).count())
        photos = len(told.get("photos", ()))
        return before == (self.kind, self.grid.pk, told["text"], told.get("place", ""), told["phone"], photos)

    def _again(self, why):
        """The words are kept; pictures have to be chosen anew."""
        told = {**self.request.POST.dict(), "key": new_key()}
        return self._show(FORMS[self.kind](initial=told), error=why, status=409)

    def _thank(self, tracking):
        context = {"here": "door", "grid": self.grid, "code": in_groups(tracking), "words": FORMS[self.kind].WORDS}
        return render(self.request, "wishes/left.html", context)

    def _show(self, form, error="", status=200):
        kinds = [(kind.value, kind.label, kind == self.kind) for kind in LetterKind]
        context = {"here": "door", "grid": self.grid, "form": form, "kinds": kinds, "error": error}
        return render(self.request, "wishes/door.html", context, status=status)
