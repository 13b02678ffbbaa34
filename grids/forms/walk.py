"""What the sheet of a walk asks for: whom to put on it, and afterwards what was met, by the numbers of its lines."""

import uuid

from django import forms
from django.db.models import Q

from grids.actions.walk import beyond, refusals
from grids.choices import Residence, Tie, VisitKind, VisitOutcome
from grids.forms.moves import moment, written
from grids.models import Person
from grids.models.person_moves import HERE
from grids.numbering import read_notes, read_numbers
from grids.queries.visit import SOON
from portal.clock import now, today
from portal.pages.forms import MoveForm, RecordForm, narrow
from portal.pages.widgets import Tiles

PICKED = "picked"
WHOM = {
    "due": ("走访到期的", "过期的和 7 天内到期的", lambda: Q(visit_due_on__lte=today() + SOON)),
    "cared": ("有关爱标签的", "这个网格全部", lambda: ~Q(care="")),
    "floating": ("流动人口", "这个网格全部", lambda: Q(residence=Residence.FLOATING)),
}
ELSEWHERE = "勾选的人里有 {many} 位不在{grid}，一张表只走一个网格，请分开做。"


class Sheet(RecordForm):
    """A sheet to walk by: a grid, a day, a walker, and which people."""

    whom = forms.ChoiceField(
        label="走访哪些人",
        choices=[*((name, label) for name, (label, _, _) in WHOM.items()), (PICKED, "勾选的人")],
        widget=Tiles("pick", hints={name: hint for name, (_, hint, _) in WHOM.items()}),
        initial="due",
    )
    people = forms.ModelMultipleChoiceField(
        label="勾选的人", queryset=Person.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    field_order = ("whom", "people", "grid", "walker", "day", "note")

    def _narrow(self, name, field, verb):
        if name != "people":
            super()._narrow(name, field, verb)
            return
        narrow(field, Person, user=self.user, verb=verb, page=self.page)
        # Whole names stand on the sheet, so only people its maker may look at.
        field.queryset = self.page.people(self.user)

    def _layout(self):
        chosen = self["people"].value() or ()
        if chosen:
            self.fields["people"].told = {"name": f"勾选的 {len(chosen)} 人", "why": "在居民名单里勾选", "only": True}
            del self.fields["whom"]
            first = (
                self.fields["people"]
                .queryset.filter(pk__in=[key for key in chosen if str(key).isdecimal()][:1])
                .first()
            )
            if first is not None:
                self.initial.setdefault("grid", first.grid_id)
        else:
            del self.fields["people"]
            self.fields["whom"].choices = [one for one in self.fields["whom"].choices if one[0] != PICKED]
        return super()._layout()

    def clean(self):
        cleaned = super().clean()
        grid = cleaned.get("grid")
        if grid is None:
            return cleaned
        if "people" in self.fields:
            found = list(self._here().filter(pk__in=[one.pk for one in cleaned.get("people", ())]))
            if strangers := sum(one.grid_id != grid.pk for one in found):
                self.add_error("grid", ELSEWHERE.format(many=strangers, grid=grid))
        elif cleaned.get("whom"):
            found = list(self._here().filter(WHOM[cleaned["whom"]][2](), grid=grid, community=grid.community_id))
            if not found:
                self.add_error("whom", f"{grid}没有{WHOM[cleaned['whom']][0]}人，请换一种名单。")
        else:
            found = []
        self.found = found
        if cleaned.get("walker") and (wrong := beyond(cleaned["walker"], found)):
            self.add_error("walker", wrong)
        if cleaned.get("day") and cleaned["day"] < today():
            self.add_error("day", "走访日期不能早于今天。")
        return cleaned

    def _here(self):
        return self.page.people(self.user).filter(tie=Tie.RESIDENT, state__in=HERE).select_related("household")

    def writing(self):
        return "draw_up", {"people": self.found}, "做好"


def numbers_of(outcome):
    return forms.CharField(
        label=outcome.label,
        required=False,
        max_length=500,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": "如 1-5 8，10" if outcome == VisitOutcome.MET else ""}
        ),
    )


class Enter(MoveForm):
    """A whole sheet at once: line numbers under what was met, a line of words for each number with something to tell."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    met = numbers_of(VisitOutcome.MET)
    family = numbers_of(VisitOutcome.FAMILY)
    absent = numbers_of(VisitOutcome.ABSENT)
    gone = numbers_of(VisitOutcome.GONE)
    notes = written(
        "情况",
        rows=5,
        most=5000,
        required=False,
        placeholder="一行一户，先写序号，如 7 下水道堵，要报事项",
        help_text="没有特别情况的不用写；写了的，录入后可以据此上报事项",
    )
    kind = forms.ChoiceField(label="方式", choices=VisitKind, widget=Tiles("pick"))
    visited_at = moment("走访时间", error_messages={"required": "请填走访时间。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", VisitKind.HOME)
        self.initial.setdefault("once", uuid.uuid4())
        at = now()
        if self.record.day <= today():
            at = min(at, at.replace(year=self.record.day.year, month=self.record.day.month, day=self.record.day.day))
        self.initial.setdefault("visited_at", at)
        self.fields["met"].widget.attrs["autofocus"] = True

    def clean(self):
        cleaned = super().clean()
        lines = {line.number: line for line in self.record.lines.select_related("person").order_by("number")}
        found, twice = {}, {}
        for outcome in VisitOutcome:
            numbers, wrong = read_numbers(cleaned.get(outcome) or "")
            wrong += refusals(lines, numbers)
            for number in numbers:
                if number in found:
                    twice.setdefault((found[number], outcome), []).append(number)
                found.setdefault(number, outcome)
            for sentence in wrong:
                self.add_error(outcome.value, f"{sentence}。")
        for (first, second), numbers in twice.items():
            listed = "、".join(str(number) for number in numbers)
            sentence = f"{listed} 号既写在“{first.label}”又写在“{second.label}”，请只留一处。"
            self.add_error(second.value, sentence)
        notes, wrong = read_notes(cleaned.get("notes") or "")
        if loose := sorted(set(notes) - set(found)):
            listed = "、".join(str(number) for number in loose)
            wrong.append(f"{listed} 号写了情况，还没有写见到谁，请在上面填这个序号")
        wrong += [f"{number} 号的情况超过 500 字，请精简" for number, words in notes.items() if len(words) > 500]
        for sentence in wrong:
            self.add_error("notes", f"{sentence}。")
        if not found and not self.errors:
            self.add_error("met", "还没有填序号。请在见到本人、家人接待、家中无人、已搬走里填上。")
        if cleaned.get("visited_at") and cleaned["visited_at"] > now():
            self.add_error("visited_at", "走访时间不能晚于现在，请核对日期和上午下午。")
        self.read = {number: (outcome, notes.get(number, "")) for number, outcome in found.items()}
        return cleaned

    def asked(self):
        return {"visited_at": self.cleaned_data["visited_at"], "kind": self.cleaned_data["kind"], "met": self.read}
