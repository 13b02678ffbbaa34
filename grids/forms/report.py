"""What a report asks for: as little as a thumb can give."""

import re

from crispy_forms.layout import HTML, Fieldset
from django import forms
from django.utils.timezone import localdate

from grids.choices import Stage, Urgency
from grids.forms.moves import written
from grids.limits import Limits
from portal.keys import key_of
from portal.pages import registry
from portal.pages.forms import RecordForm, card_seen
from portal.photos import PhotosField

SENTENCE = re.compile(r"[。！？!?；;\r\n]")
PAUSES = "，,、：: \u3000"
TITLE = 60
SPOT = ("settle", "result", "after")


def first_sentence(text):
    """The first sentence of what was seen, to stand as a title: at most 60 characters, cut at the last pause before that."""
    parts = (part.strip().strip(PAUSES) for part in SENTENCE.split(text))
    sentence = next(filter(None, parts), "")
    if len(sentence) <= TITLE:
        return sentence
    pause = max(sentence.rfind(mark, 0, TITLE + 1) for mark in PAUSES)
    return sentence[:pause].rstrip(PAUSES) if pause > 0 else f"{sentence[: TITLE - 1]}…"


class Report(RecordForm):
    """An issue as it is seen: a few taps, a sentence, pictures; what was put right there and then is closed with it."""

    settle = forms.BooleanField(label="现场已解决，上报后直接结案", required=False)
    result = written("怎么解决的", required=False, placeholder="做了什么、现在怎样，如 井盖已压实，不再晃动")
    after = PhotosField(label="处置后照片", required=False)

    field_order = ("visit", "category", "description", "title", "photos", "grid", "place", "urgency")
    apart = SPOT
    css = {"title": "at-desk"}
    DONE_KEY = {"label": "现场已解决", "icon": "check2-circle", "opens": "spot", "main": "上报并结案"}

    def _layout(self):
        """The rest of the form's making: words and limits of the community; closing at once for whoever may."""
        fields = self.fields
        fields["category"].label, fields["urgency"].label = "是哪一类", "急不急"
        fields["description"].label, fields["description"].required = "看到了什么", False
        fields["description"].help_text = "第一句会作为标题"
        fields["description"].asked = fields["result"].asked = True
        fields["title"].required, fields["title"].help_text = False, "不填就用第一句"
        self._tell_limits()
        self._tell_visit()
        closing = not self.instance.pk and self.page.may(self.user, "settle")
        if not closing:
            for name in SPOT:
                del fields[name]
        if self.instance.pk:
            return super()._layout()
        self._tell_grid()
        layout = super()._layout()
        at = next(n for n, part in enumerate(layout) if "title" in part.fields)
        layout.insert(at + 1, HTML('{% include "grids/_similar.html" %}'))
        if not closing:
            return layout
        self.second_key = self.DONE_KEY
        layout.append(
            Fieldset("现场已解决：写明怎么解决的，上报后直接结案", *SPOT, css_id="spot", css_class="more spot")
        )
        return layout

    def _tell_limits(self):
        communities = {grid.community_id for grid in self.fields["grid"].queryset}
        limits = Limits.of(communities.pop()) if len(communities) == 1 else Limits({})
        self.fields["urgency"].widget.hints = {one: limits.in_words(Stage.TOTAL, one) for one in Urgency}

    def _tell_visit(self):
        """A report from a visit says which; any other says nothing of visits."""
        field = self.fields["visit"]
        chosen = self.data.get("visit") if self.is_bound else self.initial.get("visit")
        visit = field.queryset.filter(pk=key_of(getattr(chosen, "pk", chosen) or "")).first()
        field.widget = forms.HiddenInput()
        if visit is not None and not self.instance.pk:
            who = card_seen(registry[type(visit)], self.user, visit)
            day = localdate(visit.visited_at or visit.created_at)
            field.told = {"name": f"据走访 {visit.code}", "why": f"{day:%Y-%m-%d} 走访{who}", "only": True}

    def _tell_grid(self):
        """A grid that follows from the post is told, not asked."""
        field, home = self.fields["grid"], self.initial.get("grid")
        chosen = self.data.get("grid") if self.is_bound else home
        grid = next((one for one in field.queryset if str(one.pk) == str(chosen)), None)
        if grid is not None:
            name = f"{grid.name} · {grid.alias}" if grid.alias else grid.name
            field.told = {
                "name": name,
                "why": "按您的岗位填好" if grid.pk == home else "已选好",
                "only": len(field.queryset) == 1,
            }

    def clean(self):
        cleaned = super().clean()
        seen = cleaned.get("description") or ""
        if not cleaned.get("title") and not {"title", "description"} & set(self.errors):
            cleaned["title"] = first_sentence(seen)
            if not cleaned["title"]:
                self.add_error("description", "请写看到了什么，第一句会作为标题。")
        if self.data.get("settle") and "settle" not in self.fields and not self.instance.pk:
            raise forms.ValidationError("您的岗位不能现场结案，请点“上报”，由网格长办理。")
        if cleaned.get("settle") and not cleaned.get("result"):
            self.add_error("result", "请写明怎么解决的，写了才能直接结案。")
        return cleaned

    def writing(self):
        if not self.cleaned_data.get("settle"):
            return super().writing()
        answers = {"result": self.cleaned_data["result"], "after": self.cleaned_data["after"]}
        return "report_settled", answers, self.DONE_KEY["main"]
