"""What visits ask for."""

from django import forms

from accounts.models import User
from grids.choices import VisitKind, VisitOutcome
from grids.forms.moves import day, moment, written
from portal.pages.forms import MoveForm


class AssignVisit(MoveForm):
    """Who shall go, by when."""

    visitor = forms.ModelChoiceField(
        label="走访人", queryset=User.objects.none(), error_messages={"required": "请选走访人。"}
    )
    planned_on = day("计划日期", error_messages={"required": "请填计划日期。"})


class RecordVisit(MoveForm):
    """Whom the visitor met and what was found."""

    outcome = forms.ChoiceField(
        label="见到谁", choices=VisitOutcome, widget=forms.RadioSelect, error_messages={"required": "请选见到谁。"}
    )
    findings = written("情况", required=False)
    kind = forms.ChoiceField(label="方式", choices=VisitKind)
    visited_at = moment("走访时间", required=False)
    next_on = day("下次走访", required=False, help_text="不填就按标签的周期算")


class Look(MoveForm):
    """When to look again."""

    look_on = day("下次走访", required=False)
