"""What consents and requests about one's own data ask for."""

from django import forms

from grids.consenting import guardian_refusal
from grids.forms.about import About
from grids.forms.moves import written
from portal.clock import today
from portal.pages.forms import MoveForm

NOT_YET = "日期不能晚于今天。"


class Agree(About):
    """A consent; a child's is given by the guardian."""

    def clean(self):
        cleaned = super().clean()
        given_on = cleaned.get("given_on")
        if given_on and given_on > today():
            self.add_error("given_on", NOT_YET)
        if person := cleaned.get("person"):
            refusal = guardian_refusal(
                purpose=cleaned.get("purpose"),
                birth=person.birth,
                given_on=given_on,
                guardian=cleaned.get("guardian"),
            )
            if refusal:
                self.add_error(*refusal)
        return cleaned


class Ask(About):
    """A request; the days for its answer run from the day it was made."""

    def clean_asked_on(self):
        day = self.cleaned_data["asked_on"]
        if day > today():
            raise forms.ValidationError(NOT_YET)
        return day


class Answer(MoveForm):
    """What was answered."""

    answer = written("怎么答复的", most=300, error_messages={"required": "请写怎么答复的。"})
