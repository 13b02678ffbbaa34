"""Claiming a wish on the wall: a name and a phone, and staff call back."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.crypto import keyed_hash
from portal.errors import Refused
from portal.knocks import knock
from wishes.actions.claim import LATE, claim_from_wall
from wishes.choices import ClaimState, WishState
from wishes.public.stranger import Stranger, boxed
from wishes.public.wall import slip
from wishes.queries import wall

OFF = "这个心愿已经有人认领，或者已经不在墙上了，请看看别的心愿。"
MOST, WITHIN = 5, timedelta(hours=1)


class Leave(Stranger):
    """Who will do it, and when it suits."""

    words = boxed("想说的话", 100, rows=2, required=False)
    field_order = ("name", "phone", "words")


def holding(code, phone):
    """The wish of that number, where whoever has this phone claimed it and waits for a call."""
    rows = wall.on_wall().select_related("person").filter(code=code)
    return rows.filter(claims__state=ClaimState.WAITING, claims__contact__phone_hash=keyed_hash(phone)).first()


@method_decorator([login_not_required, never_cache], name="dispatch")
class Claiming(View):
    """The slip and its form; nothing else of the wish is told."""

    def get(self, request, code):
        return self._answer(code, form=Leave(), late=OFF)

    def post(self, request, code):
        form, wish = Leave(request.POST), self._wish(code)
        if not form.is_valid():
            return self._answer(code, form=form, status=422)
        try:
            # First of all: whether a phone is that of who claimed is told to nobody who tries many.
            knock(request, "claim", most=MOST, within=WITHIN)
            if mine := holding(code, form.cleaned_data["phone"]):
                return self._thank(mine)  # the same tap twice
            if wish is None:
                return self._answer(code, form=form, status=422)
            if not form.is_trapped:
                told = {name: form.cleaned_data[name] for name in ("name", "phone")}
                claim_from_wall(wish.pk, note=form.cleaned_data["words"], **told)
        except Refused as refusal:
            return self._answer(code, form=form, error=str(refusal), status=409)
        return self._thank(wish)

    def _thank(self, wish):
        return render(self.request, "wishes/claimed.html", {"here": "wall", "slip": slip(wish)})

    def _wish(self, code):
        rows = wall.on_wall().select_related("person").filter(code=code, state=WishState.PUBLISHED)
        return rows.first()

    def _answer(self, code, *, form, error="", status=200, late=LATE):
        wish = self._wish(code)
        if wish is None:
            error, status = error or late, 409 if status == 409 else 404
        context = {"here": "wall", "slip": slip(wish) if wish else None, "form": form, "error": error}
        return render(self.request, "wishes/claim.html", context, status=status)
