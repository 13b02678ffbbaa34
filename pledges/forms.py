"""What the forms of the pledges ask for."""

from datetime import date

from crispy_forms.layout import HTML
from django import forms

from grids.forms.moves import day, written
from grids.models import Person
from party.queries.member import own_member
from pledges.choices import Confirmation, Fault, Frequency, Reviewer
from portal.clock import today
from portal.pages.forms import MoveForm, RecordForm
from portal.photos import PhotosField
from portal.reach import may


class Propose(RecordForm):
    """A pledge: a member's own, or one that staff enter for somebody without an account.

    The year is that of the first day; the sentence is checked while it is typed.
    """

    def _layout(self):
        fields, mine = self.fields, own_member(self.user)
        fields["sentence"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 120, "class": "pl-in"})
        is_mine = bool(self.instance.pk and mine and self.instance.member_id == mine.pk)
        if is_mine or not may(self.user, "refer", Person):
            fields.pop("beneficiary", None)
        if self.instance.pk:
            fields["member"].disabled = True
        elif mine:
            self.initial.setdefault("member", mine.pk)
        if mine and fields["member"].queryset.count() == 1:
            fields["member"].widget = forms.HiddenInput()
        layout = super()._layout()
        at = next(n for n, part in enumerate(layout) if "sentence" in part.fields)
        own = f'<input type="hidden" name="pledge" value="{self.instance.pk}">' if self.instance.pk else ""
        layout.insert(at + 1, HTML('{% include "pledges/_live.html" %}' + own))
        return layout

    def clean(self):
        cleaned = super().clean()
        if first := cleaned.get("starts_on"):
            self.instance.year = first.year
        if cleaned.get("ends_on") and cleaned["ends_on"] < today():
            self.add_error("ends_on", "截止日期已经过了，请改到今天以后。")
        return cleaned


class Approve(MoveForm):
    """A word that goes along, such as that the warnings were seen."""


class SendBack(MoveForm):
    """What is to be mended, and perhaps how it could be said."""

    suggestion = forms.CharField(
        label="建议写法",
        required=False,
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 2, "class": "pl-in"}),
        help_text="本人可以照用，也可以另写",
    )


class Fulfil(MoveForm):
    """That a period was kept: today and without a word, unless told otherwise."""

    kept_on = day("兑现日期", required=False)
    words = written("做了什么", rows=2, most=200, required=False, placeholder="如 给王奶奶擦了窗，量了血压")
    photos = PhotosField(label="照片", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kept_on", today())


class Confirm(MoveForm):
    """What whoever was helped said, and how it was asked."""

    how = forms.ChoiceField(label="怎么核实", choices=Confirmation, error_messages={"required": "请选怎么核实的。"})
    words = written("受益人怎么说", rows=2, most=200, required=False)
    photos = PhotosField(label="签字单照片", required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("how") == Confirmation.SLIP and not cleaned.get("photos"):
            self.add_error("photos", "签字单请拍照附上。")
        return cleaned


class ChangeRule(MoveForm):
    """How often from now on, and until when."""

    frequency = forms.ChoiceField(label="频次", choices=Frequency)
    ends_on = day("截止日期", error_messages={"required": "请填截止日期。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"frequency": self.record.frequency, "ends_on": self.record.ends_on}


class Fail(MoveForm):
    """Why it was not kept."""

    fault = forms.ChoiceField(
        label="什么原因",
        choices=Fault,
        widget=forms.RadioSelect,
        error_messages={"required": "请选是客观原因还是本人原因。"},
    )


class NameWhom(MoveForm):
    """Who is helped."""

    beneficiary = forms.ModelChoiceField(
        label="受益人",
        queryset=Person.objects.none(),
        error_messages={"required": "请选受益人；没登记的先到“居民”登记。"},
    )


class Say(RecordForm):
    """A review; a member says only what it is of the own pledge."""

    def _layout(self):
        mine, pledge = own_member(self.user), self.instance.pledge_id or self.initial.get("pledge")
        if mine and pledge and self.fields["pledge"].queryset.filter(pk=pledge, member=mine).exists():
            self.fields["side"].choices = [(Reviewer.SELF.value, Reviewer.SELF.label)]
            self.initial["side"] = Reviewer.SELF
        return super()._layout()


def year_end(on):
    """The last day of the year, where a pledge usually ends."""
    return date(on.year, 12, 31)
