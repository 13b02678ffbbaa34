"""Following a letter by its code: how far it has come, and nothing else of it."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.errors import Refused
from portal.knocks import knock
from portal.masks import mask_free_text
from wishes.public.stranger import boxed
from wishes.public.tracking import plain
from wishes.queries.letter import by_code, standing

# From one address, and for one code, wherever from.
MOST, MOST_OF_CODE, WITHIN = 20, 30, timedelta(minutes=10)
UNKNOWN = "没有这个查询码，请对照提交时的那一页再核对一遍。"


class Ask(forms.Form):
    """The code; sent in the body, so that it stands in no address and no log."""

    code = boxed(
        "查询码", 40, attrs={"autocomplete": "off", "placeholder": "如 ABCD-EFGH-JKMN", "autocapitalize": "characters"},
        error_messages={"required": "请填提交时给您的查询码。"},
    )  # fmt: skip


@method_decorator([login_not_required, never_cache], name="dispatch")
class Track(View):
    """GET asks for a code, POST tells."""

    def get(self, request):
        return self._show(Ask())

    def post(self, request):
        form = Ask(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        code = plain(form.cleaned_data["code"])
        try:
            knock(request, "track", most=MOST, within=WITHIN)
            knock(request, "track-of", most=MOST_OF_CODE, within=WITHIN, about=code)
        except Refused as refusal:
            return self._show(form, error=str(refusal), status=409)
        letter = by_code(code)
        if letter is None:
            return self._show(form, error=UNKNOWN, status=404)
        return self._show(form, found=self._told(letter))

    def _told(self, letter):
        stands = standing(letter)
        steps = [
            {"label": label, "css": "later" if stands.at is None else _css(n, stands.at, len(stands.steps))}
            for n, label in enumerate(stands.steps)
        ]
        return {"kind": letter.get_kind_display(), "on": letter.created_at, "steps": steps, "at": stands.at,
                "told": mask_free_text(stands.told)}  # fmt: skip

    def _show(self, form, error="", status=200, found=None):
        context = {"here": "track", "form": form, "error": error, "found": found}
        return render(self.request, "wishes/track.html", context, status=status)


def _css(n, at, many):
    if n < at or at == many - 1:
        return "done"
    return "now" if n == at else "later"
