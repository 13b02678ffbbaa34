"""What visits ask for."""

from django import forms
from django.utils.timezone import localdate

from accounts.models import User
from grids.actions.visit import A_CLOCK_OFF, SEEN
from grids.choices import Residence, VisitKind, VisitOutcome
from grids.forms.moves import day, moment, written
from portal.clock import now
from portal.keys import key_of
from portal.pages.forms import MoveForm, RecordForm
from portal.pages.widgets import Tiles

OUTCOME = Tiles("pick", hints={VisitOutcome.ABSENT: "到期日不变", VisitOutcome.GONE: "可接着办迁出"})
KIND = Tiles("pick")
LATER = "走访时间不能晚于现在，请核对日期和上午下午。"
UNMET = "没见到人不用约下次：到期日不变，会一直列在“走访到期”里。"
BACKWARDS = "下次走访要晚于这一次，请核对日期。"


class Dated:
    """What must be true of the days of a visit, told beside the field."""

    def clean(self):
        cleaned = super().clean()
        at, agreed = cleaned.get("visited_at"), cleaned.get("next_on")
        if at and at > now() + A_CLOCK_OFF:
            self.add_error("visited_at", LATER)
        if agreed and cleaned.get("outcome") and cleaned["outcome"] not in SEEN:
            self.add_error("next_on", UNMET)
        elif agreed and agreed <= localdate(at or now()):
            self.add_error("next_on", BACKWARDS)
        return cleaned


class Visited(Dated, RecordForm):
    """A visit that was made: two taps where the person is known, words only where there is something to tell."""

    def _layout(self):
        fields = self.fields
        fields["outcome"].required = True
        fields["outcome"].error_messages["required"] = "请选见到谁。"
        fields["visited_at"].required = bool(self.instance.pk)
        fields["visited_at"].help_text = "" if self.instance.pk else "不填就是现在"
        fields["findings"].help_text = "没有特别情况可以不写；不要写证件号、电话"
        # Drawn in the middle of making the form: the person is known by now, in the address or of old.
        self._tell_person(fields["person"])
        return super()._layout()

    def _tell_person(self, field):
        if self.instance.pk:
            field.disabled, chosen = True, self.instance.person_id
        else:
            chosen = self.data.get("person") if self.is_bound else self.initial.get("person")
        person = field.queryset.select_related("household", "grid").filter(pk=key_of(chosen or "")).first()
        if person is None:
            return
        where = person.household.door if person.household_id else str(person.grid)
        field.told = {"name": field.label_from_instance(person), "why": where, "only": True}
        if not self.is_bound and not self.instance.pk and person.residence == Residence.FLOATING and not person.care:
            self.initial.setdefault("kind", VisitKind.CHECK)
        if person.household_id and not self.instance.pk:
            self._ask_about_family(person, field.queryset)

    def _ask_about_family(self, person, choosable):
        """Who lives with the person and was met, or not met, at the same door: one visit each, written in one go."""
        family = choosable.filter(household=person.household_id).exclude(pk=person.pk).order_by("birth", "pk")
        if not family:
            return
        field = forms.ModelMultipleChoiceField(
            label="同住的人，结果一样的一起登记", queryset=family, required=False, widget=forms.CheckboxSelectMultiple
        )
        field.label_from_instance = _told
        checked = self.initial.get("kind") == VisitKind.CHECK
        self.initial["also"] = [one.pk for one in family if checked and one.residence == Residence.FLOATING]
        order = list(self.fields)
        self.fields["also"] = field
        self.order_fields([*order[: order.index("kind") + 1], "also"])

    def writing(self):
        return "make_together", {"also": self.cleaned_data.get("also", ())}, "登记"


def _told(person):
    due = f"，{person.visit_due_on:%m-%d} 到期" if person.visit_due_on else ""
    return f"{person.name.removesuffix('（演示）')}（{person.get_relation_display()}{due}）"


class AssignVisit(MoveForm):
    """Who shall go, by when."""

    visitor = forms.ModelChoiceField(
        label="走访人", queryset=User.objects.none(), error_messages={"required": "请选走访人。"}
    )
    planned_on = day("计划日期", error_messages={"required": "请填计划日期。"})


class RecordVisit(Dated, MoveForm):
    """Whom the visitor met and what was found."""

    outcome = forms.ChoiceField(
        label="见到谁", choices=VisitOutcome, widget=OUTCOME, error_messages={"required": "请选见到谁。"}
    )
    kind = forms.ChoiceField(label="方式", choices=VisitKind, widget=KIND)
    findings = written("情况", required=False)
    visited_at = moment("走访时间", required=False, help_text="不填就是现在")
    next_on = day("下次走访", required=False, help_text="不填就按标签的周期算")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", self.record.kind)


class Look(MoveForm):
    """When to look again."""

    look_on = day("下次走访", required=False)
