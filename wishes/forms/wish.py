"""What wishes and claims ask for."""

from django import forms

from grids.forms.moves import day, written
from party.models import Member, Organisation
from party.queries.member import own_member
from portal.pages.forms import MoveForm, RecordForm
from portal.pages.widgets import Tiles
from portal.photos import PhotosField
from wishes.choices import ICONS, Answer, Group, Verification
from wishes.models import Wish

CATEGORY = Tiles("cats", icons={str(key): icon for key, icon in ICONS.items()})
ONE = "请选一方：党员、党组织，或写下爱心人士的姓名和电话。"


class Collect(RecordForm):
    """A wish as it was told: whose, of which group, what, and what it may cost."""

    def _layout(self):
        fields = self.fields
        fields["sentence"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 120})
        if self.instance.verified_on:
            fields["person"].disabled = True
        return super()._layout()

    def clean(self):
        cleaned = super().clean()
        self.instance.amount, self.instance.group = cleaned.get("amount"), cleaned.get("group") or Group.OTHER
        self.instance.over_reason = cleaned.get("over_reason") or ""
        if refusal := self.instance.over_refusal:
            self.add_error("over_reason", refusal)
        return cleaned


class Verify(MoveForm):
    """How it was made sure of."""

    how = forms.ChoiceField(
        label="怎么核实的",
        choices=Verification,
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎么核实的。"},
    )


class TakeOn(MoveForm):
    """Who takes it on: a member for the own part, staff for anybody."""

    member = forms.ModelChoiceField(label="党员", queryset=Member.objects.none(), required=False)
    organisation = forms.ModelChoiceField(label="党组织", queryset=Organisation.objects.none(), required=False)
    name = forms.CharField(label="爱心人士姓名", max_length=40, required=False)
    phone = forms.CharField(label="电话", max_length=24, required=False)
    promised_on = day("约定哪天办", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = own_member(self.user)
        if mine:
            self.initial.setdefault("member", mine.pk)
        # Staff of that very grid; elsewhere they are members like any other.
        if not Wish.objects.within_reach(self.user, "verify").filter(pk=self.record.pk).exists():
            for name in ("organisation", "name", "phone"):
                del self.fields[name]
            self.fields["member"].required = True

    def clean(self):
        cleaned = super().clean()
        parties = [cleaned.get("member"), cleaned.get("organisation"), (cleaned.get("name") or "").strip()]
        if sum(map(bool, parties)) != 1 and not self.errors:
            self.add_error("member", ONE)
        if parties[2] and not (cleaned.get("phone") or "").strip():
            self.add_error("phone", "请留电话，好联系。")
        return cleaned


class Confirm(MoveForm):
    """When whoever claimed it will come."""

    promised_on = day("约定哪天办", required=False)


class Realise(MoveForm):
    """How it came true, with proof."""

    how = written(
        "怎么实现的",
        rows=2,
        most=200,
        placeholder="如 换了一盏亮的灯，老人试过了",
        error_messages={"required": "请写明怎么实现的。"},
    )
    spent = forms.DecimalField(label="实际花费（元）", required=False, min_value=0, max_digits=8, decimal_places=2)
    photos = PhotosField(label="照片", required=False)


class FollowUp(MoveForm):
    """What the applicant says."""

    answer = forms.ChoiceField(
        label="本人怎么答",
        choices=Answer,
        widget=forms.RadioSelect,
        error_messages={"required": "请选本人怎么答的。"},
    )
    feedback = written("本人怎么说", rows=2, most=200, required=False)
    thanks = forms.CharField(
        label="感谢的话（公示在墙上）", max_length=80, required=False, help_text="本人愿意公开才填；不写姓名、电话"
    )
